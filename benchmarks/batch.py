"""Long files through ``bot ask --jsonl``, ``bot eval`` and ``bot gaps``: ``python -m benchmarks.batch`` (Linux).

Lines a second, processor time a line, and the memory of all processes together at its highest.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.environments import ROOT
from benchmarks.speed import BOT, different_messages
from benchmarks.tables import print_table

MEGABYTE = 1 << 20
SECONDS_BETWEEN_LOOKS = 0.1


class Run(NamedTuple):
    """What one run took: seconds, seconds of processor time, and bytes."""

    wall: float
    processor: float
    memory: int


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch", description=__doc__)
    parser.add_argument("--lines", type=int, nargs="+", default=[10_000, 100_000], help="how many (10,000 and 100,000)")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="how many processes (1 and 2)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is run (3)")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            row
            for lines in arguments.lines
            for row in rows_of(write_lines(Path(folder), lines), lines, arguments.jobs, arguments.rounds)
        ]
    print_table(
        f"Different messages about the article, one a line (median of {arguments.rounds}, by turns)",
        ("command", "lines", "lines a second", "processor time a line", "memory of all processes"),
        rows,
    )


def write_lines(folder: Path, lines: int) -> Path:
    """Lines that all three commands read."""
    path = folder / f"{lines}.jsonl"
    rows = ({"id": str(n), "question": each, "expect": "decline"} for n, each in enumerate(different_messages(lines)))
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def rows_of(path: Path, lines: int, jobs: Sequence[int], rounds: int) -> Iterator[tuple[str, ...]]:
    """A row of the table for each command and number of processes."""
    commands = [
        (name, [*BOT, *command, "--jobs", str(each)])
        for name, command in (
            ("ask --jsonl", ["ask", "--jsonl"]),
            ("eval", ["eval", str(path)]),
            ("gaps", ["gaps", str(path)]),
        )
        for each in jobs
    ]
    runs: dict[int, list[Run]] = {number: [] for number in range(len(commands))}
    for _ in range(rounds):
        for number, (_, command) in enumerate(commands):
            runs[number].append(run_of(command, path))
    for number, (name, command) in enumerate(commands):
        wall, processor, memory = (median(figures) for figures in zip(*runs[number], strict=True))
        yield (
            f"`bot {name} --jobs {command[-1]}`",
            f"{lines:,}",
            f"{lines / wall:,.0f}",
            f"{processor / lines * 1000:.2f} ms",
            f"{memory / MEGABYTE:,.0f} MB",
        )


def run_of(command: Sequence[str], stdin: Path) -> Run:
    """Run a command to its end.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with (
        stdin.open("rb") as lines,
        subprocess.Popen(command, stdin=lines, stdout=subprocess.DEVNULL, cwd=ROOT) as process,
    ):
        memory = 0
        while process.poll() is None:
            memory = max(memory, memory_of(process.pid))
            time.sleep(SECONDS_BETWEEN_LOOKS)
    wall = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, used, memory)


def memory_of(pid: int) -> int:
    """The memory in use by a process and those that it started; 0 where it has ended meanwhile."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        children = [
            int(child)
            for thread in Path(f"/proc/{pid}/task").iterdir()
            for child in (thread / "children").read_text(encoding="ascii").split()
        ]
    except OSError:
        return 0
    return pages * resource.getpagesize() + sum(map(memory_of, children))


if __name__ == "__main__":
    main(sys.argv[1:])
