"""What every measured system can do."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

BEST = 10
"""How many passages are searched for."""


class Engine(Protocol):
    """A system that ranks passages.

    Attributes:
        is_kept: whether what it builds is written into a folder. What is not is built anew in each process.
    """

    is_kept: bool

    def prepare(self) -> None:
        """What every process does once, however many libraries it opens; it is not timed."""

    def build(self, source: Path, folder: Path) -> None:
        """Build from ``source`` (terms, a line a passage; for the bot a folder of leaflets), into ``folder``."""

    def open(self, folder: Path) -> None:
        """Open what was built."""

    def search(self, question: str) -> Sequence[int]:
        """The numbers of the best passages for a question, the best first."""
