"""Where the lists and tables of a source begin and end."""

import re
from collections.abc import Iterator, Sequence

from bot.documents.limits import MAXIMUM_CONDITION_WORDS
from bot.documents.spans import word_count
from bot.sources.governing import announces, is_page_number
from bot.sources.source import Block

_ENDED = re.compile(r"[.?!…][\"'”’)*_]*$")
_NUMBERED_FIRST = re.compile(r"(?:\(|step )?1[.):]", re.IGNORECASE)
_LETTER = re.compile(r"\(?[a-z][.)]", re.IGNORECASE)
_FIRST = re.compile(r"\(?[1aA][.)]")


def is_lead_in(text: str, block: Block) -> bool:
    """Whether a paragraph announces what stands under it."""
    return block.kind == "body" and announces(text[block.start : block.end])


def list_at(text: str, blocks: Sequence[Block], position: int) -> tuple[int, int]:
    """Where the list begins and ends that stands at a block, or under it where that announces it; else an empty one."""
    first = position + (is_lead_in(text, blocks[position]) and _is_listed(blocks, position + 1))
    return first, _end_of_list(text, blocks, first)


def units_of(text: str, blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Headings, paragraphs, and lists with their lead-ins."""
    position = 0
    while position < len(blocks):
        end = max(list_at(text, blocks, position)[1], position + 1)
        yield blocks[position:end]
        position = end


def with_announced_items(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks; in a list whose first item announces others that stand no deeper, these stand deeper.

    "- Do not eat: - nuts - eggs": an item that ends with a colon holds those after it, up to the next such item.
    """
    result = list(blocks)
    first = 0
    while first < len(blocks):
        last = max(_end_of_list(text, blocks, first), first + 1)
        level = blocks[first].level
        items = [number for number in range(first, last) if blocks[number].level == level]
        holding = {number for number in items if text[blocks[number].start : blocks[number].end].endswith(":")}
        if blocks[first].kind == "bullet" and first in holding and not _holds_deeper(blocks, first):
            for number in range(first, last):
                result[number] = blocks[number]._replace(level=blocks[number].level + (number not in holding))
        first = last
    return result


def _holds_deeper(blocks: Sequence[Block], number: int) -> bool:
    return _is_listed(blocks, number + 1) and blocks[number + 1].level > blocks[number].level


def goes_on(text: str, blocks: Sequence[Block], first: int) -> bool:
    """Whether a list goes on with one that a paragraph parts it from: "- drink. This includes beer. - drive"."""
    if first < 2 or [block.kind for block in blocks[first - 2 : first]] != ["bullet", "body"]:
        return False
    between = text[blocks[first - 1].start : blocks[first - 1].end]
    if not (_ENDED.search(between[-10:]) or is_page_number(between)):
        return False
    above, below = (text[block.start : block.content].strip() for block in (blocks[first - 2], blocks[first]))
    return re.sub(r"\d+", "1", above) == re.sub(r"\d+", "1", below) and not _FIRST.match(below)


def is_rest(text: str, blocks: Sequence[Block], number: int) -> bool:
    """Whether a paragraph ends the sentence of the list above it: "You can eat - eggs - nuts unless you are ill"."""
    if not 0 < number < len(blocks) or blocks[number].kind != "body" or blocks[number - 1].kind != "bullet":
        return False
    span = (blocks[number].start, blocks[number].end)
    return text[span[0] : span[0] + 2].islower() and word_count(text, [span]) <= MAXIMUM_CONDITION_WORDS


def _end_of_list(text: str, blocks: Sequence[Block], first: int) -> int:
    """Where the list or table ends that begins with the block ``first``; ``first`` where none begins there."""
    last = first
    while _is_listed(blocks, last):
        block = blocks[last]
        is_other = block.kind in ("bullet", "row") and block.kind != blocks[first].kind
        if is_other or (last > first and _begins_anew(text, blocks[last - 1], block)):
            break
        last += 1
    return last


def _begins_anew(text: str, before: Block, block: Block) -> bool:
    """Whether a list item is the first of another list than the one before it: "- slippers", then "1. Wash"."""
    if before.kind != "bullet" or block.kind != "bullet" or block.level != before.level:
        return False
    return _NUMBERED_FIRST.match(text, block.start) is not None and _LETTER.match(text, before.start) is None


def _is_listed(blocks: Sequence[Block], number: int) -> bool:
    """Whether a block is a list item, a row, or a paragraph within a list item."""
    return number < len(blocks) and (blocks[number].kind in ("bullet", "row") or _is_inner(blocks[number]))


def _is_inner(block: Block) -> bool:
    return block.kind == "body" and block.level > 0
