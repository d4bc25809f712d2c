"""The report as one HTML page that needs nothing else: no network, no script, no other file."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template

from bot import __version__
from bot.dialogue.reply import KINDS, Kind
from bot.evaluation.formats.charts import interval_bar, risk_coverage_curve
from bot.evaluation.formats.plain import (
    NO_KIND,
    WORST_CLASSES,
    count,
    interval,
    matched,
    other_classes,
    percent,
    plural,
    some_ids,
    weight,
)
from bot.evaluation.measures import MEASURES, Figure, Measure
from bot.evaluation.run import Figures, Outcome, Report, RiskPoint
from bot.files import write_whole
from bot.sanitising import displayable, on_one_line

KIND_MEANINGS: dict[Kind, str] = {
    "answer": "quotes the material",
    "decline": "says that the material does not cover it",
    "refer": "sends a personal question to a doctor or nurse",
    "emergency": "says to get help now",
    "chat": "small talk",
}

_CURVE_ROWS = 12
"""How many points of the curve its table names: enough to pick a threshold by."""


def write_page(report: Report, file: Path) -> None:
    """Write the page of ``report_page``.

    Raises:
        OSError: it cannot be written.
    """
    write_whole(file, report_page(report).encode())


def report_page(report: Report) -> str:
    """The page: figures, bars by kind, worst classes of failure, confusion matrix, risk-coverage curve, failures."""
    template = Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))
    sections = (_summary, _figures_table, _bars, _kinds_table, _classes, _confusion, _curve, _failures)
    title = "How the bot did" + (f": {', '.join(report.titles)}" if report.titles else "")
    about = f"{report.cases} written-down cases. Bot version {__version__}, material {report.fingerprint[:12]}."
    body = "\n".join(section(report) for section in sections)
    return template.substitute(title=_text(title), about=_text(about), body=body)


def _text(text: str) -> str:
    """``text`` fit to stand in HTML: no control characters, nothing that is read as markup."""
    return escape(displayable(text))


def _row(cells: Iterable[str], head: str) -> str:
    """A table row with ``head`` as its heading; cells are ready HTML with their tags."""
    return f'<tr><th scope="row">{head}</th>{"".join(cells)}</tr>'


def _table(caption: str, heads: Sequence[str], rows: Iterable[str], style: str = "") -> str:
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{caption}"><table class="{style}">'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _cell(figure: Figure) -> str:
    return f'<td class="number">{percent(figure)}<small>{interval(figure)}</small></td>'


def _summary(report: Report) -> str:
    figures = report.figures
    behaviour, emergencies = figures["behaviour"], figures["emergency"]
    sentences = [
        f"The bot behaved right on {count(behaviour)} messages: {percent(behaviour)}, "
        f"with a 95% interval of {interval(behaviour)}%.",
        f"{plural(figures['wrong_quote'].total, 'time')} it gave a quote that answers nothing, the costliest error.",
    ]
    if emergencies.cases:
        sentences.append(
            f"It noticed {count(emergencies)} emergencies and raised a false alarm "
            f"{plural(figures['false_alarm'].total, 'time')}."
        )
    return f'<p class="lead">{_text(" ".join(sentences))}</p>'


def _figures_table(report: Report) -> str:
    def row(measure: Measure, figure: Figure) -> str:
        fewer = "; fewer is better" if measure.fewer_is_better else ""
        head = f"{escape(measure.title)}<small>{escape(measure.meaning + fewer)}</small>"
        return _row([_cell(figure), f'<td class="number">{weight(measure, figure)}</td>'], head)

    rows = [row(measure, figure) for measure in MEASURES if (figure := report.figures[measure.name]).cases]
    caption = "All cases, in percent; the small figures are the Wilson 95% interval"
    return "<h2>Figures</h2>" + _table(caption, ("Measure", "%", "Cases"), rows)


def _bars(report: Report) -> str:
    rows = (
        _row(
            [
                f'<td class="chart">{interval_bar(figure)}</td>',
                _cell(figure),
                f'<td class="number">{figure.cases}</td>',
            ],
            _kind(kind),
        )
        for kind, figures in report.kinds.items()
        if (figure := figures["behaviour"])
    )
    caption = "Right behaviour by kind of case. The line across the end of a bar is the 95% interval"
    heads = ("Kind", "From 0 to 100%", "%", "Cases")
    return "<h2>By kind of case</h2>" + _table(caption, heads, rows, "bars")


def _kinds_table(report: Report) -> str:
    def row(name: str, figures: Figures) -> str:
        cases = f'<td class="number">{figures["behaviour"].cases}</td>'
        return _row([cases, *(_cell(figures[measure.name]) for measure in MEASURES)], name)

    rows = [row(_kind(kind), figures) for kind, figures in report.kinds.items()]
    heads = ("Kind", "Cases", *(escape(measure.title) for measure in MEASURES))
    caption = "Every measure by kind, in percent, with 95% intervals. A dash: no such case"
    return _table(caption, heads, [*rows, row("All", report.figures)], "kinds")


def _kind(kind: str) -> str:
    return _text(on_one_line(kind) or NO_KIND)


def _classes(report: Report) -> str:
    classes = report.classes
    if not classes:
        return ""
    rows = (
        _row(
            [f'<td class="number">{len(each.cases)} of {each.asked}</td>', f"<td>{_text(some_ids(each))}</td>"],
            _text(on_one_line(each.words)),
        )
        for each in classes[:WORST_CLASSES]
    )
    heads = ("What goes wrong", "Of such cases", "Which")
    table = _table("Failures that are alike, the most frequent first", heads, rows, "classes")
    others = other_classes(classes)
    return f"<h2>What goes wrong most often</h2>{table}" + (f"<p>{others}</p>" if others else "")


def _confusion(report: Report) -> str:
    def cells(expected: Kind) -> Iterable[str]:
        given = report.confusion[expected]
        total = sum(given.values())
        for kind in KINDS:
            share = given[kind] / total if total else 0
            style = "same" if kind == expected else "other"
            yield f'<td class="{style}" style="--share:{share * 100:.0f}">{given[kind]}</td>'

    rows = (_row(cells(kind), f"{kind}<small>{KIND_MEANINGS[kind]}</small>") for kind in KINDS)
    caption = (
        "Rows: the kind that was expected. Columns: the kind that came. Stronger colour: a larger share of the row"
    )
    return "<h2>Expected and given</h2>" + _table(caption, ("Expected", *KINDS), rows, "heat")


def _curve(report: Report) -> str:
    points = report.risk_coverage
    explanation = (
        "<h2>Answering less, erring less</h2><p>Each answer comes with an evidence score. If the bot answered only "
        "from a certain score on, it would answer fewer messages (to the left) and, if the score is worth its name, "
        "err less often (further down). The right end is the bot as it is.</p>"
    )
    if not points:
        return explanation + "<p>No answer was given, so there is no curve.</p>"
    figure = (
        f"<figure>{risk_coverage_curve(points)}<figcaption>Risk-coverage curve of the evidence score: share of all "
        "messages that are answered, and share of those answers that are wrong quotes.</figcaption></figure>"
    )
    rows = (
        _row(
            [
                f'<td class="number">{point.answered} ({point.coverage:.0%})</td>'
                f'<td class="number">{point.wrong} ({point.risk:.0%})</td>'
            ],
            f"{point.evidence:.2f}",
        )
        for point in _sample(points)
    )
    return explanation + figure + _table("The curve in figures", ("Evidence from", "Answered", "Wrong"), rows)


def _sample(points: Sequence[RiskPoint]) -> list[RiskPoint]:
    """Some of the points, evenly spread, the last always among them."""
    step = max(1, -(-len(points) // _CURVE_ROWS))
    return list(points[::-1][::step][::-1])


def _failures(report: Report) -> str:
    failures = report.failures
    parts = [f"<h2>Every failure ({len(failures)})</h2>"]
    if not failures:
        parts.append("<p>None: the bot behaved right on every message.</p>")
    for fault, group in groupby(failures, key=lambda outcome: outcome.fault):
        outcomes = list(group)
        parts.append(f"<h3>{fault} ({len(outcomes)})</h3>")
        parts += map(_failure, outcomes)
    return "\n".join(parts)


def _failure(outcome: Outcome) -> str:
    case, reply = outcome.case, outcome.reply
    earlier = "".join(f"<p class=soft>Earlier: {_text(message)}</p>" for message in case.history)
    gold = "".join(f"<blockquote>{_text(text)}</blockquote>" for text in case.gold)
    quote = (
        f"<blockquote>{_text(reply.quotes[0].text)}</blockquote>" if reply.quotes else f"<p>{_text(reply.message)}</p>"
    )
    facts = {
        "Case": case.id + (f" ({case.kind})" if case.kind else ""),
        "Matched": matched(outcome),
        "Why": reply.reason,
        "Evidence": f"{reply.evidence:.2f}",
        "Right quote at": str(outcome.rank or ""),
        "Note": case.note,
        "Gold": "no single passage holds it; shorten it so that it lies within one" if _unreachable(outcome) else "",
    }
    listed = "".join(f"<dt>{name}</dt><dd>{_text(value)}</dd>" for name, value in facts.items() if value)
    return (
        f"<article><h4>{_text(on_one_line(case.question)) or '(empty message)'}</h4>{earlier}<div class=sides>"
        f"<div class=gold><b>Expected: {case.expect}</b>{gold}</div>"
        f"<div class=came><b>Came: {reply.kind}</b>{quote}</div></div><dl>{listed}</dl></article>"
    )


def _unreachable(outcome: Outcome) -> bool:
    return bool(outcome.case.gold) and not outcome.relevant
