"""Lines of a page in reading order: columns, sidebars, and tables that no lines are drawn around."""

from collections.abc import Sequence
from itertools import groupby, pairwise

from bot.sources.pdf.lines import Line, without

LEAST_GUTTER = 9
"""Points between two columns; less is a wide blank between words."""

COLUMN_LETTERS = 20
"""A column with so many letters on a line is of running text; a narrower one may be captions under pictures."""

COLUMN_GAP = 2.5
"""Lines of a narrow column stand no farther apart than so many lines; captions of the next pictures do."""

CELL_GAP = 1.15
"""The lines of a cell of a table stand no farther apart than so many lines."""

SIDE_WIDTH = 0.6
"""A column that is narrower than so much of the one to its left is a sidebar."""

SIDE_LETTERS = 60
"""A sidebar holds so many letters at least, or it is a caption."""

LINE_HEIGHT = 1.3
"""From line to line in a text, in its type's size, where nothing tells better."""

FLUSH = 3
"""Points within which the lines of a column begin, or end."""

LONGEST_CELL = (12, 25)
"""Words in a cell of a table that no lines are drawn around, in its first column and in the others."""


def in_columns(lines: Sequence[Line]) -> list[tuple[bool, list[Line]]]:
    """The columns of a page in reading order, each with whether it is a sidebar, and its lines from top to bottom.

    From the top, as many lines as have a gutter in common are cut there; what runs over it stands by itself.
    """
    lines = sorted(lines, key=lambda line: (line.base, line.left))
    found: list[tuple[bool, list[Line]]] = []
    alone: list[Line] = []
    place = 0
    while place < len(lines):
        parts = _parted(lines, place)
        if not parts:
            alone.append(lines[place])
            place += 1
            continue
        while alone and parts[0] and _runs_on(alone[-1], parts):
            alone.append(parts[0].pop(0))
            place += 1
        place += sum(map(len, parts))
        parts = [part for part in parts if part]
        rows = _rows(parts)
        if rows:
            alone += rows
            continue
        if alone:
            found.append((False, alone))
            alone = []
        widths = [max(x.right for x in part) - min(x.left for x in part) for part in parts]
        for number, part in enumerate(parts):
            is_side = number > 0 and widths[number] < SIDE_WIDTH * widths[number - 1] and _holds_text(part)
            found += [(is_side or is_inner, column) for is_inner, column in in_columns(part)]
    return [*found, (False, alone)] if alone else found


def _runs_on(above: Line, parts: Sequence[Sequence[Line]]) -> bool:
    """Whether the first line of the first column ends a paragraph that stands above all columns."""
    line = parts[0][0]
    is_close = 0 < line.base - above.base < 1.1 * LINE_HEIGHT * line.size and abs(line.size - above.size) < 0.5
    return is_close and not line.mark and all(line.base < part[0].base - line.size for part in parts[1:])


def _parted(lines: Sequence[Line], first: int) -> list[list[Line]]:
    """The lines from one on, as far as they go together, cut into columns; nothing where there is no gutter."""
    rest = lines[first:]
    free = [(min(line.left for line in rest), max(line.right for line in rest))]
    best: list[list[Line]] = []
    for number, line in enumerate(rest, 1):
        free = without(free, line.left, line.right, LEAST_GUTTER)
        if not free:
            break
        is_last_level = number == len(rest) or rest[number].base - line.base > 1
        cuts = sorted((start + end) / 2 for start, end in free)
        if is_last_level and len(free) > 0:
            parts = _cut(rest[:number], cuts)
            is_beside = max(part[0].base for part in parts) <= min(part[-1].base for part in parts) + 2
            if (
                len(parts) > 1
                and is_beside
                and all(_is_column(part, rest[:number]) for part in parts)
                and not _is_uneven(parts)
            ):
                best = parts
    return best


def _cut(lines: Sequence[Line], cuts: Sequence[float]) -> list[list[Line]]:
    parts: dict[int, list[Line]] = {}
    for line in lines:
        parts.setdefault(sum(cut < line.left for cut in cuts), []).append(line)
    return [parts[key] for key in sorted(parts)]


def _is_column(lines: Sequence[Line], beside: Sequence[Line]) -> bool:
    """Whether lines under one another go together: they are of running text, or stand close.

    A cell of a table may stand as far below the one above it as the next cell of that row reaches.
    """
    return is_running(lines) or all(
        not _is_far(above, below) or _is_filled(above, below, beside) for above, below in pairwise(lines)
    )


def _is_far(above: Line, below: Line) -> bool:
    return below.base - above.base > COLUMN_GAP * LINE_HEIGHT * max(above.size, below.size)


