"""From the blocks of a source to sections and passages, without changing a character.

Nothing is quoted without what governs it: a list item stands with the line that announces its list, a row with the
head of its table, anything with the headings above it that turn its meaning ("Don't"), the rest of a long paragraph
with the condition that it opened with. All offsets are characters of the source's text.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from bot.documents.above import after_list, announcing_of, headings_at, order_of, restriction_of, that_govern
from bot.documents.branches import branches_of
from bot.documents.exceptions import exceptions_in
from bot.documents.limits import MAXIMUM_ITEM_WORDS, MAXIMUM_QUOTE_WORDS
from bot.documents.lists import run_chunks, tail_of
from bot.documents.model import Section
from bot.documents.notes import Note, notes_of, with_notes
from bot.documents.paragraphs import Chunk, Context, block_chunks
from bot.documents.runs import goes_on, is_lead_in, is_rest, list_at, units_of, with_announced_items
from bot.documents.sections import begins_with_title, sections_of
from bot.documents.spans import hold, merged, word_count
from bot.sources.governing import is_page_number
from bot.sources.headings import heading_text
from bot.sources.source import Block, Source, Span


def chunk(source: Source) -> tuple[str | None, tuple[Section, ...], tuple[Chunk, ...]]:
    """The title, the sections and the chunks of a source.

    The title is the first heading when the text begins with one that stands above all others, else what the file says
    that it is called, or ``None``.
    """
    text = source.text
    blocks = with_announced_items(text, source.blocks)
    has_title = begins_with_title(source)
    title = heading_text(text[blocks[0].start : blocks[0].end]) if has_title else source.title
    notes = notes_of(text, _of_words(blocks))
    chunks = tuple(_Walk(text, blocks, notes, has_title).chunks())
    branches = branches_of(text, _of_words(blocks[has_title:]), MAXIMUM_QUOTE_WORDS)
    quoted = with_notes(text, _with_branches(text, chunks, branches), notes)
    return title, sections_of(text, blocks[has_title:]), tuple(quoted)


class _Walk:
    """Goes through the blocks in order, and knows what stands above each.

    Attributes:
        above: the headings that a block stands under.
        around: those that hold again where a box ends, the outermost first.
        announcing: what governs the list just passed, in case it goes on.
        announced: the line that announces short paragraphs under it.
        order: the line right above that says what not to do and is no sentence: "Do NOT drive for 24 hours".
        restriction: the sentence of this section that says for whom it holds.
    """

    def __init__(self, text: str, blocks: Sequence[Block], notes: Iterable[Note], has_title: bool) -> None:
        self._text = text
        self._blocks = blocks
        self._has_title = has_title
        starts = {note.span[0] for note in notes}
        units = units_of(text, _of_words(blocks))
        self._exceptions = exceptions_in(text, [unit for unit in units if unit[0].start not in starts])
        self._above: list[Block] = []
        self._around: list[list[Block]] = []
        self._announcing: tuple[Span, ...] = ()
        self._announced: tuple[Span, ...] = ()
        self._order: tuple[Span, ...] = ()
        self._restriction: tuple[Span, ...] = ()

    def chunks(self) -> Iterator[Chunk]:
        position = 0
        while position < len(self._blocks):
            first, last = list_at(self._text, self._blocks, position)
            if self._blocks[position].kind in ("box", "end", "heading"):
                self._turn(position)
            elif last > first:
                yield from self._list(position, first, last)
                self._order = ()
            else:
                yield from self._paragraph(position)
            position = max(last, position + 1)

    def _turn(self, position: int) -> None:
        """Where a section or a box begins or ends, other headings hold."""
        kind = self._blocks[position].kind
        if kind == "box":
            self._around.append(self._above)
        elif kind == "end":
            self._above = self._around.pop()
        elif position or not self._has_title:
            self._above = headings_at(self._text, self._blocks, position, self._above)
        self._announcing, self._announced, self._order, self._restriction = (), (), (), ()

    def _list(self, position: int, first: int, last: int) -> Iterator[Chunk]:
        text, blocks = self._text, self._blocks
        lead = blocks[position] if first > position else None
        governed_by = self._headings() if lead else self._announcing_of(first)
        rest = ((blocks[last].start, blocks[last].end),) if is_rest(text, blocks, last) else ()
        along = self._exceptions.get(blocks[position].start, ())
        yield from run_chunks(text, lead, blocks[first:last], (*rest, *governed_by, *along))
        self._announcing = (*governed_by, *tail_of(text, lead)) if lead else governed_by
        self._above = self._above if lead else after_list(text, blocks, first, self._above)
        self._announced = ()

    def _announcing_of(self, first: int) -> tuple[Span, ...]:
        """What governs a list without a lead-in; the title does not, unless it says so."""
        outer = self._outer(first)
        if self._has_title and first == 1:
            return (*outer, *that_govern(self._text, [(self._blocks[0].start, self._blocks[0].end)]))
        return announcing_of(self._text, self._blocks, first, outer)

    def _outer(self, first: int) -> tuple[Span, ...]:
        """The headings over a list without a lead-in, and what governs the list that it goes on with."""
        if not goes_on(self._text, self._blocks, first):
            return self._headings()
        before = self._blocks[first - 1]
        is_cut = is_page_number(self._text[before.start : before.end])
        return _joint(self._headings(), self._announcing if is_cut else that_govern(self._text, self._announcing))

    def _paragraph(self, position: int) -> Iterator[Chunk]:
        text, block = self._text, self._blocks[position]
        is_short = word_count(text, [(block.start, block.end)]) <= MAXIMUM_ITEM_WORDS
        self._announced = self._announced if is_short else ()
        more = self._announcing if is_rest(text, self._blocks, position) else (*self._announced, *self._order)
        along = self._exceptions.get(block.start, ())
        yield from block_chunks(text, block, Context((*_joint(self._headings(), more), *along)))
        self._announced = that_govern(text, tail_of(text, block)) if is_lead_in(text, block) else self._announced
        self._order = order_of(text, block)
        self._restriction = restriction_of(text, block) or self._restriction

    def _headings(self) -> tuple[Span, ...]:
        """Those above that turn the meaning of what stands under them, and the restriction of the section."""
        spans = [(block.start, block.end) for block in self._above]
        return (*that_govern(self._text, spans), *self._restriction)


def _of_words(blocks: Iterable[Block]) -> list[Block]:
    """The blocks that hold words."""
    return [block for block in blocks if block.kind not in ("box", "end")]


def _joint(headings: tuple[Span, ...], more: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys((*headings, *more)))


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
