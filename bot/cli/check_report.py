"""What ``bot check`` finds, as text for a person: the most urgent first, a few of each kind, and what to do."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.authoring.findings import URGENCIES, Finding, Kind, Urgency
from bot.sanitising import on_one_line

SHOWN = 5
"""So many findings of a kind are shown; ``--json`` has all."""

WIDTH = 80
"""Columns where nobody knows better, and at most: longer lines are harder to read."""

NARROWEST = 20

_HEADS: dict[Urgency, str] = {"now": "MEND NOW", "soon": "MEND SOON", "look": "WORTH A LOOK"}
_COUNTED: dict[Urgency, str] = {"now": "to mend now", "soon": "to mend soon", "look": "worth a look"}
_KINDS: dict[Kind, str] = {
    "unread": "Files that are not read",
    "misnamed": "Curations that belong to no leaflet",
    "ungoverned": "Quotes that lean on words which are not quoted with them",
    "headings": "Headings lost",
    "length": "Passages too long or too short",
    "reading": "Hard to read",
    "abbreviations": "Abbreviations never explained",
    "review": "When it was reviewed",
    "balance": "Examples and gaps out of balance",
    "suggestion": "Suggestions that fail",
    "changed": "Your own lines, for passages that have changed",
    "typed-back": "Your own lines, typed back, that get something else",
}

_OF_FILES: frozenset[Kind] = frozenset({"unread", "misnamed"})
"""What is told of a file that is no leaflet, and so must be named."""

_QUOTING: frozenset[Kind] = frozenset({"changed", "typed-back", "suggestion"})
"""What says by itself which words it is about."""


def report_lines(findings: Sequence[Finding], columns: int, *, are_of_one: bool) -> Iterator[str]:
    """The findings, in their order, and a line that sums them up.

    Args:
        findings: as ``bot.authoring.checks.check`` gives them.
        columns: of the terminal.
        are_of_one: whether there is one leaflet, which need not be named then.
    """
    width = max(NARROWEST, min(columns, WIDTH))
    for urgency, of_urgency in groupby(findings, key=lambda found: found.urgency):
        yield _HEADS[urgency]
        yield ""
        for kind, group in groupby(of_urgency, key=lambda found: found.kind):
            yield from _kind_lines(_KINDS[kind], list(group), width, are_of_one)
            yield ""
    yield from textwrap.wrap(_summary(findings), width)


def _kind_lines(title: str, findings: Sequence[Finding], width: int, are_of_one: bool) -> Iterator[str]:
    yield from textwrap.wrap(f"{title} ({len(findings)})", width)
    shown = findings[:SHOWN]
    for mend, group in groupby(
        sorted(shown, key=lambda found: _first(shown, found.mend)), key=lambda found: found.mend
    ):
        for found in group:
            yield from _wrapped(_told(found, are_of_one), width, "- ", "  ")
        yield from _wrapped(mend, width, "  To do: ", "  ")
    if len(findings) > SHOWN:
        yield from _wrapped(f"... and {len(findings) - SHOWN} more: bot check --json lists all.", width, "  ", "  ")


def _first(findings: Sequence[Finding], mend: str) -> int:
    """Where the first finding stands that is mended so."""
    return next(number for number, found in enumerate(findings) if found.mend == mend)


def _told(found: Finding, are_of_one: bool) -> str:
    place = found.place
    is_named = found.kind in _OF_FILES or not are_of_one
    where = (
        on_one_line(found.document) if is_named else "",
        f"line {place.line}" if place.line else "",
        f"page {place.page}" if place.page else "",
        f"passage {place.passage}" if place.passage else "",
        f"under “{place.section}”" if place.section and place.section != place.text else "",
    )
    text = f"“{place.text}”" if place.text and found.kind not in _QUOTING else ""
    parts = filter(None, (", ".join(filter(None, where)), text, on_one_line(found.wrong)))
    return ": ".join(parts)


def _wrapped(text: str, width: int, mark: str, indent: str) -> list[str]:
    return textwrap.wrap(
        on_one_line(text), width, initial_indent=mark, subsequent_indent=indent, break_on_hyphens=False
    )


def _summary(findings: Sequence[Finding]) -> str:
    if not findings:
        return "Nothing to mend."
    counts = {urgency: sum(found.urgency == urgency for found in findings) for urgency in URGENCIES}
    return f"In all: {', '.join(f'{count} {_COUNTED[urgency]}' for urgency, count in counts.items() if count)}."
