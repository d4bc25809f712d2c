"""What was measured, as a page and a drawing."""

import math
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.library.material import LATENCY_QUESTIONS, WARMING_QUESTIONS
from benchmarks.library.quality import Found
from benchmarks.library.speed import WORKERS, Job, Measured, Times
from benchmarks.library.systems import SYSTEMS
from benchmarks.plot import Line, Panel, Spread, drawing
from benchmarks.tables import counted_share, milliseconds, share, table_lines
from bot.evaluation import Figure

COLOURS = ("#0b6e99", "#777777", "#c2540a", "#a0722a", "#3a7d2c", "#7a4a9a")
NONE = "–"

INTRODUCTION = """# A library, measured

This page is written by `python -m benchmarks.library` ([how](../benchmarks/README.md#a-library)).

**The leaflets** are made of MedQuAD (Ben Abacha and Demner-Fushman, 2019, CC BY 4.0): one for each document, its
answers cut at sentence ends into passages of about 75 words. The million is 25 times the 40,000, where in 24 copies
half of each passage's sentences are exchanged with others as long: the vocabulary stays the same, so that the lists of
who holds a word grow with the passages.

**What is compared.** The other systems get the passages ready, as stems without stop words, and search for the ten
best. The bot gets a folder of files, which it reads, cuts and indexes; it answers with whole replies: it reads the
message, searches, tells emergencies from questions, decides whether anything answers, and says it. Each job is a
process of its own. "Memory" is the most that the process held, pages of mapped files among it. Opening is in a process
whose modules and word lists are loaded; Numba compiles anew in each. {asked} questions of MedQuAD, none twice, are
asked one by one, after {warming} others; where 60 seconds are not enough, fewer. Then others are asked over and over,
for 5 seconds, by several threads or processes at once. What takes more than 10 minutes
of a core is stopped; "of a core" counts the start of the process, and no waiting for others.
"""


def page(measured: Sequence[Measured], qualities: Sequence["Quality"], drawn: str) -> str:
    """The page in Markdown.

    Args:
        measured: the speed of systems, in any order.
        qualities: what was found of each collection.
        drawn: the name of the drawing beside it.
    """
    lines = [INTRODUCTION.format(asked=f"{LATENCY_QUESTIONS:,}", warming=WARMING_QUESTIONS), _machine()]
    if measured:
        lines += ["", "## Speed", "", f"![Time to answer, time to build and memory, by passages]({drawn})"]
    for passages in sorted({each.passages for each in measured}):
        here = _in_order([each for each in measured if each.passages == passages])
        lines += ["", f"### {passages:,} passages", "", *_needs(here), "", *_throughput(here)]
    if qualities:
        lines += ["", "## Quality", "", *(line for quality in qualities for line in quality.lines())]
    return "\n".join(lines).rstrip() + "\n"


def _machine() -> str:
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"**The machine** has {os.cpu_count()} cores and {gigabytes:.0f} GiB, and others work on it; Python "
        f"{platform.python_version()}, {platform.system()}. Ratios within a table hold, milliseconds do not."
    )


def _in_order(measured: Sequence[Measured]) -> list[Measured]:
    names = [system.name for system in SYSTEMS]
    return sorted(measured, key=lambda each: names.index(each.system))


def _needs(measured: Sequence[Measured]) -> Iterator[str]:
    rows = []
    for each in measured:
        build, search = each.build, each.search
        rows.append(
            (
                each.system,
                build.get("failed") or _seconds(build["seconds"]),
                _seconds(build.get("seconds_of_core")),
                _mebibytes(build.get("peak_bytes")),
                _mebibytes(build.get("disk_bytes")),
                search.get("failed") or _seconds(search.get("open_seconds")),
                *_times(each.times),
                *_times(each.times_of_core)[::2],
                _mebibytes(search.get("peak_bytes")),
            )
        )
    built = ("build", "of a core", "memory to build", "disk")
    answered = ("answer: p50", "p95", "p99", "of a core: p50", "p99", "memory to answer")
    yield from table_lines(("", *built, "open", *answered), rows)


def _times(times: Times | None) -> list[str]:
    return [_seconds(time) for time in times] if times else [NONE] * 3


def _throughput(measured: Sequence[Measured]) -> Iterator[str]:
    headings = [f"{number} thread{'s' * (number > 1)}" for number in WORKERS]
    headings += [f"{number} processes" for number in WORKERS[1:]]
    rows = [
        (
            each.system,
            *(_rate(each.search, "by_threads", number) for number in WORKERS),
            *(_rate(each.processes, "by_processes", number) for number in WORKERS[1:]),
        )
        for each in measured
    ]
    yield from table_lines(("questions a second", *headings), rows)


