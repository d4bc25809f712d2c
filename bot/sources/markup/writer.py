"""Writes the blocks of a page."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.sources.building import Builder, lowered, raised, written
from bot.sources.furniture import furniture
from bot.sources.headings import may_stand_bold
from bot.sources.markup.lists import ITEMS, LISTS, List
from bot.sources.markup.page import HEADINGS, Event, Page
from bot.sources.markup.tables import CELLS, ITEM, Table, is_layout
from bot.sources.source import Source

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

LINK = 0.9
"""What share of a line's letters must stand in a link for it to be nothing else."""

SENTENCE_ENDS = ".!?"

HEADS_OF_BOXES = ("summary", "legend")

_BLOCKS = (
    frozenset(
        "address article aside blockquote body caption center dd details dir div dl dt figcaption figure footer form "
        "header hgroup hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
    )
    | HEADINGS.keys()
)
_BOLD = ("b", "strong")
_BLANKS = re.compile(r"\s+")
_EMPTY_LINE = re.compile(r"\n\s*\n")
_WAY_BACK = re.compile(r"^\^\s*|\s*[↩⏎↑^]\ufe0e?$")
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def source_of(name: str, markup: str) -> Source:
    """The words of a page that a reader sees, with their structure; without any, a source without blocks."""
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(_TEMPLATE.sub(" ", markup)).root
    if root is None:
        return Builder(name).source()
    page = Page(root)
    builder = Builder(name, page.title)
    _Writer(builder, page).write(page.events())
    return builder.source()


@dataclass(slots=True)
class _Line:
    """The words of a block while they are gathered.

    Attributes:
        pieces: texts in order.
        linked, bold: how many of their letters stand in links, and are bold.
    """

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0

    @property
    def words(self) -> str:
        return written("".join(self.pieces))

    @property
    def paragraphs(self) -> list[str]:
        """The words, parted where empty lines stand between them."""
        parts = (written(part) for part in _EMPTY_LINE.split("".join(self.pieces)))
        return [part for part in parts if any(map(str.isalnum, part))]

    @property
    def is_linked(self) -> bool:
        """Whether it is a link and nothing else."""
        return self.linked >= LINK * self._letters

    @property
    def is_link(self) -> bool:
        """Whether it is a link and nothing else, and no sentence or number: it leads elsewhere, and says nothing."""
        words = self.words
        return self.is_linked and words[-1] not in SENTENCE_ENDS and not any(map(str.isdigit, words))

    @property
    def is_bold(self) -> bool:
        return self.bold == self._letters

    @property
    def _letters(self) -> int:
        return sum(map(len, self.words.split()))


@dataclass(slots=True)
class _Heading:
    """A heading that waits for something to stand under it.

    Attributes:
        heads_links: whether it heads links to elsewhere.
        is_bold: whether it is a paragraph that only looks like a heading.
        has_lost: whether something that stood under it was left out.
    """

    words: str
    level: int
    heads_links: bool = False
    is_bold: bool = False
    has_lost: bool = False


def _is_sentence(words: str) -> bool:
    return words[-1] in SENTENCE_ENDS and not words.endswith("...")


