"""A block while its file is read, before it has a place in the text."""

from dataclasses import dataclass, replace
from typing import Literal

from bot.sources.source import BlockKind

DraftKind = BlockKind | Literal["page"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A block to be, or where a page begins.

    Attributes:
        kind, level: as of a ``Block``; of a page, its number is the level.
        words: those of the block, without its mark; of a page, the number that is printed on it, if another.
        mark: what marks a list item: "-" or "1.".
    """

    kind: DraftKind
    words: str = ""
    level: int = 0
    mark: str = ""

    @property
    def holds_words(self) -> bool:
        """Whether it is no beginning or end of a box or a page."""
        return self.kind not in ("box", "end", "page")

    def but(self, **changes: object) -> "Draft":
        """The same with other attributes."""
        return replace(self, **changes)  # type: ignore[arg-type]
