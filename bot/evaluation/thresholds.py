"""Least and greatest values that figures must keep: what makes a run in CI pass or fail."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.errors import UsageError
from bot.evaluation.measures import MEASURES
from bot.evaluation.run import Figures


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound on one measure: ``side`` is "min" or "max", ``value`` from 0 to 1."""

    name: str
    side: Literal["min", "max"]
    value: float

    def missed(self, figures: Figures) -> str | None:
        """What is missed, in words; ``None`` when the bound holds.

        A measure that no case looks at is missed: a gate that measures nothing must not pass.
        """
        figure = figures[self.name]
        bound = f"--{self.side} {self.name}={self.value:g}"
        if figure.value is None:
            return f"{bound}: no case looks at {self.name}"
        held = figure.value >= self.value if self.side == "min" else figure.value <= self.value
        return None if held else f"{bound}: it is {figure.value:.4f}, over {figure.cases} cases"


def read_thresholds(least: Iterable[str], greatest: Iterable[str]) -> list[Threshold]:
    """The thresholds written as ``name=value``, those of ``--min`` first.

    Raises:
        UsageError: the name is no measure, or the value no number from 0 to 1.
    """
    return [_threshold(text, "min") for text in least] + [_threshold(text, "max") for text in greatest]


def _threshold(text: str, side: Literal["min", "max"]) -> Threshold:
    name, equals, value = text.partition("=")
    names = [measure.name for measure in MEASURES]
    if not equals:
        raise UsageError(f"--{side} {text}: write it as name=value, like behaviour=0.9.")
    if name not in names:
        raise UsageError(f"--{side} {text}: no measure is called {name!r}. Use one of: {', '.join(names)}.")
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise UsageError(f"--{side} {text}: the value must be a number from 0 to 1, like 0.9.")
    return Threshold(name, side, number)
