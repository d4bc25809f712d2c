"""A parsed page: what of it a reader sees, and what of that is the leaflet's."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

from bot.sources.building import raised
from bot.sources.furniture import furniture

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MOST_OF_THE_PAGE = 0.5
"""What holds a larger share of a page's words is no furniture, whatever it is called."""

LONGEST_TEASER = 60
"""Words of a card that leads to another page, its heading with them."""

LONGEST_NOTE = 60
"""Words of a footnote."""

LONGEST_TITLE = 12
"""Words of a page's title; what is longer is written for search engines."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}

_HEADINGS = ", ".join(HEADINGS)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_SITE = re.compile(r"\s+[-–—|·:]+\s+")
"""What parts the title of a page from the name of its site."""

_NOTE_MARK = re.compile(r"\[?(?:\d{1,2}|[a-h])\]?|[*†‡§]{1,3}")

Event = tuple[Literal["enter", "leave", "text"], "LexborNode"]


class Page:
    """A parsed page.

    Attributes:
        main: the element that holds the leaflet.
        title: what the page is called, without the name of its site, if it says so.
        notes: the marks of its footnotes, by the ids of the elements that hold them.
        has_headings: whether it has any besides a title.
    """

    def __init__(self, root: "LexborNode") -> None:
        self._known = furniture()
        self._words, self._headed = _word_counts(root)
        self._whole = max(self._words[root.mem_id], 1)
        self.main = self._main_of(root)
        self.title = _title_of(root)
        self.notes = self._notes()
        self.has_headings = self.main.css_first(", ".join(list(HEADINGS)[1:])) is not None

    def events(self) -> Iterator[Event]:
        """Every element of the leaflet that is seen, as it begins and ends, and every text."""
        return _events(self.main, self._is_left_out)

    def is_box(self, node: "LexborNode") -> bool:
        """Whether an element is set apart, with a heading of its own that more stands under."""
        is_named = node.tag in ("div", "section", "aside") and self._known.is_box(names_of(node))
        return (is_named or node.tag == "details") and 0 < self._headed.get(node.mem_id, 0) < self._count(node)

    def _notes(self) -> dict[str, str]:
        """The marks of footnotes, by their ids: of links such as "1" or "*" to an element further down."""
        notes: dict[str, str] = {}
        marks: dict[str, str] = {}
        for node in self.main.css("a[href^='#'], [id]"):
            name, address = node.attributes.get("id") or "", node.attributes.get("href") or ""
            is_short = self._count(node) <= LONGEST_NOTE and not self._headed.get(node.mem_id)
            if name in marks and is_short and node.tag not in HEADINGS:
                notes[name] = marks.pop(name)
            mark = (node.text() or "").strip() if node.tag == "a" and self._count(node) == 1 else ""
            if _NOTE_MARK.fullmatch(mark) and len(address) > 1:
                marks.setdefault(address[1:], raised(mark))
        return notes

    def _count(self, node: "LexborNode") -> int:
        return self._words.get(node.mem_id, 0)

    def _main_of(self, root: "LexborNode") -> "LexborNode":
        """The page's only main part, or else its body."""
        for selector in ("main", "[role=main]", "article"):
            found = root.css(selector)
            if len(found) == 1 and self._count(found[0]):
                return found[0]
        return root.css_first("body") or root

    def _is_left_out(self, node: "LexborNode") -> bool:
        if self._is_unseen(node):
            return True
        is_small = self._count(node) <= MOST_OF_THE_PAGE * self._whole
        return is_small and (self._is_furniture(node) or self._is_teaser(node))

    def _is_unseen(self, node: "LexborNode") -> bool:
        attributes = node.attributes
        return (
            node.tag in self._known.withdrawn
            or "hidden" in attributes
            or attributes.get("aria-hidden") == "true"
            or _HIDING.search(attributes.get("style") or "") is not None
            or self._known.is_unseen(names_of(node))
        )

    def _is_furniture(self, node: "LexborNode") -> bool:
        names = names_of(node)
        if self._known.is_box(names):
            return False
        is_named = node.tag not in HEADINGS and self._known.is_named(names)
        return node.tag in self._known.tags or node.attributes.get("role") in self._known.roles or is_named

    def _is_teaser(self, node: "LexborNode") -> bool:
        """Whether an element is a card that leads to another page: a link that holds blocks, or heads a box."""
        if self._count(node) > LONGEST_TEASER or not self._count(node):
            return False
        if node.tag == "a":
            return leads_elsewhere(node) and node.css_first(f"{_HEADINGS}, p, div") is not None
        if not (node.tag in ("div", "section", "aside", "li") and self._known.is_box(names_of(node))):
            return False
        headings = node.css(_HEADINGS)
        has_more = node.css_first("ul, ol, table") is not None or any(map(str.isdigit, node.text() or ""))
        return bool(headings) and not has_more and all(map(_is_linked, headings))


def leads_elsewhere(link: "LexborNode") -> bool:
    """Whether a link leads to another page."""
    address = link.attributes.get("href") or ""
    return bool(address) and not address.startswith(("#", "tel:", "mailto:"))


def names_of(node: "LexborNode") -> str:
    """What an element is called: its classes and its id."""
    return f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"


def _is_linked(heading: "LexborNode") -> bool:
    """Whether all words of a heading are a link to another page."""
    link = heading.css_first("a[href]")
    is_all = link is not None and (link.text() or "").split() == (heading.text() or "").split()
    return link is not None and is_all and leads_elsewhere(link)


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


def _word_counts(root: "LexborNode") -> tuple[dict[int, int], dict[int, int]]:
    """How many words each element holds, by its ``mem_id``, and how many of them in headings; scripts hold none."""
    words: dict[int, int] = {}
    headed: dict[int, int] = {}
    open_words, open_headed = [0], [0]
    for way, node in _events(root, lambda node: node.tag in ("script", "style", "template")):
        if way == "enter":
            open_words.append(0)
            open_headed.append(0)
        elif way == "text":
            open_words[-1] += len((node.text_content or "").split())
        else:
            words[node.mem_id], inner = open_words.pop(), open_headed.pop()
            headed[node.mem_id] = words[node.mem_id] if node.tag in (*HEADINGS, "summary") else inner
            open_words[-1] += words[node.mem_id]
            open_headed[-1] += headed[node.mem_id]
    return {**words, root.mem_id: open_words[0]}, headed


def _title_of(root: "LexborNode") -> str | None:
    title = root.css_first("head title")
    words = " ".join((title.text() or "").split()) if title is not None else ""
    words = next(filter(None, _SITE.split(words)), "")
    return words if 0 < len(words.split()) <= LONGEST_TITLE else None
