"""From plain text to blocks: headings, paragraphs and bullets, without changing a character.

The text is read line by line. A heading is a short line without a full stop that stands apart and
has something to head; where it is not clear, a line is taken for text, because a heading is never
quoted and text is never lost.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

from bot.errors import DocumentError
from bot.files import read_content
from bot.sources.source import Block, BlockKind, Source, Span

MAXIMUM_HEADING_WORDS = 12
"""A longer line without a full stop is taken for a paragraph that lost its full stop."""

_NUMBER = r"\(?\d{1,2}[.)]"
_NUMBERED = re.compile(_NUMBER)
_BULLET = re.compile(rf"(?:(?:[-+*·–—]|o(?=\t)|{_NUMBER}|\(?[a-z][.)])\s+|[•‣▪◦●○■□➢➤►✓✔\uf0b7]\s*)(?=\S)")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_CLOSING = r"[\"'”’»)\]*_]*"
_SENTENCE_END = re.compile(rf"[.?!…。？！]{_CLOSING}$")
_NO_HEADING_END = re.compile(rf"[.;,…。]{_CLOSING}$")
_PUNCTUATION_END = re.compile(rf"[.?!:;,…。？！]{_CLOSING}$")
_SECOND_SENTENCE = re.compile(rf"[.?!]{_CLOSING}\s+\w")
_CONTACT = re.compile(r"@|://|www\.|(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{3}")


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str
    width: int
    after_blank: bool
    kind: BlockKind


def read_plain(file: Path) -> Source:
    """The source in a plain text or Markdown file.

    Raises:
        DocumentError: the file cannot be read, is not UTF-8 (the message gives the byte), or is empty.
    """
    text = _decoded(file)
    return Source(file.name, text, tuple(blocks_of(text)))


def blocks_of(text: str) -> list[Block]:
    """The blocks of a plain text, in order. They hold every line that has a letter or a digit."""
    lines = _lines(text)
    width = _wrap_width(lines)
    _demote_dashes(lines, width)
    for before, line, after in _with_neighbours(lines):
        if _may_be_heading(before, line, after, width):
            line.kind = "heading"
    _demote_fragments(lines, width)
    _demote_runs(lines)
    return _joined(lines, width)


def heading_text(line: str) -> str:
    """A heading as it is shown: without Markdown's marks and a colon at its end."""
    return line.strip("#*_: \t") or line


def stripped(text: str, start: int, end: int) -> Span:
    """The span without white space, and without a byte order mark at its beginning."""
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _lines(text: str) -> list[_Line]:
    """The lines that have a letter or a digit; others (a rule of dashes) part paragraphs as blank ones do."""
    lines: list[_Line] = []
    after_blank = True
    position = 0
    for raw in text.splitlines(keepends=True):
        start, end = stripped(text, position, position + len(raw))
        written = text[start:end]
        if any(map(str.isalnum, written)):
            kind: BlockKind = "bullet" if _BULLET.match(written) else "body"
            lines.append(_Line(start, end, written, end - position, after_blank, kind))
            after_blank = False
        else:
            after_blank = True
        position += len(raw)
    return lines


def _with_neighbours(lines: Sequence[_Line]) -> Iterator[tuple[_Line | None, _Line, _Line | None]]:
    return zip([None, *lines], lines, [*lines[1:], None], strict=False)


