"""From a PDF to a source, read with PDFium.

A PDF says where letters stand and little else. ``words.py`` takes the words from PDFium, ``lines.py`` makes
lines of them and ``tables.py`` rows, ``layout.py`` puts these in order, ``blocks.py`` makes blocks of them.
"""

import base64
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import DocumentError
from bot.sources.building import Builder
from bot.sources.decoding import content_of
from bot.sources.pdf.blocks import blocks_of
from bot.sources.pdf.lines import Line, with_marks
from bot.sources.pdf.model import PageBlock
from bot.sources.pdf.tables import lines_of
from bot.sources.pdf.words import THIN, TURNS, Box, Handle, boxes_of, words_of
from bot.sources.source import Source

MOST_PAGES = 2000
"""A longer file is no leaflet; so many are read within a minute."""

MOST_CHARACTERS = 100_000
"""On one page; a page set as small as can be read has a tenth of it."""

MOST_BYTES = 50_000_000
"""What a stream of the file may unpack to, pictures aside: a page's drawing takes some 20,000."""

MARGIN = 0.15
"""A running head or foot stands in so much of a page's height at an end of it; what recurs elsewhere is text."""

FEWEST_HEADS = 4
"""A running head or foot stands on so many pages, as that of a chapter does, or on most where there are fewer."""

LONGEST_TITLE = 20
"""Words of a title in the details of a file."""

_FILE_NAME = re.compile(r"_|\.\w{2,4}$|^(?:microsoft|untitled|layout|print)\b|\bv\d", re.I)

_STREAM = re.compile(rb">>\s*stream\r?\n")

_FILTERS = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")

_PICTURE = re.compile(rb"/Subtype\s*/Image")

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_PAGE_NUMBER = re.compile(r"\W*(?i:(page\s+))?(\d{1,4}|[ivxlcIVXLC]{1,7})(?:\s*(?i:of|/)\s*\d{1,4})?\W*")


@dataclass(slots=True)
class Sheet:
    """A page: its height, its lines, and the number printed on it."""

    height: float
    lines: list[Line]
    printed: str | None = None


def read_pdf(file: Path) -> Source:
    """The source in a PDF.

    Raises:
        DocumentError: it is damaged, locked with a password, too long, or holds pictures of pages only or nothing
            to quote; or PDFium, which reads it, is not installed.
    """
    sheets, title = _sheets(file)
    if not any(sheet.lines for sheet in sheets):
        raise DocumentError(
            f"{file}: holds pictures of pages only, no text. Run it through OCR (text recognition) and save it again, "
            "or ask whoever made it for the text."
        )
    _leave_out_furniture(sheets)
    builder = Builder(file.name, title)
    page = 0
    for block in blocks_of([sheet.lines for sheet in sheets]):
        while page < block.page:
            page += 1
            printed = sheets[page - 1].printed
            builder.page(page, printed if printed != str(page) else None)
        _build(builder, block)
    source = builder.source()
    if not source.blocks:
        raise DocumentError(f"{file}: holds nothing to quote, only page numbers or a form. Give another file.")
    return source


def _build(builder: Builder, block: PageBlock) -> None:
    if block.kind == "row":
        builder.row(block.cells, block.is_head)
    elif block.kind == "heading":
        builder.heading(block.text, block.level)
    elif block.kind == "bullet":
        builder.item(block.text, block.level, block.mark)
    else:
        builder.paragraph(block.text, block.level)


def _sheets(file: Path) -> tuple[list[Sheet], str | None]:
    """The pages of a file, and what it says that it is called."""
    try:
        import pypdfium2 as pdfium
    except ImportError as error:
        raise DocumentError(
            f"{file}: a PDF. To read it, install the extra: pip install 'quote-only-bot[pdf]'."
        ) from error
    content = content_of(file)
    _check_streams(file, content)
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium.raw.FPDF_ERR_PASSWORD:
            raise DocumentError(f"{file}: locked with a password. Save it without one first.") from error
        raise DocumentError(
            f"{file}: not a PDF, or damaged or cut off. Get it anew, or print it to a PDF again."
        ) from error
    try:
        if len(document) > MOST_PAGES:
            raise DocumentError(
                f"{file}: has {len(document):,} pages; at most {MOST_PAGES:,} are read. Split it first."
            )
        sheets = [_sheet(file, document, number, pdfium) for number in range(len(document))]
        return sheets, _title_of(document)
    finally:
        document.close()


def _title_of(document: Handle) -> str | None:
    """What the file's details give as its title, unless that is only the name of a file."""
    title = " ".join(document.get_metadata_value("Title").split())
    is_title = 1 < len(title.split()) <= LONGEST_TITLE and not _FILE_NAME.search(title)
    return title if is_title else None


def _check_streams(file: Path, content: bytes) -> None:
    """Look into the streams of a file before PDFium does, which would unpack any and pass over a damaged one.

    Raises:
        DocumentError: one, pictures aside, unpacks to more than ``MOST_BYTES``, or is damaged.
    """
    is_locked = b"/Encrypt" in content
    for found in _STREAM.finditer(content):
        settings = content[max(content.rfind(b"obj", 0, found.start()), 0) : found.end()]
        filters = _FILTERS.search(settings)
        if is_locked or filters is None or _PICTURE.search(settings):
            continue
        data = content[found.end() : content.find(b"endstream", found.end())]
        for name in re.findall(rb"\w+", filters[1]):
            try:
                data = _unpacked(name, data)
            except ValueError as error:
                raise DocumentError(f"{file}: damaged at byte {found.end():,}. Get the file anew.") from error
            if len(data) >= MOST_BYTES:
                raise DocumentError(
                    f"{file}: unpacks to more than {MOST_BYTES // 1_000_000} MB a page. No leaflet does."
                )


