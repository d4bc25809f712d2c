"""Lines as an SVG drawing that a README can show, on white, for light and dark pages alike."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from statistics import mean
from typing import NamedTuple

PANEL_WIDTH, PANEL_HEIGHT = 380, 260
LEFT, TOP, GAP = 58, 56, 58
"""The margins around the panels, and what parts them."""

LEGEND_LINE = 20
COLUMNS = 2


class Spread(NamedTuple):
    """The mean of some shares from 0 to 1, with the lowest and the highest."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, shares: Sequence[float]) -> "Spread":
        """The spread of at least one share."""
        return cls(mean(shares), min(shares), max(shares))

    def __str__(self) -> str:
        """As "83% (82–84)", and without the ends where they are the same."""
        ends = f" ({100 * self.low:.0f}–{100 * self.high:.0f})" if self.low < self.high else ""
        return f"{self.mean:.0%}{ends}"


class Line(NamedTuple):
    """A line through ``(number, spread)``, the numbers ascending."""

    name: str
    colour: str
    dashed: bool
    points: tuple[tuple[int, Spread], ...]


FIFTHS: Mapping[float, str] = {fifth / 5: f"{fifth / 5:.0%}" for fifth in range(6)}


class Panel(NamedTuple):
    """Axes with lines.

    Attributes:
        title: what stands above it.
        lines: through heights from 0 to 1.
        heights: what some of the heights are called, for the vertical axis.
    """

    title: str
    lines: tuple[Line, ...]
    heights: Mapping[float, str] = FIFTHS


def drawing(title: str, across: str, panels: Sequence[Panel], ticks: Mapping[int, str]) -> str:
    """The panels side by side with one legend.

    Args:
        title: what is drawn.
        across: what the horizontal axes tell; their scale is logarithmic.
        panels: at least one; the legend is that of the first.
        ticks: the labels of numbers on the horizontal axes, ascending.
    """
    names = panels[0].lines
    legend_top = TOP + PANEL_HEIGHT + 62
    width = LEFT + len(panels) * (PANEL_WIDTH + GAP)
    height = legend_top + LEGEND_LINE * math.ceil(len(names) / COLUMNS)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            f' font-family="sans-serif" font-size="12" role="img" aria-label="{escape(title)}">',
            f'<rect width="{width}" height="{height}" fill="white"/>',
            _text(LEFT, 22, title, 'font-size="15" font-weight="bold"'),
            *(
                part
                for number, panel in enumerate(panels)
                for part in _panel(panel, LEFT + number * (PANEL_WIDTH + GAP), across, ticks)
            ),
            *(part for number, line in enumerate(names) for part in _legend(line, number, legend_top, width)),
            "</svg>\n",
        ]
    )


def _panel(panel: Panel, left: int, across: str, ticks: Mapping[int, str]) -> list[str]:
    most, bottom = max(ticks), TOP + PANEL_HEIGHT
    parts = [_text(left + PANEL_WIDTH / 2, TOP - 10, panel.title, 'text-anchor="middle"')]
    for height, label in panel.heights.items():
        y = _up(height)
        parts.append(f'<path d="M{left} {y:.1f}h{PANEL_WIDTH}" stroke="#ddd"/>')
        parts.append(_text(left - 6, y + 4, label, 'text-anchor="end"'))
    for number, label in ticks.items():
        x = left + _across(number, most)
        parts.append(f'<path d="M{x:.1f} {bottom}v4" stroke="#555"/>')
        parts.append(_text(x, bottom + 18, label, 'text-anchor="middle"'))
    parts.append(_text(left + PANEL_WIDTH / 2, bottom + 36, across, 'text-anchor="middle"'))
    for line in panel.lines:
        parts += _line(line, left, most)
    return parts


def _line(line: Line, left: int, most: int) -> list[str]:
    places = [(left + _across(number, most), spread) for number, spread in line.points]
    corners = " ".join(f"{x:.1f},{_up(spread.mean):.1f}" for x, spread in places)
    return [
        f'<polyline points="{corners}" fill="none" stroke-width="2" {_stroke(line)}/>',
        *(
            f'<path d="M{x:.1f} {_up(spread.low):.1f}V{_up(spread.high):.1f}" stroke="{line.colour}"/>'
            f'<circle cx="{x:.1f}" cy="{_up(spread.mean):.1f}" r="3" fill="{line.colour}"/>'
            for x, spread in places
        ),
    ]


def _legend(line: Line, number: int, top: int, width: int) -> list[str]:
    x = LEFT + number % COLUMNS * (width - LEFT) // COLUMNS
    y = top + LEGEND_LINE * (number // COLUMNS)
    return [f'<path d="M{x} {y - 4}h26" stroke-width="2" {_stroke(line)}/>', _text(x + 34, y, line.name)]


def _stroke(line: Line) -> str:
    return f'stroke="{line.colour}"' + (' stroke-dasharray="6 4"' if line.dashed else "")


def _text(x: float, y: float, text: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="#222" {more}>{escape(text)}</text>'


def _across(number: int, most: int) -> float:
    return PANEL_WIDTH * math.log1p(number) / math.log1p(max(most, 1))


def _up(share: float) -> float:
    return TOP + PANEL_HEIGHT * (1 - share)
