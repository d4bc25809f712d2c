"""From the blocks of a source to sections and passages, without changing a character.

All offsets are characters of the source's text.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bot.documents.model import PassageKind, Section
from bot.sources.plain import heading_text, stripped
from bot.sources.source import Block, Source, Span

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

MAXIMUM_QUOTE_WORDS = 120
"""No quote is longer: about what fits on a small terminal without scrolling."""

MAXIMUM_PARAGRAPH_WORDS = 100
"""A longer paragraph is cut at sentence ends; the rest of the 120 leaves room for a lead-in line."""

ABBREVIATIONS = {
    "dr", "mr", "mrs", "ms", "prof", "st", "jr", "sr", "inc", "ltd", "dept", "tel", "fig", "vs", "e.g", "i.e", "etc",
    "cf", "al", "ca", "approx", "min", "max", "a.m", "p.m", "u.s", "u.k",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "oct", "nov", "dec",
}  # fmt: skip
"""Words after which a full stop does not end a sentence (as Punkt wants them: lower case, no last stop)."""

_PIECE = re.compile(r"\S.{0,9999}(?!\S)|\S{1,10000}", re.DOTALL)
"""NLTK gives up with a TimeoutError on a paragraph of a megabyte; no real one is longer than this."""


class Chunk(NamedTuple):
    """A passage before it belongs to a document: its span, kind and the spans of its sentences."""

    start: int
    end: int
    kind: PassageKind
    sentences: tuple[Span, ...]


def chunk(source: Source) -> tuple[str | None, tuple[Section, ...], tuple[Chunk, ...]]:
    """The title, the sections and the chunks of a source.

    The title is the first heading when the text begins with one, else ``None``.
    """
    text, blocks = source.text, source.blocks
    has_title = bool(blocks) and blocks[0].kind == "heading"
    title = heading_text(text[blocks[0].start : blocks[0].end]) if has_title else None
    return title, _sections(text, blocks[has_title:]), tuple(_chunks(text, blocks))


def sentence_spans(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The spans of the sentences in ``text[start:end]``, in offsets of ``text``."""
    spans: list[Span] = []
    for piece in _PIECE.finditer(text, start, end):
        for a, b in _tokenizer().span_tokenize(piece.group()):
            span = stripped(text, piece.start() + a, piece.start() + b)
            if span[0] < span[1]:
                spans.append(span)
    return tuple(spans)


@cache
def _tokenizer() -> "PunktSentenceTokenizer":
    from bot.text.nltk_parts import sentence_tokenizer

    return sentence_tokenizer(ABBREVIATIONS)


def _sections(text: str, blocks: Sequence[Block]) -> tuple[Section, ...]:
    headings = [block for block in blocks if block.kind == "heading"]
    starts = [(0, ""), *((h.start, heading_text(text[h.start : h.end])) for h in headings), (len(text), "")]
    return tuple(
        Section(heading, start, end)
        for (start, heading), (end, _) in pairwise(starts)
        if heading or text[start:end].strip()
    )


def _chunks(text: str, blocks: Sequence[Block]) -> Iterator[Chunk]:
    position = 0
    while position < len(blocks):
        block = blocks[position]
        is_lead_in = block.kind == "body" and text[block.end - 1] == ":"
        first = position + 1 if is_lead_in else position
        last = first
        while last < len(blocks) and blocks[last].kind == "bullet":
            last += 1
        if last > first:
            yield from _list_chunks(text, block if is_lead_in else None, blocks[first:last])
            position = last
        else:
            if block.kind == "body":
                yield from _block_chunks(text, block)
            position += 1


def _list_chunks(text: str, lead_in: Block | None, bullets: Sequence[Block]) -> Iterator[Chunk]:
    """The whole list with its lead-in line, then its bullets; a list that is too long goes in parts that fit."""
    if lead_in and _words(text, lead_in.start, bullets[0].end) > MAXIMUM_QUOTE_WORDS:
        yield from _block_chunks(text, lead_in)
        lead_in = None
    part = [lead_in] if lead_in else []
    for bullet in bullets:
        if part and _words(text, part[0].start, bullet.end) > MAXIMUM_QUOTE_WORDS:
            yield from _part_chunks(text, part)
            part = []
        part.append(bullet)
    yield from _part_chunks(text, part)


def _part_chunks(text: str, part: Sequence[Block]) -> Iterator[Chunk]:
    if len(part) > 1:
        sentences = (span for block in part for span in sentence_spans(text, block.content, block.end))
        yield Chunk(part[0].start, part[-1].end, "list", tuple(sentences))
    for block in part:
        if block.kind == "bullet":
            yield from _block_chunks(text, block)


def _block_chunks(text: str, block: Block) -> Iterator[Chunk]:
    """A paragraph or bullet, cut at sentence ends when it is long."""
    kind: PassageKind = "bullet" if block.kind == "bullet" else "paragraph"
    sentences = sentence_spans(text, block.content, block.end)
    if _words(text, block.content, block.end) <= MAXIMUM_PARAGRAPH_WORDS:
        yield Chunk(block.content, block.end, kind, sentences)
        return
    group: list[Span] = []
    for span in _short_spans(text, sentences):
        if group and _words(text, group[0][0], span[1]) > MAXIMUM_PARAGRAPH_WORDS:
            yield Chunk(group[0][0], group[-1][1], kind, tuple(group))
            group = []
        group.append(span)
    yield Chunk(group[0][0], group[-1][1], kind, tuple(group))


def _short_spans(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The spans; one longer than a quote may be is cut between words."""
    for start, end in spans:
        words = [found.span() for found in re.finditer(r"\S+", text[start:end])]
        for first in range(0, len(words), MAXIMUM_PARAGRAPH_WORDS):
            part = words[first : first + MAXIMUM_PARAGRAPH_WORDS]
            yield start + part[0][0], start + part[-1][1]


def _words(text: str, start: int, end: int) -> int:
    return len(text[start:end].split())
