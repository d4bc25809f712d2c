"""From the markup of a page to the words that a reader sees: HTML, and Markdown, which is made HTML first.

selectolax (Lexbor) parses it as a browser does. ``page.py`` tells what of it is seen and the leaflet's, by
``bot/data/furniture.toml``; ``writer.py`` makes blocks of that, with ``lists.py`` and ``tables.py``.
"""

from bot.sources.markup.writer import source_of

__all__ = ["source_of"]
