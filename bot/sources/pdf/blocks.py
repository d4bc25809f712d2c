"""From the columns of a PDF to blocks: paragraphs, headings, list items and rows.

Nothing here knows of PDF. Where it is not clear what lines are, they are taken for a paragraph: text is never lost.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, pairwise
from typing import NamedTuple

from bot.data import read_entries
from bot.sources.building import DEEPEST, in_cell
from bot.sources.governing import announces, is_joint
from bot.sources.pdf.layout import LINE_HEIGHT, in_columns, is_running
from bot.sources.pdf.lines import WEAK_MARK, Line
from bot.sources.source import BlockKind

MOST_SPACED = 1.15
"""Lines of a paragraph stand no farther apart than so much of the usual; the least gap between paragraphs is 1.2."""

LARGER = 1.06
"""A heading's type is larger than the text by so much."""

LONGEST_HEADING = {"bold": 25, "plain": 15}
"""Words in a heading; what is merely set larger may be an introduction."""

LEAST_JOINED = 40
"""Letters of a paragraph that may go on in the next column; what is shorter may be a caption without a full stop."""

_NUMBER = re.compile(r"\(?\d{1,2}[.)]")

_END = re.compile(r"[.?!:;…][\"'”’)\]*]*$")

_FULL_STOP = re.compile(r"[.;,][\"'”’)\]]*$")

_FORM = re.compile(r"_{3,}|\.{8,}|…{4,}")

_ADDRESS = re.compile(r"(?:://|www\.|\w\.\w)\S*[/_.?&=-]$")

_ADDRESS_PART = re.compile(r"^\S*\w[/_.?&=]\w")

_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐\u00ad]$")

_TIED = re.compile(r"\w[-‐—/]$")

_LETTERS = re.compile(r"[^\W\d_]+(?:[-‐’'][^\W\d_]+)*")


@dataclass(slots=True)
class Draft:
    """A block while its file is read, and what is to be known of it until then.

    Attributes:
        lines: those that it is made of.
        page: its number, from 1.
        column: where it stands, counted over all pages.
        is_side: whether that is a sidebar.
        kind, level, mark: as the builder wants them.
        text: its words.
        cells, is_head: those of a row.
    """

    lines: list[Line]
    page: int
    column: int
    is_side: bool
    kind: BlockKind = "body"
    text: str = ""
    level: int = 0
    mark: str = ""
    cells: list[str] = field(default_factory=list)
    is_head: bool = False

    @property
    def style(self) -> tuple[float, bool]:
        """Size and weight of its type."""
        return self.lines[0].size, all(line.is_bold for line in self.lines)


class Usual(NamedTuple):
    """What is usual in a file: the size and weight of its text, the distance of lines in that size, and its words.

    In a plain one no heading looks like one, and only the file's tags tell.
    """

    size: float
    is_bold: bool
    spacing: float
    words: Counter[str]
    is_plain: bool


def blocks_of(pages: Sequence[list[Line]]) -> list[Draft]:
    """The blocks of a file, in reading order."""
    columns: list[tuple[int, bool, list[Line]]] = []
    for number, lines in enumerate(pages, 1):
        columns += [(number, is_side, column) for is_side, column in in_columns(lines)]
    usual = _usual([column for _, _, column in columns])
    blocks: list[Draft] = []
    for place, (number, is_side, column) in enumerate(columns):
        blocks += [_block(lines, number, place, is_side, usual) for lines in _paragraphs(column, usual)]
    blocks = [block for block in blocks if any(map(str.isalnum, block.text)) and not _FORM.search(block.text)]
    _mark_headings(blocks, usual)
    _set_levels(blocks)
    blocks = _without_lone_joints(_sides_moved(_joined(blocks, usual)))
    _set_depths(blocks)
    return blocks


def _usual(columns: Sequence[Sequence[Line]]) -> Usual:
    styles: Counter[tuple[float, bool]] = Counter()
    spacings: Counter[float] = Counter()
    words: Counter[str] = Counter()
    for column in columns:
        for line in column:
            styles[line.size, line.is_bold] += len(line.text)
            words.update(_LETTERS.findall(" ".join(line.text.casefold().split(" ")[:-1])))
        spacings.update(_spacings(column))
    size, is_bold = styles.most_common(1)[0][0] if styles else (10.0, False)
    spacing = spacings.most_common(1)[0][0] if spacings else LINE_HEIGHT
    tagged = [line for column in columns for line in column if line.tag]
    is_plain = bool(tagged) and not any(_stands_out(line.size, line.is_bold, size, is_bold) for line in tagged)
    return Usual(size, is_bold, spacing, words, is_plain)


def _stands_out(size: float, is_bold: bool, usual: float, usual_bold: bool) -> bool:
    return size >= usual * LARGER or (is_bold and not usual_bold)


