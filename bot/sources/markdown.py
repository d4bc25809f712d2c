"""From Markdown to blocks: markdown-it (CommonMark, with tables and what is struck out) makes a page, read as one."""

import math
import re
from collections.abc import Iterator
from pathlib import Path

from bot.sources.building import raised
from bot.sources.decoding import decoded
from bot.sources.furniture import furniture
from bot.sources.headings import reads_like_heading
from bot.sources.hidden import without_hidden
from bot.sources.lines import lines_of
from bot.sources.markup import source_of
from bot.sources.plain import read_plain
from bot.sources.source import Source
from bot.sources.wrapping import wrap_width

MARGIN = 2
"""A line that is set in by so many blanks goes on with a list item."""

LONGEST_LINK = 2000
"""Characters of a link's words that may stand on several lines, with the blanks where a picture stood."""

_HEADING = re.compile(r"(#{1,6})[ \t]")
_EMPTY_HEADING = re.compile(r"^(#{1,6})[ \t]*\n\s*(?=\S)(.*)(?:\n\s*[-–—]\s*\n\s*(?=\S)(.*))?", re.MULTILINE)
"""A heading whose words stand on the next line, or on the next and, after a dash, a later one."""

_LINK = re.compile(rf"\[([^\[\]]{{1,{LONGEST_LINK}}})\]\([^()\s]*\)")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]")
_TASK = re.compile(r"^([ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]+)\[[ xX]\][ \t]+", re.MULTILINE)
_ALERT = re.compile(r"^([ \t]*>[ \t]*)\[!(\w+)\][ \t]*$", re.MULTILINE)
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_NOTE = re.compile(r"\[\^([^\]\s]{1,99})\](:?)")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)$")


def read_markdown(file: Path, encoding: str | None = None) -> Source:
    """The source in a Markdown file; one without any heading of Markdown's is read as plain text.

    Raises:
        DocumentError: the file cannot be read, is not in that encoding, or shows no words.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    text = without_hidden(decoded(file, encoding), keeps_tags=True).lstrip("\ufeff")
    source = source_of(file.name, parser.render(_mended(text)))
    if not any(block.kind == "heading" for block in source.blocks):
        return read_plain(file, encoding)
    return source


def _mended(text: str) -> str:
    """Markdown as it was meant, where a program made it of a page, or where it is of a wider kind than CommonMark.

    A heading's words may stand on the next line, and those of a link on several; a table's caption before its first
    cell; and where no line is wrapped, each is a paragraph, also one right under a list.
    """
    text = _EMPTY_HEADING.sub(_heading, text.replace("\r\n", "\n"))
    text = _LINK.sub(_on_one_line, text)
    text = _ALERT.sub(lambda found: f"{found[1]}**{found[2].capitalize()}:**", _TASK.sub(r"\1", text))
    text = _with_notes(text)
    is_wrapped = not math.isinf(wrap_width(lines_of(text)))
    lines = list(_with_lost_headings(text.split("\n")))
    mended: list[str] = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        above = mended[-1] if mended else ""
        if not is_wrapped and _is_plain(line) and above.strip() and not (_is_table(above) or _HARD_BREAK.search(above)):
            mended.append("")
        mended += _without_caption(line, below)
    return "\n".join(mended)


def _heading(found: re.Match[str]) -> str:
    """A heading that came apart, on one line; of the first page of a guide, that of the guide."""
    return f"{found[1]} {found[2].strip()}{f' - {found[3].strip()}' if found[3] else ''}"


def _on_one_line(found: re.Match[str]) -> str:
    """A link on one line; one that holds several paragraphs is a card that leads to another page, and left out."""
    if _EMPTY_LINE.search(found[1]):
        return ""
    return " ".join(found.group().split()) if "\n" in found.group() else found.group()


def _with_notes(text: str) -> str:
    """Footnotes with the marks that a reader sees: figures, counted as the text refers to them."""
    order = list(dict.fromkeys(name for name, colon in _NOTE.findall(text) if not colon))
    marks = {name: raised(str(number)) for number, name in enumerate(order, 1)}
    return _NOTE.sub(lambda found: marks.get(found[1], found[1]) + found[2].replace(":", " "), text)


def _with_lost_headings(lines: list[str]) -> Iterator[str]:
    """The lines, with headings where the mark of one was lost: that of a folded part of a page.

    It is set in by a blank, stands between empty lines, and reads like a heading. Another heading right under it stands
    in the folded part.
    """
    level, deeper = 0, 0
    for place, line in enumerate(lines):
        mark = _HEADING.match(line)
        if mark:
            level = len(mark[1]) if not deeper else level
            yield f"#{line}" if deeper and len(mark[1]) == deeper else line
            deeper = 0
        elif level and _is_lost_heading(lines, place):
            deeper = level + 1
            yield f"{'#' * deeper} {line.strip()}"
        else:
            deeper = 0 if line.strip() else deeper
            yield line


def _is_lost_heading(lines: list[str], place: int) -> bool:
    line, below = lines[place], lines[place + 1] if place + 1 < len(lines) else ""
    is_set_in = line.startswith(" ") and not line.startswith("  ") and not _HARD_BREAK.search(line)
    has_more = any(other.strip() for other in lines[place + 1 : place + 4])
    words = line.strip()
    is_heading = reads_like_heading(words) and words[0].isalpha() and not furniture().is_line(words)
    return is_set_in and below.isspace() and has_more and is_heading


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
