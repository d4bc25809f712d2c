"""From a Word file (.docx) to the words that a reader sees, in reading order.

python-docx opens the file and its parts; what stands in them is read here. Left out are deleted and hidden text,
comments, page heads and feet, lists of contents, prompts of empty fields, and lines that are only a link.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import DocumentError
from bot.sources.building import Builder, in_cell, raised
from bot.sources.source import Source
from bot.sources.word.elements import (
    Element,
    W,
    at_path,
    children,
    is_furniture,
    is_on,
    part_of,
    shown,
    value_of,
    whole,
)
from bot.sources.word.entries import Entry, levelled, with_bold_headings, write
from bot.sources.word.lines import Line, Note
from bot.sources.word.opening import damaged, opened
from bot.sources.word.styles import CAPTION, CONTENTS, Numbers, Styles

if TYPE_CHECKING:
    from docx.document import Document

_UNSEEN = {
    f"{W}{name}" for name in "del moveFrom pPr rPr sdtPr sdtEndPr tblPr trPr tcPr delText delInstrText rt".split()
}


def read_word(file: Path) -> Source:
    """The source in a Word file.

    Raises:
        DocumentError: the file cannot be read, is damaged, locked, too large or without words, or python-docx is
            missing.
    """
    document = opened(file)
    try:
        entries = list(_Reader(document).entries(document.element.body))
    except (AttributeError, RecursionError, SyntaxError, TypeError, ValueError) as error:
        raise DocumentError(damaged(file)) from error
    builder = Builder(file.name)
    for entry in levelled(with_bold_headings(entries)):
        write(builder, entry)
    source = builder.source()
    if not source.text:
        raise DocumentError(
            f"{file}: no words in this Word file, perhaps only pictures. Put the leaflet's text into it."
        )
    return source


class _Reader:
    """Reads the blocks of a document; it counts the items of its lists and gives each note once."""

    def __init__(self, document: "Document") -> None:
        self._styles = Styles(part_of(document, "styles"))
        self._numbers = Numbers(part_of(document, "numbering"))
        self._notes = {
            (kind, note.get(f"{W}id")): note
            for kind in ("footnote", "endnote")
            for note in children(part_of(document, f"{kind}s"), kind)
        }
        self._marks: dict[Note, str] = {}
        self._joined: Line | None = None
        self._depth = 0

    def entries(self, element: Element) -> Iterator[Entry]:
        """The blocks in an element, in order."""
        for child in element:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag not in _UNSEEN and not is_furniture(child):
                yield from self.entries(shown(child))

    def _paragraph(self, paragraph: Element) -> Iterator[Entry]:
        line = self._joined or Line(self._mark_of)
        self._gather(line, paragraph, paragraph, False, False)
        after = paragraph.getnext()
        is_joined = at_path(paragraph, "pPr", "rPr", "del") is not None and after is not None and after.tag == f"{W}p"
        self._joined = line if is_joined else None
        if self._joined or self._styles.matches(paragraph, CONTENTS):
            return
        if any(map(str.isalnum, line.words)):
            yield from self._blocks(paragraph, line)
        level = self._depth + 1 if self._depth else 0
        for box in line.boxes:
            yield from (Entry("box"), *self.entries(box), Entry("end"))
        for key in [key for key in line.notes if key in self._notes]:
            yield from self._note(key, level)

    def _mark_of(self, key: Note) -> str:
        """The mark of a note, as Word shows it: a raised number, by the order in which they are referred to."""
        return self._marks.setdefault(key, raised(str(len(self._marks) + 1)))

    def _note(self, key: Note, level: int) -> Iterator[Entry]:
        mark = f"{self._mark_of(key)} "
        for entry in self.entries(self._notes.pop(key)):
            yield replace(entry, kind="note", level=level, words=f"{mark}{entry.words}")
            mark = ""

    def _blocks(self, paragraph: Element, line: Line) -> Iterator[Entry]:
        depth, mark = self._numbers.place(paragraph, self._styles)
        rank = self._styles.rank(paragraph)
        self._depth = 0 if rank is not None else depth
        if rank is not None:
            yield Entry("heading", line.words, rank)
        elif mark:
            yield Entry("item", line.words, depth, mark)
        elif depth:
            yield Entry("paragraph", line.words, depth + 1)
        elif not line.is_link:
            is_caption = self._styles.matches(paragraph, CAPTION) is not None
            yield Entry("paragraph", line.words, is_bold=line.is_bold and not is_caption)

    def _gather(self, line: Line, element: Element, paragraph: Element, is_bold: bool, is_linked: bool) -> None:
        """Put the words of an element into a line, and note what hangs on them."""
        for child in element:
            if child.tag == f"{W}r":
                if not self._styles.flag(child, paragraph, "vanish"):
                    self._gather(line, child, paragraph, self._styles.flag(child, paragraph, "b"), is_linked)
            elif child.tag not in _UNSEEN and not line.takes(child, is_bold, is_linked) and not is_furniture(child):
                self._gather(line, shown(child), paragraph, is_bold, is_linked or child.tag == f"{W}hyperlink")

    def _table(self, table: Element) -> Iterator[Entry]:
        """The rows of a table, then their notes; what stands in a frame or a layout of columns is text."""
        rows = [row for row in children(table, "tr") if at_path(row, "trPr", "del") is None]
        read = [[(cell, list(self.entries(cell))) for cell in children(row, "tc")] for row in rows]
        within = [entry for row in read for _, cell in row for entry in cell]
        is_frame = all(len(row) == 1 for row in read) or (len(read) == 1 and len(within) > len(read[0]))
        if is_frame or any(entry.kind in ("heading", "row") for entry in within):
            yield from within
            return
        above: dict[int, str] = {}
        heads = [is_on(at_path(row, "trPr", "tblHeader")) for row in rows]
        for number, (row, cells) in enumerate(zip(rows, read, strict=True)):
            is_head = heads[number] or (number == 0 and not any(heads))
            yield Entry("row", level=0 if is_head else 1, cells=tuple(_cells(row, cells, above)), words="row")
        yield from (entry for entry in within if entry.kind == "note")


def _cells(row: Element, cells: Sequence[tuple[Element, list[Entry]]], above: dict[int, str]) -> Iterator[str]:
    """The words of each cell; one that spans rows says them in each. ``above`` is updated: column to words."""
    column = whole(value_of(row, "trPr", "gridBefore"))
    for cell, entries in cells:
        merge = at_path(cell, "tcPr", "vMerge")
        if merge is None or merge.get(f"{W}val") == "restart":
            above[column] = in_cell(_in_cell(entry) for entry in entries if entry.kind != "note")
        yield above.get(column, "")
        column += max(whole(value_of(cell, "tcPr", "gridSpan")), 1)


def _in_cell(entry: Entry) -> str:
    """The words of a paragraph in a cell; an item of a counted list has its number."""
    return entry.words if entry.kind != "item" or entry.mark == "-" else f"{entry.mark} {entry.words}"
