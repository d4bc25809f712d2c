"""The report as plain text, for a terminal or a log."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from bot.dialogue.reply import KINDS
from bot.evaluation.comparison import Change, Comparison
from bot.evaluation.failures import FailureClass
from bot.evaluation.measures import MEASURES, Figure, Measure
from bot.evaluation.run import Outcome, Report
from bot.sanitising import on_one_line

COLUMNS = ("behaviour", "answer@1", "answer@3", "reciprocal_rank", "decline", "emergency", "wrong_quote", "false_alarm")
"""The measures of the table by kind; each kind's own row tells the others."""

NO_KIND = "(no kind)"
"""Stands for the empty label of cases that have none."""

WIDTH = 80
_LABEL = 14
_CELL = 8

WORST_CLASSES = 10
"""How many classes of failure are named."""

_IDS = 8


def percent(figure: Figure) -> str:
    """The value in percent, or a dash where nothing was measured."""
    return "–" if figure.value is None else f"{figure.value:.0%}"


def interval(figure: Figure) -> str:
    """The 95% interval in percent, or nothing where nothing was measured."""
    return "" if figure.low is None or figure.high is None else f"{figure.low * 100:.0f}–{figure.high * 100:.0f}"


def count(figure: Figure) -> str:
    """A share as "12 of 20"."""
    return f"{figure.total:.0f} of {figure.cases}"


def weight(measure: Measure, figure: Figure) -> str:
    """What the figure rests on: "12 of 20", or "over 20" where it is no share."""
    return count(figure) if measure.is_share else f"over {figure.cases}"


def plural(number: float, word: str) -> str:
    """The number with its word: "1 case", "2 cases"."""
    return f"{number:.0f} {word}{'' if number == 1 else 's'}"


def report_lines(report: Report) -> Iterator[str]:
    """Failures, confusion matrix, table by kind, worst classes of failure, figures: what matters most comes last."""
    yield from _failures(report)
    yield from _confusion(report)
    yield from _by_kind(report)
    yield from _classes(report)
    yield from _overall(report.figures)


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """What got better and worse, case by case, the figures' differences, and whether that is more than chance."""
    for title, changes in (("Worse", comparison.worse), ("Better", comparison.better)):
        yield from _heading(f"{title} than before: {len(changes)}")
        yield from map(_change, changes)
    yield from _heading("Figures, now minus before")
    for measure in MEASURES:
        if measure.name in comparison.differences:
            yield f"  {measure.title:<34}{comparison.differences[measure.name] * 100:+z6.1f} points"
    if comparison.added or comparison.gone:
        yield f"  Not compared: {plural(len(comparison.added), 'new case')}, {len(comparison.gone)} gone."
    yield from _heading("Right behaviour, over the cases that both runs have")
    yield f"  {_verdict(comparison)}"


def some_ids(failures: FailureClass) -> str:
    """The first few cases of a class, enough to look some of them up."""
    return ", ".join(failures.cases[:_IDS]) + (", …" if len(failures.cases) > _IDS else "")


def other_classes(classes: Sequence[FailureClass]) -> str:
    """How many cases fail in ways that are not among the worst; nothing where there are none."""
    cases = sum(len(each.cases) for each in classes[WORST_CLASSES:])
    return f"In other ways: {plural(cases, 'case')}." if cases else ""


def matched(outcome: Outcome) -> str:
    """The words that the first quote matched, for a person who asks why."""
    quotes = outcome.reply.quotes
    return ", ".join(map(on_one_line, quotes[0].matched)) if quotes else ""


def _heading(title: str) -> Iterator[str]:
    yield ""
    yield title
    yield "-" * len(title)


def _failures(report: Report) -> Iterator[str]:
    failures = report.failures
    if not failures:
        return
    yield from _heading(f"Where the bot fails: {len(failures)} of {report.cases}")
    for outcome in failures:
        yield from _failure(outcome)


