"""From plain text to sections and passages, without changing a character.

The text is read line by line into blocks (headings, paragraphs, lead-in lines, bullets); blocks
become passages. All offsets are characters of the text as it was given.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from bot.documents.model import PassageKind, Section, Span

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

MAXIMUM_QUOTE_WORDS = 120
"""No quote is longer: about what fits on a small terminal without scrolling."""

MAXIMUM_PARAGRAPH_WORDS = 100
"""A longer paragraph is cut at sentence ends; the rest of the 120 leaves room for a lead-in line."""

MAXIMUM_HEADING_WORDS = 12
"""A longer line without a full stop is taken for a paragraph that lost its full stop."""

ABBREVIATIONS = (
    "dr mr mrs ms prof st vs e.g i.e etc approx no fig ca cf al dept jr sr inc ltd tel min max mg ml "
    "a.m p.m u.s u.k jan feb mar apr jun jul aug sept oct nov dec"
).split()
"""Words after which a full stop does not end a sentence (as Punkt wants them: lower case, no last stop)."""

_BULLET = re.compile(r"[ \t]*(?:[-*•‣▪◦·–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t]+(?=\S)")
_TERMINAL = re.compile(r"[.?!:;…][\"'”’»)\]]*$")
_NO_HEADING_END = re.compile(r"[.:;,…][\"'”’»)\]]*$")
_HASHES = re.compile(r"#{1,6}[ \t]+")

LineKind = Literal["heading", "body", "bullet"]


class Chunk(NamedTuple):
    """A passage before it belongs to a document: its span, kind and the spans of its sentences."""

    start: int
    end: int
    kind: PassageKind
    sentences: tuple[Span, ...]


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str
    after_blank: bool
    before_blank: bool
    kind: LineKind = "body"


@dataclass(slots=True)
class _Block:
    start: int
    end: int
    kind: LineKind


def chunk(text: str) -> tuple[str | None, tuple[Section, ...], tuple[Chunk, ...]]:
    """The title, the sections and the chunks of a plain text.

    The title is the first heading when the text begins with one, else ``None``.
    """
    blocks = _blocks(_classified(_lines(text)))
    title = text[blocks[0].start : blocks[0].end] if blocks and blocks[0].kind == "heading" else None
    return title, _sections(text, blocks, title), tuple(_chunks(text, blocks))


def sentence_spans(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The spans of the sentences in ``text[start:end]``, in offsets of ``text``.

    No sentence ends inside a stretch without a line break that Punkt holds together; a line break
    followed by a bullet always ends one.
    """
    pieces = [start]
    pieces += [start + found.end() for found in re.finditer(r"\n+(?=[ \t]*\S)", text[start:end])]
    pieces.append(end)
    spans: list[Span] = []
    for left, right in pairwise(pieces):
        for a, b in _tokenizer().span_tokenize(text[left:right]):
            span = _stripped(text, left + a, left + b)
            starts_new = _BULLET.match(text, left) is not None or left == start
            if spans and a == 0 and not starts_new and not _TERMINAL.search(text[slice(*spans[-1])]):
                spans[-1] = (spans[-1][0], span[1])
            elif span[0] < span[1]:
                spans.append(span)
    return tuple(spans)


@cache
def _tokenizer() -> "PunktSentenceTokenizer":
    # Imported here: NLTK takes a third of a second to load, and the built-in article comes prepared.
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    blank = True
    for found in re.finditer(r"[^\r\n]*(?:\r\n|\n|\r|$)", text):
        start, end = _stripped(text, *found.span())
        if start == end:
            if lines:
                lines[-1].before_blank = True
            blank = True
            continue
        lines.append(_Line(start, end, text[start:end], blank, before_blank=False))
        blank = False
    if lines:
        lines[-1].before_blank = True
    return lines


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _classified(lines: list[_Line]) -> list[_Line]:
    wrapped = any(
        not later.after_blank and later.text[0].islower() and not _TERMINAL.search(earlier.text)
        for earlier, later in pairwise(lines)
    )
    for number, line in enumerate(lines):
        if _BULLET.match(line.text):
            line.kind = "bullet"
        elif _may_be_heading(lines, number, wrapped):
            line.kind = "heading"
    _demote_runs(lines)
    return lines


def _may_be_heading(lines: list[_Line], number: int, wrapped: bool) -> bool:
    line = lines[number]
    if _HASHES.match(line.text):
        return True
    if len(line.text.split()) > MAXIMUM_HEADING_WORDS or _NO_HEADING_END.search(line.text):
        return False
    if not any(character.isalnum() for character in line.text):
        return False
    before = lines[number - 1] if number else None
    if before and not line.after_blank and before.kind != "heading" and not _TERMINAL.search(before.text):
        return False
    if line.before_blank:
        return True
    after = lines[number + 1].text
    return not after[0].islower() and not wrapped


