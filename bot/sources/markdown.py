"""From Markdown to blocks: markdown-it (CommonMark, with tables and what is struck out) makes a page, read as one."""

import math
import re
from pathlib import Path

from bot.sources.decoding import decoded
from bot.sources.hidden import without_hidden
from bot.sources.lines import lines_of
from bot.sources.markup import source_of
from bot.sources.plain import read_plain
from bot.sources.source import Source
from bot.sources.wrapping import wrap_width

MARGIN = 2
"""A line that is set in by so many blanks goes on with a list item."""

_EMPTY_HEADING = re.compile(r"^(#{1,6})[ \t]*\n\s*(?=\S)", re.MULTILINE)
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]")
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")


def read_markdown(file: Path, encoding: str | None = None) -> Source:
    """The source in a Markdown file; one without any heading of Markdown's is read as plain text.

    Raises:
        DocumentError: the file cannot be read, is not in that encoding, or shows no words.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    text = without_hidden(decoded(file, encoding)).lstrip("\ufeff")
    source = source_of(file.name, parser.render(_mended(text)))
    if not any(block.kind == "heading" for block in source.blocks):
        return read_plain(file, encoding)
    return source


def _mended(text: str) -> str:
    """Markdown as it was meant, where a program made it of a page.

    A heading's words may stand on the next line; a table's caption before its first cell; and where no line is
    wrapped, each is a paragraph, also one right under a list.
    """
    lines = _EMPTY_HEADING.sub(r"\1 ", text.replace("\r\n", "\n")).split("\n")
    is_wrapped = not math.isinf(wrap_width(lines_of(text)))
    mended: list[str] = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        above = mended[-1] if mended else ""
        if not is_wrapped and _is_plain(line) and above.strip() and not _is_table(above):
            mended.append("")
        mended += _without_caption(line, below)
    return "\n".join(mended)


def _is_plain(line: str) -> bool:
    """Whether a line is one of words, at the margin, that goes on with nothing."""
    begin = line.lstrip(" ")
    is_margin = len(line) - len(begin) < MARGIN
    return (is_margin and begin[:1].isalnum()) or (
        begin[:1] in ("[", "*", "_", "“", '"', "(") and not _ITEM.match(line)
    )


def _is_table(line: str) -> bool:
    return line.count("|") > 1


def _without_caption(line: str, below: str) -> list[str]:
    """A table's first row; where it has one cell more than the rule under it, that is a caption, and stands before."""
    if not _RULE.fullmatch(below.strip()) or "|" not in below or line.lstrip().startswith("|"):
        return [line]
    cells, columns = line.strip().strip("|").split("|"), below.strip().strip("|").count("|") + 1
    return [cells[0], "", "|".join(["", *cells[1:], ""])] if len(cells) == columns + 1 else [line]
