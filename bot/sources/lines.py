"""The lines of a text, with what the readers of plain text want to know of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.sources.source import BlockKind, Span

MARKS = "•‣⁃∙▪▫◦●○■□☐☑☒◆◇❖★☆➔➢➤►▶✓✔✗✘✅❌🚫⛔👍👎\ue000-\uf8ff"
"""Bullets of word processors; Symbol and Wingdings put theirs into the private use area."""

SURE_MARKS = frozenset("•‣⁃∙▪▫◦●○■□☐☑☒◆◇❖★☆➔➢➤►▶✓✔✗✘")
"""Those that nobody types in a sentence: a blank before one is enough for it to begin another item on its line."""

_TOGETHER = re.compile(rf"[ \t]*([-–*•{MARKS}])[ \t]+")
_GAPS = (r"(?<=\S)[ \t]{2,}", r"(?<=\S)[ \t]+")
_ANNOUNCED = re.compile(rf"[^:{MARKS}\n]{{1,200}}:[ \t]+(?=([{''.join(sorted(SURE_MARKS))}])[ \t]+\S)")
"""A line that announces a list whose first bullet stands on it."""

_COUNTED = re.compile(r"[ \t]*(\(?)1([.)])[ \t]+\S")
"""The first step of a list; another that counts on may stand on its line, after the end of a sentence."""

_LONE_MARK = re.compile(rf"[-–—·o{MARKS}]\ufe0f?|\(?\d{{1,2}}[.)]")
_QUOTED = re.compile(r"(?:>[ \t]*)+(?=[^\W\d]|[-*•_])")
"""Marks of a quotation in Markdown; "> 5 mg" means more than that."""


@dataclass(slots=True)
class Line:
    """A line that has a letter or a digit.

    Attributes:
        start, end: its span in the text, without white space.
        text: what stands there.
        width: how many characters the line has up to its last visible one.
        after_blank: whether it is the first, or a blank line or a rule of dashes stands above it.
        indent: by how many columns it is set in.
        kind: what it was found to be.
        level: see ``Block``.
    """

    start: int
    end: int
    text: str
    width: int
    after_blank: bool
    indent: int
    kind: BlockKind = "body"
    level: int = 0


def lines_of(text: str) -> list[Line]:
    """The lines that have a letter or a digit; others (a rule of dashes) part paragraphs as blank ones do.

    A bullet's mark that stands alone on a line, as in a text copied from a PDF, belongs to the line under it; and of
    several bullets on a line each is one of its own.
    """
    lines: list[Line] = []
    after_blank = True
    position = 0
    mark: Line | None = None
    for begin, after in _raw_lines(text):
        position = begin
        first, end = stripped(text, begin, after)
        quoted = _QUOTED.match(text, first, end)
        start = quoted.end() if quoted else first
        is_seen = any(map(str.isalnum, text[start:end]))
        is_mark = _LONE_MARK.fullmatch(text, start, end) is not None
        if is_seen or is_mark:
            indent = len(text[position:start].expandtabs(4))
            line = Line(start, end, text[start:end], end - position, after_blank, indent)
            if mark and not is_mark:
                line.start, line.text, line.after_blank = mark.start, text[mark.start : end], mark.after_blank
                lines.pop()
            lines.append(line)
        mark = lines[-1] if is_mark else None
        after_blank = not (is_seen or is_mark)
    return [line for line in lines if any(map(str.isalnum, line.text))]


def _raw_lines(text: str) -> Iterator[Span]:
    """The spans of the lines of a text, those with several list items cut before each: "- fever  - chills"."""
    position = 0
    for raw in text.splitlines(keepends=True):
        start = position
        for place in _items_within(raw):
            yield start, position + place
            start = position + place
        position += len(raw)
        yield start, position


def _items_within(raw: str) -> Iterator[int]:
    """Where on a line other list items begin than at its beginning."""
    together, announced, counted = _TOGETHER.match(raw), _ANNOUNCED.match(raw), _COUNTED.match(raw)
    if together or announced:
        mark, end = (together[1], together.end()) if together else (announced[1], 0)  # type: ignore[index]
        gaps = re.finditer(rf"{_GAPS[mark in SURE_MARKS]}(?={re.escape(mark)}[ \t]+\S)", raw)
        yield from (found.end() for found in gaps if found.end() > end)
    elif counted:
        number = 1
        mark = rf"{re.escape(counted[1])}(\d{{1,2}}){re.escape(counted[2])}"
        for found in re.finditer(rf"(?<=[.;:!?)])[ \t]+(?={mark}[ \t]+\S)", raw):
            if int(found[1]) == number + 1:
                number += 1
                yield found.end()


def stripped(text: str, start: int, end: int) -> Span:
    """The span without white space, and without a byte order mark at its beginning."""
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