def _demote_runs(lines: list[_Line]) -> None:
    """Headings that head nothing are text: the last of the document, and all but two of a run."""
    run: list[_Line] = []
    for line in [*lines, None]:
        if line and line.kind == "heading":
            run.append(line)
            continue
        keep = run[-2:] if line else []
        for heading in run:
            is_title = heading is lines[0] and line is not None
            if heading not in keep and not is_title and not _HASHES.match(heading.text):
                heading.kind = "body"
        run = []


def _blocks(lines: list[_Line]) -> list[_Block]:
    blocks: list[_Block] = []
    for number, line in enumerate(lines):
        continues = (
            bool(blocks)
            and line.kind == "body"
            and blocks[-1].kind != "heading"
            and not line.after_blank
            and not _TERMINAL.search(lines[number - 1].text)
        )
        if continues:
            blocks[-1].end = line.end
        else:
            blocks.append(_Block(line.start, line.end, line.kind))
    return blocks


def _sections(text: str, blocks: list[_Block], title: str | None) -> tuple[Section, ...]:
    starts: list[tuple[int, str]] = [(0, "")]
    for number, block in enumerate(blocks):
        if block.kind == "heading" and not (number == 0 and title is not None):
            heading = _HASHES.sub("", text[block.start : block.end])
            starts.append((block.start, heading))
    starts.append((len(text), ""))
    return tuple(
        Section(heading, start, end)
        for (start, heading), (end, _) in pairwise(starts)
        if heading or text[start:end].strip()
    )


def _chunks(text: str, blocks: list[_Block]) -> Iterator[Chunk]:
    position = 0
    while position < len(blocks):
        block = blocks[position]
        if block.kind == "heading":
            position += 1
            continue
        is_lead_in = block.kind == "body" and text[block.start : block.end].endswith(":")
        bullets = position + 1 if is_lead_in else position
        last = bullets
        while last < len(blocks) and blocks[last].kind == "bullet":
            last += 1
        if last > bullets:
            lead_in = block if is_lead_in else None
            yield from _list_chunks(text, lead_in, blocks[bullets:last])
            position = last
        else:
            yield from _paragraph_chunks(text, block.start, block.end, "paragraph")
            position += 1


def _list_chunks(text: str, lead_in: _Block | None, bullets: list[_Block]) -> Iterator[Chunk]:
    """Whole list first, then its bullets; a list that is too long goes in as few parts as fit."""
    pending = list(bullets)
    start = lead_in.start if lead_in else pending[0].start
    if lead_in and _words(text, start, pending[0].end) > MAXIMUM_QUOTE_WORDS:
        yield from _paragraph_chunks(text, lead_in.start, lead_in.end, "paragraph")
        lead_in, start = None, pending[0].start
    while pending:
        taken = 1
        while taken < len(pending) and _words(text, start, pending[taken].end) <= MAXIMUM_QUOTE_WORDS:
            taken += 1
        end = pending[taken - 1].end
        if taken > 1 or lead_in:
            yield Chunk(start, end, "list", sentence_spans(text, start, end))
        for bullet in pending[:taken]:
            yield from _paragraph_chunks(text, bullet.start, bullet.end, "bullet")
        del pending[:taken]
        lead_in = None
        start = pending[0].start if pending else end


def _paragraph_chunks(text: str, start: int, end: int, kind: PassageKind) -> Iterator[Chunk]:
    """A paragraph or bullet, cut at sentence ends when it is long."""
    if kind == "bullet":
        found = _BULLET.match(text, start)
        start = found.end() if found else start
    if _words(text, start, end) <= MAXIMUM_PARAGRAPH_WORDS:
        yield Chunk(start, end, kind, sentence_spans(text, start, end))
        return
    group: list[Span] = []
    for span in _short_spans(text, sentence_spans(text, start, end)):
        if group and _words(text, group[0][0], span[1]) > MAXIMUM_PARAGRAPH_WORDS:
            yield Chunk(group[0][0], group[-1][1], kind, tuple(group))
            group = []
        group.append(span)
    if group:
        yield Chunk(group[0][0], group[-1][1], kind, tuple(group))


def _short_spans(text: str, spans: tuple[Span, ...]) -> Iterator[Span]:
    """The spans, each longer than a quote may be cut between words."""
    for start, end in spans:
        words = [found.span() for found in re.finditer(r"\S+", text[start:end])]
        for first in range(0, len(words), MAXIMUM_PARAGRAPH_WORDS):
            part = words[first : first + MAXIMUM_PARAGRAPH_WORDS]
            yield start + part[0][0], start + part[-1][1]


def _words(text: str, start: int, end: int) -> int:
    return len(text[start:end].split())