def _failure(outcome: Outcome) -> Iterator[str]:
    case, reply = outcome.case, outcome.reply
    label = f" ({on_one_line(case.kind)})" if case.kind else ""
    yield f"{outcome.fault}: {on_one_line(case.id)}{label}"
    for message in case.history:
        yield from _wrapped("earlier", message)
    yield from _wrapped("question", case.question)
    yield from _wrapped("expected", case.expect)
    for gold in case.gold:
        yield from _wrapped("gold", gold)
    yield from _wrapped("came", reply.kind)
    for quote in reply.quotes[:1]:
        yield from _wrapped("quote", quote.text)
    if words := matched(outcome):
        yield from _wrapped("matched", words)
    yield from _wrapped("why", f"{reply.reason or 'no reason given'} (evidence {reply.evidence:.2f})")
    if outcome.case.gold and not outcome.relevant:
        yield from _wrapped("note", "no single passage holds a gold; shorten it so that it lies within one.")
    yield ""


def _wrapped(label: str, text: str) -> Iterator[str]:
    first = f"  {label + ':':<10}"
    yield from textwrap.wrap(on_one_line(text) or "(empty)", WIDTH, initial_indent=first, subsequent_indent=" " * 12)


def _confusion(report: Report) -> Iterator[str]:
    yield from _heading("Expected (down) and given (across)")
    yield " " * _LABEL + "".join(f"{kind:>11}" for kind in KINDS)
    for expected, given in report.confusion.items():
        yield f"{expected:<{_LABEL}}" + "".join(f"{given[kind]:>11}" for kind in KINDS)


def _by_kind(report: Report) -> Iterator[str]:
    yield from _heading("By kind of case, in percent, with 95% intervals")
    shown = [measure for measure in MEASURES if measure.name in COLUMNS]
    for line in range(2):
        yield " " * (_LABEL + 2) + "".join(f"{measure.heading[line]:>{_CELL}}" for measure in shown)
    for kind, figures in {**report.kinds, "all": report.figures}.items():
        name = _shortened(on_one_line(kind) or NO_KIND, _LABEL + 1)
        row = [figures[name] for name in COLUMNS]
        yield f"{name:<{_LABEL + 2}}" + "".join(f"{percent(figure):>{_CELL}}" for figure in row)
        cases = "  " + plural(figures["behaviour"].cases, "case")
        yield f"{cases:<{_LABEL + 2}}" + "".join(f"{interval(figure):>{_CELL}}" for figure in row)


def _shortened(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _classes(report: Report) -> Iterator[str]:
    classes = report.classes
    if not classes:
        return
    yield from _heading("What goes wrong most often: how many of such cases, and which")
    for number, each in enumerate(classes[:WORST_CLASSES], 1):
        text = on_one_line(f"{each.words}: {len(each.cases)} of {each.asked} ({some_ids(each)})")
        indent = f"{number:>3}. "
        yield from textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=" " * 5, break_on_hyphens=False)
    if others := other_classes(classes):
        yield f"     {others}"


def _overall(figures: Mapping[str, Figure]) -> Iterator[str]:
    yield from _heading("All cases, with 95% intervals")
    for measure in MEASURES:
        figure = figures[measure.name]
        rests_on = weight(measure, figure) if figure.cases else "no case looks at it"
        yield f"{measure.title:<34}{percent(figure):>5}  {interval(figure):<7} {rests_on}"


def _change(change: Change) -> str:
    outcome = change.outcome
    return (
        f"  {on_one_line(outcome.case.id)}: expected {outcome.case.expect}, "
        f"was {change.earlier}, now {outcome.reply.kind}: {on_one_line(outcome.case.question)}"
    )


def _verdict(comparison: Comparison) -> str:
    """Whether right behaviour changed by more than chance, in plain words."""
    if not comparison.cases:
        return "No case is in both runs: nothing can be said."
    better, worse = len(comparison.better), len(comparison.worse)
    if not better + worse:
        return f"No change in {plural(comparison.cases, 'case')}."
    verdict = "more than chance" if comparison.more_than_chance else "could be chance"
    return f"{better} better, {worse} worse of {comparison.cases}: {verdict} ({_probability(comparison.p)})"


def _probability(p: float) -> str:
    if p < 0.001:
        return "p < 0.001"
    return f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"
