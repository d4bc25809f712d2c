"""The rows of a table of a page while they are written."""

from typing import TYPE_CHECKING

from bot.sources.building import Builder, in_cell

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

CELLS = ("td", "th")

ITEM = "\x01"
"""Stands before an item of a list in a cell while it is gathered."""


class Table:
    """The rows of a table while they are written."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._cells: list[str] | None = None
        self._is_first = True
        self.has_figures = False

    @property
    def is_in_row(self) -> bool:
        """Whether a row has begun and not ended."""
        return self._cells is not None

    def begin_row(self) -> None:
        """Begin a row."""
        self._cells, self.has_figures = [], False

    def cell(self, words: str) -> None:
        """The next cell of the row."""
        if self._cells is not None:
            self._cells.append(in_cell(words.split(ITEM)))

    def ended(self, tag: str) -> "Table | None":
        """What goes on where a row or the table ends. The first row is the head, and so is one of head cells alone."""
        if self._cells:
            self._builder.row(self._cells, is_head=self._is_first or not (self.has_figures or len(self._cells) < 2))
            self._is_first = False
        self._cells = None
        return None if tag == "table" else self


def is_layout(table: "LexborNode") -> bool:
    """Whether a table only puts things beside one another."""
    is_said = table.attributes.get("role") in ("presentation", "none")
    return is_said or table.css_first("h1, h2, h3, h4, td table") is not None or table.css_first("td, th") is None
