"""Tables whose lines are drawn on a page: around their cells, or between their rows."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.sources.pdf.lines import Line, line_of, pieces_of, without
from bot.sources.pdf.words import THIN, Box, Word

HEAD_GAP = 1.4
"""The lines of a table's head stand no farther apart than so many times their type's size."""

GUTTER = 0.6
"""Between two columns stands a gap of so much of the type's size at least, in all rows; a blank has a third of it."""

LONGEST_CELL = 40
"""Words in a cell on average; where there are more, the lines drawn are the frame of a layout."""


def lines_of(words: list[Word], boxes: list[Box]) -> list[Line]:
    """The lines of a page, and the rows of tables that are drawn on it."""
    rows: list[Line] = []
    for columns, heights in [*_grids(boxes), *_ruled(words, boxes)]:
        inside = [w for w in words if columns[0] <= w.left < columns[-1] and heights[0] < w.base <= heights[-1] + 1]
        table = _table(inside, columns, heights)
        if table:
            rows += table
            taken = set(inside)
            words = [word for word in words if word not in taken]
    return rows + [line_of(piece) for piece in pieces_of(words)]


def _grids(boxes: Sequence[Box]) -> Iterator[tuple[list[float], list[float]]]:
    """Where tables are drawn: the places of the lines between their columns, and of those between their rows."""
    groups: list[tuple[Box, list[Box]]] = []
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        around, members = box, [box]
        for group in [group for group in groups if _touch(group[0], box)]:
            groups.remove(group)
            members += group[1]
            around = (
                min(around[0], group[0][0]),
                min(around[1], group[0][1]),
                max(around[2], group[0][2]),
                max(around[3], group[0][3]),
            )
        groups.append((around, members))
    for around, members in groups:
        if len(members) >= 3:
            columns = _edges([(b[0], b[2], b[1], b[3]) for b in members], around[3] - around[1])
            heights = _edges([(b[1], b[3], b[0], b[2]) for b in members], around[2] - around[0])
            if len(columns) >= 3 and len(heights) >= 3:
                yield columns, heights


def _ruled(words: Sequence[Word], boxes: Sequence[Box]) -> Iterator[tuple[list[float], list[float]]]:
    """Where tables stand that have lines between their rows only; the head may stand above the first line."""
    rules: dict[tuple[int, int], set[float]] = defaultdict(set)
    for left, top, right, bottom in _whole_rules(boxes):
        key = next(
            (k for k in rules if abs(k[0] - left) <= THIN and abs(k[1] - right) <= THIN), (int(left), int(right))
        )
        rules[key].add((top + bottom) / 2)
    for (left, right), places in rules.items():
        heights = sorted(places)
        if len(heights) < 3:
            continue
        above = [w for w in words if left <= w.left < right and w.base <= heights[0] + 1]
        heights = [_top_of_head(above, heights[0], max(heights[1] - heights[0], THIN)), *heights]
        inside = [w for w in words if left <= w.left < right and heights[0] < w.base <= heights[-1]]
        free = [(float(left), float(right))]
        for word in inside:
            free = without(free, word.left, word.right, max(THIN * 2, GUTTER * word.size))
        cuts = sorted((start + end) / 2 for start, end in free if start > left + THIN and end < right - THIN)
        if cuts:
            yield [left - THIN, *cuts, right + THIN], heights


def _top_of_head(words: Sequence[Word], rule: float, most: float) -> float:
    """Where the head of a table begins above the first line: as far up as its lines stand close, and in one type.

    Args:
        words: those above the line.
        rule: where the line is.
        most: no head is higher.
    """
    top, last = rule, None
    for word in sorted(words, key=lambda word: -word.base):
        is_alike = last is None or (
            last.base - word.base <= HEAD_GAP * word.size and abs(last.size - word.size) < word.size / 10
        )
        if word.base <= rule - most or not is_alike:
            break
        top, last = min(top, word.base - word.size), word
    return top


def _whole_rules(boxes: Sequence[Box]) -> list[Box]:
    """The level lines on a page, those that go on in one another made one."""
    rules: list[Box] = []
    for box in sorted((b for b in boxes if b[3] - b[1] <= THIN), key=lambda box: (round(box[1]), box[0])):
        if rules and abs(rules[-1][1] - box[1]) <= 1 and box[0] - rules[-1][2] <= THIN:
            rules[-1] = (*rules[-1][:2], max(box[2], rules[-1][2]), box[3])
        else:
            rules.append(box)
    return rules


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + THIN
        and other[0] <= one[2] + THIN
        and one[1] <= other[3] + THIN
        and other[1] <= one[3] + THIN
    )


def _edges(spans: Sequence[tuple[float, float, float, float]], length: float) -> list[float]:
    """Where edges stand that together are half as long as the table, in one direction."""
    lengths: dict[float, float] = defaultdict(float)
    for near, far, start, end in sorted(spans):
        for place in (near, far) if far - near > THIN else (near,):
            known = next((old for old in lengths if abs(old - place) <= THIN * 1.5), place)
            lengths[known] += end - start
    return sorted(place for place, total in lengths.items() if total >= length / 2)


def _table(words: Sequence[Word], columns: Sequence[float], heights: Sequence[float]) -> list[Line]:
    """The rows of a table that is drawn; none where it is no table."""
    cells: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for word in words:
        row = sum(height < word.base - word.size / 3 for height in heights[1:-1])
        cells[row, sum(place <= (word.left + word.right) / 2 for place in columns[1:-1])].append(word)
    rows = sorted({row for row, _ in cells})
    is_table = sum(sum((row, place) in cells for place in range(len(columns))) > 1 for row in rows) > 1
    pieces = pieces_of(words)
    across = sum(any(p[0].left < x - THIN and x + THIN < p[-1].right for x in columns[1:-1]) for p in pieces)
    if not is_table or len(words) > LONGEST_CELL * len(cells) or across * 3 > len(pieces):
        return []
    bold = {
        row: all(word.is_bold for (other, _), cell in cells.items() if other == row for word in cell) for row in rows
    }
    has_head = bold[rows[0]] and not any(bold[row] for row in rows[1:])
    lines = []
    for row in rows:
        found = [
            [line_of(piece) for piece in pieces_of(cells.get((row, place), []))] for place in range(len(columns) - 1)
        ]
        base = max(line.base for cell in found for line in cell)
        line = line_of([word for (other, _), cell in cells.items() if other == row for word in cell])
        line.cells, line.is_head = found, has_head and row == rows[0]
        line.left, line.right, line.base, line.tag, line.mark = columns[0], columns[-1], base, 0, ""
        lines.append(line)
    return lines
