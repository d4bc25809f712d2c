"""From one block, a paragraph, list item or row, to what of it may be quoted."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.documents.limits import (
    MAXIMUM_CONDITION_WORDS,
    MAXIMUM_GOVERNING_WORDS,
    MAXIMUM_PARAGRAPH_WORDS,
    MAXIMUM_QUOTE_WORDS,
)
from bot.documents.model import PassageKind
from bot.documents.sentences import sentence_spans
from bot.documents.spans import merged, word_count
from bot.sources.governing import opens_condition, restricts, takes_back
from bot.sources.source import Block, Span


class Chunk(NamedTuple):
    """A passage before it belongs to a document: see ``Passage``."""

    start: int
    end: int
    kind: PassageKind
    sentences: tuple[Span, ...]
    governed_by: tuple[Span, ...]
    spans: tuple[Span, ...]


class Context(NamedTuple):
    """What stands around a block: what governs it, and the short list that it is quoted with."""

    governed_by: tuple[Span, ...] = ()
    short_list: tuple[Span, ...] | None = None


def fitting(text: str, governed_by: tuple[Span, ...], most_words: int) -> tuple[Span, ...]:
    """The innermost of what governs a passage, as much as fits."""
    kept: list[Span] = []
    for span in reversed(governed_by):
        if word_count(text, [span, *kept]) > most_words:
            break
        kept.insert(0, span)
    return tuple(kept)


def block_chunks(text: str, block: Block, context: Context) -> Iterator[Chunk]:
    """A paragraph, bullet or row, cut at sentence ends when it is long."""
    kind: PassageKind = block.kind if block.kind in ("bullet", "row") else "paragraph"
    words = word_count(text, [(block.content, block.end)])
    most_governing = max(MAXIMUM_GOVERNING_WORDS, MAXIMUM_QUOTE_WORDS - words - 1)
    governed_by = fitting(text, context.governed_by, most_governing)
    sentences = sentence_spans(text, block.content, block.end)
    if words <= _room(text, governed_by):
        shown = (block.start if governed_by else block.content, block.end)
        spans = context.short_list or merged(text, (*governed_by, shown))
        yield Chunk(block.content, block.end, kind, sentences, governed_by, spans)
        return
    for needed, group in _groups(text, sentences, governed_by):
        own = (group[0][0], group[-1][1])
        yield Chunk(*own, kind, tuple(group), needed, merged(text, (*needed, own)))


def _groups(
    text: str, sentences: Sequence[Span], governed_by: tuple[Span, ...]
) -> Iterator[tuple[tuple[Span, ...], list[Span]]]:
    """The sentences of a long paragraph in groups that fit a quote, each with what governs it.

    What stands after "If you had sedation, ..." may hold under that condition: a later group brings it along.
    """
    condition: Span | None = None
    needed, group, is_cut = governed_by, list[Span](), False
    for sentence in sentences:
        opens = opens_condition(text[slice(*sentence)]) or restricts(text[slice(*sentence)])
        if group and word_count(text, [(group[0][0], sentence[1])]) > _room(text, needed):
            carried = _taken_back_by(text, group, sentence)
            yield needed, group[: len(group) - len(carried)]
            group = carried
            is_cut = True
        if is_cut:
            is_free = condition is None or opens_condition(text[slice(*(group or [sentence])[0])])
            is_cut = False
            needed = governed_by if is_free else fitting(text, (*governed_by, condition), MAXIMUM_GOVERNING_WORDS)  # type: ignore[arg-type]
        *pieces, last = _pieces(text, sentence, _room(text, needed))
        yield from ((needed, [piece]) for piece in pieces)
        group.append(last)
        condition = sentence if opens and word_count(text, [sentence]) <= MAXIMUM_CONDITION_WORDS else condition
    yield needed, group


def _taken_back_by(text: str, group: Sequence[Span], sentence: Span) -> list[Span]:
    """The last sentences of a group, but not all, without which the next one is not quoted: it takes them back."""
    kept = len(group)
    first = sentence
    while takes_back(text[slice(*first)]) and kept > 0:
        kept -= 1
        first = group[kept]
    most_words = MAXIMUM_QUOTE_WORDS - MAXIMUM_GOVERNING_WORDS
    return list(group[kept:]) if kept and word_count(text, [(first[0], sentence[1])]) <= most_words else []


def _room(text: str, governed_by: tuple[Span, ...]) -> int:
    """How many words a passage may have beside what governs it."""
    return min(MAXIMUM_PARAGRAPH_WORDS, MAXIMUM_QUOTE_WORDS - word_count(text, governed_by))


def _pieces(text: str, sentence: Span, most_words: int) -> list[Span]:
    """The sentence; one that is longer than a quote may be is cut between words."""
    start, end = sentence
    words = [found.span() for found in re.finditer(r"\S+", text[start:end])]
    firsts = range(0, len(words), most_words)
    ends = [words[min(first + most_words, len(words)) - 1][1] for first in firsts]
    return [(start + words[first][0], start + last) for first, last in zip(firsts, ends, strict=True)]
