"""Puts a source together from the words that a reader of some format finds, block by block."""

import re
from collections.abc import Sequence

from bot.sources.furniture import furniture
from bot.sources.source import Block, BlockKind, Page, Source

DEEPEST = 6
"""Headings stand no deeper than in HTML."""

CELLS = " | "
"""What parts the cells of a row."""

_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_WRITTEN = str.maketrans({**_LIGATURES, "\u2011": "-"}) | _INVISIBLE
_BLANKS = re.compile(r"[^\S\n]+")
_FIGURES = re.compile(r"[\d+-]+")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_LINE_ENDS = re.compile(r"\s*\n\s*")


def written(words: str) -> str:
    """Words as they are kept in a text, whatever they were typeset with.

    Ligatures are letters again, and a hyphen that does not break is a hyphen. Soft hyphens and blanks without width
    are left out, every other run of blanks is one. A line end stays, as one.
    """
    return _LINE_ENDS.sub("\n", _BLANKS.sub(" ", words.translate(_WRITTEN))).strip()


def raised(text: str) -> str:
    """Figures that are set high, as such letters: the 9 of 10⁹ stays apart from what it stands behind."""
    return text.translate(_RAISED) if _FIGURES.fullmatch(text) else text


def lowered(text: str) -> str:
    """The same for figures that are set low: H₂O."""
    return text.translate(_LOWERED) if _FIGURES.fullmatch(text) else text


class Builder:
    """Takes the blocks of a leaflet in reading order.

    What has no letter or digit is left out, and so is a line that is the publisher's (``bot/data/furniture.toml``).

    Args:
        name: the file's name.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._pieces: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._pages: list[Page] = []

    def heading(self, words: str, level: int) -> None:
        """A heading: 1 for the title, and more the deeper it stands."""
        self._add("heading", " ".join(words.split()), level=min(max(level, 1), DEEPEST))

    def paragraph(self, words: str, level: int = 0) -> None:
        """A paragraph; in a list item one level more than the item."""
        self._add("body", words, level=level)

    def item(self, words: str, level: int = 1, mark: str = "-") -> None:
        """An item of a list that stands so deep in others, from 1."""
        self._add("bullet", words, f"{mark} ", level)

    def row(self, cells: Sequence[str], is_head: bool = False) -> None:
        """A row of a table."""
        words = [" ".join(cell.split()) for cell in cells]
        while words and not words[-1]:
            words.pop()
        self._add("row", CELLS.join(words), level=0 if is_head else 1)

    def begin_anew(self, boxes: int) -> None:
        """Leave out all that came before, but for the beginnings of the boxes that have not ended."""
        self._pieces, self._length, self._blocks, self._pages = [], 0, [], []
        for _ in range(boxes):
            self.box()

    def box(self) -> None:
        """Here begins what is set apart from the text around it: its headings hold up to ``end``."""
        self._blocks.append(Block(self._length, self._length, "box", self._length))

    def end(self) -> None:
        """Here ends a box; what follows stands under the heading before it."""
        self._blocks.append(Block(self._length, self._length, "end", self._length))

    def page(self, number: int, printed: str | None = None) -> None:
        """What follows stands on this page, counted from 1; ``printed`` is the number that stands on it, if another."""
        self._pages.append(Page(self._length, number, printed))

    def source(self) -> Source:
        """All of it."""
        return Source(self._name, "".join(self._pieces), tuple(self._blocks), tuple(self._pages))

    def _add(self, kind: BlockKind, words: str, mark: str = "", level: int = 0) -> None:
        words = written(words)
        if not any(map(str.isalnum, words)) or (kind in ("body", "bullet") and furniture().is_line(words)):
            return
        before = self._blocks[-1].kind if self._length else None
        gap = "" if before is None else "\n" if before == kind and kind in ("bullet", "row") else "\n\n"
        start = self._length + len(gap)
        piece = f"{gap}{mark}{words}"
        self._blocks.append(Block(start, self._length + len(piece), kind, start + len(mark), level))
        self._pieces.append(piece)
        self._length += len(piece)
