"""From plain text to blocks: headings, paragraphs and bullets, without changing a character.

The text is read line by line: ``lines.py`` cuts it, ``tables.py``, ``bullets.py`` and ``headings.py`` tell what a line
is, ``wrapping.py`` which lines go on in one another.
"""

from collections.abc import Sequence
from pathlib import Path

from bot.errors import DocumentError
from bot.sources.bullets import Depths, mark_bullets, marker_width, mend_bullets
from bot.sources.contents import contents_among
from bot.sources.decoding import decoded
from bot.sources.drafts import Draft
from bot.sources.governing import is_joint
from bot.sources.headings import mark_headings, with_neighbours
from bot.sources.hidden import without_hidden
from bot.sources.lines import Line, lines_of
from bot.sources.source import Block, Source
from bot.sources.tables import mark_rows
from bot.sources.wrapping import begins_paragraph, wrap_width


def read_plain(file: Path, encoding: str | None = None) -> Source:
    """The source in a plain text file.

    Raises:
        DocumentError: the file cannot be read, is not in that encoding (the message gives the byte), or is empty.
    """
    text = without_hidden(decoded(file, encoding))
    if not text.strip():
        raise DocumentError(f"{file}: nothing in this file can be seen by a reader. Put the leaflet's text into it.")
    blocks = blocks_of(text)
    contents = contents_among([Draft(block.kind, text[block.content : block.end], block.level) for block in blocks])
    return Source(file.name, text, tuple(block for number, block in enumerate(blocks) if number not in contents))


def blocks_of(text: str) -> list[Block]:
    """The blocks of a plain text, in order. They hold every line that has a letter or a digit."""
    lines = lines_of(text)
    mark_bullets(lines)
    mark_rows(lines, text)
    width = wrap_width(lines)
    mend_bullets(lines, width)
    mark_headings(lines, width)
    return _joined(lines, width)


def _joined(lines: Sequence[Line], width: float) -> list[Block]:
    blocks: list[Block] = []
    depths = Depths()
    for before, line, _ in with_neighbours(lines):
        is_joined = bool(blocks) and blocks[-1].kind == "bullet" and is_joint(line.text)
        if before and line.kind == "body" and (is_joined or not begins_paragraph(before, line, width)):
            blocks[-1] = blocks[-1]._replace(end=line.end)
        else:
            content = line.start + (marker_width(line) if line.kind == "bullet" else 0)
            blocks.append(Block(line.start, line.end, line.kind, content, depths.of(line)))
    return blocks
