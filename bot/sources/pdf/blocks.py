"""From the columns of a PDF to blocks: paragraphs, headings, list items and rows.

Nothing here knows of PDF. Where it is not clear what lines are, they are taken for a paragraph: text is never lost.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.sources.building import in_cell
from bot.sources.governing import is_joint, is_order
from bot.sources.pdf.headings import mark_headings, set_levels
from bot.sources.pdf.layout import LINE_HEIGHT, in_columns, is_running
from bot.sources.pdf.lines import WEAK_MARK, Line
from bot.sources.pdf.model import LARGER, PageBlock, Usual, spacings, usual_of
from bot.sources.pdf.running import HYPHEN, items_of, linked, run_of
from bot.sources.pdf.unmarked import had_room, is_listing, mark_unmarked_lists, with_captions_joined

MOST_SPACED = 1.15
"""Lines of a paragraph stand no farther apart than so much of the usual; the least gap between paragraphs is 1.2."""

SAME_SIZE = 0.5
"""Points by which type of one size may differ."""

LEAST_JOINED = 40
"""Letters of a paragraph that may go on in the next column; what is shorter may be a caption without a full stop."""

_END = re.compile(r"[.?!:;…][\"'”’)\]*]*$")

_FORM = re.compile(r"_{3,}|\.{8,}|…{4,}")


def blocks_of(pages: Sequence[list[Line]]) -> list[PageBlock]:
    """The blocks of a file, in reading order."""
    columns: list[tuple[int, bool, list[Line]]] = []
    for number, lines in enumerate(pages, 1):
        columns += [(number, is_side, column) for is_side, column in in_columns(lines)]
    usual = usual_of([column for _, _, column in columns])
    blocks: list[PageBlock] = []
    for place, (number, is_side, column) in enumerate(columns):
        blocks += [_block(lines, number, place, is_side, usual) for lines in _paragraphs(column, usual)]
    blocks = with_captions_joined(block for block in blocks if not _FORM.search(block.text))
    blocks = [block for block in blocks if any(map(str.isalnum, block.text))]
    mark_headings(blocks, usual)
    blocks = _without_labels(blocks)
    mark_unmarked_lists(blocks)
    set_levels(blocks)
    blocks = _without_lone_joints(_sides_moved(_joined(blocks, usual)))
    _set_depths(blocks)
    return blocks


def _paragraphs(column: Sequence[Line], usual: Usual) -> Iterator[list[Line]]:
    found = Counter(spacings(column))
    spacing = min(found.most_common(1)[0][0], usual.spacing * 1.3) if found else usual.spacing
    right = max((line.right for line in column), default=0)
    lines: list[Line] = []
    listing = False
    for line in column:
        in_list = listing or (bool(lines) and lines[-1].text.endswith(":"))
        is_ended = in_list and bool(lines) and had_room(lines[-1], line, right)
        if lines and (is_ended or _begins(lines, line, spacing, right, usual)):
            listing = is_listing(lines, listing)
            yield lines
            lines = []
        lines.append(line)
    if lines:
        yield lines


def _begins(lines: Sequence[Line], line: Line, spacing: float, right: float, usual: Usual) -> bool:
    """Whether a line begins a new block after some lines of one."""
    above, first = lines[-1], lines[0]
    size = max(line.size, above.size)
    is_large = size > usual.size * LARGER
    widest = size * max(spacing * MOST_SPACED, LINE_HEIGHT if is_large else 0)
    is_ended = _END.search(above.text) is not None
    if line.cells or above.cells or not size / 2 < line.base - above.base <= widest:
        return True
    if abs(line.size - above.size) > 0.08 * size or (usual.is_plain and line.tag != above.tag):
        return True
    if line.mark and (is_ended or first.mark or not WEAK_MARK.fullmatch(line.mark)):
        return True
    if line.is_bold != above.is_bold and not (is_large and size > 1.5 * usual.size):
        starts_text = above.is_bold and all(x.is_bold for x in lines) and not line.text[0].islower()
        if starts_text or (line.is_bold and is_ended):
            return True
    if first.mark:
        return line.left < first.left + 1 and not line.text[0].islower()
    is_short = above.right < right - 0.35 * (right - first.left) and line.text[0].isupper()
    return is_ended and not is_large and (is_short or line.left > above.left + 0.8 * size)


def _block(lines: list[Line], page: int, column: int, is_side: bool, usual: Usual) -> PageBlock:
    block = PageBlock(lines, page, column, is_side, text=run_of(lines, usual.words), mark=lines[0].mark)
    if lines[0].cells:
        block.kind, block.is_head = "row", lines[0].is_head
        block.cells = [in_cell(items_of(cell, usual.words)) for cell in lines[0].cells]
    elif block.mark:
        block.kind = "bullet"
    return block


def _joined(blocks: Sequence[PageBlock], usual: Usual) -> list[PageBlock]:
    """The blocks, with a paragraph that goes on in the next column or on the next page made one.

    Sidebars, and notes in smaller type at the foot of a page, may stand between its parts.
    """
    result: list[PageBlock] = []
    last: dict[tuple[bool, bool], PageBlock] = {}
    for block in blocks:
        is_small = block.style[0] < usual.size - SAME_SIZE
        before = last.get((block.is_side, is_small))
        if before is not None and before.column != block.column and _goes_on(before, block):
            before.text = linked(before.text, block.text, usual.words)
            before.column, before.lines = block.column, [*before.lines, *block.lines]
            continue
        last[block.is_side, is_small] = block
        result.append(block)
    return result


def _goes_on(before: PageBlock, block: PageBlock) -> bool:
    is_alike = abs(before.style[0] - block.style[0]) <= SAME_SIZE
    if before.is_whole or not is_alike or block.kind != "body" or before.kind not in ("body", "bullet"):
        return False
    is_open = not _END.search(before.text) and (block.text[0].islower() or _is_full(before.lines))
    is_cut = is_open or HYPHEN.search(before.text) is not None
    return is_cut and (before.kind == "bullet" or len(before.text) > LEAST_JOINED)


def _is_full(lines: Sequence[Line]) -> bool:
    """Whether the last of some lines is as long as the others: only a text that goes on ends so without a stop."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    return is_running(lines) and lines[-1].right > right - 0.15 * (right - left)


