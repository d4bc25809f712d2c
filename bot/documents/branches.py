"""Branches of one matter: "If you had the spray, you may drive. If you had sedation, you must not."

Paragraphs, lists with their lead-ins, list items, or whole sections, that stand side by side and each begin with such a
condition. Who reads one of them alone may take it for all there is.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.documents.spans import word_count
from bot.sources.governing import is_question, opens_branch, pair_label
from bot.sources.headings import heading_text
from bot.sources.source import Block, Span


def branches_of(text: str, blocks: Sequence[Block], most_words: int) -> list[tuple[Span, ...]]:
    """The groups of branches in a text, each as the spans of its branches; none longer than ``most_words`` together.

    Args:
        text: that of the source.
        blocks: in order, without the title.
        most_words: the length of the longest quote.
    """
    groups = [*_groups(_items(text, blocks)), *_groups(_sections(text, blocks))]
    return [group for group in groups if word_count(text, group) <= most_words]


_BRANCH = "if"
_Unit = tuple[Span, str]
"""A stretch that may be a branch, and as what it begins: as one of a pair ("myth"), as ``_BRANCH``, or as none ("")."""


def _groups(units: Iterator[_Unit | None]) -> Iterator[tuple[Span, ...]]:
    group: list[_Unit] = []
    for unit in units:
        if unit and group and unit[1] and (unit[1] == _BRANCH or unit[1] != group[0][1]):
            group.append(unit)
            continue
        if len(group) > 1:
            yield tuple(span for span, _ in group)
        group = [unit] if unit and unit[1] else []


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
        yield None if block.kind == "heading" else ((block.start, blocks[last - 1].end), _BRANCH if opens else "")
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
        is_branch = opens_branch(heading) and not is_question(heading)
        yield (blocks[begin].start, blocks[end - 1].end), _BRANCH if is_branch else pair_label(heading)
    yield None
