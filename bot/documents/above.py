"""What stands above a block and governs it: headings, the line that announces a list, a restriction."""

import re
from collections.abc import Iterable, Sequence

from bot.documents.limits import MAXIMUM_CONDITION_WORDS, MAXIMUM_ITEM_WORDS
from bot.documents.lists import tail_of
from bot.documents.sentences import sentence_spans
from bot.documents.spans import word_count
from bot.sources.governing import forbids, governs_list, governs_section, is_order, is_page_number, restricts
from bot.sources.headings import heading_text
from bot.sources.source import Block, Span

SHORT_SENTENCE = 8
"""A sentence of no more words, alone between a heading and a list, is about the list: "Keep busy while you wait."."""

SHORT_HEADING = 2
"""Words of a heading such as "Do" or "Don't", which may part one list into several where no marks tell levels."""

_ENDED = re.compile(r"[.?!:;…][\"'”’)*_]*$")
_PHONE_NUMBER = re.compile(r"(?<!\d)(?:\d[ ().-]{0,2}){6,14}\d(?!\d)|(?<!\d)(?:111|112|911|988|999)(?!\d)")


def headings_at(text: str, blocks: Sequence[Block], number: int, above: Sequence[Block]) -> list[Block]:
    """A heading with those that it stands under: by their marks, or because nothing but them stands above it."""
    block = blocks[number]
    if block.level == 0 and above and blocks[number - 1] is above[-1] and above[-1].level == 0:
        return [*above, block]
    announced = [b for b in above[:-1] if b.level == 0 and text[b.end - 1] == ":"]
    if block.level == 0 and announced and number + 1 < len(blocks) and blocks[number + 1].kind == "bullet":
        return [*announced, block]
    return [*(b for b in above if 0 < b.level < block.level), block]


def restriction_of(text: str, block: Block) -> tuple[Span, ...]:
    """The first sentence of a paragraph where it says for whom what stands after it in its section holds."""
    if block.kind != "body":
        return ()
    sentence = sentence_spans(text, block.content, block.end)[0]
    is_short = word_count(text, [sentence]) <= MAXIMUM_CONDITION_WORDS
    return (sentence,) if is_short and restricts(text[slice(*sentence)]) else ()


def order_of(text: str, block: Block) -> tuple[Span, ...]:
    """A line that says what not to do, and is no sentence: it may be meant as the heading of what stands under it."""
    words = text[block.start : block.end]
    is_line = block.kind == "body" and is_order(words) and not _ENDED.search(words[-10:])
    return ((block.start, block.end),) if is_line and len(words.split()) <= MAXIMUM_ITEM_WORDS else ()


def after_list(text: str, blocks: Sequence[Block], first: int, above: list[Block]) -> list[Block]:
    """The headings that hold after a list: one right above it that forbids ("Don't") holds for that list alone."""
    is_below = bool(above) and first > 0 and blocks[first - 1] is above[-1]
    if is_below and forbids(heading_text(text[above[-1].start : above[-1].end])):
        return [block for block in above[:-1] if block.level]
    return above


def announcing_of(text: str, blocks: Sequence[Block], first: int, headings: tuple[Span, ...]) -> tuple[Span, ...]:
    """What governs a list that has no lead-in: the heading right above it, or the sentence that is about it."""
    before = blocks[first - 1] if first else None
    if before is None or before.kind not in ("heading", "body"):
        return headings
    span = (before.start, before.end)
    if is_page_number(text[slice(*span)]):
        return headings
    if before.kind == "heading":
        headings = (*_over_headings(text, blocks, first - 1), *headings)
        return headings if span in headings else (*headings, span)
    if blocks[first].kind == "row" and _is_caption(text, before):
        return (*headings, span)
    if _holds_number(text, blocks[first]) and word_count(text, [span]) <= MAXIMUM_CONDITION_WORDS:
        return (*headings, span)
    *others, sentence = sentence_spans(text, before.content, before.end)
    is_alone = not others and first > 1 and blocks[first - 2].kind == "heading"
    is_about = is_alone and _is_unnumbered(text, blocks[first]) and word_count(text, [sentence]) <= SHORT_SENTENCE
    return (*headings, sentence) if is_about or governs_list(text[slice(*sentence)]) else headings


def _is_caption(text: str, block: Block) -> bool:
    """Whether a line right above a table says what is in it: "Doses by weight"."""
    words = text[block.start : block.end]
    return len(words.split()) <= MAXIMUM_ITEM_WORDS and not _ENDED.search(words[-10:])


def _over_headings(text: str, blocks: Sequence[Block], number: int) -> tuple[Span, ...]:
    """The line that announces several lists, each under a heading: "During this time:", above "Do" and "Don't"."""
    heading = blocks[number]
    place = number - 1
    while place >= 0 and (blocks[place].kind != "body" or blocks[place].level > 0):
        is_sibling = blocks[place].level == heading.level and blocks[place + 1].kind != "heading"
        if blocks[place].kind == "heading" and not is_sibling:
            return ()
        place -= 1
    above = next((block for block in reversed(blocks[: max(place, 0)]) if block.kind == "heading"), None)
    is_deeper = above is None or heading.level > above.level
    is_short = heading.level == 0 and len(text[heading.start : heading.end].split()) <= SHORT_HEADING
    is_announced = place >= 0 and text[blocks[place].end - 1] == ":"
    return tail_of(text, blocks[place]) if is_announced and (is_deeper or is_short) else ()


def _is_unnumbered(text: str, item: Block) -> bool:
    return item.kind == "bullet" and not any(map(str.isalnum, text[item.start : item.content]))


def _holds_number(text: str, item: Block) -> bool:
    """Whether a list item tells a number to call; whose it is stands before the list."""
    return _PHONE_NUMBER.search(text, item.content, item.end) is not None


def that_govern(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Those of some headings or lines that turn the meaning of what stands under them."""
    return tuple(span for span in spans if governs_section(heading_text(text[slice(*span)])))
