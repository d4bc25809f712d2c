"""What is measured on the outcome of a case, and how sure a figure is.

Every measure is a mean over the cases that it looks at, of a value between 0 and 1 for each case.
The ranking measures are sums of a few ranks up to 3 and are written out here: ``ir_measures``
would bring SciPy, about 145 MB, to everyone who installs the bot. The tests hold these figures
equal to those of ``ir_measures`` on the files that ``bot eval --trec`` writes.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.dialogue.reply import Kind
    from bot.evaluation.run import Outcome

CONFIDENCE = 0.95
"""How often the intervals are meant to hold the true value."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its 95% interval.

    Attributes:
        value: the mean, from 0 to 1; ``None`` when no case was looked at.
        low: the lower end of the interval (``None`` with ``value``).
        high: the upper end.
        total: the sum over the cases: for a share, how many.
        cases: how many cases were looked at.
    """

    value: float | None
    low: float | None
    high: float | None
    total: float
    cases: int

    @classmethod
    def of(cls, values: Iterable[float]) -> "Figure":
        """The mean of ``values``, each between 0 and 1."""
        counts = Counter(values)
        cases = counts.total()
        total = float(sum(Fraction(value) * count for value, count in counts.items()))
        if not cases:
            return cls(None, None, None, total, 0)
        value = total / cases
        return cls(value, *wilson_interval(value, cases), total, cases)

    def to_json(self) -> dict[str, Any]:
        """The figure, rounded to four digits."""
        rounded = {name: _rounded(getattr(self, name)) for name in ("value", "low", "high", "total")}
        return {**rounded, "cases": self.cases}


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is measured.

    Attributes:
        name: as ``--min`` and ``--max`` know it.
        title: as people read it.
        heading: the title in two short lines, for a narrow column.
        meaning: what is counted, and of what.
        value: the value of one case, or ``None`` where the measure does not look at it.
        fewer_is_better: whether it counts mistakes.
        is_share: whether a case counts for all or nothing, so that "12 of 20" can be said.
    """

    name: str
    title: str
    heading: tuple[str, str]
    meaning: str
    value: "Callable[[Outcome], float | None]"
    fewer_is_better: bool = False
    is_share: bool = True

    def of(self, outcomes: "Iterable[Outcome]") -> Figure:
        """The figure over ``outcomes``."""
        values = map(self.value, outcomes)
        return Figure.of(value for value in values if value is not None)


def wilson_interval(mean: float, cases: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The Wilson score interval of a mean of ``cases`` values between 0 and 1.

    For a share this is the interval of Wilson (1927), "Probable inference, the law of succession,
    and statistical inference", J. Am. Stat. Assoc. 22, 209-212. For other values between 0 and 1
    (reciprocal ranks) it is on the safe side: no such values vary more than zeros and ones with the
    same mean (Bhatia and Davis, 2000). Written out because the libraries that have it bring SciPy,
    and the one that does not is a single release; the tests compare it with SciPy's.

    Args:
        mean: the observed mean, from 0 to 1.
        cases: how many values, at least 1.
        confidence: how often the interval is meant to hold the true mean.
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    shrink = 1 / (1 + z * z / cases)
    centre = shrink * (mean + z * z / (2 * cases))
    margin = shrink * z * math.sqrt(mean * (1 - mean) / cases + (z / (2 * cases)) ** 2)
    return max(0.0, min(centre - margin, mean)), min(1.0, max(centre + margin, mean))


def paired_p(better: int, worse: int) -> float:
    """How probable it is that chance alone makes cases change as one-sidedly as ``better`` and ``worse``, or more so.

    This is the exact form of the test of McNemar (1947), "Note on the sampling error of the difference between
    correlated proportions or percentages", Psychometrika 12, 153-157: if nothing but chance is at work, a case that
    changed became better as often as worse, so that ``better`` is binomial with one half; two-sided. Cases that did
    not change tell nothing. It is on the safe side: it takes a change for chance rather too often than too seldom
    (Fagerland, Lydersen and Laake, 2013, BMC Med. Res. Methodol. 13:91). Written out because SciPy is large; the tests
    compare it with SciPy's ``binomtest``.

    Args:
        better: how many cases are right now and were not.
        worse: how many were right and are not now.
    """
    changed = better + worse
    tail = sum(math.comb(changed, fewer) for fewer in range(min(better, worse) + 1))
    return min(1.0, 2 * tail / (1 << changed))


def _answered_within(rank: int) -> "Callable[[Outcome], float | None]":
    def value(outcome: "Outcome") -> float | None:
        if outcome.case.expect != "answer":
            return None
        return float(outcome.rank is not None and outcome.rank <= rank)

    return value


def _reciprocal_rank(outcome: "Outcome") -> float | None:
    if outcome.case.expect != "answer":
        return None
    return 1 / outcome.rank if outcome.rank else 0.0


def _noticed(kind: "Kind") -> "Callable[[Outcome], float | None]":
    return lambda outcome: float(outcome.reply.kind == kind) if outcome.case.expect == kind else None


def _false_alarm(outcome: "Outcome") -> float | None:
    return None if outcome.case.expect == "emergency" else float(outcome.false_alarm)


MEASURES: tuple[Measure, ...] = (
    Measure(
        "behaviour",
        "Right behaviour",
        ("right", "behav."),
        "of all messages: a reply of the expected kind and, for an answer, the right quote first",
        lambda outcome: float(outcome.right),
    ),
    Measure(
        "answer@1",
        "Answer in the first quote",
        ("answer", "@1"),
        "of the questions that the material answers",
        _answered_within(1),
    ),
    Measure(
        "answer@3",
        "Answer in the first three quotes",
        ("answer", "@3"),
        "of the questions that the material answers",
        _answered_within(3),
    ),
    Measure(
        "reciprocal_rank",
        "Mean reciprocal rank",
        ("recip.", "rank"),
        "of the questions that the material answers: 1 for the first quote, 1/2, 1/3, else 0",
        _reciprocal_rank,
        is_share=False,
    ),
    Measure(
        "decline",
        "Correct declines",
        ("right", "decl."),
        "of the questions that the material does not answer",
        _noticed("decline"),
    ),
    Measure("emergency", "Emergencies noticed", ("emerg.", "found"), "of the emergencies", _noticed("emergency")),
    Measure(
        "refer",
        "Personal questions referred",
        ("right", "refer."),
        "of the questions that only the person's own doctor or nurse can answer",
        _noticed("refer"),
    ),
    Measure("chat", "Small talk recognised", ("right", "chat"), "of the small talk", _noticed("chat")),
    Measure(
        "wrong_quote",
        "Wrong quotes",
        ("wrong", "quotes"),
        "of all messages: given as an answer, and answers nothing (the costliest error)",
        lambda outcome: float(outcome.wrong_quote),
        fewer_is_better=True,
    ),
    Measure(
        "false_alarm",
        "False alarms",
        ("false", "alarms"),
        "of the messages that are no emergency",
        _false_alarm,
        fewer_is_better=True,
    ),
)
"""Everything that is measured, in the order in which it is shown."""


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
