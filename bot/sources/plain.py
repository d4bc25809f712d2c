"""From plain text to blocks: headings, paragraphs and bullets, without changing a character.

The text is read line by line. A heading is a short line without a full stop that stands apart and
has something to head; where it is not clear, a line is taken for text, because a heading is never
quoted and text is never lost.
"""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path

from bot.errors import DocumentError
from bot.sources.decoding import decoded
from bot.sources.governing import announces, is_joint, is_order, is_page_number
from bot.sources.hidden import without_hidden
from bot.sources.lines import MARKS, Line, lines_of
from bot.sources.source import Block, Source
from bot.sources.tables import mark_rows

MAXIMUM_HEADING_WORDS = 12
"""A longer line without a full stop is taken for a paragraph that lost its full stop."""

DEEPEST = 20
"""No list is looked for that stands deeper within others."""

LEAST_WIDTH = 30
"""No text is hard-wrapped at fewer characters."""

_NUMBER = r"\(?\d{1,2}[.)]"
_NUMBERED = re.compile(_NUMBER)
_LETTERED = re.compile(r"\(?([A-Z])[.)]\s")
_LETTER = r"\(?(?:[a-zA-Z]|[ivx]{2,5})[.)]"
_BULLET = re.compile(
    rf"(?:(?:[-+*·–—‐‑‒−]|o|{_NUMBER}|{_LETTER}|(?i:step) \d{{1,2}}[:.)]?)\s+|[{MARKS}]\ufe0f?\s*)(?=\S)"
)
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+")
_CLOSING = r"[\"'”’»)\]*_]*"
_SENTENCE_END = re.compile(rf"[.?!…。？！]{_CLOSING}$")
_NO_HEADING_END = re.compile(rf"[.;,…。]{_CLOSING}$")
_PUNCTUATION_END = re.compile(rf"[.?!:;,…。？！]{_CLOSING}$")
_SECOND_SENTENCE = re.compile(rf"[.?!]{_CLOSING}\s+\w")
_CONTACT = re.compile(r"@|://|www\.|(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{3}")


def read_plain(file: Path, encoding: str | None = None) -> Source:
    """The source in a plain text file.

    Raises:
        DocumentError: the file cannot be read, is not in that encoding (the message gives the byte), or is empty.
    """
    text = without_hidden(decoded(file, encoding))
    if not text.strip():
        raise DocumentError(f"{file}: nothing in this file can be seen by a reader. Put the leaflet's text into it.")
    return Source(file.name, text, tuple(blocks_of(text)))


def blocks_of(text: str) -> list[Block]:
    """The blocks of a plain text, in order. They hold every line that has a letter or a digit."""
    lines = lines_of(text)
    for line in lines:
        line.kind = "bullet" if _BULLET.match(line.text) else "body"
    mark_rows(lines, text)
    width = wrap_width(lines)
    _demote_letters(lines)
    _demote_dashes(lines, width)
    _mark_unmarked_lists(lines, width)
    for before, line, after in _with_neighbours(lines):
        if _may_be_heading(before, line, after, width):
            line.kind = "heading"
    _demote_fragments(lines, width)
    _demote_runs(lines)
    _demote_orders(lines)
    return _joined(lines, width)


def heading_text(line: str) -> str:
    """A heading as it is shown: without Markdown's marks and a colon at its end."""
    return line.strip("#*_: \t") or line


def _with_neighbours(lines: Sequence[Line]) -> Iterator[tuple[Line | None, Line, Line | None]]:
    return zip([None, *lines], lines, [*lines[1:], None], strict=False)


def wrap_width(lines: Sequence[Line]) -> float:
    """About how many characters fit on a line of a hard-wrapped text; infinite where lines are not wrapped.

    A text is hard-wrapped when at least a tenth of its lines run on in a line that begins in lower case, and these
    are not as short as items of a list.
    """
    widths = sorted(
        earlier.width
        for earlier, later in pairwise(lines)
        if _runs_on(earlier, later) and not (_SENTENCE_END.search(earlier.text) or earlier.text.endswith(":"))
    )
    if not widths or len(widths) * 10 < len(lines):
        return math.inf
    width = widths[len(widths) // 2]
    return width if width >= LEAST_WIDTH else math.inf


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
        and (line.after_blank or _fits(before, line, width))
        and not _SENTENCE_END.search(line.text)
        and not announces(line.text)
    )


def _demote_dashes(lines: Sequence[Line], width: float) -> None:
    """A dash or number that only came to a line's beginning because the line above was full marks no bullet."""
    in_list = bool(lines) and lines[0].kind == "bullet"
    for before, line in pairwise(lines):
        in_list = in_list and not line.after_blank
        if line.kind == "bullet":
            in_list |= line.after_blank or bool(_PUNCTUATION_END.search(before.text)) or _fits(before, line, width)
            line.kind = "bullet" if in_list else "body"