def _sides_moved(blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """The blocks, with the sidebars of a page before its first section where its last one goes on on the next page."""
    result: list[PageBlock] = []
    for page, group in groupby(blocks, key=lambda block: block.page):
        here = list(group)
        main, side = [b for b in here if not b.is_side], [b for b in here if b.is_side]
        after = next((block for block in blocks if block.page > page and not block.is_side), None)
        sections = [place for place, block in enumerate(main) if block.kind == "heading" and block.level == 2]
        if side and sections and here[-1].is_side and after is not None and after.kind != "heading":
            here = [*main[: sections[0]], *side, *main[sections[0] :]]
        result += here
    return result


def _without_lone_joints(blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """Without an "or" that joins pictures, not items of a list."""
    around = zip([None, *blocks], blocks, [*blocks[1:], None], strict=False)
    return [
        block
        for above, block, below in around
        if not is_joint(block.text) or (above and below and above.kind == below.kind == "bullet")
    ]


def _without_labels(blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """Without the words beside a picture that only say its section's heading again."""
    result: list[PageBlock] = []
    heading = ""
    for block in blocks:
        heading = block.text if block.kind == "heading" else heading
        is_label = block.kind == "body" and block.text.casefold() == heading.casefold()
        result += [] if is_label and not is_order(block.text) else [block]
    return result


def _set_depths(blocks: Sequence[PageBlock]) -> None:
    """Give list items levels by where their marks stand, and paragraphs within an item one more."""
    marks: list[float] = []
    item: PageBlock | None = None
    for block in blocks:
        first = block.lines[0]
        if item is None or block.kind in ("heading", "row") or block.column != item.column:
            marks, item = [], None
        if block.kind == "bullet":
            marks = [place for place in marks if place < first.left - 2] + [first.left]
            block.level, item = len(marks), block
        elif item is not None and block.kind == "body":
            is_within = abs(first.left - item.lines[0].text_left) < 3 and first.left > item.lines[0].left + 3
            block.level = item.level + 1 if is_within else 0
            marks = marks if is_within or first.left > marks[0] + 2 else []
            item = item if marks else None
