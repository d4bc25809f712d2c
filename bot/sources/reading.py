"""Reads a file of whatever format into a source."""

from pathlib import Path

from bot.sources.decoding import format_of
from bot.sources.source import Source


def read_source(file: Path, encoding: str | None = None) -> Source:
    """The source in a file: plain text, Markdown, a web page, Word or PDF.

    Args:
        file: what to read.
        encoding: that of its letters; without, as it says itself, or UTF-8. Word and PDF need none.

    Raises:
        DocumentError: it cannot be read, or is of another kind.
    """
    match format_of(file):
        case "plain":
            from bot.sources.plain import read_plain

            return read_plain(file, encoding)
        case "markdown":
            from bot.sources.markdown import read_markdown

            return read_markdown(file, encoding)
        case "html":
            from bot.sources.html import read_html

            return read_html(file, encoding)
        case "word":
            from bot.sources.word import read_word

            return read_word(file)
        case "pdf":
            from bot.sources.pdf import read_pdf

            return read_pdf(file)
