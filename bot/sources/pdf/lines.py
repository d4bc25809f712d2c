"""Lines of a page: words that stand beside each other, with no column between them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.sources.building import lowered, raised
from bot.sources.lines import MARKS
from bot.sources.pdf.gutters import WIDE_GAP, cut_at_gutters
from bot.sources.pdf.words import LOWERED, RAISED, SMALL, Word

JUSTIFIED_GAP, PLAIN_GAP = 2.0, 0.6
"""Gaps in a line, in its type's size: the widest of a justified line, and between words that the file does not give one
after the other."""

TIED = 0.15
"""A figure stands no farther from what it is set to than so much of the type's size."""

LONGEST_RAISED = 4
"""Letters of a word that is set high."""

UNEVEN = 1.8
"""A gap so many times as wide as the others of its line parts columns; a justified line's are even."""

_MARK = re.compile(f"[→⇒➜›{MARKS}]")

WEAK_MARK = re.compile(r"[-–—‐*·o]|\(?(?:\d{1,2}|[a-h])[.)]")


@dataclass(slots=True, eq=False)
class Line:
    """A line of one column, or a row of a table.

    Attributes:
        text: its words without ``mark``, the bullet or number that it begins with.
        left, right, base: where it stands, in points from the page's upper left corner; letters stand on ``base``.
        text_left: where its words begin after the mark.
        size, is_bold: of its type; bold where all of it is.
        tag: 1 to 6 where the file says that it is of a heading, else 0.
        is_artifact: whether the file says that it is no part of the text.
        cells: of a row, the lines of each cell.
        is_head: whether the row is the head of its table.
    """

    text: str
    left: float
    text_left: float
    right: float
    base: float
    size: float
    is_bold: bool
    tag: int
    is_artifact: bool
    mark: str = ""
    cells: "list[list[Line]]" = field(default_factory=list)
    is_head: bool = False


def line_of(words: Sequence[Word]) -> Line:
    """The line of some words, its mark taken off."""
    longest = max(words, key=lambda word: (sum(map(str.isalnum, word.text)), len(word.text)))
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size * 2) / 2] += len(word.text)
    lettered = [word for word in words if any(map(str.isalnum, word.text))]
    mark, texts, text_left = _marked(_with_small_figures(words, longest))
    return Line(
        text=" ".join(texts),
        left=words[0].left,
        text_left=text_left,
        right=words[-1].right,
        base=longest.base,
        size=sizes.most_common(1)[0][0],
        is_bold=bool(lettered) and all(word.is_bold for word in lettered),
        tag=max(word.tag for word in words),
        is_artifact=all(word.is_artifact for word in words),
        mark=mark,
    )


def _marked(words: Sequence[Word]) -> tuple[str, list[str], float]:
    """The mark that words begin with, the others, and where they begin."""
    texts = [word.text for word in words]
    if is_bullet(texts[0]) or WEAK_MARK.fullmatch(texts[0]):
        return texts[0], texts[1:], words[1].left if len(words) > 1 else words[0].right
    if _MARK.match(texts[0]):
        return texts[0][0], [texts[0][1:], *texts[1:]], words[0].left
    return "", texts, words[0].left


def is_bullet(word: str) -> bool:
    """Whether a word is a mark that stands nowhere but before a list item."""
    return _MARK.fullmatch(word) is not None


def with_marks(lines: Sequence[Line]) -> list[Line]:
    """The lines, with a bullet that stands apart from its line given to it."""
    lone = [line for line in lines if line.mark and not line.text]
    rest = [line for line in lines if line.text]
    for mark in lone:
        beside = [
            line
            for line in rest
            if abs(line.base - mark.base) < 0.5 * line.size and 0 <= line.left - mark.right < 5 * line.size
        ]
        line = min(beside, key=lambda line: line.left, default=None)
        if line is not None and not line.mark:
            line.mark, line.left = mark.mark, mark.left
        elif not is_bullet(mark.mark):
            mark.text, mark.mark = mark.mark, ""
            rest.append(mark)
    return rest


def without(free: Sequence[tuple[float, float]], left: float, right: float, least: float) -> list[tuple[float, float]]:
    """Stretches without what lies between left and right, those that are narrower than the least left out."""
    parts = [part for start, end in free for part in ((start, min(end, left)), (max(start, right), end))]
    return [(start, end) for start, end in parts if end - start >= least]


def pieces_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand on one line with no column between them."""
    pieces: list[list[Word]] = []
    for word in words:
        if pieces and _goes_on(pieces[-1][-1], word, JUSTIFIED_GAP):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    pieces = cut_at_gutters([part for piece in pieces for part in _parted(piece)])
    pieces.sort(key=lambda piece: (round(piece[0].base / 2), piece[0].left))
    joined: list[list[Word]] = []
    for piece in pieces:
        if joined and _goes_on(joined[-1][-1], piece[0], PLAIN_GAP) and not is_bullet(piece[0].text):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _parted(piece: Sequence[Word]) -> Iterator[list[Word]]:
    """A line, cut before a bullet, and where a gap is wide and wider than the others, as in a table."""
    gaps = [word.left - before.right for before, word in pairwise(piece)]
    usual = sorted(gaps)[(len(gaps) - 1) // 2] if len(gaps) > 1 else 0
    part = [piece[0]]
    for word, gap in zip(piece[1:], gaps, strict=True):
        if gap > max(WIDE_GAP * word.size, UNEVEN * usual) or (gap > word.size / 2 and is_bullet(word.text)):
            yield part
            part = []
        part.append(word)
    yield part


def _shift(word: Word, beside: Word) -> int:
    """1 where a word is set small and high beside another, -1 where it is set small and low, else 0."""
    shift = (beside.base - word.base) / beside.size
    if word.size >= SMALL * beside.size or len(word.text) > LONGEST_RAISED:
        return 0
    return (RAISED < shift < 1) - (LOWERED < -shift < 1)


def _with_small_figures(words: Sequence[Word], longest: Word) -> list[Word]:
    """The words of a line; a figure that is set high or low is such a letter, and part of what it is set to."""
    result: list[Word] = []
    is_open = False
    for word in words:
        shift = _shift(word, longest)
        text = raised(word.text) if shift > 0 else lowered(word.text) if shift < 0 else word.text
        is_tied = bool(result) and (shift or is_open) and word.left - result[-1].right < TIED * longest.size
        is_open = shift != 0
        if is_tied:
            result[-1] = result[-1]._replace(text=result[-1].text + text, right=word.right)
        else:
            result.append(word._replace(text=text))
    return result


def _goes_on(before: Word, word: Word, widest: float) -> bool:
    size = min(before.size, word.size)
    gap = word.left - before.right
    is_level = abs(before.base - word.base) <= 0.35 * size or _shift(before, word) or _shift(word, before)
    return bool(is_level) and -0.3 * size <= gap <= widest * size and before.is_artifact == word.is_artifact
