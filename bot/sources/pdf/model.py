"""A block of a PDF while its file is read, and what is usual in the file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from bot.sources.pdf.layout import LINE_HEIGHT
from bot.sources.pdf.lines import Line
from bot.sources.pdf.running import LETTERS
from bot.sources.source import BlockKind

LARGER = 1.06
"""A heading's type is larger than the text by so much."""


@dataclass(slots=True)
class PageBlock:
    """A block while its file is read, and what is to be known of it until then.

    Attributes:
        lines: those that it is made of.
        page: its number, from 1.
        column: where it stands, counted over all pages.
        is_side: whether that is a sidebar.
        kind, level, mark: as the builder wants them.
        text: its words.
        cells, is_head: those of a row.
        is_whole: whether it surely goes on nowhere.
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
    is_whole: bool = False

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


def usual_of(columns: Sequence[Sequence[Line]]) -> Usual:
    """What is usual in the columns of a file."""
    styles: Counter[tuple[float, bool]] = Counter()
    gaps: Counter[float] = Counter()
    words: Counter[str] = Counter()
    for column in columns:
        for line in column:
            styles[line.size, line.is_bold] += len(line.text)
            words.update(LETTERS.findall(" ".join(line.text.casefold().split(" ")[:-1])))
        gaps.update(spacings(column))
    size, is_bold = styles.most_common(1)[0][0] if styles else (10.0, False)
    spacing = gaps.most_common(1)[0][0] if gaps else LINE_HEIGHT
    tagged = [line for column in columns for line in column if line.tag]
    is_plain = bool(tagged) and not any(stands_out(line.size, line.is_bold, size, is_bold) for line in tagged)
    return Usual(size, is_bold, spacing, words, is_plain)


def stands_out(size: float, is_bold: bool, usual: float, usual_bold: bool) -> bool:
    """Whether type is larger than the usual, or bold where that is not."""
    return size >= usual * LARGER or (is_bold and not usual_bold)


def spacings(column: Sequence[Line]) -> list[float]:
    """How far lines stand from the one above, in their size, where a sentence goes on in them."""
    return [
        round((below.base - above.base) / below.size, 2)
        for above, below in pairwise(column)
        if below.text[:1].islower() and not below.mark and above.size == below.size and below.base > above.base
    ]
