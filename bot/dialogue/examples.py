"""Example messages of every kind, from ``bot/data/examples``: one a line, groups under ``## name``."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bot.search.language import DATA
from bot.search.lexicon import read_lines

EXAMPLES = DATA / "examples"


class Example(NamedTuple):
    """A message as people type it, the kind it is of, and its group within the kind (may be empty)."""

    text: str
    kind: str
    group: str


def read_examples(folder: Path = EXAMPLES) -> Iterator[Example]:
    """Every example in the files of ``folder``; a file's name is the kind.

    Raises:
        DataError: a file cannot be read.
    """
    for path in sorted(folder.glob("*.txt")):
        group = ""
        for line in read_lines(path):
            if line.startswith("## "):
                group = line[3:].strip()
            elif line.strip():
                yield Example(line.strip(), path.stem, group)
