"""The systems that are measured, and how a measurement of one is run."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.environments import ROOT, Environment

MOST_SECONDS = 600
"""A job that takes more of a core's time is stopped, or one that is waited for three times as long."""

MOST_WAITING = 3 * MOST_SECONDS

MOST_BYTES = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 3 // 4
"""So is one that wants more than three quarters of the machine's memory."""


class TooMuch(Exception):  # noqa: N818 - named by what is wrong, like those of the bot
    """A job that could not be done, with why in a few words."""


@dataclass(frozen=True, slots=True)
class System:
    """A system.

    Attributes:
        name: as tables and the command line have it.
        engine: its module in ``engines``, with the class in it where that is not ``ENGINE``.
        requirements: what it is installed from; ``None`` for the bot, which runs where this runs.
        is_kept: whether it keeps an index on disk.
        ranks_by_itself: whether no other of the systems ranks the very same.
    """

    name: str
    engine: str
    requirements: tuple[str, ...] | None
    is_kept: bool = True
    ranks_by_itself: bool = True

    @property
    def is_ours(self) -> bool:
        """Whether it is the bot."""
        return self.requirements is None

    @property
    def python(self) -> Path:
        """The interpreter that has it, installed on first use."""
        if self.requirements is None:
            return Path(sys.executable)
        return Environment(f"library-{self.name.replace(' ', '-')}", self.requirements).python

    def run(self, job: str, task: dict[str, Any], most_seconds: int = MOST_SECONDS) -> dict[str, Any]:
        """What a job gives (see ``engines/measure.py``).

        Raises:
            TooMuch: it took too long or wanted too much memory.
            RuntimeError: it broke off for another reason; what it wrote is shown.
        """
        command = [str(self.python), "-W", "ignore", "-m", "benchmarks.library.engines.measure", self.engine, job]
        described = json.dumps({**task, "most_bytes": MOST_BYTES, "most_seconds_of_core": most_seconds}).encode()
        try:
            done = subprocess.run(
                command, input=described, capture_output=True, check=False, cwd=ROOT, timeout=MOST_WAITING
            )
        except subprocess.TimeoutExpired:
            raise TooMuch(f"over {MOST_WAITING / 60:.0f} min") from None
        if done.returncode == -signal.SIGXCPU:
            raise TooMuch(f"over {most_seconds / 60:.0f} min")
        errors = done.stderr.decode(errors="replace")
        if done.returncode < 0 or "MemoryError" in errors:
            raise TooMuch(f"over {MOST_BYTES / 2**30:.0f} GiB")
        if done.returncode:
            raise RuntimeError(f"{self.name}: {job} broke off:\n{errors}")
        measured: dict[str, Any] = json.loads(done.stdout)
        return measured

    def build(self, source: Path, folder: Path) -> dict[str, Any]:
        """Build anew; what was there is removed."""
        shutil.rmtree(folder, ignore_errors=True)
        return self.run("build", {"source": str(source), "folder": str(folder)})

    def rank(self, source: Path, folder: Path, questions: Sequence[str]) -> list[list[int]]:
        """The numbers of the ten best passages for each question; it is built first."""
        if self.is_kept:
            self.build(source, folder)
        task = {"source": str(source), "folder": str(folder), "questions": list(questions)}
        rankings: list[list[int]] = self.run("rank", task)["rankings"]
        return rankings


BOT = System("this bot", "with_bot", None)
SYSTEMS = (
    BOT,
    System("rank_bm25", "with_rank_bm25", ("rank_bm25",), is_kept=False),
    System("bm25s", "with_bm25s", ("bm25s",)),
    System("bm25s with Numba", "with_bm25s:COMPILED", ("bm25s", "numba"), ranks_by_itself=False),
    System("tantivy", "with_tantivy", ("tantivy>=0.27,<0.28",)),
    System("SQLite FTS5", "with_fts5", ()),
)
