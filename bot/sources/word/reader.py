"""From a Word file (.docx) to the words that a reader sees, in reading order.

python-docx opens the file and its parts; what stands in them is read here. Left out are deleted and hidden text,
comments, page heads and feet, lists of contents, prompts of empty fields, and lines that are only a link.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.errors import DocumentError
from bot.sources.building import Builder, raised, written
from bot.sources.decoding import content_of
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
from bot.sources.word.styles import CONTENTS, TITLE, Numbers, Styles

if TYPE_CHECKING:
    from docx.document import Document

LARGEST = 50_000_000
"""A leaflet's parts do not unpack to more bytes, with its pictures; a file that was made to fill the memory does."""

LARGEST_MARKUP = 10_000_000
"""Nor do those that hold its text; one parsed takes thirty times as many bytes of memory."""

LONGEST_HEADING = 12
"""A bold line of more words is a paragraph, as in plain text."""


_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_UNSEEN = {
    f"{W}{name}" for name in "del moveFrom pPr rPr sdtPr sdtEndPr tblPr trPr tcPr delText delInstrText rt".split()
}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SYMBOLS = {"F0FB": "✗", "F0FC": "✓", "F0A3": "≤", "F0B0": "°", "F0B1": "±", "F0B3": "≥"}
"""Signs of Wingdings and Symbol that change what is said."""

_NO_HEADING_END = re.compile(r"[.;,:!…]\W*$")
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(slots=True)
class _Entry:
    """A block before the levels of headings are known; ``level`` is a heading's rank, and 0 for a head row."""

    kind: Literal["heading", "paragraph", "item", "row", "box", "end", "note"]
    words: str = ""
    level: int = 0
    mark: str = "-"
    cells: tuple[str, ...] = ()
    is_bold: bool = False