def _is_filled(above: Line, below: Line, beside: Sequence[Line]) -> bool:
    """Whether the cells beside go on line by line between two lines, and the next row begins with the lower."""
    between = [line for line in beside if above.base - 1 <= line.base <= below.base + 1]
    if any(line.mark for line in between):
        return False
    levels = [list(group) for _, group in groupby(between, key=lambda line: round(line.base))]
    return len(levels[-1]) > 1 and all(
        row[0].base - before[0].base <= CELL_GAP * LINE_HEIGHT * row[0].size
        or (len(row) > 1 and not _is_far(before[0], row[0]))
        for before, row in pairwise(levels)
    )


def _is_uneven(parts: Sequence[Sequence[Line]]) -> bool:
    """Whether one of several narrow columns goes on after a gap where the others have ended, or not yet begun."""
    if all(map(is_running, parts)):
        return False
    starts, ends = sorted(part[0].base for part in parts), sorted(part[-1].base for part in parts)
    return any(
        _is_apart(above, below) and (above.base < starts[1] - above.size / 2 or below.base > ends[-2] + below.size / 2)
        for part in parts
        for above, below in pairwise(part)
    )


def _is_apart(above: Line, below: Line) -> bool:
    return below.base - above.base > 1.2 * LINE_HEIGHT * below.size


def _holds_text(lines: Sequence[Line]) -> bool:
    return len(lines) > 2 and sum(len(line.text) for line in lines) >= SIDE_LETTERS


def is_running(lines: Sequence[Line]) -> bool:
    """Whether lines are of running text."""
    return len(lines) > 2 and sum(len(line.text) for line in lines) >= COLUMN_LETTERS * len(lines)


def _rows(parts: Sequence[list[Line]]) -> list[Line]:
    """Columns as the rows of a table, if they surely are: flush left, with short cells that begin or end level.

    A sentence does not run on from cell to cell of the first.
    """
    is_flush = _is_level([line.left for line in parts[0]])
    is_flush = is_flush and all(_is_level([x.left for x in p]) or _is_level([x.right for x in p]) for p in parts[1:])
    if not is_flush or any(line.mark or line.cells for part in parts for line in part):
        return []
    for apart in (True, False):
        first = _cells(parts[0], apart)
        if sum(cell[0].text[0].islower() for cell in first[1:]) * 4 >= len(first):
            continue
        rows = _rows_beside(first, parts[1:])
        is_short = all(
            _words(row[0]) <= LONGEST_CELL[0] and all(_words(c) <= LONGEST_CELL[1] for c in row) for row in rows
        )
        whole = sum(all(row) for row in rows)
        if is_short and whole > 1 and whole * 2 > len(rows) and (apart or _has_figures(rows)):
            is_head = _is_bold(rows[0]) and not any(map(_is_bold, rows[1:]))
            return [_row(row, is_head and number == 0) for number, row in enumerate(rows)]
    return []


def _is_level(places: Sequence[float]) -> bool:
    return max(places) - min(places) < FLUSH


def _cells(lines: Sequence[Line], apart: bool) -> list[list[Line]]:
    """Lines as cells: each by itself, or together where they stand close."""
    cells = [[lines[0]]]
    for above, below in pairwise(lines):
        if apart and below.base - above.base <= LINE_HEIGHT * below.size:
            cells[-1].append(below)
        else:
            cells.append([below])
    return cells


def _rows_beside(first: Sequence[list[Line]], others: Sequence[list[Line]]) -> list[list[list[Line]]]:
    """The cells of a first column, each with what is beside it; nothing where some of that begins at another height."""
    rows: list[list[list[Line]]] = [[cell, *([] for _ in others)] for cell in first]
    for place, part in enumerate(others, 1):
        for line in part:
            row = max((row for row in rows if row[0][0].base <= line.base + 2), key=_height, default=None)
            if row is None or (not row[place] and not any(abs(x.base - line.base) < 2 for x in row[0])):
                return []
            row[place].append(line)
    return rows


def _height(row: Sequence[Sequence[Line]]) -> float:
    return row[0][0].base


def _words(cell: Sequence[Line]) -> int:
    return sum(len(line.text.split()) for line in cell)


def _is_bold(row: Sequence[Sequence[Line]]) -> bool:
    return all(line.is_bold for cell in row for line in cell)


def _has_figures(rows: Sequence[Sequence[Sequence[Line]]]) -> bool:
    """Whether a column but the first holds figures in most rows."""
    columns = list(zip(*rows, strict=True))[1:]
    return any(sum(any(c.isdigit() for x in cell for c in x.text) for cell in col) * 2 > len(rows) for col in columns)


def _row(cells: Sequence[list[Line]], is_head: bool) -> Line:
    lines = [line for cell in cells for line in cell]
    left, right, base = min(x.left for x in lines), max(x.right for x in lines), max(x.base for x in lines)
    text = " ".join(line.text for line in lines)
    return Line(text, left, left, right, base, lines[0].size, False, 0, False, cells=list(cells), is_head=is_head)
