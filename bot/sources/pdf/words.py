"""The words of a page of a PDF and what is drawn on it, as PDFium gives them: where, how large, how heavy."""

import ctypes
import math
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from bot.sources.building import lowered, raised

MOST_SHAPES = 3000
"""So many lines and boxes of a page are looked at; a map or a drawing has more, a table never."""

MOST_SEGMENTS = 500
"""A longer path is a drawing."""

THIN = 3
"""Points: a box not thicker is a rule."""

SMALL = 0.92
"""A figure that is set high or low is no taller than so much of what it stands beside."""

RAISED, LOWERED = 0.15, 0.05
"""By what share of that its foot stands above, or below, that of the line."""

_LINE_ENDS = (10, 13)
"""PDFium puts them where it takes a line to end, even before a raised figure; where words stand tells better."""

_HYPHENS = (2, 0xFFFE)
"""What PDFium makes of a hyphen at a line's end."""

_BOLD = re.compile(r"bold|black|heavy|demi", re.I)

_TAG = re.compile(r"H([1-6])")

Handle = Any
"""A thing of PDFium, or its functions: they have no types."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom; tops are smaller than bottoms."""


class Word(NamedTuple):
    """A word, where it stands, and how: ``tag`` is 1 to 6 where the file says that it is of a heading, else 0."""

    text: str
    left: float
    right: float
    base: float
    size: float
    is_bold: bool
    tag: int
    is_artifact: bool


class Turn(NamedTuple):
    """How a page is turned before it is shown: by cosine and sine, clockwise."""

    cosine: int
    sine: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the file is shown: how far to the right, and how far up."""
        return self.cosine * x + self.sine * y, self.cosine * y - self.sine * x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Where a box of the file is shown."""
        (x, y), (other_x, other_y) = self.point(left, bottom), self.point(right, top)
        return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)


TURNS = {0: Turn(1, 0), 90: Turn(0, 1), 180: Turn(-1, 0), 270: Turn(0, -1)}


def words_of(page: Handle, raw: Handle, turn: Turn) -> Iterator[Word]:
    """The words of a page as the file gives them, without those that stand on end when it is shown."""
    corners, style = raw.FS_RECTF(), _styles(page, raw, turn)
    base_of = _bases(page, raw, turn)
    box: Box = (0.0, 0.0, 0.0, 0.0)
    letters: list[str] = []
    heights: list[float] = []
    numbers: list[int] = []
    tallest, left, start, right, middle = 0, 0.0, 0.0, 0.0, 0.0
    for number in range(page.count_chars() + 1):
        code = raw.FPDFText_GetUnicode(page, number) or 32
        if code in _LINE_ENDS:
            continue
        is_blank = (code <= 32 and code not in _HYPHENS) or code == 160
        if not is_blank:
            raw.FPDFText_GetLooseCharBox(page, number, corners)
            box = turn.box(corners.left, corners.bottom, corners.right, corners.top)
        height, centre = box[3] - box[1], (box[3] + box[1]) / 2
        is_near = (
            start - height / 4 <= box[0] <= right + height / 4
            and abs(centre - middle) <= max([height, *heights[-1:]]) / 2
        )
        if letters and (is_blank or not is_near):
            word = style(tallest, _with_small_figures(letters, heights, numbers, base_of), left, right)
            if word is not None:
                yield word
            letters, heights, numbers = [], [], []
        if is_blank:
            continue
        if not letters:
            left = box[0]
        if not letters or height > 1.05 * max(heights):
            tallest = number
        if code == 0x2044 and heights and heights[-1] < heights[0] * 0.75:
            _part_fraction(letters, heights, numbers)
        letters.append("-" if code in _HYPHENS else chr(code))
        heights.append(height)
        numbers.append(number)
        start, right, middle = box[0], box[2], centre


def _part_fraction(letters: list[str], heights: list[float], numbers: list[int]) -> None:
    """Keep "1" and the small "1/4" after it from being read as 11/4."""
    place = next(number for number, height in enumerate(heights) if height < heights[0] * 0.75)
    letters.insert(place, " ")
    heights.insert(place, heights[0])
    numbers.insert(place, numbers[0])


def _bases(page: Handle, raw: Handle, turn: Turn) -> Callable[[int], float]:
    """What tells how far up a character stands, by its number."""
    x, y = ctypes.c_double(), ctypes.c_double()

    def base_of(number: int) -> float:
        raw.FPDFText_GetCharOrigin(page, number, x, y)
        return turn.point(x.value, y.value)[1]

    return base_of


