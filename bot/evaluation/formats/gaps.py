"""What became of messages, in lines that a terminal shows."""

import textwrap
from collections.abc import Iterator, Sequence

from bot.evaluation.formats.plain import WIDTH, plural
from bot.evaluation.gaps import Entry, Gap, Gaps, total
from bot.sanitising import on_one_line

EXAMPLES = 8
"""How many messages stand under each gap."""

OTHER_NAMES = 4
"""How many other words for a gap are told."""

LONGEST_MESSAGE = 300
"""How many characters of a message are shown at the most."""

FIRST_WORDS = 120
"""How many characters of a quote or an excerpt are shown."""

CAME = {"decline": "a decline", "refer": "a referral", "chat": "small talk"}
"""The kinds of reply without a quote, in words."""


def gap_lines(gaps: Gaps) -> Iterator[str]:
    """How many messages stand where, then the gaps, and then each list that is not empty."""
    sure = [entry for entry in gaps.alarmed if entry.degree == "sure"]
    possible = [entry for entry in gaps.alarmed if entry.degree == "possible"]
    yield from _summary(gaps)
    yield from _gaps([gap for gap in gaps.gaps if _is_named(gap)])
    yield from _alone([gap for gap in gaps.gaps if not _is_named(gap)])
    yield from _list("Asked back: which passage is meant, or what the question is", gaps.asked_back)
    yield from _list("Declined or taken for small talk, where something else is expected", gaps.missed)
    yield from _list("Misquoted: answered, where another passage or something else is expected", gaps.misquoted)
    yield from _list("Referred: sent to a doctor or nurse", gaps.referred)
    yield from _list("Alarmed, and sure: given help at once", sure)
    yield from _list("Alarmed, and not sure: another reply, under a line with the number to call", possible)


def _summary(gaps: Gaps) -> Iterator[str]:
    counts = gaps.counts
    told = {
        "ask for what the material does not say": counts["gaps"],
        "asked back": counts["asked_back"],
        "declined or taken for small talk, where something else is expected": counts["missed"],
        "misquoted": counts["misquoted"],
        "referred": counts["referred"],
        "alarmed": counts["alarmed"],
        "answered": counts["answered"],
        "small talk": counts["small_talk"],
        **{f"not read: {reason}": total(entries) for reason, entries in gaps.not_read.items()},
    }
    width = len(str(gaps.asked))
    yield f"{plural(gaps.asked, 'message')}:"
    for what, count in told.items():
        if count:
            yield from _wrapped(f"{count:>{width + 2}} {what}", hanging=width + 3)


def _is_named(gap: Gap) -> bool:
    return gap.count > 1 or gap.is_curated


def _heading(title: str, count: int) -> Iterator[str]:
    yield ""
    yield from (lines := _wrapped(f"{title}: {count}"))
    yield "-" * max(map(len, lines))


def _gaps(gaps: Sequence[Gap]) -> Iterator[str]:
    if gaps:
        yield from _heading("What people ask, and the material does not say", sum(gap.count for gap in gaps))
    for gap in gaps:
        yield ""
        yield from _gap(gap)


def _alone(gaps: Sequence[Gap]) -> Iterator[str]:
    if gaps:
        yield from _heading("Asked once, and like nothing else here", len(gaps))
    for gap in gaps:
        yield from _message(gap.messages[0])


def _gap(gap: Gap) -> Iterator[str]:
    yield from _wrapped(f"{gap.count} × {_title(gap)}", hanging=2)
    if not _is_itself(gap):
        for entry in gap.messages[:EXAMPLES]:
            yield from _message(entry)
    if len(gap.messages) > EXAMPLES:
        yield f"    ... and {len(gap.messages) - EXAMPLES} more"


def _is_itself(gap: Gap) -> bool:
    """Whether a gap is one message that has no name but its words."""
    return len(gap.messages) == 1 and gap.name == gap.messages[0].message


def _title(gap: Gap) -> str:
    if _is_itself(gap):
        return f"“{_shortened(gap.name, LONGEST_MESSAGE)}”"
    also = ", ".join(f"“{name}”" for name in gap.also[:OTHER_NAMES])
    return f"{on_one_line(gap.name)}{f' (also {also})' if also else ''}"


def _list(title: str, entries: Sequence[Entry]) -> Iterator[str]:
    if entries:
        yield from _heading(title, total(entries))
    for entry in entries:
        yield from _message(entry)
        for label, text in _verdict(entry):
            yield from _wrapped(f"{label}: {text}", indent=8, hanging=10)


def _verdict(entry: Entry) -> Iterator[tuple[str, str]]:
    """What was said, where the list does not tell, and what was expected, where that is something else."""
    quotes = entry.reply.quotes
    if quotes and (not entry.is_right or entry.degree == "possible"):
        yield "quoted", f"“{_shortened(quotes[0].text, FIRST_WORDS)}”"
    elif entry.degree == "possible" or entry.reply.kind == "chat":
        yield "came", CAME[entry.reply.kind]
    if entry.expected is not None and not entry.is_right:
        golds = " or ".join(f"“{_shortened(gold, FIRST_WORDS)}”" for gold in entry.expected.gold)
        yield "expected", f"{entry.expected.kind}{f', {golds}' if golds else ''}"


def _message(entry: Entry) -> Iterator[str]:
    times = f" ({entry.count} times)" if entry.count > 1 else ""
    yield from _wrapped(f"{_shortened(entry.message, LONGEST_MESSAGE)}{times}", indent=4, hanging=6)


def _shortened(text: str, length: int) -> str:
    line = on_one_line(text) or "(empty)"
    return line if len(line) <= length else f"{line[:length].rsplit(' ', 1)[0]} …"


def _wrapped(text: str, indent: int = 0, hanging: int = 0) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * hanging, break_on_hyphens=False
    )
