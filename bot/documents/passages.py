"""From the blocks of a source to sections and passages, without changing a character.

Nothing is quoted without what governs it: a list item stands with the line that announces its list, a row with the
head of its table, anything with the headings above it that turn its meaning ("Don't"), the rest of a long paragraph
with the condition that it opened with. All offsets are characters of the source's text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bot.documents.branches import branches_of
from bot.documents.exceptions import exceptions_among
from bot.documents.model import PassageKind, Section
from bot.documents.spans import hold, merged, word_count
from bot.sources.governing import (
    announces,
    forbids,
    governs_list,
    governs_section,
    is_page_number,
    leans_back,
    opens_condition,
    restricts,
    takes_back,
)
from bot.sources.lines import stripped
from bot.sources.plain import heading_text
from bot.sources.source import Block, Source, Span

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

MAXIMUM_QUOTE_WORDS = 120
"""No quote is longer: about what fits on a small terminal without scrolling."""

MAXIMUM_PARAGRAPH_WORDS = 100
"""A longer paragraph is cut at sentence ends; the rest of the 120 leaves room for what governs it."""

MAXIMUM_GOVERNING_WORDS = 60
"""Where all that governs a passage is longer, the outermost is left out: a quote must leave room for the passage."""

MAXIMUM_TOGETHER_WORDS = 100
"""Of paragraphs that are longer together, and of which one takes back another, only a sentence is quoted along."""

MAXIMUM_ITEM_WORDS = 12
"""Paragraphs that are no longer, under a line that announces something ("Do not take them:"), are what it announces."""

MAXIMUM_CONDITION_WORDS = 40
"""A longer sentence is not brought along as the condition of what stands after it."""

SHORT_LIST_WORDS = 30
"""A list of a few short items is quoted whole instead of an item at a time: it reads better, and nothing is missed."""

ABBREVIATIONS = {
    "dr", "mr", "mrs", "ms", "prof", "st", "jr", "sr", "inc", "ltd", "dept", "tel", "fig", "vs", "e.g", "i.e", "etc",
    "cf", "al", "ca", "approx", "min", "max", "a.m", "p.m", "u.s", "u.k",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "oct", "nov", "dec",
}  # fmt: skip
"""Words after which a full stop does not end a sentence (as Punkt wants them: lower case, no last stop)."""

_ENDED = re.compile(r"[.?!…][\"'”’)*_]*$")
_FIRST = re.compile(r"\(?[1aA][.)]")
_PHONE_NUMBER = re.compile(r"(?<!\d)(?:\d[ ().-]{0,2}){6,14}\d(?!\d)|(?<!\d)(?:111|112|911|988|999)(?!\d)")
_PIECE = re.compile(r"\S.{0,9999}(?!\S)|\S{1,10000}", re.DOTALL)
"""NLTK gives up with a TimeoutError on a paragraph of a megabyte; no real one is longer than this."""


class Chunk(NamedTuple):
    """A passage before it belongs to a document: see ``Passage``."""

    start: int
    end: int
    kind: PassageKind
    sentences: tuple[Span, ...]
    governed_by: tuple[Span, ...]
    spans: tuple[Span, ...]


class _Context(NamedTuple):
    """What stands around a block: what governs it, and the short list that it is quoted with."""

    governed_by: tuple[Span, ...] = ()
    short_list: tuple[Span, ...] | None = None


def chunk(source: Source) -> tuple[str | None, tuple[Section, ...], tuple[Chunk, ...]]:
    """The title, the sections and the chunks of a source.

    The title is the first heading when the text begins with one, else ``None``.
    """
    text, blocks = source.text, source.blocks
    has_title = bool(blocks) and blocks[0].kind == "heading"
    title = heading_text(text[blocks[0].start : blocks[0].end]) if has_title else None
    chunks = tuple(_chunks(text, blocks))
    branches = branches_of(text, _of_words(blocks[has_title:]), MAXIMUM_QUOTE_WORDS)
    return title, _sections(text, blocks[has_title:]), tuple(_with_branches(text, chunks, branches))


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
    """The sections in the order in which they begin; those of a box end with it, and the one around it goes on."""
    found = [Section("", 0, len(text))]
    current: list[int | None] = [0]
    above: list[list[tuple[int, str]]] = [[]]
    for block in blocks:
        if block.kind == "box":
            current.append(None)
            above.append([*above[-1]])
        elif block.kind in ("end", "heading"):
            number = current.pop()
            if number is not None:
                found[number] = replace(found[number], end=block.start)
        if block.kind == "end":
            above.pop()
        elif block.kind == "heading":
            above[-1] = [(level, heading) for level, heading in above[-1] if 0 < level < block.level]
            heading = heading_text(text[block.start : block.end])
            current.append(len(found))
            found.append(Section(heading, block.start, len(text), tuple(parent for _, parent in above[-1])))
            above[-1].append((block.level, heading))
    return tuple(section for section in found if section.heading or text[section.start : section.end].strip())


def _of_words(blocks: Iterable[Block]) -> list[Block]:
    """The blocks that hold words."""
    return [block for block in blocks if block.kind not in ("box", "end")]


def _chunks(text: str, blocks: Sequence[Block]) -> Iterator[Chunk]:
    above: list[Block] = []
    announcing: tuple[Span, ...] = ()
    announced: tuple[Span, ...] = ()
    restriction: tuple[Span, ...] = ()
    around: list[list[Block]] = []
    exceptions = _exceptions(text, list(_units(text, _of_words(blocks))))
    position = 0
    while position < len(blocks):
        block = blocks[position]
        if block.kind in ("box", "end"):
            if block.kind == "box":
                around.append(above)
            else:
                above = around.pop()
            announcing, announced, restriction = (), (), ()
            position += 1
            continue
        if block.kind == "heading":
            above, announcing, announced, restriction = _headings(text, blocks, position, above), (), (), ()
            position += 1
            continue
        headings = tuple((b.start, b.end) for b in above if governs_section(heading_text(text[b.start : b.end])))
        headings = (*headings, *restriction)
        along = exceptions.get(block.start, ())
        is_lead_in = _is_lead_in(text, block)
        first, last = _list_at(text, blocks, position)
        if last > first:
            lead = block if first > position else None
            goes_on = lead is None and _goes_on(text, blocks, first)
            is_cut = goes_on and is_page_number(text[blocks[first - 1].start : blocks[first - 1].end])
            outer = _joint(headings, announcing if is_cut else _that_govern(text, announcing) if goes_on else ())
            governed_by = headings if lead else _announcing(text, blocks, first, outer)
            rest = ((blocks[last].start, blocks[last].end),) if _is_rest(text, blocks, last) else ()
            yield from _run_chunks(text, lead, blocks[first:last], (*rest, *governed_by, *along))
            announcing = (*governed_by, *_tail(text, lead)) if lead else governed_by
            above = above if lead else _after_list(text, blocks, first, above)
            announced = ()
        else:
            is_short = word_count(text, [(block.start, block.end)]) <= MAXIMUM_ITEM_WORDS
            announced = announced if is_short else ()
            more = announcing if _is_rest(text, blocks, position) else announced
            yield from _block_chunks(text, block, _Context((*_joint(headings, more), *along)))
            announced = _that_govern(text, _tail(text, block)) if is_lead_in else announced
            restriction = _restriction(text, block) or restriction
        position = max(last, position + 1)


def _is_lead_in(text: str, block: Block) -> bool:
    return block.kind == "body" and announces(text[block.start : block.end])


def _list_at(text: str, blocks: Sequence[Block], position: int) -> tuple[int, int]:
    """Where the list begins and ends that stands at a block, or under it where that announces it; else an empty one."""
    first = position + (_is_lead_in(text, blocks[position]) and _is_listed(blocks, position + 1))
    return first, _end_of_list(blocks, first)


def _units(text: str, blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Headings, paragraphs, and lists with their lead-ins."""
    position = 0
    while position < len(blocks):
        end = max(_list_at(text, blocks, position)[1], position + 1)
        yield blocks[position:end]
        position = end


