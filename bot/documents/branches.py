"""Branches of one matter: "If you had the spray, you may drive. If you had sedation, you must not."

Paragraphs, lists with their lead-ins, list items, or whole sections, that stand side by side and each begin with such a
condition. Who reads one of them alone may take it for all there is.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.documents.spans import word_count
from bot.sources.governing import is_question, opens_branch
from bot.sources.plain import heading_text
from bot.sources.source import Block, Span


def branches_of(text: str, blocks: Sequence[Block], most_words: int) -> list[tuple[Span, ...]]:
    """The groups of branches in a text, each as the spans of its branches; none longer than ``most_words`` together.

    Args:
        text: that of the source.
        blocks: in order, without the title.
        most_words: the length of the longest quote.
    """
    groups = [*_groups(text, _items(text, blocks)), *_groups(text, _sections(text, blocks))]
    return [group for group in groups if word_count(text, group) <= most_words]


_Unit = tuple[Span, bool]
"""A stretch that may be a branch, and whether it begins as one."""


def _groups(text: str, units: Iterator[_Unit | None]) -> Iterator[tuple[Span, ...]]:
    group: list[Span] = []
    for unit in units:
        if unit is not None and unit[1]:
            group.append(unit[0])
            continue
        if len(group) > 1:
            yield tuple(group)
        group = []
    if len(group) > 1:
        yield tuple(group)


def _items(text: str, blocks: Sequence[Block]) -> Iterator[_Unit | None]:
    """Paragraphs, lists with a lead-in that begins a branch, and list items; ``None`` where a section ends."""
    position = 0
    while position < len(blocks):
        block = blocks[position]
        last = position + 1
        opens = block.kind in ("body", "bullet") and opens_branch(text[block.content : block.end])
        if block.kind in ("body", "bullet"):
            while last < len(blocks) and _belongs(block, blocks[last], opens):
                last += 1
        yield None if block.kind == "heading" else ((block.start, blocks[last - 1].end), opens)
        position = last
    yield None


def _belongs(block: Block, later: Block, opens: bool) -> bool:
    if block.kind == "bullet":
        return later.level > block.level and later.kind in ("bullet", "body")
    return opens and later.kind in ("bullet", "row")


def _sections(text: str, blocks: Sequence[Block]) -> Iterator[_Unit | None]:
    """Sections, each with its heading."""
    starts = [number for number, block in enumerate(blocks) if block.kind == "heading"]
    for begin, end in pairwise([*starts, len(blocks)]):
        heading = heading_text(text[blocks[begin].start : blocks[begin].end])
        yield (blocks[begin].start, blocks[end - 1].end), opens_branch(heading) and not is_question(heading)
    yield None
