"""How long a system takes to build, open and answer, and what it needs for it, at one size."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any, NamedTuple

from benchmarks.library.material import Material, Questions
from benchmarks.library.systems import System, TooMuch

MOST_SECONDS_ASKING = 60
"""After so long no further question is timed."""

LOAD_SECONDS = 5
"""How long questions are asked at once."""

WORKERS = (1, 2, 8)
"""By how many threads and processes."""

MOST_SHARED = 40_000
"""What is not kept on disk is copied for each process, bit by bit: it is not tried with more passages."""

Job = dict[str, Any]
"""What a job gave (see ``engines/measure.py``), or ``{"failed": why}``."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of a system at one size."""

    system: str
    passages: int
    build: Job
    search: Job
    processes: Job

    def write(self, folder: Path) -> None:
        """Keep it."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"speed-{self.passages}-{self.system.replace(' ', '-')}.json"
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read_all(cls, folder: Path) -> list["Measured"]:
        """All that is kept."""
        return [cls(**json.loads(file.read_text(encoding="utf-8"))) for file in sorted(folder.glob("speed-*.json"))]

    @property
    def times(self) -> "Times | None":
        """How long an answer takes; ``None`` where none was asked for."""
        return Times.of(self.search["seconds"]) if self.search.get("seconds") else None

    @property
    def times_of_core(self) -> "Times | None":
        """The same as time of a core, without waiting for others."""
        return Times.of(self.search["seconds_of_core"]) if self.search.get("seconds_of_core") else None


class Times(NamedTuple):
    """Seconds that 50, 95 and 99 of 100 questions stay under."""

    half: float
    most: float
    nearly_all: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Times":
        """Those of some questions."""
        hundredths = quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else [*seconds] * 99
        return cls(hundredths[49], hundredths[94], hundredths[98])


def measure(system: System, passages: int, material: Material, questions: Questions, folder: Path) -> Measured:
    """Measure a system; a job that cannot be done leaves out those that need it.

    Args:
        system: what is measured.
        passages: the size.
        material: of that size.
        questions: as the system wants them, typed or as terms.
        folder: where it may build.
    """
    source = material.leaflets if system.is_ours else material.terms
    places = {"source": str(source), "folder": str(folder)}
    asked = {"warming": questions.warming, "load": questions.load, "load_seconds": LOAD_SECONDS}

    def job(name: str, **task: Any) -> Job:  # noqa: ANN401 - JSON
        print(f"{system.name}, {passages:,} passages: {name} ...", file=sys.stderr)
        try:
            return system.build(source, folder) if name == "build" else system.run(name, {**places, **task})
        except TooMuch as too_much:
            return {"failed": str(too_much)}

    built = job("build")
    if "failed" in built:
        return Measured(system.name, passages, built, {}, {})
    one_by_one = {"questions": questions.one_by_one, "most_seconds": MOST_SECONDS_ASKING}
    searched = job("search", **asked, **one_by_one, workers=WORKERS)
    is_shared = not system.is_kept and passages > MOST_SHARED
    by_processes = {"failed": "not tried"} if is_shared else job("processes", **asked, workers=WORKERS[1:])
    return Measured(system.name, passages, built, searched, by_processes)