def _exceptions(text: str, units: Sequence[Sequence[Block]]) -> dict[int, tuple[Span, ...]]:
    return exceptions_among(text, units, MAXIMUM_TOGETHER_WORDS, lambda start, end: sentence_spans(text, start, end))


def _headings(text: str, blocks: Sequence[Block], number: int, above: Sequence[Block]) -> list[Block]:
    """A heading with those that it stands under: by their marks, or because nothing but them stands above it."""
    block = blocks[number]
    if number == 0:
        return []
    if block.level == 0 and above and blocks[number - 1] is above[-1] and above[-1].level == 0:
        return [*above, block]
    announced = [b for b in above[:-1] if b.level == 0 and text[b.end - 1] == ":"]
    if block.level == 0 and announced and number + 1 < len(blocks) and blocks[number + 1].kind == "bullet":
        return [*announced, block]
    return [*(b for b in above if 0 < b.level < block.level), block]


def _restriction(text: str, block: Block) -> tuple[Span, ...]:
    """The first sentence of a paragraph where it says for whom what stands after it in its section holds."""
    if block.kind != "body":
        return ()
    sentence = sentence_spans(text, block.content, block.end)[0]
    is_short = word_count(text, [sentence]) <= MAXIMUM_CONDITION_WORDS
    return (sentence,) if is_short and restricts(text[slice(*sentence)]) else ()


