"""Where a wide gap between words goes through several lines: there a column ends.

In a justified text blanks are wide too, but words stand above and below them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from bot.sources.pdf.words import Word

WIDE_GAP = 0.9
"""A gap that is wider than so much of its type's size is no usual blank."""

GUTTER = 0.6
"""So wide is what lines have in common of such gaps."""

REACH = 8
"""The next line with that gap stands no farther above or below than so many times the type's size."""

EVEN = 1.8
"""The blanks of a justified line differ by no more than this."""

Level = tuple[float, list[Word]]
"""How far down words stand on a page, and those words from left to right."""


def cut_at_gutters(pieces: Sequence[list[Word]]) -> list[list[Word]]:
    """Words that were taken for a line, cut where columns end.

    Args:
        pieces: of one page.
    """
    if not any(_is_wide(before, word) for piece in pieces for before, word in pairwise(piece)):
        return list(pieces)
    levels = _levels([word for piece in pieces for word in piece])
    bases = [base for base, _ in levels]
    result: list[list[Word]] = []
    for piece in pieces:
        part = [piece[0]]
        is_even = _is_even(piece)
        for before, word in pairwise(piece):
            if not is_even and _is_wide(before, word) and _is_gutter(before, word, levels, bases):
                result.append(part)
                part = []
            part.append(word)
        result.append(part)
    return result


def _is_wide(before: Word, word: Word) -> bool:
    return word.left - before.right > WIDE_GAP * word.size


def _is_even(piece: Sequence[Word]) -> bool:
    """Whether words are set so that they fill their line."""
    gaps = [word.left - before.right for before, word in pairwise(piece)]
    return len(gaps) > 2 and max(gaps) < EVEN * min(gaps)


def _levels(words: Sequence[Word]) -> list[Level]:
    placed = sorted(words, key=lambda word: (round(word.base), word.left))
    return [(base, list(group)) for base, group in groupby(placed, key=lambda word: float(round(word.base)))]


def _is_gutter(before: Word, word: Word, levels: Sequence[Level], bases: Sequence[float]) -> bool:
    """Whether the gap between two words goes on in a line above or below, and no word stands between those lines."""
    base, reach = round(word.base), REACH * word.size
    below = levels[bisect_right(bases, base) : bisect_right(bases, base + reach)]
    above = levels[bisect_left(bases, base - reach) : bisect_left(bases, base)]
    return any(_goes_on(before, word, way) for way in (iter(below), reversed(above)))


def _goes_on(before: Word, word: Word, levels: Iterator[Level]) -> bool:
    start, end = before.right, word.left
    for _, words in levels:
        left = max((w.right for w in words if w.left < (start + end) / 2 and w.right > start), default=start)
        right = min((w.left for w in words if w.right > (start + end) / 2 and w.left < end), default=end)
        start, end = max(start, left), min(end, right)
        if end - start < GUTTER * word.size:
            return False
        if any(w.right <= start for w in words) and any(w.left >= end for w in words):
            return True
    return False
