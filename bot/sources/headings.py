"""Which lines of a plain text are headings.

A heading is a short line without a full stop that stands apart and has something to head; where it is not clear, a line
is taken for text, because a heading is never quoted and text is never lost.
"""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from bot.sources.bullets import MARKDOWN_HEADING, NUMBERED, marker_width
from bot.sources.governing import announces, is_joint, is_order, is_page_number
from bot.sources.lines import Line
from bot.sources.wrapping import CLOSING, PUNCTUATION_END, begins_paragraph, fits, runs_on

MAXIMUM_HEADING_WORDS = 12
"""A longer line without a full stop is taken for a paragraph that lost its full stop."""

QUESTION_LEVEL = 2
"""The level of a heading that asks and has parts; the title's is 1."""

_NO_HEADING_END = re.compile(rf"[.;,…。]{CLOSING}$")
_SECOND_SENTENCE = re.compile(rf"[.?!]{CLOSING}\s+\w")
_CONTACT = re.compile(r"@|://|www\.|(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{3}")


def heading_text(line: str) -> str:
    """A heading as it is shown: without Markdown's marks and a colon at its end."""
    return line.strip("#*_: \t") or line


def mark_headings(lines: Sequence[Line], width: float) -> None:
    """Make headings of the lines that are such.

    Args:
        lines: of the text, its list items and tables found.
        width: how many characters fit on a line (``wrap_width``).
    """
    for before, line, after in with_neighbours(lines):
        if _may_be_heading(before, line, after, width):
            line.kind = "heading"
    _demote_fragments(lines, width)
    _demote_runs(lines)
    _demote_orders(lines)
    _mark_parts(lines)


def with_neighbours(lines: Sequence[Line]) -> Iterator[tuple[Line | None, Line, Line | None]]:
    """Each line, after the one above it and before the one below."""
    return zip([None, *lines], lines, [*lines[1:], None], strict=False)


def _may_be_heading(before: Line | None, line: Line, after: Line | None, width: float) -> bool:
    if MARKDOWN_HEADING.match(line.text):
        return True
    if (
        line.kind == "row"
        or len(line.text.splitlines()) > 1
        or is_page_number(line.text)
        or after is None
        or not reads_like_heading(line.text[marker_width(line) :])
        or (before and not begins_paragraph(before, line, width))
    ):
        return False
    if line.kind == "bullet" and not _stands_alone(before, line, after, width):
        return False
    if after.kind in ("bullet", "row"):
        return not announces(line.text)
    if after.after_blank:
        return before is None or line.after_blank or before.kind != "heading"
    return not runs_on(line, after) and fits(line, after, width)


def reads_like_heading(words: str) -> bool:
    """Whether a line is worded like a heading: short, without a full stop, and no number to call."""
    return (
        len(words.split()) <= MAXIMUM_HEADING_WORDS
        and any(map(str.isalpha, words))
        and not is_joint(words)
        and not words[0].islower()
        and not any(pattern.search(words) for pattern in (_NO_HEADING_END, _SECOND_SENTENCE, _CONTACT))
    )


def may_stand_bold(words: str) -> bool:
    """Whether a line that is all bold may be a heading, where none is marked as one."""
    is_line = "\n" not in words and reads_like_heading(words)
    return is_line and not announces(words) and not is_order(words)


def _stands_alone(before: Line | None, line: Line, after: Line, width: float) -> bool:
    """Whether a numbered line is no part of a list: "2. What are the risks?" between paragraphs."""
    apart = before is None or line.after_blank or before.kind == "heading" or math.isinf(width)
    listed = any(other and other.kind == "bullet" and NUMBERED.match(other.text) for other in (before, after))
    return bool(NUMBERED.match(line.text)) and apart and not listed


def _demote_fragments(lines: Sequence[Line], width: float) -> None:
    """Short lines right above a line that is no sentence are an address or a signature, except the title."""
    for line, below, further in reversed(list(zip(lines[1:], lines[2:], [*lines[3:], None], strict=False))):
        if line.kind == "heading" and not below.after_blank and _is_fragment(below, further, width):
            _demote(line)


def _is_fragment(line: Line, after: Line | None, width: float) -> bool:
    if line.kind != "body" or len(line.text.split()) > MAXIMUM_HEADING_WORDS or PUNCTUATION_END.search(line.text):
        return False
    return after is None or after.after_blank or (not runs_on(line, after) and fits(line, after, width))


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


def _mark_parts(lines: Sequence[Line]) -> None:
    """Two headings or more that their own text begins with, right after a question, are parts of its answer.

    "What causes it?", then "Rotavirus" with "Rotavirus is the leading cause ...": no marks tell, but a reader sees it.
    """
    marked = [number for number, line in enumerate(lines) if number and line.kind == "heading"]
    question = 0
    parts: list[Line] = []
    for number in [*marked, len(lines)]:
        if number < len(lines) and question and _is_part(lines, number):
            parts.append(lines[number])
            continue
        if len(parts) > 1:
            lines[question].level = QUESTION_LEVEL
            for part in parts:
                part.level = QUESTION_LEVEL + 1
        parts = []
        is_question = number < len(lines) and lines[number].text.endswith("?")
        question = number if is_question and not MARKDOWN_HEADING.match(lines[number].text) else 0


def _is_part(lines: Sequence[Line], number: int) -> bool:
    heading, below = lines[number], lines[number + 1 : number + 2]
    words = heading_text(heading.text).casefold()
    is_told = bool(below) and below[0].kind == "body" and below[0].text.casefold().startswith(f"{words} ")
    return is_told and not heading.text.endswith("?") and not MARKDOWN_HEADING.match(heading.text)


def _demote(line: Line) -> None:
    if not MARKDOWN_HEADING.match(line.text):
        line.kind = "bullet" if marker_width(line) else "body"