def _spacings(column: Sequence[Line]) -> list[float]:
    """How far lines stand from the one above, in their size, where a sentence goes on in them."""
    return [
        round((below.base - above.base) / below.size, 2)
        for above, below in pairwise(column)
        if below.text[:1].islower() and not below.mark and above.size == below.size and below.base > above.base
    ]


def _paragraphs(column: Sequence[Line], usual: Usual) -> Iterator[list[Line]]:
    found = Counter(_spacings(column))
    spacing = min(found.most_common(1)[0][0], usual.spacing * 1.3) if found else usual.spacing
    right = max((line.right for line in column), default=0)
    lines: list[Line] = []
    for line in column:
        if lines and _begins(lines, line, spacing, right, usual):
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


def _block(lines: list[Line], page: int, column: int, is_side: bool, usual: Usual) -> Draft:
    block = Draft(lines, page, column, is_side, text=_run(lines, usual), mark=lines[0].mark)
    if lines[0].cells:
        block.kind, block.is_head = "row", lines[0].is_head
        block.cells = [in_cell(_items(cell, usual)) for cell in lines[0].cells]
    elif block.mark:
        block.kind = "bullet"
    return block


def _items(cell: Sequence[Line], usual: Usual) -> Iterator[str]:
    """The words of a cell, those of each list item by themselves."""
    lines = [line for line in cell if line.text]
    starts = [n for n, line in enumerate(lines) if n == 0 or (line.mark and not WEAK_MARK.fullmatch(line.mark))]
    for begin, end in pairwise([*starts, len(lines)]):
        yield _run(lines[begin:end], usual)


def _run(lines: Sequence[Line], usual: Usual) -> str:
    """The words of lines as they run on: a mark within is a dash or a number of the text."""
    text = lines[0].text if lines else ""
    for line in lines[1:]:
        is_text = WEAK_MARK.fullmatch(line.mark) is not None
        text = _linked(text, f"{line.mark} {line.text}" if is_text else line.text, usual)
    return text


def _linked(above: str, below: str, usual: Usual) -> str:
    """Two lines as one: a word that was parted is whole again, and so is an address."""
    last, first = above.rpartition(" ")[2], below.partition(" ")[0]
    if _ADDRESS.search(last) and _ADDRESS_PART.search(first):
        return above + below
    if not _HYPHEN.search(above) or not below[:1].islower():
        is_tied = _TIED.search(above) and not _ADDRESS.search(last)
        return f"{above}{below}" if is_tied else f"{above} {below}"
    parts, tail = _LETTERS.findall(last[:-1].casefold()), _LETTERS.match(below.casefold())
    if not parts or tail is None:
        return above[:-1] + "-" + below
    whole, parted = parts[-1] + tail[0], f"{parts[-1]}-{tail[0]}"
    is_word = usual.words[whole] > 0 or whole in _everyday()
    is_typeset = above[-1] in "‐\u00ad" and not usual.words[parted]
    return above[:-1] + ("" if is_word or is_typeset else "-") + below


@cache
def _everyday() -> frozenset[str]:
    return frozenset(read_entries("everyday-words.txt"))


def _joined(blocks: Sequence[Draft], usual: Usual) -> list[Draft]:
    """The blocks, with a paragraph that goes on in the next column or on the next page made one, sidebars aside."""
    result: list[Draft] = []
    last: dict[bool, Draft] = {}
    for block in blocks:
        before = last.get(block.is_side)
        if before is not None and before.column != block.column and _goes_on(before, block):
            before.text = _linked(before.text, block.text, usual)
            before.column, before.lines = block.column, [*before.lines, *block.lines]
            continue
        last[block.is_side] = block
        result.append(block)
    return result


def _goes_on(before: Draft, block: Draft) -> bool:
    if block.kind != "body" or before.kind not in ("body", "bullet") or abs(before.style[0] - block.style[0]) > 0.5:
        return False
    is_open = not _END.search(before.text) and (block.text[0].islower() or _is_full(before.lines))
    is_cut = is_open or _HYPHEN.search(before.text) is not None
    return is_cut and (before.kind == "bullet" or len(before.text) > LEAST_JOINED)


