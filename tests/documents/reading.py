"""From a text to its passages, without a file."""

from bot.documents.model import Section
from bot.documents.paragraphs import Chunk
from bot.documents.passages import chunk as chunk_source
from bot.sources.plain import blocks_of
from bot.sources.source import Source


def chunk(text: str) -> tuple[str | None, tuple[Section, ...], tuple[Chunk, ...]]:
    return chunk_source(Source("leaflet.txt", text, tuple(blocks_of(text))))
