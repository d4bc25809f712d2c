"""Footnotes: "Do not take it with aspirin*." and, further down, "* Except low-dose aspirin."

What a note hangs on is not quoted without it, nor the note without the sentence that it hangs on. A note is told by the
mark that it begins with; it belongs to the words before it that have the same mark.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.documents.limits import MAXIMUM_CONDITION_WORDS, MAXIMUM_QUOTE_WORDS
from bot.documents.paragraphs import Chunk
from bot.documents.sentences import sentence_spans
from bot.documents.spans import hold, merged, word_count
from bot.sources.source import Block, Span

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARK = rf"\*{{1,3}}|[†‡§]{{1,2}}|[{_RAISED}]{{1,2}}|[ᵃᵇᶜᵈᵉᶠᵍʰ]|\[\d{{1,2}}\]|\[\^[\w-]{{1,20}}\]"
_NOTE = re.compile(rf"({_MARK}):?[ \t]*(?=[^\W_]|[\"“‘(<>≤≥£$])")
"""How a note begins."""

_REFERENCE = re.compile(rf"(?<=[^\W\d_]|[.,;:!?)’”\"%\[(])[ ]?({_MARK})(?![\w*])")
"""The mark of a note behind a word, or behind the stop after it."""

_ASTERISKS = re.compile(r"\*+")

_UNIT = re.compile(r"(?<![^\W\d_])(?:[cdkm]?m|ft|in)$")
"""Before a raised figure a length is an area: "5 m²"."""


_SOURCE = re.compile(r"\b(?:19|20)\d\d\b|\bdoi\b|://|www\.|\bet al\b")
"""What a note says that only names where something was read."""


class Note(NamedTuple):
    """A note, and the sentences that have its mark."""

    span: Span
    references: tuple[Span, ...]


def notes_of(text: str, blocks: Sequence[Block]) -> list[Note]:
    """The notes of a text, in order; one that is a row of a table holds for rows alone."""
    marked: dict[tuple[str, bool], list[Span]] = {}
    notes: list[Note] = []
    for above, block, below in zip([None, *blocks], blocks, [*blocks[1:], None], strict=False):
        mark, is_row = _mark_of(text, block), block.kind == "row"
        is_item = any(_begins_alike(text, block, other, mark) for other in (above, below))
        references = marked.pop((mark, True), []) + ([] if is_row else marked.pop((mark, False), []))
        if mark and references and not is_item:
            notes.append(Note((block.start, block.end), tuple(references)))
        elif block.kind != "heading":
            for found in _references(text, block):
                marked.setdefault((found[1], is_row), []).append(_sentence_at(text, block, found))
    return [note for note in notes if _is_short(text, note.span) and not _SOURCE.search(text, *note.span)]


def with_notes(text: str, chunks: Iterable[Chunk], notes: Sequence[Note]) -> Iterator[Chunk]:
    """The chunks, with the notes that hang on what is quoted; a note with the sentence that it hangs on."""
    hanging = sorted((sentence, note.span) for note in notes for sentence in note.references)
    alone = sorted((note.span, note.references[0]) for note in notes if len(note.references) == 1)
    for found in chunks:
        more = [note for span in found.spans for note in _within(span, hanging)]
        last = bisect_right(alone, found.start, key=lambda pair: pair[0][0]) - 1
        if last >= 0 and hold([alone[last][0]], [(found.start, found.end)]):
            more = list(alone[last])
        spans = found.spans
        for span in more:
            together = merged(text, (*spans, span))
            spans = together if word_count(text, together) <= MAXIMUM_QUOTE_WORDS else spans
        yield found._replace(spans=spans)


def _within(span: Span, hanging: Sequence[tuple[Span, Span]]) -> list[Span]:
    """The notes that hang on sentences within a span."""
    first = bisect_left(hanging, span[0], key=lambda pair: pair[0][0])
    last = bisect_right(hanging, span[1], key=lambda pair: pair[0][0])
    return [note for sentence, note in hanging[first:last] if sentence[1] <= span[1]]


def _is_short(text: str, span: Span) -> bool:
    return word_count(text, [span]) <= MAXIMUM_CONDITION_WORDS


def _mark_of(text: str, block: Block) -> str:
    """The mark of a note that a block begins with, or ""."""
    found = _NOTE.match(text, block.start, block.end) if block.kind != "heading" else None
    return found[1] if found else ""


def _references(text: str, block: Block) -> list[re.Match[str]]:
    """Where a block has the marks of notes; an asterisk that comes twice may only set words off."""
    found = list(_REFERENCE.finditer(text, block.content, block.end))
    is_plain = len(_ASTERISKS.findall(text, block.content, block.end)) == 1
    return [
        each
        for each in found
        if (is_plain or "*" not in each[1]) and not (each[1][0] in _RAISED and _is_length(text, each.start(1)))
    ]


def _begins_alike(text: str, block: Block, other: Block | None, mark: str) -> bool:
    """Whether a neighbour has the same mark: then both are items of a list."""
    return other is not None and other.kind == block.kind and text.startswith(f"{mark} ", other.start)


def _is_length(text: str, place: int) -> bool:
    return _UNIT.search(text[max(place - 5, 0) : place]) is not None


def _sentence_at(text: str, block: Block, mark: re.Match[str]) -> Span:
    """The sentence of a block that a mark stands in, or behind, with the mark."""
    sentences = sentence_spans(text, block.content, block.end)
    start, end = next(
        (
            before
            for before, after in pairwise(sentences)
            if mark.start() < after[0] or not text[after[0] : mark.start(1)].strip()
        ),
        sentences[-1],
    )
    return start, max(end, mark.end())