def _with_small_figures(
    letters: Sequence[str], heights: Sequence[float], numbers: Sequence[int], base_of: Callable[[int], float]
) -> str:
    """The letters of a word; figures that are set small and high or low in it are such letters: "10⁹", "H₂O"."""
    tallest = max(heights)
    if min(heights) >= SMALL * tallest or "\u2044" in letters:
        return "".join(letters)
    base = base_of(numbers[heights.index(tallest)])
    shifts = [
        round((base_of(number) - base) / tallest, 2) if height < SMALL * tallest else 0.0
        for number, height in zip(numbers, heights, strict=True)
    ]
    ways: dict[int, Callable[[str], str]] = {1: raised, 0: str, -1: lowered}
    parts = groupby(zip(letters, shifts, strict=True), key=lambda pair: (pair[1] > RAISED) - (pair[1] < -LOWERED))
    return "".join(ways[way]("".join(letter for letter, _ in part)) for way, part in parts)


def _styles(page: Handle, raw: Handle, turn: Turn) -> Callable[[int, str, float, float], Word | None]:
    """What makes a word of its first character's number and its letters; nothing where it stands on end."""
    matrix, flags, length = raw.FS_MATRIX(), ctypes.c_int(), ctypes.c_ulong()
    name, mark_name = ctypes.create_string_buffer(200), (ctypes.c_ushort * 32)()
    x, base = ctypes.c_double(), ctypes.c_double()
    known: dict[int | None, tuple[float, bool, int, bool]] = {}

    def marks(thing: Handle) -> list[str]:
        found = []
        for number in range(raw.FPDFPageObj_CountMarks(thing)):
            raw.FPDFPageObjMark_GetName(raw.FPDFPageObj_GetMark(thing, number), mark_name, 64, length)
            found.append(bytes(mark_name)[: length.value].decode("utf-16-le", "ignore").rstrip("\0"))
        return found

    def style(number: int, thing: Handle) -> tuple[float, bool, int, bool]:
        raw.FPDFText_GetMatrix(page, number, matrix)
        raw.FPDFText_GetFontInfo(page, number, name, 200, flags)
        across, up = turn.point(matrix.a, matrix.b)
        is_upright = abs(up) < across / 4
        size = raw.FPDFText_GetFontSize(page, number) * math.hypot(matrix.c, matrix.d) if is_upright else 0.0
        is_bold = raw.FPDFText_GetFontWeight(page, number) >= 600
        found = marks(thing) if thing else []
        tag = max((int(match[1]) for match in map(_TAG.fullmatch, found) if match), default=0)
        return size, is_bold or _BOLD.search(name.value.decode("latin-1")) is not None, tag, "Artifact" in found

    def word(number: int, letters: str, left: float, right: float) -> Word | None:
        thing = raw.FPDFText_GetTextObject(page, number)
        key = ctypes.cast(thing, ctypes.c_void_p).value
        if key not in known:
            known[key] = style(number, thing)
        raw.FPDFText_GetCharOrigin(page, number, x, base)
        size, is_bold, tag, is_artifact = known[key]
        return (
            Word(letters, left, right, turn.point(x.value, base.value)[1], size, is_bold, tag, is_artifact)
            if size > 1
            else None
        )

    return word


def boxes_of(page: Handle, raw: Handle, turn: Turn) -> Iterator[Box]:
    """The level and upright lines and boxes that are drawn on a page, as left, bottom, right, top."""
    for box in _drawn(page, raw):
        yield turn.box(*box)


def _drawn(page: Handle, raw: Handle) -> Iterator[Box]:
    matrix, x, y = raw.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    for number in range(min(raw.FPDFPage_CountObjects(page), MOST_SHAPES)):
        thing = raw.FPDFPage_GetObject(page, number)
        count = raw.FPDFPath_CountSegments(thing) if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_PATH else 0
        if not 0 < count <= MOST_SEGMENTS:
            continue
        raw.FPDFPageObj_GetMatrix(thing, matrix)
        outline: list[tuple[float, float]] = []
        for place in range(count):
            segment = raw.FPDFPath_GetPathSegment(thing, place)
            if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and outline:
                yield from _box(outline)
                outline = []
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            outline.append(
                (
                    matrix.a * x.value + matrix.c * y.value + matrix.e,
                    matrix.b * x.value + matrix.d * y.value + matrix.f,
                )
            )
        yield from _box(outline)


def _box(outline: Sequence[tuple[float, float]]) -> Iterator[Box]:
    """The box whose corners an outline is drawn through, if it is one, or a line."""
    left, right = min(x for x, _ in outline), max(x for x, _ in outline)
    bottom, top = min(y for _, y in outline), max(y for _, y in outline)
    is_straight = all(min(x - left, right - x) < 0.5 and min(y - bottom, top - y) < 0.5 for x, y in outline)
    is_line = min(right - left, top - bottom) < THIN
    if is_straight and (is_line or len(outline) >= 4):
        yield left, bottom, right, top