def _after_list(text: str, blocks: Sequence[Block], first: int, above: list[Block]) -> list[Block]:
    """The headings that hold after a list: one right above it that forbids ("Don't") holds for that list alone."""
    is_below = bool(above) and first > 0 and blocks[first - 1] is above[-1]
    if is_below and forbids(heading_text(text[above[-1].start : above[-1].end])):
        return [block for block in above[:-1] if block.level]
    return above


def _goes_on(text: str, blocks: Sequence[Block], first: int) -> bool:
    """Whether a list goes on with one that a paragraph parts it from: "- drink. This includes beer. - drive"."""
    if first < 2 or [block.kind for block in blocks[first - 2 : first]] != ["bullet", "body"]:
        return False
    between = text[blocks[first - 1].start : blocks[first - 1].end]
    if not (_ENDED.search(between[-10:]) or is_page_number(between)):
        return False
    above, below = (text[block.start : block.content].strip() for block in (blocks[first - 2], blocks[first]))
    return re.sub(r"\d+", "1", above) == re.sub(r"\d+", "1", below) and not _FIRST.match(below)


def _is_rest(text: str, blocks: Sequence[Block], number: int) -> bool:
    """Whether a paragraph ends the sentence of the list above it: "You can eat - eggs - nuts unless you are ill"."""
    if not 0 < number < len(blocks) or blocks[number].kind != "body" or blocks[number - 1].kind != "bullet":
        return False
    span = (blocks[number].start, blocks[number].end)
    return text[span[0] : span[0] + 2].islower() and word_count(text, [span]) <= MAXIMUM_CONDITION_WORDS


def _joint(headings: tuple[Span, ...], more: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys((*headings, *more)))