class _Writer:
    """Writes the blocks of a page.

    Args:
        builder: takes them.
        page: where they stand.
    """

    def __init__(self, builder: Builder, page: Page) -> None:
        self._builder = builder
        self._page = page
        self._known = furniture()
        self._line = _Line()
        self._links = 0
        self._bolds = 0
        self._shift: Callable[[str], str] | None = None
        self._heading: int | None = None
        self._level = 1
        self._links_below: int | None = None
        self._waiting: list[_Heading] = []
        self._is_begun = False
        self._lists: list[List] = []
        self._boxes: list[tuple[int, int, int]] = []
        self._deeper = 0
        self._note = ""
        self._table: Table | None = None
        self._last = ""

    def write(self, events: Iterator[Event]) -> None:
        """Every block."""
        for way, node in events:
            if way == "text":
                self._add(node.text_content or "")
            elif way == "enter":
                self._enter(node)
            else:
                self._leave(node)
        self._end_block()
        self._end_headings(1)

    def _add(self, text: str) -> None:
        text = _BLANKS.sub(" ", text)
        self._line.pieces.append(self._shift(text) if self._shift else text)
        letters = sum(map(len, text.split()))
        self._line.linked += letters if self._links else 0
        self._line.bold += letters if self._bolds else 0

    def _enter(self, node: "LexborNode") -> None:
        tag = node.tag or ""
        if tag in _BLOCKS:
            self._end_block()
        self._note = self._page.notes.get(node.attributes.get("id") or "", self._note)
        if self._page.is_box(node):
            self._begin_box(node)
        self._begin_words(tag, node)
        self._begin_list(tag, node)
        self._begin_table(tag, node)

    def _begin_words(self, tag: str, node: "LexborNode") -> None:
        address = node.attributes.get("href") or ""
        if tag == "br":
            self._line.pieces.append("\n")
        elif tag == "a":
            self._links += 1
            self._shift = raised if address.startswith("#") and address[1:] in self._page.notes else self._shift
        elif tag in _BOLD:
            self._bolds += 1
        elif tag in ("sup", "sub"):
            self._shift = raised if tag == "sup" else lowered
        elif tag in HEADINGS or tag in HEADS_OF_BOXES:
            self._heading = HEADINGS[tag] + self._deeper if tag in HEADINGS else self._level + 1

    def _begin_list(self, tag: str, node: "LexborNode") -> None:
        if tag in LISTS:
            self._lists.append(List.of(node, self._last.endswith(":")))
        elif tag in ITEMS and self._lists:
            self._lists[-1].begin_item(node)
            if self._table is not None and self._table.is_in_row:
                self._line.pieces.append(f"{ITEM}{self._lists[-1].mark.removeprefix('-')} ")

    def _begin_table(self, tag: str, node: "LexborNode") -> None:
        if tag == "table" and self._table is None and not is_layout(node):
            self._table = Table(self._builder)
        elif self._table is not None and tag == "tr":
            self._begin_content()
            self._table.begin_row()
        elif self._table is not None and tag == "td":
            self._table.has_figures = True

    def _begin_box(self, node: "LexborNode") -> None:
        """What is folded has a heading of its own, under which the headings in it stand."""
        self._begin_content()
        self._boxes.append((node.mem_id, self._level, self._deeper))
        self._builder.box()
        first = node.css_first(", ".join(HEADINGS)) if node.tag == "details" and self._page.has_headings else None
        if first is not None:
            self._deeper = max(self._level + 2 - HEADINGS[first.tag or "h1"], 0)

    def _leave(self, node: "LexborNode") -> None:
        tag = node.tag or ""
        if tag in CELLS and self._table is not None:
            self._table.cell(self._line.words)
            self._line = _Line()
        if tag in _BLOCKS:
            self._end_block()
        if tag == "a":
            self._links -= 1
            self._shift = None
        elif tag in _BOLD:
            self._bolds -= 1
        elif tag in ("sup", "sub"):
            self._shift = None
        elif tag in HEADINGS or tag in HEADS_OF_BOXES:
            self._heading = None
        elif tag in LISTS:
            self._lists.pop()
        elif self._table is not None and tag in ("tr", "table"):
            self._table = self._table.ended(tag)
        if self._boxes and self._boxes[-1][0] == node.mem_id:
            self._end_headings(1)
            _, self._level, self._deeper = self._boxes.pop()
            self._builder.end()

    def _end_block(self) -> None:
        """Write what was gathered, as what it stands in."""
        line = self._line
        if self._table is not None and self._table.is_in_row:
            line.pieces.append(" ")
            return
        self._line = _Line()
        paragraphs = line.paragraphs
        if not paragraphs:
            return
        if self._heading is not None:
            self._begin_section(" ".join(paragraphs), self._heading)
        elif self._is_elsewhere(line, paragraphs[-1]):
            for heading in self._waiting:
                heading.has_lost = True
        elif self._may_head(line, paragraphs):
            self._end_headings(self._level + 1)
            self._waiting.append(_Heading(paragraphs[0], self._level + 1, is_bold=True))
        else:
            self._begin_content()
            for words in paragraphs:
                self._write_words(words)

    def _may_head(self, line: _Line, paragraphs: list[str]) -> bool:
        """Whether a bold line looks like a heading, on a page where none is marked."""
        is_plain = not (self._page.has_headings or self._lists or self._table)
        return is_plain and line.is_bold and len(paragraphs) == 1 and may_stand_bold(paragraphs[0])

    def _begin_section(self, words: str, level: int) -> None:
        """Let a heading wait; but not under one that heads links to elsewhere."""
        if self._links_below is not None and level > self._links_below:
            return
        if level == 1 and not self._is_begun:
            self._waiting = []
            self._builder.begin_anew(boxes=len(self._boxes))
        self._end_headings(level)
        heads_links = self._known.heads_links(words)
        self._links_below = level if heads_links else None
        self._waiting.append(_Heading(words, level, heads_links))
        self._level, self._last = level, words

    def _end_headings(self, level: int) -> None:
        """Write the waiting headings that one of that level ends, unless all was left out that stood under them.

        A bold line that has nothing under it is text.
        """
        while self._waiting and self._waiting[-1].level >= level:
            heading = self._waiting[-1]
            if heading.has_lost or heading.heads_links:
                self._waiting.pop()
                for above in self._waiting[-1:]:
                    above.has_lost = True
            elif heading.is_bold:
                self._waiting.pop()
                self._begin_content()
                self._builder.paragraph(heading.words)
            else:
                self._begin_content()

    def _begin_content(self) -> None:
        """Write the headings that wait: something stands under them."""
        waiting, self._waiting = self._waiting, []
        for heading in waiting:
            self._builder.heading(heading.words, heading.level)

    def _is_elsewhere(self, line: _Line, words: str) -> bool:
        """Whether a line is the publisher's, or only leads elsewhere; a list of links that is announced does not."""
        if self._known.is_line(words):
            return True
        if self._links_below is not None and (line.is_linked or not _is_sentence(words)):
            return True
        return line.is_link and not (self._lists and self._lists[-1].is_announced)

    def _write_words(self, words: str) -> None:
        depth = len(self._lists)
        self._is_begun = self._is_begun or words[-1] in SENTENCE_ENDS
        if self._note:
            self._write_note(words)
        elif depth and self._lists[-1].has_items and not self._lists[-1].is_begun:
            self._lists[-1].is_begun = True
            self._builder.item(words, depth, self._lists[-1].mark)
        else:
            self._builder.paragraph(words, depth + 1 if depth else 0)
        self._last = words

    def _write_note(self, words: str) -> None:
        """A footnote, with the mark by which the text refers to it, without the way back."""
        words = _WAY_BACK.sub("", words)
        is_marked = words.startswith((self._note, self._note.strip("[]")))
        self._builder.paragraph(words if is_marked else f"{self._note} {words}")
        if self._lists:
            self._lists[-1].is_begun = True
        self._note = ""
