"""The page's two charts as inline SVG; colours and fonts come from the page's style sheet."""

from collections.abc import Sequence

from bot.evaluation.measures import Figure
from bot.evaluation.run import RiskPoint

_WIDTH, _HEIGHT = 360, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 340, 12, 196
_DOTTED = 12
"""Up to so many points a curve shows each as a dot; of more, only the last."""


def interval_bar(figure: Figure) -> str:
    """A bar as long as the figure, with its 95% interval; the numbers stand beside it in the table."""
    value, low, high = (100 * (part or 0.0) for part in (figure.value, figure.low, figure.high))
    return (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="bar" width="{value:.2f}" height="10"/>'
        f'<path class="whisker" d="M{low:.2f} 5H{high:.2f}M{low:.2f} 2V8M{high:.2f} 2V8"/></svg>'
    )


def risk_coverage_curve(points: Sequence[RiskPoint]) -> str:
    """Coverage from left to right against risk from bottom to top."""
    top = max(0.1, *(point.risk for point in points))
    places = [(_across(point.coverage), _up(point.risk, top)) for point in points]
    dots = places if len(places) <= _DOTTED else places[-1:]
    last = points[-1]
    alternative = (
        f"Risk-coverage curve. As it is, the bot answers {last.coverage:.0%} of the messages, and {last.risk:.0%} of "
        f"these answers are wrong. From evidence {points[0].evidence:.2f} on it would answer {points[0].coverage:.0%}, "
        f"with {points[0].risk:.0%} wrong. The table below has the figures."
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{alternative}">'
        + _axes(top)
        + f'<polyline class="curve" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>'
        + "".join(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in dots)
        + "</svg>"
    )


def _axes(top: float) -> str:
    parts = [f'<path class="axis" d="M{_LEFT} {_TOP}V{_BOTTOM}H{_RIGHT}" fill="none"/>']
    for quarter in range(5):
        x, y = _across(quarter / 4), _up(top * quarter / 4, top)
        parts.append(f'<path class="grid" d="M{_LEFT} {y:.1f}H{_RIGHT}"/>' if quarter else "")
        parts.append(f'<text x="{x:.1f}" y="{_BOTTOM + 16}" text-anchor="middle">{quarter / 4:.0%}</text>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{top * quarter / 4:.0%}</text>')
    parts.append(f'<text x="{(_LEFT + _RIGHT) / 2}" y="{_BOTTOM + 34}" text-anchor="middle">messages answered</text>')
    parts.append(
        f'<text transform="translate(10 {(_TOP + _BOTTOM) / 2}) rotate(-90)" text-anchor="middle">wrong answers</text>'
    )
    return "".join(parts)


def _across(coverage: float) -> float:
    return _LEFT + coverage * (_RIGHT - _LEFT)


def _up(risk: float, top: float) -> float:
    return _BOTTOM - risk / top * (_BOTTOM - _TOP)
