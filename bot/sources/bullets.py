"""Which lines of a plain text are list items, and how deep they stand."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.sources.governing import announces
from bot.sources.lines import MARKS, Line
from bot.sources.wrapping import PUNCTUATION_END, SENTENCE_END, fits

DEEPEST = 20
"""No list is looked for that stands deeper within others."""

_NUMBER = r"\(?\d{1,2}[.)]"
NUMBERED = re.compile(_NUMBER)
_LETTERED = re.compile(r"\(?([A-Z])[.)]\s")
_LETTER = r"\(?(?:[a-zA-Z]|[ivx]{2,5})[.)]"
_BULLET = re.compile(
    rf"(?:(?:[-+*·–—‐‑‒−]|o|{_NUMBER}|{_LETTER}|(?i:step) \d{{1,2}}[:.)]?)\s+|[{MARKS}]\ufe0f?\s*)(?=\S)"
)
MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+")


def mark_bullets(lines: Sequence[Line]) -> None:
    """Make list items of the lines that begin with a mark."""
    for line in lines:
        line.kind = "bullet" if _BULLET.match(line.text) else "body"


def mend_bullets(lines: Sequence[Line], width: float) -> None:
    """Take from the list items what only looks like one, and add those of lists without marks.

    Args:
        lines: of the text, its tables found.
        width: how many characters fit on a line (``wrap_width``).
    """
    _demote_letters(lines)
    _demote_dashes(lines, width)
    _mark_unmarked_lists(lines, width)


def marker_width(line: Line) -> int:
    """How many characters the mark of a list item takes, with the blank after it; 0 where there is none."""
    marker = _BULLET.match(line.text)
    return marker.end() if marker else 0


def _demote_letters(lines: Sequence[Line]) -> None:
    """A capital letter marks a bullet where its neighbours in the alphabet do too: "E. coli" is none."""
    marked = [(line, _LETTERED.match(line.text)) for line in lines]
    letters = [ord(match[1]) if match else 0 for _, match in marked]
    for number, (line, match) in enumerate(marked):
        beside = (letters[number - 1] + 1 if number else 0, letters[number + 1] - 1 if number + 1 < len(letters) else 0)
        if match and letters[number] not in beside and line.kind == "bullet":
            line.kind = "body"


def _mark_unmarked_lists(lines: Sequence[Line], width: float) -> None:
    """Two lines or more, right under one that announces them, that are no sentences, are a list without marks.

    Blank lines may stand between them where they begin in lower case.
    """
    place = 1
    while place < len(lines):
        end = place
        if lines[place - 1].kind == "body" and announces(lines[place - 1].text):
            while end < len(lines) and _may_be_item(lines, end, place, width):
                end += 1
        if end - place > 1:
            for line in lines[place:end]:
                line.kind = "bullet"
        place = max(end, place + 1)


def _may_be_item(lines: Sequence[Line], number: int, first: int, width: float) -> bool:
    line, before = lines[number], lines[number - 1]
    return (
        line.kind == "body"
        and (number == first or not line.after_blank or line.text[0].islower())
        and (line.after_blank or fits(before, line, width))
        and not SENTENCE_END.search(line.text)
        and not announces(line.text)
    )


def _demote_dashes(lines: Sequence[Line], width: float) -> None:
    """A dash or number that only came to a line's beginning because the line above was full marks no bullet."""
    in_list = bool(lines) and lines[0].kind == "bullet"
    for before, line in pairwise(lines):
        in_list = in_list and not line.after_blank
        if line.kind == "bullet":
            in_list |= line.after_blank or bool(PUNCTUATION_END.search(before.text)) or fits(before, line, width)
            line.kind = "bullet" if in_list else "body"


class Depths:
    """Tells how deep the items of a list stand, by how far they are set in and by their marks."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []
        self._announces = False

    def of(self, line: Line) -> int:
        """The level of the block that begins with ``line`` (see ``Block``)."""
        if line.kind == "heading":
            self._open.clear()
            mark = MARKDOWN_HEADING.match(line.text)
            return len(mark[1]) if mark else line.level
        if line.kind == "row":
            self._open.clear()
            return line.level
        if line.kind == "body":
            while self._open and line.indent <= self._open[-1][0]:
                self._open.pop()
            return self._depth + 1 if self._open else 0
        return self._of_bullet(line)

    def _of_bullet(self, line: Line) -> int:
        mark = _mark_of(line)
        while self._open and self._open[-1][0] > line.indent:
            self._open.pop()
        if self._open and self._open[-1][0] == line.indent:
            if (line.indent, mark) in self._open:
                del self._open[self._open.index((line.indent, mark)) + 1 :]
            elif self._announces:
                self._open.append((line.indent, mark))
            else:
                self._open[-1] = (line.indent, mark)
        else:
            self._open.append((line.indent, mark))
        self._announces = announces(line.text)
        return self._depth

    @property
    def _depth(self) -> int:
        return min(len(self._open), DEEPEST)


def _mark_of(line: Line) -> str:
    """A bullet's mark; one for all numbers, and one for all letters."""
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", line.text[: marker_width(line)].strip().casefold()))