def _unpacked(name: bytes, data: bytes) -> bytes:
    """Data after one filter; nothing where that is not known.

    Raises:
        ValueError: they are damaged.
    """
    if name == b"ASCII85Decode":
        return base64.a85decode(data.strip().removesuffix(b"~>").removeprefix(b"<~"))
    if name != b"FlateDecode":
        return b""
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(data, MOST_BYTES)
    except zlib.error as error:
        if "incorrect data check" in str(error):
            return b""
        raise ValueError(name) from error
    return data


def _sheet(file: Path, document: Handle, number: int, pdfium: Handle) -> Sheet:
    """A page of the file.

    Raises:
        DocumentError: it is damaged, or holds more than a page can.
    """
    try:
        page = document[number]
        text = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise DocumentError(
            f"{file}: page {number + 1} is damaged. Get the file anew, or leave out that page."
        ) from error
    try:
        if text.count_chars() > MOST_CHARACTERS:
            raise DocumentError(
                f"{file}: page {number + 1} has more than {MOST_CHARACTERS:,} characters. Leave it out."
            )
        turn = TURNS[page.get_rotation()]
        left, bottom, right, top = turn.box(*page.get_cropbox())
        words = [
            word._replace(left=word.left - left, right=word.right - left, base=top - word.base)
            for word in words_of(text, pdfium.raw, turn)
            if left <= word.left <= right and bottom <= word.base <= top
        ]
        boxes = [(a - left, top - d, c - left, top - b) for a, b, c, d in boxes_of(page, pdfium.raw, turn)]
        return Sheet(top - bottom, _without_foot_bar(with_marks(lines_of(words, boxes)), boxes, top - bottom))
    finally:
        text.close()
        page.close()


def _without_foot_bar(lines: list[Line], boxes: Sequence[Box], height: float) -> list[Line]:
    """Without what stands in a bar at the foot of a page, on one line in three pieces or more: addresses, as a rule."""
    for box in boxes:
        inside = [line for line in lines if box[1] < line.base < box[3]]
        is_foot = box[3] >= height - THIN and height * 0.02 < box[3] - box[1] < height * 0.15
        if is_foot and len(inside) >= 3 and max(x.base for x in inside) - min(x.base for x in inside) < inside[0].size:
            return [line for line in lines if line not in inside]
    return lines


def _leave_out_furniture(sheets: Sequence[Sheet]) -> None:
    """Take off running heads and feet and page numbers, and keep the numbers."""
    numbers = [page_numbers(sheet) for sheet in sheets]
    offsets = Counter(offset for page, found in enumerate(numbers) for offset in {n - page for n in found})
    offset = max(offsets, key=lambda key: (offsets[key], -abs(key)), default=0)
    is_numbered = offsets[offset] > max(1, len(sheets) / 3) or (len(sheets) == offset == 1)
    places = Counter(place for sheet in sheets for place in {_place(line, sheet) for line in sheet.lines})
    recurring = {
        place for place, count in places.items() if place and count > max(1, min(len(sheets) / 2, FEWEST_HEADS - 1))
    }
    words = sum(len(line.text) for sheet in sheets for line in sheet.lines)
    artifacts = sum(len(line.text) for sheet in sheets for line in sheet.lines if line.is_artifact)
    for page, (sheet, found) in enumerate(zip(sheets, numbers, strict=True)):
        lines = found.get(page + offset, []) if is_numbered else []
        sheet.printed = _printed(lines[0]) if lines else None
        lines += [line for line in sheet.lines if line.is_artifact and artifacts * 3 < words]
        lines += [line for line in sheet.lines if _place(line, sheet) in recurring]
        lines += [line for line in sheet.lines if re.fullmatch(r"(?i)\W*page\s+\d+\s*(of|/)\s*\d+\W*", line.text)]
        sheet.lines = [line for line in sheet.lines if not any(line is other for other in lines)]


def _place(line: Line, sheet: Sheet) -> tuple[str, int] | None:
    """What a running head or foot has in common on all pages: its words without figures, and how far from the edge."""
    edge = min(line.base, line.base - sheet.height, key=abs)
    return (re.sub(r"\d+", "#", line.text), round(edge / 2)) if abs(edge) < MARGIN * sheet.height else None


def page_numbers(sheet: Sheet) -> dict[int, list[Line]]:
    """The lines at the head and the foot of a page that may be its number, by that number."""
    found: dict[int, list[Line]] = defaultdict(list)
    bases = [line.base for line in sheet.lines]
    for line in sheet.lines:
        match = _PAGE_NUMBER.fullmatch(line.text)
        if match and (line.base - min(bases) < line.size or max(bases) - line.base < line.size):
            found[_value(match[2])].append(line)
    return found


def _printed(line: Line) -> str:
    match = _PAGE_NUMBER.fullmatch(line.text)
    return match[2] if match else line.text


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    digits = [_ROMAN[letter] for letter in number.casefold()]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))
