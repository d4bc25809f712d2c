"""Rows of tables in plain text: parted by bars, tabs or columns of spaces, or with each cell on a line of its own."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from bot.sources.lines import Line

FEWEST_ROWS = {"bars": 2, "tabs": 2, "spaces": 3, "lines": 4}
"""How many rows in a row make a table, by what parts their cells. Spaces may come of justified text."""

MOST_COLUMNS = 6
"""A table with each cell on a line of its own is looked for up to so many columns."""

LEAST_INDENT = 6
"""A line that is set in by so many columns more than the row above it goes on with that row's cells."""

LONGEST_CELL = 8
"""Words in a cell of such a table."""

_RULE = re.compile(r"[\s|:+=_>-]*")
_BARS = re.compile(r"\|")
_TABS = re.compile(r"\t")
_SPACES = re.compile(r"\s{3,}")


def mark_rows(lines: list[Line], text: str) -> None:
    """Make rows of the lines of tables; the first row of each is its head (level 0).

    A row of one cell alone, "Children", is the head of those under it (level 1, and they 2). Where cells run over
    several lines, or each stands on a line of its own, the lines of a row are made one.
    """
    for name, parting in (("bars", _BARS), ("tabs", _TABS), ("spaces", _SPACES)):
        for run in _runs(lines, text, lambda line, parting=parting: len(_cells(line, parting))):  # type: ignore[misc]
            if sum(len(_cells(line, parting)) > 1 for line in run) >= FEWEST_ROWS[name]:
                _mark(run, [len(_cells(line, parting)) for line in run])
    lines[:] = [line for line in lines if line.text]
    _join_cells(lines)


def _cells(line: Line, parting: re.Pattern[str]) -> list[str]:
    return [cell for cell in parting.split(line.text) if cell.strip()]


def _runs(lines: Sequence[Line], text: str, columns: Callable[[Line], int]) -> Iterator[list[Line]]:
    """Neighbouring lines of more than one cell each; a rule, or a short line of one cell, does not part them."""
    run: list[Line] = []
    for line, below in zip(lines, [*lines[1:], None], strict=False):
        is_more = bool(run) and _adjoins(run[-1], line, text) and _is_within(run[-1], line, below, columns)
        is_row = line.kind == "body" and (columns(line) > 1 or is_more)
        if is_row and run and not _adjoins(run[-1], line, text):
            yield run
            run = []
        if is_row:
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_within(above: Line, line: Line, below: Line | None, columns: Callable[[Line], int]) -> bool:
    """Whether a line of one cell is part of a table: between bars, set in under a cell, or between two rows."""
    if len(line.text.split()) > LONGEST_CELL:
        return False
    is_between = below is not None and not below.after_blank and columns(below) > 1 and not line.text.endswith(".")
    return _is_barred(line) or _is_set_in(above, line) or is_between


def _is_barred(line: Line) -> bool:
    return line.text[0] == "|" == line.text[-1]


def _is_set_in(above: Line, line: Line) -> bool:
    """Whether a line goes on with cells of the row above it: its first cell is empty."""
    return re.match(r"\|[ \t]*\|", line.text) is not None or line.indent >= above.indent + LEAST_INDENT


def _adjoins(above: Line, below: Line, text: str) -> bool:
    between = text[above.end : below.start]
    return _RULE.fullmatch(between) is not None and not re.search(r"\n[ \t\r]*\n", between)


def _mark(run: Sequence[Line], columns: Sequence[int]) -> None:
    row, level = run[0], 0
    for number, (line, count) in enumerate(zip(run, columns, strict=True)):
        line.kind = "row"
        if number and _is_set_in(row, line):
            row.end, row.text, line.text = line.end, f"{row.text}\n{line.text}", ""
            continue
        is_group = number > 0 and count == 1
        line.level = min(number, 1) if is_group or level == 0 else level
        level = 2 if is_group else line.level if number else 0
        row = line


def _join_cells(lines: list[Line]) -> None:
    result: list[Line] = []
    first = 0
    while first < len(lines):
        last = first + 1
        while last < len(lines) and not lines[last].after_blank and _may_be_cell(lines[last]):
            last += 1
        run = lines[first:last]
        begin, columns = _columns(run)
        if columns:
            rows = [run[place : place + columns] for place in range(begin, len(run), columns)]
            joined = [_row(cells) for cells in rows]
            _mark(joined, [columns] * len(joined))
            run = [*run[:begin], *joined]
        result += run
        first = last
    lines[:] = result


def _may_be_cell(line: Line) -> bool:
    return line.kind == "body" and len(line.text.split()) <= LONGEST_CELL and not re.search(r"[.:;?!]$", line.text)


def _columns(run: Sequence[Line]) -> tuple[int, int]:
    """Where a table of one cell a line begins in a run of lines, and how many columns it has; 0 where there is none.

    The same columns hold figures in every row but the head, which holds none; the first and the others differ.
    """
    for begin in (0, 1):
        cells = [any(map(str.isdigit, line.text)) and _shape(line.text) for line in run[begin:]]
        for columns in range(2, MOST_COLUMNS + 1):
            rows = [cells[place : place + columns] for place in range(0, len(cells), columns)]
            is_even = len(cells) % columns == 0 and len(rows) >= FEWEST_ROWS["lines"]
            if is_even and not any(rows[0]) and any(rows[1][1:]) and all(a[1:] == b[1:] for a, b in pairwise(rows[1:])):
                return begin, columns
    return 0, 0


def _shape(cell: str) -> str:
    """What a cell with figures looks like without them: "5 ml" and "10 ml" are alike."""
    return re.sub(r"\d+(?:[.,]\d+)?", "9", cell).casefold()


def _row(cells: Sequence[Line]) -> Line:
    first, last = cells[0], cells[-1]
    text = "\n".join(cell.text for cell in cells)
    return Line(first.start, last.end, text, last.width, first.after_blank, first.indent)