def _rate(job: Job, by: str, number: int) -> str:
    rate = job.get(by, {}).get(str(number))
    return job.get("failed", NONE) if rate is None else f"{rate:,.0f}" if rate >= 10 else f"{rate:.2g}"


def _mebibytes(number: int | None) -> str:
    return (
        NONE
        if number is None
        else f"{number / 2**20:,.3g} MiB"
        if number < 1000 * 2**20
        else f"{number / 2**30:.1f} GiB"
    )


def _seconds(seconds: float | None) -> str:
    return NONE if seconds is None else milliseconds(seconds) if seconds < 1 else f"{seconds:.1f} s"


class Quality:
    """What was found of one collection.

    Args:
        title: of the table.
        found: by each way, in order.
    """

    def __init__(self, title: str, found: Sequence[Found]) -> None:
        self.title = title
        self.found = found

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"title": self.title, "found": [each.to_json() for each in self.found]}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Quality":
        """What was kept."""
        return cls(kept["title"], [Found(**each) for each in kept["found"]])

    @property
    def best_other(self) -> Found:
        """The other system that most often has a right passage first."""
        return max((each for each in self.found if not each.is_ours), key=lambda each: sum(each.within(1)))

    def lines(self) -> Iterator[str]:
        """A table, and how the bot's ranking stands to the best of the others."""
        yield from (f"### {self.title}", "")
        rows = [
            (each.way, counted_share(Figure.of(each.within(1))), share(Figure.of(each.within(10))))
            for each in self.found
        ]
        yield from table_lines(("", "a right passage first", "among the first ten"), rows)
        ours = next((each for each in self.found if each.is_ours), None)
        if ours and len(ours.places) and any(not each.is_ours for each in self.found):
            others = self.best_other
            more = sum(ours.within(1)) - sum(others.within(1))
            yield from ("", f"{ours.way}: {more:+} of {len(ours.places)} questions against {others.way}.")
        yield ""


ANSWERING = {1e-5: "0.01 ms", 1e-4: "0.1 ms", 1e-3: "1 ms", 1e-2: "10 ms", 0.1: "0.1 s", 1.0: "1 s", 10.0: "10 s"}
"""Seconds, as the drawing calls them; and so on."""

BUILDING = {0.001: "1 ms", 0.01: "10 ms", 0.1: "0.1 s", 1: "1 s", 10: "10 s", 100: "100 s", 1_000: "1,000 s"}
MEMORY: Mapping[float, str] = {2**24: "16 MiB", 2**27: "128 MiB", 2**30: "1 GiB", 2**33: "8 GiB", 2**36: "64 GiB"}

Values = dict[tuple[str, int], Sequence[float]]
"""By system and size: a value, and what it reaches to."""


def plot(measured: Sequence[Measured]) -> str:
    """An SVG drawing: time to answer, time to build and memory, by passages, all on logarithmic scales."""
    answering: Values = {(e.system, e.passages): e.times[::2] for e in measured if e.times}
    building: Values = {(e.system, e.passages): [e.build["seconds"]] for e in measured if "seconds" in e.build}
    memory: Values = {(e.system, e.passages): [e.search["peak_bytes"]] for e in measured if "peak_bytes" in e.search}
    panels = [
        _panel("An answer: half take less; the stroke goes to p99", answering, ANSWERING),
        _panel("Building", building, BUILDING),
        _panel("Memory to answer", memory, MEMORY),
    ]
    ticks = {size: f"{size:,}" for size in sorted({each.passages for each in measured})}
    return drawing("A library, by how many passages it has", "passages", panels, ticks)


def _panel(title: str, values: Values, labels: Mapping[float, str]) -> Panel:
    low, high = min(labels), max(labels)

    def height(value: float) -> float:
        return min(max(math.log(value / low) / math.log(high / low), 0.0), 1.0)

    lines = []
    for system, colour in zip(SYSTEMS, COLOURS, strict=True):
        found = sorted(
            (size, list(map(height, value))) for (name, size), value in values.items() if name == system.name
        )
        if found:
            points = tuple((size, Spread(value[0], min(value), max(value))) for size, value in found)
            lines.append(Line(system.name, colour, False, points))
    return Panel(title, tuple(lines), {height(value): label for value, label in labels.items()})
