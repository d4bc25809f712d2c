"""One calibrated choice among the kinds of reply, made on all signals together.

Two probabilities are multiplied out: what kind of message it is, and, were it a question, whether
the best passage answers it or nothing in the corpus does. So a question with strong evidence is
answered though it sounds a little like something else, and nothing is ruled out beforehand::

    answer    = question * covered
    decline   = question * (1 - covered) + elsewhere
    refer     = personal + distress
    emergency = (emergency + crisis) * 1.25
    chat      = chat

An emergency needs the least evidence. Where nobody has written examples for a leaflet, ``elsewhere`` and
``personal`` give way to strong evidence: what fits a passage well is not from elsewhere, however it sounds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy

from bot.dialogue.reply import Kind
from bot.search.index import Scores

EMERGENCY_WEIGHT = 1.25
"""How much an emergency's probability counts: missing one is worse than a false alarm."""


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
    """The choice, with a logistic regression for whether the best passage answers a question.

    Attributes:
        signals: the names of the signals, in the order of the weights.
        means: what is taken from each signal.
        scales: what it is then divided by.
        weights: one for each signal.
        intercept: what is added.
        overrules: which share of a kind's probability gives way where a passage surely answers.
    """

    signals: tuple[str, ...]
    means: Scores
    scales: Scores
    weights: Scores
    intercept: float
    overrules: Mapping[str, float]

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> "Decision":
        """The decision in one part of ``model.json``."""
        means, scales, weights = (numpy.array(table[name]) for name in ("means", "scales", "weights"))
        return cls(tuple(table["signals"]), means, scales, weights, table["intercept"], table["overrules"])

    def covered(self, figures: Mapping[str, float]) -> float:
        """The probability that the best passage answers a question, against that nothing in the corpus does."""
        if figures["pointed"]:
            return 1.0
        values = (numpy.array([figures[name] for name in self.signals]) - self.means) / self.scales
        return float(1 / (1 + numpy.exp(-(self.weights @ values + self.intercept))))

    def choose(self, figures: Mapping[str, float]) -> Choice:
        """The most probable kind of reply."""
        question, covered = figures["kind:question"] + figures["kind:practical"], self.covered(figures)
        kept = {kind: figures[f"kind:{kind}"] * (1 - share * covered) for kind, share in self.overrules.items()}
        chat = figures["kind:chat"]
        if figures["pointed"]:
            question, chat, kept["elsewhere"] = question + chat + kept["elsewhere"], 0.0, 0.0
        probabilities: dict[Kind, float] = {
            "answer": covered * (question + self.overrules["personal"] * figures["kind:personal"]),
            "decline": question * (1 - covered) + kept["elsewhere"],
            "refer": kept["personal"] + figures["kind:distress"],
            "emergency": EMERGENCY_WEIGHT * (figures["kind:emergency"] + figures["kind:crisis"]),
            "chat": chat,
        }
        total = sum(probabilities.values())
        probabilities = {kind: value / total for kind, value in probabilities.items()}
        kind = max(probabilities, key=lambda each: probabilities[each])
        return Choice(kind, probabilities, f"signals: {kind} {probabilities[kind]:.0%}, covered {covered:.0%}")
