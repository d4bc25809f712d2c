"""Opens a Word file, if it is one, and not larger than can be read."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import DocumentError
from bot.sources.decoding import content_of

if TYPE_CHECKING:
    from docx.document import Document

LARGEST = 50_000_000
"""A leaflet's parts do not unpack to more bytes, with its pictures; a file that was made to fill the memory does."""

LARGEST_MARKUP = 10_000_000
"""Nor do those that hold its text; one parsed takes thirty times as many bytes of memory."""

_OLE = b"\xd0\xcf\x11\xe0"


def opened(file: Path) -> "Document":
    """What python-docx makes of a file.

    Raises:
        DocumentError: it is damaged, locked or too large, or python-docx is missing.
    """
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
        raise DocumentError(damaged(file)) from error
    raise DocumentError(
        f"{file}: too large: it unpacks to {size:,} bytes, {markup:,} of them text; "
        f"at most {LARGEST:,} and {LARGEST_MARKUP:,} are read. Make its pictures smaller, or split it."
    )


def damaged(file: Path) -> str:
    """What is said of a file that is no Word file, or a broken one."""
    return f"{file}: no Word file (.docx), or a damaged one. Open it in Word and save it as a Word document (.docx)."