def _wrap_width(lines: Sequence[_Line]) -> float:
    """About how many characters fit on a line of a hard-wrapped text; infinite where lines are not wrapped.

    A text is hard-wrapped when at least a tenth of its lines run on in a line that begins in lower case.
    """
    widths = sorted(
        earlier.width
        for earlier, later in pairwise(lines)
        if _runs_on(earlier, later) and not _SENTENCE_END.search(earlier.text)
    )
    if not widths or len(widths) * 10 < len(lines):
        return math.inf
    return widths[len(widths) // 2]


def _demote_dashes(lines: Sequence[_Line], width: float) -> None:
    """A dash or number that only came to a line's beginning because the line above was full marks no bullet."""
    in_list = bool(lines) and lines[0].kind == "bullet"
    for before, line in pairwise(lines):
        in_list = in_list and not line.after_blank
        if line.kind == "bullet":
            in_list |= line.after_blank or bool(_PUNCTUATION_END.search(before.text)) or _fits(before, line, width)
            line.kind = "bullet" if in_list else "body"


def _runs_on(earlier: _Line, later: _Line | None) -> bool:
    return later is not None and later.kind == "body" and not later.after_blank and later.text[0].islower()


def _fits(earlier: _Line, later: _Line, width: float) -> bool:
    """Whether the first word of ``later`` had room on ``earlier``, so that the line was ended on purpose."""
    return earlier.width + 1 + len(later.text.split(maxsplit=1)[0]) <= width


def _begins_paragraph(earlier: _Line, later: _Line, width: float) -> bool:
    if later.after_blank or earlier.kind == "heading":
        return True
    ended = bool(_SENTENCE_END.search(earlier.text)) or (earlier.kind == "bullet" and not later.text[0].islower())
    return ended and _fits(earlier, later, width)


def _may_be_heading(before: _Line | None, line: _Line, after: _Line | None, width: float) -> bool:
    if _MARKDOWN_HEADING.match(line.text):
        return True
    if after is None or not _reads_like_heading(line) or (before and not _begins_paragraph(before, line, width)):
        return False
    if line.kind == "bullet" and not _stands_alone(before, line, after, width):
        return False
    if after.kind == "bullet":
        return not line.text.endswith(":")
    if after.after_blank:
        return before is None or line.after_blank or before.kind != "heading"
    return not _runs_on(line, after) and _fits(line, after, width)


def _reads_like_heading(line: _Line) -> bool:
    words = line.text[_marker_width(line) :]
    return (
        len(words.split()) <= MAXIMUM_HEADING_WORDS
        and any(map(str.isalpha, words))
        and not words[0].islower()
        and not any(pattern.search(words) for pattern in (_NO_HEADING_END, _SECOND_SENTENCE, _CONTACT))
    )


def _stands_alone(before: _Line | None, line: _Line, after: _Line, width: float) -> bool:
    """Whether a numbered line is no part of a list: "2. What are the risks?" between paragraphs."""
    apart = before is None or line.after_blank or before.kind == "heading" or math.isinf(width)
    listed = any(other and other.kind == "bullet" and _NUMBERED.match(other.text) for other in (before, after))
    return bool(_NUMBERED.match(line.text)) and apart and not listed


def _marker_width(line: _Line) -> int:
    marker = _BULLET.match(line.text)
    return marker.end() if marker else 0


def _demote_fragments(lines: Sequence[_Line], width: float) -> None:
    """Short lines right above a line that is no sentence are an address or a signature, except the title."""
    for line, below, further in reversed(list(zip(lines[1:], lines[2:], [*lines[3:], None], strict=False))):
        if line.kind == "heading" and not below.after_blank and _is_fragment(below, further, width):
            _demote(line)


def _is_fragment(line: _Line, after: _Line | None, width: float) -> bool:
    if line.kind != "body" or len(line.text.split()) > MAXIMUM_HEADING_WORDS or _PUNCTUATION_END.search(line.text):
        return False
    return after is None or after.after_blank or (not _runs_on(line, after) and _fits(line, after, width))


def _demote_runs(lines: Sequence[_Line]) -> None:
    """Of three or more headings in a row, only the last heads something; the title does not count."""
    for kind, group in groupby(lines, key=lambda line: line.kind):
        run = [line for line in group if line is not lines[0]]
        if kind == "heading" and len(run) > 2:
            for line in run[:-1]:
                _demote(line)


def _demote(line: _Line) -> None:
    if not _MARKDOWN_HEADING.match(line.text):
        line.kind = "bullet" if _marker_width(line) else "body"


def _joined(lines: Sequence[_Line], width: float) -> list[Block]:
    blocks: list[Block] = []
    for before, line, _ in _with_neighbours(lines):
        if before and line.kind == "body" and not _begins_paragraph(before, line, width):
            blocks[-1] = blocks[-1]._replace(end=line.end)
        else:
            content = line.start + (_marker_width(line) if line.kind == "bullet" else 0)
            blocks.append(Block(line.start, line.end, line.kind, content))
    return blocks


def _decoded(file: Path) -> str:
    try:
        content = read_content(file)
    except OSError as error:
        raise DocumentError(f"{file}: cannot be read: {error.strerror}.") from error
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{file}: not UTF-8 at byte {error.start}. Save it as UTF-8 (in Word: 'Plain text', encoding UTF-8)."
        ) from error
    if not text.lstrip("\ufeff").strip():
        raise DocumentError(f"{file}: this file is empty. Put the leaflet's text into it.")
    return text
