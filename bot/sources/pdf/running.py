"""Lines as they run on: words that were parted at a line's end are whole again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from bot.data import read_entries
from bot.sources.pdf.lines import WEAK_MARK, Line

_ADDRESS = re.compile(r"(?:://|www\.|\w\.\w)\S*[/_.?&=-]$")

_ADDRESS_PART = re.compile(r"^\S*\w[/_.?&=]\w")

HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐\u00ad]$")

_TIED = re.compile(r"\w[-‐—/]$")

LETTERS = re.compile(r"[^\W\d_]+(?:[-‐’'][^\W\d_]+)*")


def items_of(cell: Sequence[Line], words: Mapping[str, int]) -> Iterator[str]:
    """The words of a cell, those of each list item by themselves."""
    lines = [line for line in cell if line.text]
    starts = [n for n, line in enumerate(lines) if n == 0 or (line.mark and not WEAK_MARK.fullmatch(line.mark))]
    for begin, end in pairwise([*starts, len(lines)]):
        yield run_of(lines[begin:end], words)


def run_of(lines: Sequence[Line], words: Mapping[str, int]) -> str:
    """The words of lines as they run on: a mark within is a dash or a number of the text."""
    text = lines[0].text if lines else ""
    for line in lines[1:]:
        is_text = WEAK_MARK.fullmatch(line.mark) is not None
        text = linked(text, f"{line.mark} {line.text}" if is_text else line.text, words)
    return text


def linked(above: str, below: str, words: Mapping[str, int]) -> str:
    """Two lines as one: a word that was parted is whole again, and so is an address."""
    last, first = above.rpartition(" ")[2], below.partition(" ")[0]
    if _ADDRESS.search(last) and _ADDRESS_PART.search(first):
        return above + below
    if not HYPHEN.search(above) or not below[:1].islower():
        is_tied = _TIED.search(above) and not _ADDRESS.search(last)
        return f"{above}{below}" if is_tied else f"{above} {below}"
    parts, tail = LETTERS.findall(last[:-1].casefold()), LETTERS.match(below.casefold())
    if not parts or tail is None:
        return above[:-1] + "-" + below
    whole, parted = parts[-1] + tail[0], f"{parts[-1]}-{tail[0]}"
    is_word = words[whole] > 0 or whole in _everyday()
    is_typeset = above[-1] in "‐\u00ad" and not words[parted]
    return above[:-1] + ("" if is_word or is_typeset else "-") + below


@cache
def _everyday() -> frozenset[str]:
    return frozenset(read_entries("everyday-words.txt"))
