"""From a list or a table to what of it may be quoted: the whole, and each item, with what governs them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.documents.exceptions import exceptions_in
from bot.documents.limits import (
    MAXIMUM_CONDITION_WORDS,
    MAXIMUM_GOVERNING_WORDS,
    MAXIMUM_QUOTE_WORDS,
    SHORT_LIST_WORDS,
)
from bot.documents.model import PassageKind
from bot.documents.paragraphs import Chunk, Context, block_chunks, fitting
from bot.documents.sentences import sentence_spans
from bot.documents.spans import merged, word_count
from bot.sources.governing import leans_back
from bot.sources.source import Block, Span


def run_chunks(text: str, lead: Block | None, items: Sequence[Block], governed_by: tuple[Span, ...]) -> Iterator[Chunk]:
    """A list, or the tables of a run of rows, with the line that announces it."""
    if items[0].kind != "row":
        yield from _list_chunks(text, lead, items, Context(governed_by))
        return
    heads = [number for number, row in enumerate(items) if row.level == 0 or number == 0]
    for begin, end in pairwise([*heads, len(items)]):
        head, rows = items[begin], items[begin + 1 : end]
        above = head if lead is None or begin else lead._replace(end=head.end)
        tails = governed_by if lead is None else (*governed_by, *tail_of(text, lead))
        if rows:
            yield from _list_chunks(text, above, rows, Context(tails), tail=(head.start, head.end))
        else:
            yield from block_chunks(text, head, Context(tails))


def _list_chunks(
    text: str, lead: Block | None, items: Sequence[Block], context: Context, tail: Span | None = None
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
    tails = () if lead is None else (tail,) if tail else tail_of(text, lead)
    governed_by = (*context.governed_by, *tails)
    words = word_count(text, [(items[0].start, items[-1].end)])
    inner = fitting(text, governed_by, max(MAXIMUM_GOVERNING_WORDS, MAXIMUM_QUOTE_WORDS - words - 1))
    exceptions = exceptions_in(text, siblings)
    if lead and word_count(text, [*context.governed_by, (lead.content, siblings[0][-1].end)]) > MAXIMUM_QUOTE_WORDS:
        yield from block_chunks(text, lead, context)
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
            yield _chunk_of(text, above, own, kind, Context(context.governed_by if above else inner, short))
        for sibling in part:
            along = exceptions.get(sibling[0].start, ())
            yield from _item_chunks(text, sibling, Context((*along, *governed_by), short))


def _begins_item(block: Block, level: int) -> bool:
    return block.level <= level and block.kind in ("bullet", "row")


def _item_chunks(text: str, sibling: Sequence[Block], context: Context) -> Iterator[Chunk]:
    item, *below = sibling
    if below:
        yield from _list_chunks(text, item, below, context)
    else:
        yield from block_chunks(text, item, context)


def _parts(
    text: str, lead: Block | None, siblings: Sequence[Sequence[Block]], inner: tuple[Span, ...], context: Context
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


def tail_of(text: str, lead: Block) -> tuple[Span, ...]:
    """What of a lead-in governs each item of its list: its last sentence, or the marker and all of a list item.

    Where that leans on the sentence before it, both do.
    """
    sentences = sentence_spans(text, lead.content, lead.end)
    start, end = sentences[-1]
    if len(sentences) > 1 and leans_back(text[start:end]):
        before = sentences[-2][0]
        start = before if word_count(text, [(before, end)]) <= MAXIMUM_CONDITION_WORDS else start
    return ((lead.start if start == lead.content else start, end),)


def _chunk_of(text: str, above: Sequence[Block], items: Sequence[Block], kind: PassageKind, context: Context) -> Chunk:
    """A list or table, under the line that announces it where there is one."""
    blocks = (*above, *items)
    sentences = (span for block in blocks for span in sentence_spans(text, block.content, block.end))
    own = (blocks[0].content if above else blocks[0].start, blocks[-1].end)
    spans = context.short_list or merged(text, (*context.governed_by, own))
    return Chunk(*own, kind, tuple(sentences), context.governed_by, spans)