@dataclass(slots=True)
class _Line:
    """The words of a paragraph, each piece with whether it is bold and whether a link, and what hangs on it."""

    pieces: list[tuple[str, bool, bool]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    def takes(self, element: Element, is_bold: bool, is_linked: bool) -> bool:
        """Whether an element of a run is one that stands for itself; then it is taken up."""
        name = str(element.tag).removeprefix(W)
        if name in ("fldChar", "instrText"):
            self._control(name, element.text or "", element.get(f"{W}fldCharType"))
        elif name in ("footnoteReference", "endnoteReference"):
            self.notes.append((name.removesuffix("Reference"), element.get(f"{W}id")))
        elif name == "txbxContent":
            self.boxes.append(element)
        elif name in _SIGNS or name in ("t", "sym", _MATHS):
            if not any(code.startswith("?") for code in self.fields):
                is_linked = is_linked or any("HYPERLINK" in code for code in self.fields)
                self.pieces.append((_text(element, name), is_bold, is_linked))
        else:
            return False
        return True

    def _control(self, name: str, text: str, kind: str | None) -> None:
        """Note what begins, rules or ends a field; "?" marks one whose result is not reached."""
        if kind == "begin":
            self.fields.append("?")
        elif self.fields and name == "instrText":
            self.fields[-1] += text
        elif self.fields and kind == "separate":
            self.fields[-1] = self.fields[-1].lstrip("?")
        elif self.fields and kind == "end":
            self.fields.pop()

    @property
    def words(self) -> str:
        return written("".join(text for text, _, _ in self.pieces))

    @property
    def is_bold(self) -> bool:
        return all(bold for text, bold, _ in self.pieces if text.strip())

    @property
    def is_link(self) -> bool:
        """Whether it is a link and nothing else, and no sentence or number: it leads elsewhere, and says nothing."""
        is_linked = all(linked for text, _, linked in self.pieces if text.strip())
        return is_linked and not re.search(r"[.!?]$|\d|@", self.words)


def _text(element: Element, name: str) -> str:
    if name == "sym":
        return _SYMBOLS.get((element.get(f"{W}char") or "").upper(), "")
    text = _SIGNS.get(name) or element.text or ""
    is_raised = value_of(element.getparent(), "rPr", "vertAlign") == "superscript"
    return raised(text) if is_raised else text


def read_word(file: Path) -> Source:
    """The source in a Word file.

    Raises:
        DocumentError: the file cannot be read, is damaged, locked, too large or without words, or python-docx is
            missing.
    """
    document = _opened(file)
    try:
        entries = list(_Reader(document).entries(document.element.body))
    except (AttributeError, RecursionError, SyntaxError, TypeError, ValueError) as error:
        raise DocumentError(_damaged(file)) from error
    builder = Builder(file.name)
    for entry in _levelled(_with_bold_headings(entries)):
        _write(builder, entry)
    source = builder.source()
    if not source.text:
        raise DocumentError(
            f"{file}: no words in this Word file, perhaps only pictures. Put the leaflet's text into it."
        )
    return source


def _opened(file: Path) -> "Document":
    try:
        import docx
    except ImportError as error:
        raise DocumentError(
            f"{file}: a Word file. To read it, install the extra: pip install 'quote-only-bot[word]'."
        ) from error
    content = content_of(file)
    if content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        raise DocumentError(f"{file}: locked with a password. Save it in Word without one.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
        size = sum(member.file_size for member in members)
        markup = sum(member.file_size for member in members if member.filename.endswith(".xml"))
        if size <= LARGEST and markup <= LARGEST_MARKUP:
            return docx.Document(BytesIO(content))
    except Exception as error:  # python-docx raises anything where a part or an attribute is missing
        raise DocumentError(_damaged(file)) from error
    raise DocumentError(
        f"{file}: too large: it unpacks to {size:,} bytes, {markup:,} of them text; "
        f"at most {LARGEST:,} and {LARGEST_MARKUP:,} are read. Make its pictures smaller, or split it."
    )


def _damaged(file: Path) -> str:
    return f"{file}: no Word file (.docx), or a damaged one. Open it in Word and save it as a Word document (.docx)."


def _with_bold_headings(entries: Sequence[_Entry]) -> Iterator[_Entry]:
    """Where no style marks a heading, a short bold line that stands alone before text is one."""
    has_none = not any(entry.kind == "heading" and entry.level != TITLE for entry in entries)
    for number, (entry, after) in enumerate(zip(entries, [*entries[1:], None], strict=False)):
        heads = after is not None and after.kind in ("paragraph", "item", "row")
        if has_none and heads and _may_head(entry) and (number == 0 or not (after and _may_head(after))):
            yield replace(entry, kind="heading", level=1)
        else:
            yield entry


def _may_head(entry: _Entry) -> bool:
    is_short = len(entry.words.split()) <= LONGEST_HEADING
    return entry.kind == "paragraph" and entry.is_bold and is_short and not _NO_HEADING_END.search(entry.words)


def _levelled(entries: Iterator[_Entry]) -> list[_Entry]:
    """The title first and on level 1, once; the highest of the other headings on level 2."""
    rest = list(entries)
    first = next((entry for entry in rest if entry.kind == "heading"), None)
    has_title = first is not None and (first.level == TITLE or rest[0] is first)
    if first is not None and has_title:
        rest.remove(first)
        if rest and rest[0].kind == "heading" and rest[0].words.casefold() == first.words.casefold():
            del rest[0]
    highest = min((entry.level for entry in rest if entry.kind == "heading"), default=0)
    levelled = [replace(e, level=e.level - highest + 2) if e.kind == "heading" else e for e in rest]
    return [replace(first, level=1), *levelled] if first is not None and has_title else levelled


def _write(builder: Builder, entry: _Entry) -> None:
    if entry.kind == "heading":
        builder.heading(entry.words, entry.level)
    elif entry.kind == "item":
        builder.item(entry.words, entry.level, entry.mark)
    elif entry.kind == "row":
        builder.row(entry.cells, is_head=entry.level == 0)
    elif entry.kind == "box":
        builder.box()
    elif entry.kind == "end":
        builder.end()
    else:
        builder.paragraph(entry.words, entry.level)


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
        self._joined: _Line | None = None
        self._depth = 0

    def entries(self, element: Element) -> Iterator[_Entry]:
        """The blocks in an element, in order."""
        for child in element:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag not in _UNSEEN and not is_furniture(child):
                yield from self.entries(shown(child))

    def _paragraph(self, paragraph: Element) -> Iterator[_Entry]:
        line = self._joined or _Line()
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
            yield from (_Entry("box"), *self.entries(box), _Entry("end"))
        for note in [self._notes.pop(key) for key in line.notes if key in self._notes]:
            yield from (replace(entry, kind="note", level=level) for entry in self.entries(note))

    def _blocks(self, paragraph: Element, line: _Line) -> Iterator[_Entry]:
        depth, mark = self._numbers.place(paragraph, self._styles)
        rank = self._styles.rank(paragraph)
        self._depth = 0 if rank is not None else depth
        if rank is not None:
            yield _Entry("heading", line.words, rank)
        elif mark:
            yield _Entry("item", line.words, depth, mark)
        elif depth:
            yield _Entry("paragraph", line.words, depth + 1)
        elif not line.is_link:
            yield _Entry("paragraph", line.words, is_bold=line.is_bold)

    def _gather(self, line: _Line, element: Element, paragraph: Element, is_bold: bool, is_linked: bool) -> None:
        """Put the words of an element into a line, and note what hangs on them."""
        for child in element:
            if child.tag == f"{W}r":
                if not self._styles.flag(child, paragraph, "vanish"):
                    self._gather(line, child, paragraph, self._styles.flag(child, paragraph, "b"), is_linked)
            elif child.tag not in _UNSEEN and not line.takes(child, is_bold, is_linked) and not is_furniture(child):
                self._gather(line, shown(child), paragraph, is_bold, is_linked or child.tag == f"{W}hyperlink")

    def _table(self, table: Element) -> Iterator[_Entry]:
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
            yield _Entry("row", level=0 if is_head else 1, cells=tuple(_cells(row, cells, above)), words="row")
        yield from (entry for entry in within if entry.kind == "note")


def _cells(row: Element, cells: Sequence[tuple[Element, list[_Entry]]], above: dict[int, str]) -> Iterator[str]:
    """The words of each cell; one that spans rows says them in each. ``above`` is updated: column to words."""
    column = whole(value_of(row, "trPr", "gridBefore"))
    for cell, entries in cells:
        merge = at_path(cell, "tcPr", "vMerge")
        if merge is None or merge.get(f"{W}val") == "restart":
            words = (f"{e.mark} {e.words}" if e.kind == "item" else e.words for e in entries if e.kind != "note")
            above[column] = " ".join(words)
        yield above.get(column, "")
        column += max(whole(value_of(cell, "tcPr", "gridSpan")), 1)
