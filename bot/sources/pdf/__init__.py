"""From PDF to blocks."""

from bot.sources.pdf.reader import read_pdf

__all__ = ["read_pdf"]
