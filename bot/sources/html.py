"""From a web page to blocks."""

from pathlib import Path

from bot.errors import DocumentError
from bot.sources.decoding import decoded
from bot.sources.markup import source_of
from bot.sources.source import Source


def read_html(file: Path, encoding: str | None = None) -> Source:
    """The source in a web page.

    Raises:
        DocumentError: the file cannot be read, is not in that encoding, or shows no words.
    """
    source = source_of(file.name, decoded(file, encoding, declares=True))
    if not any(block.kind not in ("heading", "box", "end") for block in source.blocks):
        raise DocumentError(f"{file}: a web page without any text. Paste what it shows into a text file.")
    return source