def _that_govern(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(span for span in spans if governs_section(text[slice(*span)]))


def _end_of_list(blocks: Sequence[Block], first: int) -> int:
    """Where the list or table ends that begins with the block ``first``; ``first`` where none begins there."""
    last = first
    while _is_listed(blocks, last):
        if blocks[last].kind in ("bullet", "row") and blocks[last].kind != blocks[first].kind:
            break
        last += 1
    return last


def _is_listed(blocks: Sequence[Block], number: int) -> bool:
    """Whether a block is a list item, a row, or a paragraph within a list item."""
    return number < len(blocks) and (blocks[number].kind in ("bullet", "row") or _is_inner(blocks[number]))


def _is_inner(block: Block) -> bool:
    return block.kind == "body" and block.level > 0


def _announcing(text: str, blocks: Sequence[Block], first: int, headings: tuple[Span, ...]) -> tuple[Span, ...]:
    """What governs a list that has no lead-in: the heading right above it, or the sentence that is about it."""
    before = blocks[first - 1] if first else None
    if before is None or before.kind not in ("heading", "body"):
        return headings
    span = (before.start, before.end)
    if is_page_number(text[slice(*span)]):
        return headings
    if before.kind == "heading":
        is_title = first == 1
        governs = not is_title or governs_section(heading_text(text[slice(*span)]))
        return (*headings, span) if governs and span not in headings else headings
    if _holds_number(text, blocks[first]) and word_count(text, [span]) <= MAXIMUM_CONDITION_WORDS:
        return (*headings, span)
    sentence = sentence_spans(text, before.content, before.end)[-1]
    return (*headings, sentence) if governs_list(text[slice(*sentence)]) else headings


def _holds_number(text: str, item: Block) -> bool:
    """Whether a list item tells a number to call; whose it is stands before the list."""
    return _PHONE_NUMBER.search(text, item.content, item.end) is not None


def _run_chunks(
    text: str, lead: Block | None, items: Sequence[Block], governed_by: tuple[Span, ...]
) -> Iterator[Chunk]:
    """A list, or the tables of a run of rows, with the line that announces it."""
    if items[0].kind != "row":
        yield from _list_chunks(text, lead, items, _Context(governed_by))
        return
    heads = [number for number, row in enumerate(items) if row.level == 0 or number == 0]
    for begin, end in pairwise([*heads, len(items)]):
        head, rows = items[begin], items[begin + 1 : end]
        above = head if lead is None or begin else lead._replace(end=head.end)
        tails = governed_by if lead is None else (*governed_by, *_tail(text, lead))
        if rows:
            yield from _list_chunks(text, above, rows, _Context(tails), tail=(head.start, head.end))
        else:
            yield from _block_chunks(text, head, _Context(tails))


def _list_chunks(
    text: str, lead: Block | None, items: Sequence[Block], context: _Context, tail: Span | None = None
) -> Iterator[Chunk]:
    """The whole list with its lead-in, then its items; a list that is too long goes in parts, each with its lead-in.

    Args:
        text: that of the source.
        lead: the paragraph or list item that announces the list.
        items: the blocks of the list.
        context: what governs it.
        tail: what of ``lead`` governs each item, if not its last sentence.
    """
    level = min((block.level for block in items if block.kind != "body"), default=0)
    starts = [number for number, block in enumerate(items) if number == 0 or _begins_item(block, level)]
    siblings = [items[begin:end] for begin, end in pairwise([*starts, len(items)])]
    tails = () if lead is None else (tail,) if tail else _tail(text, lead)
    governed_by = (*context.governed_by, *tails)
    words = word_count(text, [(items[0].start, items[-1].end)])
    inner = _fitting(text, governed_by, max(MAXIMUM_GOVERNING_WORDS, MAXIMUM_QUOTE_WORDS - words - 1))
    exceptions = _exceptions(text, siblings)
    if lead and word_count(text, [*context.governed_by, (lead.content, siblings[0][-1].end)]) > MAXIMUM_QUOTE_WORDS:
        yield from _block_chunks(text, lead, context)
        lead = None
    whole = merged(text, (*inner, (lead.content if lead else items[0].start, items[-1].end)))
    short = context.short_list
    if short is None and len(items) + bool(lead) > 1 and word_count(text, whole) <= SHORT_LIST_WORDS:
        short = whole
    kind: PassageKind = "table" if items[0].kind == "row" else "list"
    for part in _parts(text, lead, siblings, inner, context):
        own = [block for sibling in part for block in sibling]
        is_first = part[0] is siblings[0]
        above = [lead] if lead and is_first else []
        if len(own) + len(above) > 1 and (len(part) + len(above) > 1):
            yield _chunk_of(text, above, own, kind, _Context(context.governed_by if above else inner, short))
        for sibling in part:
            along = exceptions.get(sibling[0].start, ())
            yield from _item_chunks(text, sibling, _Context((*along, *governed_by), short))


def _begins_item(block: Block, level: int) -> bool:
    return block.level <= level and block.kind in ("bullet", "row")


def _item_chunks(text: str, sibling: Sequence[Block], context: _Context) -> Iterator[Chunk]:
    item, *below = sibling
    if below:
        yield from _list_chunks(text, item, below, context)
    else:
        yield from _block_chunks(text, item, context)


def _parts(
    text: str, lead: Block | None, siblings: Sequence[Sequence[Block]], inner: tuple[Span, ...], context: _Context
) -> Iterator[list[Sequence[Block]]]:
    """The items in groups, none of which is longer, with what governs it, than a quote may be."""
    part: list[Sequence[Block]] = []
    for sibling in siblings:
        is_first = not part or part[0] is siblings[0]
        governed_by = context.governed_by if lead and is_first else inner
        start = lead.content if lead and is_first else (part or [sibling])[0][0].start
        if part and word_count(text, [*governed_by, (start, sibling[-1].end)]) > MAXIMUM_QUOTE_WORDS:
            yield part
            part = []
        part.append(sibling)
    yield part


def _tail(text: str, lead: Block) -> tuple[Span, ...]:
    """What of a lead-in governs each item of its list: its last sentence, or the marker and all of a list item.

    Where that leans on the sentence before it, both do.
    """
    sentences = sentence_spans(text, lead.content, lead.end)
    start, end = sentences[-1]
    if len(sentences) > 1 and leans_back(text[start:end]):
        before = sentences[-2][0]
        start = before if word_count(text, [(before, end)]) <= MAXIMUM_CONDITION_WORDS else start
    return ((lead.start if start == lead.content else start, end),)


def _fitting(text: str, governed_by: tuple[Span, ...], most_words: int) -> tuple[Span, ...]:
    """The innermost of what governs a passage, as much as fits."""
    kept: list[Span] = []
    for span in reversed(governed_by):
        if word_count(text, [span, *kept]) > most_words:
            break
        kept.insert(0, span)
    return tuple(kept)


def _chunk_of(text: str, above: Sequence[Block], items: Sequence[Block], kind: PassageKind, context: _Context) -> Chunk:
    """A list or table, under the line that announces it where there is one."""
    blocks = (*above, *items)
    sentences = (span for block in blocks for span in sentence_spans(text, block.content, block.end))
    own = (blocks[0].content if above else blocks[0].start, blocks[-1].end)
    spans = context.short_list or merged(text, (*context.governed_by, own))
    return Chunk(*own, kind, tuple(sentences), context.governed_by, spans)


def _block_chunks(text: str, block: Block, context: _Context) -> Iterator[Chunk]:
    """A paragraph, bullet or row, cut at sentence ends when it is long."""
    kind: PassageKind = block.kind if block.kind in ("bullet", "row") else "paragraph"
    words = word_count(text, [(block.content, block.end)])
    most_governing = max(MAXIMUM_GOVERNING_WORDS, MAXIMUM_QUOTE_WORDS - words - 1)
    governed_by = _fitting(text, context.governed_by, most_governing)
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
            needed = governed_by if is_free else _fitting(text, (*governed_by, condition), MAXIMUM_GOVERNING_WORDS)  # type: ignore[arg-type]
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


def _with_branches(text: str, chunks: Iterable[Chunk], groups: Sequence[tuple[Span, ...]]) -> Iterator[Chunk]:
    """The chunks; one that stands in a branch is quoted with all branches."""
    branches = sorted((branch, group) for group in groups for branch in group)
    starts = [start for (start, _), _ in branches]
    for found in chunks:
        own = (found.start, found.end)
        spans = found.spans
        # An item may be a branch within a section that is one: no more than two hold it.
        last = bisect_right(starts, found.start)
        for branch, group in branches[max(last - 2, 0) : last]:
            together = merged(text, (*spans, *group))
            if hold([branch], [own]) and word_count(text, together) <= MAXIMUM_QUOTE_WORDS:
                spans = together
        yield found._replace(spans=spans)