def _runs_on(earlier: Line, later: Line | None) -> bool:
    return later is not None and later.kind == "body" and not later.after_blank and later.text[0].islower()


def _fits(earlier: Line, later: Line, width: float) -> bool:
    """Whether the first word of ``later`` had room on ``earlier``, so that the line was ended on purpose."""
    return earlier.width + 1 + len(later.text.split(maxsplit=1)[0]) <= width


def _begins_paragraph(earlier: Line, later: Line, width: float) -> bool:
    if later.after_blank or earlier.kind == "heading":
        return True
    ended = bool(_SENTENCE_END.search(earlier.text)) or (earlier.kind == "bullet" and not later.text[0].islower())
    return ended and _fits(earlier, later, width)


def _may_be_heading(before: Line | None, line: Line, after: Line | None, width: float) -> bool:
    if _MARKDOWN_HEADING.match(line.text):
        return True
    if (
        line.kind == "row"
        or len(line.text.splitlines()) > 1
        or is_page_number(line.text)
        or after is None
        or not _reads_like_heading(line)
        or (before and not _begins_paragraph(before, line, width))
    ):
        return False
    if line.kind == "bullet" and not _stands_alone(before, line, after, width):
        return False
    if after.kind in ("bullet", "row"):
        return not announces(line.text)
    if after.after_blank:
        return before is None or line.after_blank or before.kind != "heading"
    return not _runs_on(line, after) and _fits(line, after, width)


def _reads_like_heading(line: Line) -> bool:
    words = line.text[_marker_width(line) :]
    return (
        len(words.split()) <= MAXIMUM_HEADING_WORDS
        and any(map(str.isalpha, words))
        and not is_joint(words)
        and not words[0].islower()
        and not any(pattern.search(words) for pattern in (_NO_HEADING_END, _SECOND_SENTENCE, _CONTACT))
    )


def _stands_alone(before: Line | None, line: Line, after: Line, width: float) -> bool:
    """Whether a numbered line is no part of a list: "2. What are the risks?" between paragraphs."""
    apart = before is None or line.after_blank or before.kind == "heading" or math.isinf(width)
    listed = any(other and other.kind == "bullet" and _NUMBERED.match(other.text) for other in (before, after))
    return bool(_NUMBERED.match(line.text)) and apart and not listed


def _marker_width(line: Line) -> int:
    marker = _BULLET.match(line.text)
    return marker.end() if marker else 0


def _demote_fragments(lines: Sequence[Line], width: float) -> None:
    """Short lines right above a line that is no sentence are an address or a signature, except the title."""
    for line, below, further in reversed(list(zip(lines[1:], lines[2:], [*lines[3:], None], strict=False))):
        if line.kind == "heading" and not below.after_blank and _is_fragment(below, further, width):
            _demote(line)


def _is_fragment(line: Line, after: Line | None, width: float) -> bool:
    if line.kind != "body" or len(line.text.split()) > MAXIMUM_HEADING_WORDS or _PUNCTUATION_END.search(line.text):
        return False
    return after is None or after.after_blank or (not _runs_on(line, after) and _fits(line, after, width))


def _demote_runs(lines: Sequence[Line]) -> None:
    """Of three or more headings in a row, only the last heads something; the title does not count."""
    for kind, group in groupby(lines, key=lambda line: line.kind):
        run = [line for line in group if line is not lines[0]]
        if kind == "heading" and len(run) > 2:
            for line in run[:-1]:
                _demote(line)


def _demote_orders(lines: Sequence[Line]) -> None:
    """A line that says what not to do is text, to be quoted: "Do NOT drive for 24 hours". The title may be one."""
    for line, below in pairwise(lines[1:]):
        if line.kind == "heading" and below.kind == "body" and is_order(line.text):
            _demote(line)


def _demote(line: Line) -> None:
    if not _MARKDOWN_HEADING.match(line.text):
        line.kind = "bullet" if _marker_width(line) else "body"


def _joined(lines: Sequence[Line], width: float) -> list[Block]:
    blocks: list[Block] = []
    depths = _Depths()
    for before, line, _ in _with_neighbours(lines):
        is_joined = bool(blocks) and blocks[-1].kind == "bullet" and is_joint(line.text)
        if before and line.kind == "body" and (is_joined or not _begins_paragraph(before, line, width)):
            blocks[-1] = blocks[-1]._replace(end=line.end)
        else:
            content = line.start + (_marker_width(line) if line.kind == "bullet" else 0)
            blocks.append(Block(line.start, line.end, line.kind, content, depths.of(line)))
    return blocks


class _Depths:
    """Tells how deep the items of a list stand, by how far they are set in and by their marks."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []
        self._announces = False

    def of(self, line: Line) -> int:
        """The level of the block that begins with ``line`` (see ``Block``)."""
        if line.kind == "heading":
            self._open.clear()
            mark = _MARKDOWN_HEADING.match(line.text)
            return len(mark[1]) if mark else 0
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
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", line.text[: _marker_width(line)].strip().casefold()))
