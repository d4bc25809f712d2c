"""Which blocks of a PDF are headings, and how high they stand."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.sources.building import DEEPEST
from bot.sources.governing import announces, is_joint, is_order
from bot.sources.pdf.model import LARGER, PageBlock, Usual, stands_out

LONGEST_HEADING = {"bold": 25, "plain": 15}
"""Words in a heading; what is merely set larger may be an introduction."""

_NUMBER = re.compile(r"\(?\d{1,2}[.)]")

_FULL_STOP = re.compile(r"[.;,][\"'”’)\]]*$")

_END = re.compile(r"[.?!:;…][\"'”’)\]*]*$")


def mark_headings(blocks: Sequence[PageBlock], usual: Usual) -> None:
    """Make headings of the blocks that are such."""
    for block, below in zip(blocks, [*blocks[1:], None], strict=False):
        is_numbered = _NUMBER.fullmatch(block.mark) is not None and stands_out(*block.style, usual.size, usual.is_bold)
        if (block.kind == "body" or is_numbered) and _is_heading(block, below, usual):
            block.kind, block.text = "heading", f"{block.mark} {block.text}".strip()


def _is_heading(block: PageBlock, below: PageBlock | None, usual: Usual) -> bool:
    size, is_bold = block.style
    words = len(block.text.split())
    if words > LONGEST_HEADING["bold"]:
        return False
    if usual.is_plain and (block.lines[0].tag or _stands_alone(block, below)):
        return True
    if size >= usual.size * LARGER:
        return is_bold or (words <= LONGEST_HEADING["plain"] and not _FULL_STOP.search(block.text))
    if is_order(block.text) and not (below is not None and below.kind == "bullet"):
        return False
    if not is_bold or usual.is_bold or size < usual.size * 0.95 or block.text.endswith((":", ",")):
        return False
    is_followed = below is not None and below.column == block.column and not (below.style[1] and below.kind == "body")
    return is_followed and _gap(block, below) < 2.5 * size and not is_joint(block.text)


def _stands_alone(block: PageBlock, below: PageBlock | None) -> bool:
    """Whether a short line over a list is its heading, not the beginning of a sentence."""
    is_over_list = below is not None and below.kind == "bullet" and below.column == block.column
    is_short = len(block.lines) == 1 and len(block.text.split()) <= LONGEST_HEADING["plain"]
    return is_over_list and is_short and not _END.search(block.text) and not announces(block.text)


def _gap(block: PageBlock, below: PageBlock | None) -> float:
    return below.lines[0].base - block.lines[-1].base if below is not None else 0


def set_levels(blocks: Sequence[PageBlock]) -> None:
    """Give headings levels by their type, the largest first: the title 1, where it is one, and the others from 2."""
    headings = [block for block in blocks if block.kind == "heading"]
    tags: dict[tuple[float, bool], set[int]] = {}
    for block in blocks:
        tags.setdefault(block.style, set()).add(block.lines[0].tag if block.kind == "heading" else -1)
    keys = {id(block): _key(block, tags[block.style]) for block in headings}
    title = _title(headings, keys)
    ranks = sorted({keys[id(block)] for block in headings if block not in title})
    for block in headings:
        block.level = 1 if block in title else 2 + ranks.index(keys[id(block)])
    _start_anew(headings)
    _set_under(blocks)


def _key(block: PageBlock, tags: set[int]) -> tuple[float, bool, int]:
    size, is_bold = block.style
    return -size, not is_bold, (block.lines[0].tag or DEEPEST) if -1 in tags else 0


def _title(headings: Sequence[PageBlock], keys: dict[int, tuple[float, bool, int]]) -> list[PageBlock]:
    """The largest heading of a file, where it stands on the first two pages and there is none like it later."""
    if not headings:
        return []
    largest = min(keys[id(block)] for block in headings)
    found = [block for block in headings if keys[id(block)] == largest]
    return found if len(found) == 1 and found[0].page <= 2 else []


def _start_anew(headings: Sequence[PageBlock]) -> None:
    """The headings of a sidebar belong to none of the text beside it: its largest have level 2."""
    for column in {block.column for block in headings if block.is_side}:
        inside = [block for block in headings if block.column == column]
        excess = max(min(block.level for block in inside) - 2, 0)
        for block in inside:
            block.level -= excess


def _set_under(blocks: Sequence[PageBlock]) -> None:
    """A heading right above another holds it where it is smaller, or alike and at the top of a column."""
    for place, (block, below) in enumerate(pairwise(blocks)):
        is_above = block.kind == below.kind == "heading" and block.column == below.column and below.level > 1
        is_first = place == 0 or blocks[place - 1].column != block.column
        if not is_above or block.level < below.level + (not is_first):
            continue
        block.level = level = below.level
        for other in blocks[place + 1 :]:
            if other.column != block.column or (other.kind == "heading" and other.level < level):
                break
            other.level += other.kind == "heading"
