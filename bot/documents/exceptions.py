"""What takes back what stands before it: "You may drink wine. But not if you take metronidazole."

A paragraph, a list or a list item is not quoted without the next one that begins so, nor that one without it. Pairs
such as a myth and the fact that answers it belong together in the same way.
"""

from collections.abc import Iterator, Sequence

from bot.documents.limits import MAXIMUM_TOGETHER_WORDS
from bot.documents.sentences import sentence_spans
from bot.documents.spans import word_count
from bot.sources.governing import is_proviso, pair_label, takes_back
from bot.sources.headings import heading_text
from bot.sources.source import Block, Span

NEAREST = 4
"""Of a long row of exceptions, so many before and after one are quoted along with it."""

Unit = Sequence[Block]
"""A paragraph, a list with the line that announces it, or a list item; a heading stands alone."""


def exceptions_in(text: str, units: Sequence[Unit]) -> dict[int, tuple[Span, ...]]:
    """What must be quoted along with a unit, by the offset where the unit begins, the nearest last.

    Args:
        text: that of the source.
        units: in order.
    """
    along: dict[int, tuple[Span, ...]] = {}
    for group in _groups(text, units):
        spans = [(unit[0].start, unit[-1].end) for unit in group]
        if word_count(text, spans) > MAXIMUM_TOGETHER_WORDS:
            spans = [_sentence(text, unit, number == 0) for number, unit in enumerate(group)]
        for number, unit in enumerate(group):
            near = range(max(number - NEAREST, 0), min(number + NEAREST + 1, len(group)))
            others = sorted({*near} - {number}, key=lambda other, own=number: -abs(other - own))  # type: ignore[misc]
            first = unit[1] if unit[0].kind == "heading" else unit[0]
            along[first.start] = tuple(spans[other] for other in others)
    return along


def _sentence(text: str, unit: Unit, is_first: bool) -> Span:
    """The last sentence of what is taken back, or the line that announces its list; the first of what takes it back."""
    if is_first:
        block = unit[-1] if unit[0].kind == "bullet" else unit[0]
        return sentence_spans(text, block.content, block.end)[-1]
    heading = [block for block in unit if block.kind == "heading"]
    block = unit[len(heading)]
    start, end = sentence_spans(text, block.content, block.end)[0]
    return (unit[0].start if heading or start == block.content else start, end)


def _groups(text: str, units: Sequence[Unit]) -> Iterator[list[Unit]]:
    group: list[Unit] = []
    heading: Unit = ()
    for unit in units:
        if unit[0].kind == "heading":
            is_exception = takes_back(heading_text(text[unit[0].start : unit[0].end]))
            heading = unit if is_exception else ()
        if unit[0].kind == "heading" and heading:
            continue
        if group and unit[0].kind != "heading" and (heading or _belongs(text, group, unit)):
            group.append([*heading, *unit])
        else:
            if len(group) > 1:
                yield group
            group = [] if unit[0].kind == "heading" else [unit]
        heading = ()
    if len(group) > 1:
        yield group


def _belongs(text: str, group: Sequence[Unit], unit: Unit) -> bool:
    first, before = unit[0], group[-1][-1]
    if first.kind == "row":
        return False
    words = text[first.content : first.end]
    label = pair_label(words)
    if takes_back(words) or (
        label and pair_label(_words(text, group[-1])) and label != pair_label(_words(text, group[0]))
    ):
        return True
    is_next_line = text[before.end : first.start].strip(" \t") in ("\n", "\r\n", "\r")
    return first.kind == before.kind == "body" and is_next_line and is_proviso(words)


def _words(text: str, unit: Unit) -> str:
    return text[unit[0].content : unit[0].end]
