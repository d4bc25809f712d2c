"""Runs cases through a bot and gathers what came of them."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain, groupby
from typing import Any, NamedTuple

from tqdm import tqdm

from bot.bot import Bot
from bot.dialogue.reply import KINDS, Kind, Reply
from bot.documents import Corpus
from bot.evaluation.cases import Case
from bot.evaluation.failures import FAULTS, FailureClass, Failures
from bot.evaluation.measures import MEASURES, Figure
from bot.evaluation.replay import batches, replay
from bot.workers import Work, in_order

GOLDS_KEPT = 4096
"""Of how many golds it is remembered which passages hold them."""

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
        outcomes: one for each case, in their order; or of those alone that were to be kept.
        cases: how many cases there were.
        figures: every measure over all cases.
        kinds: every measure over the cases of each kind (the cases' label), in the order of the labels.
        confusion: how often each kind of reply was given, by the kind that was expected.
        classes: the failures in classes, those with the most cases first.
        answers: the evidence of each answer that was given, and whether its quote is a wrong one.
        titles: the titles of the documents that were quoted.
        fingerprint: a hash of the corpus: another one, another corpus.
    """

    outcomes: tuple[Outcome, ...]
    cases: int
    figures: Figures
    kinds: Mapping[str, Figures]
    confusion: Mapping[Kind, Mapping[Kind, int]]
    classes: tuple[FailureClass, ...]
    answers: tuple[Sequence[float], Sequence[int]]
    titles: tuple[str, ...] = ()
    fingerprint: str = ""

    @property
    def failures(self) -> list[Outcome]:
        """The outcomes that are not right, the gravest first."""
        failed = [outcome for outcome in self.outcomes if not outcome.right]
        return sorted(failed, key=lambda outcome: FAULTS.index(outcome.fault or ""))

    @property
    def risk_coverage(self) -> tuple[RiskPoint, ...]:
        """The risk-coverage curve of the evidence score, from the surest answer on."""
        points: list[RiskPoint] = []
        answered = wrong = 0
        answers = sorted(zip(*self.answers, strict=True), key=lambda answer: -answer[0])
        for evidence, group in groupby(answers, key=lambda answer: answer[0]):
            for _, is_wrong in group:
                answered += 1
                wrong += is_wrong
            points.append(RiskPoint(evidence, answered, wrong, answered / self.cases, wrong / answered))
        return tuple(points)

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
    """Run ``cases`` through ``bot``; a message that neighbours share, after the same history, is replied to once.

    Args:
        bot: what is measured.
        cases: the cases; their golds should stand in the bot's corpus (``load_cases`` checks it).
        progress: whether to show a bar on standard error when it takes more than a second.
    """
    asked = list(cases)
    outcomes = outcomes_of(bot.corpus, Work(lambda: partial(last_replies, bot)), asked)
    bar = tqdm(outcomes, total=len(asked), unit="case", delay=1, disable=not progress, leave=False)
    return report_on(bot.corpus, bar)


def outcomes_of(
    corpus: Corpus, work: Work[list[Case], list[Reply]], cases: Iterable[Case], jobs: int = 1
) -> Iterator[Outcome]:
    """What comes of each case, in their order; only a few of them are kept at once.

    Args:
        corpus: what is quoted.
        work: gives what replies to cases (``last_replies``), in each of several processes.
        cases: the cases.
        jobs: how many processes.
    """
    relevant = _finder(corpus)
    for batch, replies in in_order(work, batches(cases), jobs):
        for case, reply in zip(batch, replies, strict=True):
            yield _outcome(case, reply, relevant)


def last_replies(bot: Bot, cases: Sequence[Case], *, are_whole: bool = True) -> list[Reply]:
    """What ``bot`` says to each case; without figures and suggestions, which few reports have, unless as a whole."""
    replies = [given[-1] for given in replay(bot, [(*case.history, case.question) for case in cases])]
    return replies if are_whole else [replace(reply, signals={}, suggestions=()) for reply in replies]


def report_on(corpus: Corpus, outcomes: Iterable[Outcome], *, are_kept: bool = True) -> Report:
    """The report on outcomes, which are counted as they come; only failures are kept, unless all are to be."""
    counts = _Counts()
    kept: list[Outcome] = []
    for outcome in outcomes:
        counts.add(outcome)
        if are_kept or not outcome.right:
            kept.append(outcome)
    kinds = {kind: _figures(counts.values[kind]) for kind in sorted(counts.values)}
    return Report(
        outcomes=tuple(kept),
        cases=counts.cases,
        figures=_figures(*counts.values.values()),
        kinds=kinds,
        confusion=counts.confusion,
        classes=counts.failures.classes(),
        answers=(counts.evidence, counts.wrong),
        titles=tuple(document.title for document in corpus.documents),
        fingerprint=corpus.fingerprint,
    )


class _Counts:
    """What is counted of outcomes: nothing but failures and answers takes room for each case.

    Attributes:
        cases: how many there were.
        values: for each label and each measure, how often it had each value.
        confusion: how often each kind of reply was given, by the kind that was expected.
        failures: what failed.
        evidence: that of each answer.
        wrong: whether its quote is a wrong one.
    """

    def __init__(self) -> None:
        self.cases = 0
        self.values: dict[str, dict[str, Counter[float]]] = defaultdict(lambda: defaultdict(Counter))
        self.confusion: dict[Kind, dict[Kind, int]] = {expected: dict.fromkeys(KINDS, 0) for expected in KINDS}
        self.failures = Failures()
        self.evidence = array("d")
        self.wrong = bytearray()

    def add(self, outcome: Outcome) -> None:
        """Count one case more."""
        self.cases += 1
        self.confusion[outcome.case.expect][outcome.reply.kind] += 1
        self.failures.add(outcome)
        own = self.values[outcome.case.kind]
        for measure in MEASURES:
            if (value := measure.value(outcome)) is not None:
                own[measure.name][value] += 1
        if outcome.reply.kind == "answer":
            self.evidence.append(outcome.reply.evidence)
            self.wrong.append(outcome.wrong_quote)


def _outcome(case: Case, reply: Reply, relevant: Callable[[str], frozenset[int]]) -> Outcome:
    quotes = reply.quotes if reply.kind == "answer" else ()
    ranks = (rank for rank, quote in enumerate(quotes, 1) if any(gold in quote.text for gold in case.gold))
    numbers = frozenset[int]().union(*map(relevant, case.gold))
    return Outcome(case, reply, next(ranks, None), tuple(sorted(numbers)))


def _finder(corpus: Corpus) -> Callable[[str], frozenset[int]]:
    """Which passages hold a gold; each gold is looked for once."""

    @lru_cache(maxsize=GOLDS_KEPT)
    def holding(gold: str) -> frozenset[int]:
        return frozenset(passage.number for passage in corpus.passages if gold in passage.text)

    return holding


def _figures(*counted: Mapping[str, Counter[float]]) -> Figures:
    """The figures of cases by how often each measure had each value, in some groups of them."""
    return {
        measure.name: Figure.of(chain.from_iterable(each[measure.name].elements() for each in counted))
        for measure in MEASURES
    }


def _figures_json(figures: Figures) -> dict[str, Any]:
    return {name: figure.to_json() for name, figure in figures.items()}