def _is_full(lines: Sequence[Line]) -> bool:
    """Whether the last of some lines is as long as the others: only a text that goes on ends so without a stop."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    return is_running(lines) and lines[-1].right > right - 0.15 * (right - left)


def _sides_moved(blocks: Sequence[Draft]) -> list[Draft]:
    """The blocks, with the sidebars of a page before its first section where its last one goes on on the next page."""
    result: list[Draft] = []
    for page, group in groupby(blocks, key=lambda block: block.page):
        here = list(group)
        main, side = [b for b in here if not b.is_side], [b for b in here if b.is_side]
        after = next((block for block in blocks if block.page > page and not block.is_side), None)
        sections = [place for place, block in enumerate(main) if block.kind == "heading" and block.level == 2]
        if side and sections and here[-1].is_side and after is not None and after.kind != "heading":
            here = [*main[: sections[0]], *side, *main[sections[0] :]]
        result += here
    return result


def _mark_headings(blocks: Sequence[Draft], usual: Usual) -> None:
    for block, below in zip(blocks, [*blocks[1:], None], strict=False):
        is_numbered = _NUMBER.fullmatch(block.mark) is not None and _stands_out(*block.style, usual.size, usual.is_bold)
        if (block.kind == "body" or is_numbered) and _is_heading(block, below, usual):
            block.kind, block.text = "heading", f"{block.mark} {block.text}".strip()


def _is_heading(block: Draft, below: Draft | None, usual: Usual) -> bool:
    size, is_bold = block.style
    words = len(block.text.split())
    if words > LONGEST_HEADING["bold"]:
        return False
    if usual.is_plain and (block.lines[0].tag or _stands_alone(block, below)):
        return True
    if size >= usual.size * LARGER:
        return is_bold or (words <= LONGEST_HEADING["plain"] and not _FULL_STOP.search(block.text))
    if not is_bold or usual.is_bold or size < usual.size * 0.95 or block.text.endswith((":", ",")):
        return False
    is_followed = below is not None and below.column == block.column and not (below.style[1] and below.kind == "body")
    return is_followed and _gap(block, below) < 2.5 * size and not is_joint(block.text)


def _stands_alone(block: Draft, below: Draft | None) -> bool:
    """Whether a short line over a list is its heading, not the beginning of a sentence."""
    is_over_list = below is not None and below.kind == "bullet" and below.column == block.column
    is_short = len(block.lines) == 1 and len(block.text.split()) <= LONGEST_HEADING["plain"]
    return is_over_list and is_short and not _END.search(block.text) and not announces(block.text)


def _gap(block: Draft, below: Draft | None) -> float:
    return below.lines[0].base - block.lines[-1].base if below is not None else 0


def _set_levels(blocks: Sequence[Draft]) -> None:
    """Give headings levels by their type, the largest first: the title 1, where it is one, and the others from 2."""
    headings = [block for block in blocks if block.kind == "heading"]
    tags: dict[tuple[float, bool], set[int]] = {}
    for block in blocks:
        tags.setdefault(block.style, set()).add(block.lines[0].tag if block.kind == "heading" else -1)
    keys = {id(block): _key(block, tags[block.style]) for block in headings}
    title = _title(headings, keys)
    ranks = sorted({keys[id(block)] for block in headings if block not in title})
    for block in headings:
        block.level = 1 if block in title else 2 + ranks.index(keys[id(block)])
    _start_anew(headings)
    _set_under(blocks)


def _key(block: Draft, tags: set[int]) -> tuple[float, bool, int]:
    size, is_bold = block.style
    return -size, not is_bold, (block.lines[0].tag or DEEPEST) if -1 in tags else 0


def _title(headings: Sequence[Draft], keys: dict[int, tuple[float, bool, int]]) -> list[Draft]:
    """The largest heading of a file, where it stands on the first two pages and there is none like it later."""
    if not headings:
        return []
    largest = min(keys[id(block)] for block in headings)
    found = [block for block in headings if keys[id(block)] == largest]
    return found if len(found) == 1 and found[0].page <= 2 else []


def _start_anew(headings: Sequence[Draft]) -> None:
    """The headings of a sidebar belong to none of the text beside it: its largest have level 2."""
    for column in {block.column for block in headings if block.is_side}:
        inside = [block for block in headings if block.column == column]
        excess = max(min(block.level for block in inside) - 2, 0)
        for block in inside:
            block.level -= excess


def _set_under(blocks: Sequence[Draft]) -> None:
    """A heading right above another holds it where it is smaller, or alike and at the top of a column."""
    for place, (block, below) in enumerate(pairwise(blocks)):
        is_above = block.kind == below.kind == "heading" and block.column == below.column and below.level > 1
        is_first = place == 0 or blocks[place - 1].column != block.column
        if not is_above or block.level < below.level + (not is_first):
            continue
        block.level = level = below.level
        for other in blocks[place + 1 :]:
            if other.column != block.column or (other.kind == "heading" and other.level < level):
                break
            other.level += other.kind == "heading"


def _without_lone_joints(blocks: Sequence[Draft]) -> list[Draft]:
    """Without an "or" that joins pictures, not items of a list."""
    around = zip([None, *blocks], blocks, [*blocks[1:], None], strict=False)
    return [
        block
        for above, block, below in around
        if not is_joint(block.text) or (above and below and above.kind == below.kind == "bullet")
    ]


def _set_depths(blocks: Sequence[Draft]) -> None:
    """Give list items levels by where their marks stand, and paragraphs within an item one more."""
    marks: list[float] = []
    item: Draft | None = None
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
