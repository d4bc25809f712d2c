"""Lists whose marks are drawn, or are none, and captions of pictures that signs join."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bot.sources.pdf.layout import FLUSH
from bot.sources.pdf.lines import Line
from bot.sources.pdf.model import PageBlock

MOST_WORDS = 20
"""Words of an item of a list without marks."""

SHORT = 0.7
"""A line that ends on purpose takes up no more of its column's width."""

MARK = "-"

SAME_ROW = 3
"""Captions of one row of pictures begin within so many times their type's size."""

_GOES_ON = re.compile(r"[+=&,-]$|\b(?:or|and|of|the|a|with)$", re.IGNORECASE)
_STOP = re.compile(r"[.?!:;…][\"'”’)\]*]*$")
_JOINT = re.compile(r"[+=&]|or|and|and/or|plus", re.IGNORECASE)


def had_room(above: Line, below: Line, right: float) -> bool:
    """Whether the first word of a line had more than room on the one above, so that this was ended on purpose.

    Args:
        above, below: the lines.
        right: how far lines of their column reach.
    """
    if abs(above.left - below.left) > FLUSH or _GOES_ON.search(above.text):
        return False
    width = (below.right - below.text_left) / max(len(below.text), 1)
    is_short = above.right < above.left + SHORT * (right - above.left)
    return is_short and above.right + width * (1 + len(below.text.split(maxsplit=1)[0])) < right


def is_listing(block: Sequence[Line], was_listing: bool) -> bool:
    """Whether what stands under some lines of one block may be an item of a list that was announced."""
    words = sum(len(line.text.split()) for line in block)
    is_item = was_listing and words <= MOST_WORDS and not _STOP.search(block[-1].text)
    return block[-1].text.endswith(":") or (is_item and not block[0].mark)


def mark_unmarked_lists(blocks: Sequence[PageBlock]) -> None:
    """Two short blocks or more, right under a line that announces them, that are no sentences, are a list."""
    place = 1
    while place < len(blocks):
        end = place
        while end < len(blocks) and blocks[place - 1].text.endswith(":") and _may_be_item(blocks, end, place):
            end += 1
        if end - place > 1:
            for block in blocks[place:end]:
                block.kind, block.mark = "bullet", MARK
        place = max(end, place + 1)


def _may_be_item(blocks: Sequence[PageBlock], number: int, first: int) -> bool:
    block, announcing = blocks[number], blocks[first - 1]
    is_short = len(block.text.split()) <= MOST_WORDS and not _STOP.search(block.text)
    return block.kind == "body" and block.page == announcing.page and is_short


def with_captions_joined(blocks: Iterable[PageBlock]) -> list[PageBlock]:
    """The blocks, with captions of pictures between which signs stand made one, as a list item that is announced.

    "1 small potato", "+", "1 ear of corn", "OR", "2 slices of bread": each alone would say something else.
    """
    result: list[PageBlock] = []
    for is_row, group in groupby(blocks, key=lambda block: _is_caption(block) or _is_joint(block)):
        run = list(group)
        result += _joined(run) if is_row and any(map(_is_joint, run)) else run
    return result


def _is_joint(block: PageBlock) -> bool:
    return block.kind == "body" and _JOINT.fullmatch(block.text) is not None


def _is_caption(block: PageBlock) -> bool:
    is_short = len(block.text.split()) <= MOST_WORDS and any(map(str.isalnum, block.text))
    return block.kind == "body" and is_short and not _STOP.search(block.text)


def _joined(run: Sequence[PageBlock]) -> Iterator[PageBlock]:
    """Captions in rows, those of one row that signs stand between as one."""
    captions = sorted((b for b in run if not _is_joint(b)), key=lambda b: b.lines[0].base)
    joints = [block for block in run if _is_joint(block)]
    above = float("-inf")
    while captions:
        base = captions[0].lines[0].base
        row = [b for b in captions if b.lines[0].base <= base + SAME_ROW * b.style[0]]
        captions = captions[len(row) :]
        foot = max(block.lines[-1].base for block in row)
        between = [b for b in joints if above < b.lines[0].base <= foot]
        above = foot
        if len(between) < len(row) - 1 or len(row) < 2:
            yield from row
            continue
        whole = row[0]
        parts = sorted([*row, *between], key=_middle)
        whole.text = " ".join(block.text for block in parts)
        whole.lines = [line for block in parts for line in block.lines]
        whole.kind, whole.mark, whole.is_whole = "bullet", MARK, True
        yield whole


def _middle(block: PageBlock) -> float:
    return (min(line.left for line in block.lines) + max(line.right for line in block.lines)) / 2
