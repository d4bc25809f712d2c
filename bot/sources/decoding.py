"""From the bytes of a file to its letters, and what kind of file it is: by its content first, by its name second."""

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Literal

from bot.errors import DocumentError
from bot.files import read_content

Format = Literal["plain", "markdown", "html", "word", "pdf"]

SUFFIXES: dict[str, Format] = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "word",
    ".pdf": "pdf",
}
"""The files that are read, by how their names end."""

ENCODINGS = "UTF-8, or name another with --encoding, such as windows-1252"

LOOKED_AT = 4096
"""How many bytes at the beginning tell what a file is."""

MOST_ZEROS, WIDE_ZEROS = 0.1, 0.25
"""A file with more bytes of 0 is no text; in text of two bytes a letter, about half are."""

MOST_CONTROLS = 0.05
"""Nor has a text more bytes that steer a device."""

_CONTROLS = bytes({*range(1, 32)} - set(b"\t\n\v\f\r\x1b"))

_OTHERS = (
    (rb"\{\\rtf", "a Rich Text (RTF) file"),
    (rb"\xd0\xcf\x11\xe0", "an old Word (.doc) file"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\x00|MM\x00\*|RIFF....WEBP|BM.{4}\x00{4}", "a picture"),
    (rb".{4}ftyp(?:hei|hev|mif|msf|avi)", "a picture"),
    (rb".{4}ftyp|ID3[\x02-\x04]|OggS\x00|fLaC|RIFF....(?:WAVE|AVI )|\x1aE\xdf\xa3", "a film or a sound recording"),
    (rb"\x1f\x8b|BZh\d|7z\xbc\xaf|Rar!|\xfd7zXZ|.{257}ustar", "a packed file"),
    (rb"%!PS", "a PostScript file"),
    (rb"MZ.{1,200}\x00\x00|\x7fELF", "a program"),
    (rb"SQLite format 3\x00", "a database"),
)
"""How files begin that cannot be read, and what they are."""

_ZIPPED = (
    ("word/document.xml", "word"),
    ("content.xml", "an OpenDocument (.odt) file"),
    ("xl/workbook.xml", "an Excel file"),
    ("ppt/presentation.xml", "a PowerPoint file"),
    ("META-INF/container.xml", "an e-book (EPUB)"),
)
"""Which member tells what a zip archive is."""

_PDF = re.compile(rb".{0,1023}?%PDF-\d", re.DOTALL)
"""Something else may stand before what a PDF begins with."""

_PAGE = re.compile(
    rb"(?:<\?xml[^>]*>|<!--.*?-->|\{%.*?%\}|\{\{.*?\}\}|\s)*(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE | re.DOTALL
)
_PART = re.compile(
    rb"\s*<(?:article|aside|body|div|dl|head|header|h[1-6]|main|meta|ol|section|table|title|ul)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
"""How a piece of a web page begins."""

_XML = re.compile(rb"\s*<\?xml\s|\s*<[A-Za-z][\w:.-]*(?:\s[^<>]*)?>\s*<[A-Za-z]")
_DECLARED = re.compile(rb"<meta[^>]*\bcharset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def format_of(file: Path) -> Format:
    """What kind of file it is.

    Raises:
        DocumentError: it cannot be read, is empty, or is of a kind that is not read: the message says of which.
    """
    content = content_of(file)
    begin = content.lstrip(b"\xef\xbb\xbf \t\r\n\f")[:LOOKED_AT]
    named = SUFFIXES.get(file.suffix.lower())
    if _PDF.match(begin if named == "pdf" else begin[:8]):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _zipped(file, content)
    for pattern, name in _OTHERS:
        if re.match(pattern, begin, re.DOTALL):
            raise _refused(file, name)
    if named in ("pdf", "word"):
        raise _refused(file, f"no {file.suffix.lower()[1:].upper()} file, whatever its name says")
    return _of_letters(file, content, begin, named)


def _of_letters(file: Path, content: bytes, begin: bytes, named: Format | None) -> Format:
    is_page = _PAGE.match(begin) is not None
    if is_page or named == "html":
        if named not in ("html", None):
            raise _page_named_otherwise(file)
        return "html"
    if _PART.match(begin) and named != "markdown":
        raise _page_named_otherwise(file)
    if _XML.match(begin):
        raise _refused(file, "an XML file")
    if _is_json(begin, content):
        raise _refused(file, "a JSON file")
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    zeros = 0 if is_wide else content.count(b"\x00") / len(content)
    controls = 0 if is_wide else len(begin) - len(begin.translate(None, _CONTROLS))
    if zeros > MOST_ZEROS or controls > MOST_CONTROLS * len(begin):
        raise _refused(file, "text in UTF-16 without a mark that says so" if zeros > WIDE_ZEROS else "no text")
    return named or "plain"


def content_of(file: Path) -> bytes:
    """The bytes of a file.

    Raises:
        DocumentError: it cannot be read, or is empty.
    """
    try:
        content = read_content(file)
    except OSError as error:
        raise DocumentError(f"{file}: cannot be read: {error.strerror}.") from error
    if not content.strip(b"\xef\xbb\xbf \t\r\n\f"):
        raise DocumentError(f"{file}: this file is empty. Put the leaflet's text into it.")
    return content


def decoded(file: Path, encoding: str | None = None, declares: bool = False) -> str:
    """The letters of a file: in ``encoding``; else as its byte order mark says; else in UTF-8.

    Args:
        file: what to read.
        encoding: that of its letters, where a person names it.
        declares: whether it may name its encoding itself, as a page does.

    Raises:
        DocumentError: it cannot be read, or is not in that encoding (the message gives the byte); nothing is guessed.
    """
    content = content_of(file)
    declared = _DECLARED.search(content[:LOOKED_AT]) if declares else None
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    chosen = encoding or marked or (declared[1].decode("ascii") if declared else "utf-8")
    try:
        return content.decode(chosen)
    except LookupError as error:
        raise DocumentError(f"{file}: {chosen!r} is no encoding that is known. Save it as {ENCODINGS}.") from error
    except UnicodeDecodeError as error:
        raise DocumentError(f"{file}: not {chosen.upper()} at byte {error.start}. Save it as {ENCODINGS}.") from error


def _zipped(file: Path, content: bytes) -> Format:
    try:
        members = set(zipfile.ZipFile(BytesIO(content)).namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise DocumentError(f"{file}: this file is damaged ({error}). Save it anew.") from error
    found = next((name for member, name in _ZIPPED if member in members), "a zip archive")
    if found == "word":
        return "word"
    raise _refused(file, found)


def _is_json(begin: bytes, content: bytes) -> bool:
    if not begin.startswith((b"{", b"[")):
        return False
    try:
        return isinstance(json.loads(content), dict | list)
    except (ValueError, RecursionError):
        return re.match(rb"\{\s*\"|\[\s*[\[{\"]", begin) is not None


def _page_named_otherwise(file: Path) -> DocumentError:
    return DocumentError(f"{file}: this seems to be a web page. To have it read as one, name it {file.stem}.html.")


def _refused(file: Path, name: str) -> DocumentError:
    return DocumentError(
        f"{file}: this seems to be {name}. Save it as plain text (UTF-8), Markdown, HTML, Word (.docx) or PDF."
    )
