"""From the markup of a page to the words that a reader sees: HTML, and Markdown, which is made HTML first.

selectolax (Lexbor) parses it as a browser does. What is hidden, and what is the site's and not the leaflet's, is left
out by ``bot/data/furniture.toml``.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bot.sources.building import Builder, lowered, raised, written
from bot.sources.furniture import Furniture, furniture
from bot.sources.source import Source

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

LINK = 0.9
"""What share of a line's letters must stand in a link for it to be nothing else."""

SENTENCE_ENDS = ".!?"

MOST_OF_THE_PAGE = 0.5
"""What holds a larger share of a page's words is no furniture, whatever it is called."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}

_BLOCKS = (
    frozenset(
        "address article aside blockquote body caption center dd details dir div dl dt figcaption figure footer form "
        "header hgroup hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
    )
    | HEADINGS.keys()
)
HEADS_OF_BOXES = ("summary", "legend")
LISTS, ITEMS, CELLS = ("ul", "ol", "dl", "dir"), ("li", "dt"), ("td", "th")
_BLANKS = re.compile(r"\s+")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)

Event = tuple[Literal["enter", "leave", "text"], "LexborNode"]


def source_of(name: str, markup: str) -> Source:
    """The words of a page that a reader sees, with their structure; without any, a source without blocks."""
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(_TEMPLATE.sub(" ", markup)).root
    builder = Builder(name)
    if root is not None:
        page = _Page(root)
        _Writer(builder, page.known).write(page.events(page.main))
    return builder.source()


class _Page:
    """A parsed page, and what of it a reader sees.

    Attributes:
        known: what is no part of a leaflet.
        main: the element that holds the leaflet.
    """

    def __init__(self, root: "LexborNode") -> None:
        self.known = furniture()
        self._words = _word_counts(root)
        self._whole = max(self._words[root.mem_id], 1)
        self.main = self._main_of(root)

    def events(self, root: "LexborNode") -> Iterator[Event]:
        """Every element below ``root`` that is seen and the leaflet's, as it begins and ends, and every text."""
        return _events(root, self._is_left_out)

    def _main_of(self, root: "LexborNode") -> "LexborNode":
        """The page's only main part, or else its body."""
        for selector in ("main", "[role=main]", "article"):
            found = root.css(selector)
            if len(found) == 1 and self._words.get(found[0].mem_id):
                return found[0]
        return root.css_first("body") or root

    def _is_left_out(self, node: "LexborNode") -> bool:
        return self._is_unseen(node) or (
            self._is_furniture(node) and self._words.get(node.mem_id, 0) <= MOST_OF_THE_PAGE * self._whole
        )

    def _is_unseen(self, node: "LexborNode") -> bool:
        attributes = node.attributes
        return (
            node.tag in self.known.withdrawn
            or "hidden" in attributes
            or attributes.get("aria-hidden") == "true"
            or _HIDING.search(attributes.get("style") or "") is not None
            or self.known.is_unseen(names_of(node))
        )

    def _is_furniture(self, node: "LexborNode") -> bool:
        names = names_of(node)
        if self.known.is_box(names):
            return False
        is_named = node.tag not in HEADINGS and self.known.is_named(names)
        return node.tag in self.known.tags or node.attributes.get("role") in self.known.roles or is_named


def _events(root: "LexborNode", left_out: Callable[["LexborNode"], bool]) -> Iterator[Event]:
    """The elements below ``root``, without those left out; however deep they stand in one another."""
    open_elements: list[LexborNode] = []
    node = root.first_child
    while node is not None or open_elements:
        if node is None:
            node = open_elements.pop()
            yield "leave", node
            node = node.next
        elif node.is_text_node:
            yield "text", node
            node = node.next
        elif node.is_element_node and not left_out(node):
            yield "enter", node
            open_elements.append(node)
            node = node.first_child
        else:
            node = node.next


def _word_counts(root: "LexborNode") -> dict[int, int]:
    """How many words each element holds, by its ``mem_id``; scripts and styles hold none."""
    counts: dict[int, int] = {}
    totals = [0]
    for way, node in _events(root, lambda node: node.tag in ("script", "style", "template")):
        if way == "enter":
            totals.append(0)
        elif way == "text":
            totals[-1] += len((node.text_content or "").split())
        else:
            counts[node.mem_id] = totals.pop()
            totals[-1] += counts[node.mem_id]
    return {**counts, root.mem_id: totals[0]}


def names_of(node: "LexborNode") -> str:
    """What an element is called: its classes and its id."""
    return f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"


@dataclass(slots=True)
class _List:
    """A list while it is written: what marks its items, and whether a line announces it."""

    is_numbered: bool
    is_announced: bool
    number: int = 0
    is_begun: bool = False

    @property
    def mark(self) -> str:
        return f"{self.number}." if self.is_numbered else "-"


@dataclass(slots=True)
class _Line:
    """The words of a block while they are gathered.

    Attributes:
        pieces: texts in order.
        linked: how many of their letters stand in links.
    """

    pieces: list[str] = field(default_factory=list)
    linked: int = 0

    @property
    def words(self) -> str:
        return written("".join(self.pieces))

    @property
    def is_link(self) -> bool:
        """Whether it is a link and nothing else, and no sentence or number: it leads elsewhere, and says nothing."""
        words = self.words
        letters = sum(map(len, words.split()))
        return self.linked >= LINK * letters and words[-1] not in SENTENCE_ENDS and not any(map(str.isdigit, words))


