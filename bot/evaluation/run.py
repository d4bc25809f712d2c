"""Runs cases through a bot and gathers what came of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from tqdm import tqdm

from bot.bot import Bot
from bot.dialogue.reply import KINDS, Kind, Reply
from bot.documents import Corpus
from bot.evaluation.cases import Case
from bot.evaluation.failures import FAULTS, FailureClass, failure_classes
from bot.evaluation.measures import MEASURES, Figure
from bot.evaluation.replay import replay

Figures = Mapping[str, Figure]
"""The figure of each measure, by the measure's name."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case.

    Attributes:
        case: the case.
        reply: what the bot said.
        rank: the place, from 1, of the first quote of an answer that holds a gold, or ``None``.
        relevant: the numbers of the corpus' passages that hold a gold.
    """

    case: Case
    reply: Reply
    rank: int | None
    relevant: tuple[int, ...]

    @property
    def right(self) -> bool:
        """Whether the kind is the expected one and, for an answer, the first quote holds a gold."""
        return self.reply.kind == self.case.expect and (self.case.expect != "answer" or self.rank == 1)

    @property
    def wrong_quote(self) -> bool:
        """Whether an answer was given whose first quote holds no gold."""
        return self.reply.kind == "answer" and self.rank != 1

    @property
    def false_alarm(self) -> bool:
        """Whether an emergency was seen that is none."""
        return self.reply.kind == "emergency" != self.case.expect

    @property
    def fault(self) -> str | None:
        """Which of ``FAULTS`` this is, or ``None`` where the bot behaved right."""
        if self.right:
            return None
        if self.case.expect == "emergency":
            return FAULTS[0]
        if self.wrong_quote:
            return FAULTS[1]
        if self.false_alarm:
            return FAULTS[2]
        return FAULTS[3] if self.case.expect == "answer" else FAULTS[4]

    def to_json(self) -> dict[str, Any]:
        """The case, the reply and the verdict."""
        return {**self.case.to_json(), "right": self.right, "rank": self.rank, "reply": self.reply.to_json()}


class RiskPoint(NamedTuple):
    """What would be had if only replies with at least this evidence were given as answers.

    Attributes:
        evidence: the least evidence, from 0 to 1.
        answered: how many messages would get an answer.
        wrong: how many of those answers are wrong quotes.
        coverage: ``answered`` as a share of all messages.
        risk: ``wrong`` as a share of ``answered``.
    """

    evidence: float
    answered: int
    wrong: int
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a set of cases.

    Attributes:
        outcomes: one for each case, in their order.
        figures: every measure over all cases.
        kinds: every measure over the cases of each kind (the cases' label), in the order of the labels.
        confusion: how often each kind of reply was given, by the kind that was expected.
        risk_coverage: the risk-coverage curve of the evidence score, from the surest answer on.
        titles: the titles of the documents that were quoted.
        fingerprint: a hash of the corpus: another one, another corpus.
    """

    outcomes: tuple[Outcome, ...]
    figures: Figures
    kinds: Mapping[str, Figures]
    confusion: Mapping[Kind, Mapping[Kind, int]]
    risk_coverage: tuple[RiskPoint, ...]
    titles: tuple[str, ...] = ()
    fingerprint: str = ""

    @property
    def failures(self) -> list[Outcome]:
        """The outcomes that are not right, the gravest first."""
        failed = [outcome for outcome in self.outcomes if not outcome.right]
        return sorted(failed, key=lambda outcome: FAULTS.index(outcome.fault or ""))

    @property
    def classes(self) -> tuple[FailureClass, ...]:
        """The failures in classes, those with the most cases first."""
        return failure_classes(self.outcomes)

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data; ``bot eval --compare`` reads it."""
        return {
            "titles": list(self.titles),
            "fingerprint": self.fingerprint,
            "figures": _figures_json(self.figures),
            "kinds": {kind: _figures_json(figures) for kind, figures in self.kinds.items()},
            "classes": [each.to_json() for each in self.classes],
            "confusion": {expected: dict(given) for expected, given in self.confusion.items()},
            "risk_coverage": [point._asdict() for point in self.risk_coverage],
            "outcomes": [outcome.to_json() for outcome in self.outcomes],
        }


def evaluate(bot: Bot, cases: Iterable[Case], progress: bool = False) -> Report:
    """Run ``cases`` through ``bot``; a message that several cases share, after the same history, is replied to once.

    Args:
        bot: what is measured.
        cases: the cases; their golds should stand in the bot's corpus (``load_cases`` checks it).
        progress: whether to show a bar on standard error when it takes more than a second.
    """
    asked = list(cases)
    talks = [(*case.history, case.question) for case in asked]
    bar = tqdm(replay(bot, talks), total=len(talks), unit="case", delay=1, disable=not progress, leave=False)
    replies = {number: given[-1] for number, given in bar}
    relevant = _finder(bot.corpus)
    outcomes = tuple(_outcome(case, replies[number], relevant) for number, case in enumerate(asked))
    return Report(
        outcomes=outcomes,
        figures=_figures(outcomes),
        kinds={kind: _figures(group) for kind, group in _by_kind(outcomes).items()},
        confusion=_confusion(outcomes),
        risk_coverage=_risk_coverage(outcomes),
        titles=tuple(document.title for document in bot.corpus.documents),
        fingerprint=bot.corpus.fingerprint,
    )


def _outcome(case: Case, reply: Reply, relevant: Callable[[str], frozenset[int]]) -> Outcome:
    quotes = reply.quotes if reply.kind == "answer" else ()
    ranks = (rank for rank, quote in enumerate(quotes, 1) if any(gold in quote.text for gold in case.gold))
    numbers = frozenset[int]().union(*map(relevant, case.gold))
    return Outcome(case, reply, next(ranks, None), tuple(sorted(numbers)))


def _finder(corpus: Corpus) -> Callable[[str], frozenset[int]]:
    """Which passages hold a gold; each gold is looked for once."""

    @cache
    def holding(gold: str) -> frozenset[int]:
        return frozenset(passage.number for passage in corpus.passages if gold in passage.text)

    return holding


def _figures(outcomes: Sequence[Outcome]) -> Figures:
    return {measure.name: measure.of(outcomes) for measure in MEASURES}


def _figures_json(figures: Figures) -> dict[str, Any]:
    return {name: figure.to_json() for name, figure in figures.items()}


def _by_kind(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    ordered = sorted(outcomes, key=lambda outcome: outcome.case.kind)
    return {kind: list(group) for kind, group in groupby(ordered, key=lambda outcome: outcome.case.kind)}


def _confusion(outcomes: Iterable[Outcome]) -> dict[Kind, dict[Kind, int]]:
    table: dict[Kind, dict[Kind, int]] = {expected: dict.fromkeys(KINDS, 0) for expected in KINDS}
    for outcome in outcomes:
        table[outcome.case.expect][outcome.reply.kind] += 1
    return table


def _risk_coverage(outcomes: Sequence[Outcome]) -> tuple[RiskPoint, ...]:
    answers = sorted((o for o in outcomes if o.reply.kind == "answer"), key=lambda o: -o.reply.evidence)
    points: list[RiskPoint] = []
    answered = wrong = 0
    for evidence, group in groupby(answers, key=lambda outcome: outcome.reply.evidence):
        for outcome in group:
            answered += 1
            wrong += outcome.wrong_quote
        points.append(RiskPoint(evidence, answered, wrong, answered / len(outcomes), wrong / answered))
    return tuple(points)
