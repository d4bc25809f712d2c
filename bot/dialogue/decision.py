"""One calibrated choice among the kinds of reply, made on all signals together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

from bot.dialogue.reply import KINDS, Kind

Vector = NDArray[numpy.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """What kind of reply a message gets, and why.

    Attributes:
        kind: the kind.
        probabilities: of each kind being right, by the model.
        reason: what decided, in words.
        reply: the name of the reply in ``replies.toml``, where a rule or the language settles it.
    """

    kind: Kind
    probabilities: Mapping[Kind, float]
    reason: str
    reply: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A multinomial logistic regression over the signals, trained by ``training/train.py``.

    Attributes:
        signals: the names of the signals, in the order of the weights.
        means: what is taken from each signal.
        scales: what it is then divided by.
        weights: for each kind in ``KINDS``, one weight for each signal.
        intercepts: for each kind.
    """

    signals: tuple[str, ...]
    means: Vector
    scales: Vector
    weights: Vector
    intercepts: Vector

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> "Decision":
        """The decision in one part of ``model.json``."""
        return cls(
            signals=tuple(table["signals"]),
            means=numpy.array(table["means"]),
            scales=numpy.array(table["scales"]),
            weights=numpy.array([table["weights"][kind] for kind in KINDS]),
            intercepts=numpy.array([table["intercepts"][kind] for kind in KINDS]),
        )

    def choose(self, figures: Mapping[str, float]) -> Choice:
        """The most probable kind of reply."""
        values = (numpy.array([figures[name] for name in self.signals]) - self.means) / self.scales
        sums = self.weights @ values + self.intercepts
        odds = numpy.exp(sums - sums.max())
        probabilities = dict(zip(KINDS, map(float, odds / odds.sum()), strict=True))
        kind = max(KINDS, key=lambda each: probabilities[each])
        return Choice(kind, probabilities, f"signals: {kind} {probabilities[kind]:.0%}")