class _Writer:
    """Writes the blocks of a page.

    Args:
        builder: takes them.
        known: what is no part of a leaflet.
    """

    def __init__(self, builder: Builder, known: Furniture) -> None:
        self._builder = builder
        self._known = known
        self._line = _Line()
        self._links = 0
        self._shift: Callable[[str], str] | None = None
        self._heading: int | None = None
        self._level = 1
        self._links_below: int | None = None
        self._of_links: tuple[str, int] | None = None
        self._is_begun = False
        self._lists: list[_List] = []
        self._boxes: list[tuple[int, int]] = []
        self._table: _Table | None = None
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

    def _add(self, text: str) -> None:
        text = _BLANKS.sub(" ", text)
        self._line.pieces.append(self._shift(text) if self._shift else text)
        if self._links:
            self._line.linked += sum(map(len, text.split()))

    def _enter(self, node: "LexborNode") -> None:
        tag = node.tag or ""
        if tag in _BLOCKS:
            self._end_block()
        if self._is_box(node):
            self._boxes.append((node.mem_id, self._level))
            self._builder.box()
        self._begin_words(tag)
        self._begin_list(tag)
        self._begin_table(tag, node)

    def _begin_words(self, tag: str) -> None:
        if tag == "br":
            self._line.pieces.append("\n")
        elif tag == "a":
            self._links += 1
        elif tag in ("sup", "sub"):
            self._shift = raised if tag == "sup" else lowered
        elif tag in HEADINGS or tag in HEADS_OF_BOXES:
            self._heading = HEADINGS.get(tag, self._level + 1)

    def _begin_list(self, tag: str) -> None:
        if tag in LISTS:
            self._lists.append(_List(tag == "ol", self._last.endswith(":")))
        elif tag in ITEMS and self._lists:
            self._lists[-1].number += 1
            self._lists[-1].is_begun = False

    def _begin_table(self, tag: str, node: "LexborNode") -> None:
        if tag == "table" and self._table is None and not _is_layout(node):
            self._table = _Table(self._builder)
        elif self._table is not None and tag == "tr":
            self._table.begin_row()
        elif self._table is not None and tag == "td":
            self._table.has_figures = True

    def _leave(self, node: "LexborNode") -> None:
        tag = node.tag or ""
        if tag in CELLS and self._table is not None:
            self._table.cell(self._line.words)
            self._line = _Line()
        if tag in _BLOCKS:
            self._end_block()
        if tag == "a":
            self._links -= 1
        elif tag in ("sup", "sub"):
            self._shift = None
        elif tag in HEADINGS or tag in HEADS_OF_BOXES:
            self._heading = None
        elif tag in LISTS:
            self._lists.pop()
        elif self._table is not None and tag in ("tr", "table"):
            self._table = self._table.ended(tag)
        if self._boxes and self._boxes[-1][0] == node.mem_id:
            self._level = self._boxes.pop()[1]
            self._builder.end()

    def _is_box(self, node: "LexborNode") -> bool:
        """Whether an element is set apart, and has a heading of its own."""
        is_named = node.tag in ("div", "section") and self._known.is_box(names_of(node))
        return (node.tag == "details" or is_named) and node.css_first("h1, h2, h3, h4, h5, h6, summary") is not None

    def _end_block(self) -> None:
        """Write what was gathered, as what it stands in."""
        line = self._line
        if self._table is not None and self._table.is_in_row:
            line.pieces.append(" ")
            return
        self._line = _Line()
        words = line.words
        if not any(map(str.isalnum, words)):
            return
        if self._heading is not None:
            self._write_heading(words, self._heading)
        elif not self._is_elsewhere(line, words):
            self._write_words(words)

    def _write_heading(self, words: str, level: int) -> None:
        """Write a heading; one that heads links to elsewhere, only before a sentence that stands under it."""
        if self._links_below is not None and level > self._links_below:
            return
        if level == 1 and not self._is_begun:
            self._builder.begin_anew(boxes=len(self._boxes))
        self._links_below = level if self._known.heads_links(words) else None
        self._of_links = (words, level) if self._links_below is not None else None
        if self._of_links is None:
            self._builder.heading(words, level)
        self._level, self._last = level, words

    def _is_elsewhere(self, line: _Line, words: str) -> bool:
        """Whether a line is the publisher's, or only leads elsewhere; a list of links that is announced does not."""
        if self._known.is_line(words):
            return True
        if self._links_below is not None and words[-1] not in SENTENCE_ENDS:
            return True
        return line.is_link and not (self._lists and self._lists[-1].is_announced)

    def _write_words(self, words: str) -> None:
        depth = len(self._lists)
        self._is_begun = self._is_begun or words[-1] in SENTENCE_ENDS
        if self._of_links is not None:
            self._builder.heading(*self._of_links)
            self._of_links = None
        if depth and self._lists[-1].number and not self._lists[-1].is_begun:
            self._lists[-1].is_begun = True
            self._builder.item(words, depth, self._lists[-1].mark)
        else:
            self._builder.paragraph(words, depth + 1 if depth else 0)
        self._last = words


class _Table:
    """The rows of a table while they are written."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._cells: list[str] | None = None
        self._is_first = True
        self.has_figures = False

    @property
    def is_in_row(self) -> bool:
        return self._cells is not None

    def begin_row(self) -> None:
        self._cells, self.has_figures = [], False

    def cell(self, words: str) -> None:
        if self._cells is not None:
            self._cells.append(words)

    def ended(self, tag: str) -> "_Table | None":
        """What goes on where a row or the table ends. The first row is the head, and so is one of head cells alone."""
        if self._cells:
            self._builder.row(self._cells, is_head=self._is_first or not (self.has_figures or len(self._cells) < 2))
            self._is_first = False
        self._cells = None
        return None if tag == "table" else self


def _is_layout(table: "LexborNode") -> bool:
    """Whether a table only puts things beside one another."""
    is_said = table.attributes.get("role") in ("presentation", "none")
    return is_said or table.css_first("h1, h2, h3, h4, td table") is not None or table.css_first("td, th") is None
