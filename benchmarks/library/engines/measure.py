"""Measures one system at one size: ``python -m benchmarks.library.engines.measure SYSTEM JOB``, run by its own Python.

The task comes as JSON on standard input, and what was measured goes as JSON to standard output. Each job is a process
of its own, so that its peak of memory is that of the job.
"""

import json
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from itertools import cycle, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.library.engines.engine import Engine

KIBIBYTE = 1024

GRACE = 10
"""Seconds from being told that the time is over to being killed."""


class Task:
    """What to measure.

    Attributes:
        engine: not opened yet.
        source: what to build from.
        folder: what is built.
        questions: asked one by one and timed.
        warming: asked before, and not timed.
        load: asked by many at once, over and over, for some seconds.
        workers: by how many.
        most_seconds: after so long no further question is timed.
        load_seconds: how long they ask at once.
    """

    def __init__(self, engine: Engine, task: dict[str, Any]) -> None:
        self.engine = engine
        self.source, self.folder = Path(task["source"]), Path(task["folder"])
        self.questions: list[str] = task.get("questions", [])
        self.warming: list[str] = task.get("warming", [])
        self.load: list[str] = task.get("load", [])
        self.workers: list[int] = task.get("workers", [])
        self.most_seconds: float = task.get("most_seconds", 0)
        self.load_seconds: float = task.get("load_seconds", 0)

    def opened(self) -> float:
        """Open the engine; returns the seconds. What is not kept is built, which is not timed."""
        self.engine.prepare()
        if not self.engine.is_kept:
            self.engine.build(self.source, self.folder)
        return seconds_of(lambda: self.engine.open(self.folder))


def main() -> None:
    module, _, attribute = sys.argv[1].partition(":")
    engine: Engine = getattr(import_module(f"benchmarks.library.engines.{module}"), attribute or "ENGINE")()
    described = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_DATA, (described["most_bytes"],) * 2)
    most = described["most_seconds_of_core"]
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + GRACE))  # at the second it is killed like one without memory
    with printed_to_stderr():
        measured = JOBS[sys.argv[2]](Task(engine, described))
    json.dump({**measured, "peak_bytes": peak_memory()}, sys.stdout)


def build(task: Task) -> dict[str, Any]:
    """Build into an empty folder."""
    task.folder.mkdir(parents=True, exist_ok=True)
    seconds = seconds_of(lambda: task.engine.build(task.source, task.folder))
    size = sum(file.stat().st_size for file in task.folder.rglob("*") if file.is_file())
    return {
        "seconds": seconds,
        "seconds_of_core": time.process_time(),
        "disk_bytes": size if task.engine.is_kept else None,
    }


def search(task: Task) -> dict[str, Any]:
    """Open, ask one by one, then by threads at once."""
    opened = task.opened()
    first = seconds_of(lambda: task.engine.search(task.warming[0]))
    for question in task.warming[1:]:
        task.engine.search(question)
    seconds: list[float] = []
    of_core: list[float] = []
    end = time.perf_counter() + task.most_seconds
    for question in task.questions:
        if time.perf_counter() > end:
            break
        busy = time.process_time()
        seconds.append(seconds_of(partial(task.engine.search, question)))
        of_core.append(time.process_time() - busy)
    return {
        "open_seconds": opened if task.engine.is_kept else None,
        "first_seconds": first,
        "seconds": seconds,
        "seconds_of_core": of_core,
        "by_threads": {number: by_threads(task, number) for number in task.workers},
    }


def processes(task: Task) -> dict[str, Any]:
    """Ask by processes at once, each of which opens what is kept; what is not, they share."""
    if not task.engine.is_kept:
        task.opened()
    return {"by_processes": {number: by_processes(task, number) for number in task.workers}}


def rank(task: Task) -> dict[str, Any]:
    """The best passages for each question."""
    task.opened()
    return {"rankings": [list(task.engine.search(question)) for question in task.questions]}


JOBS: dict[str, Callable[[Task], dict[str, Any]]] = {
    "build": build,
    "search": search,
    "processes": processes,
    "rank": rank,
}


def by_threads(task: Task, number: int) -> float:
    """How many questions a second so many threads get answered."""
    with ThreadPoolExecutor(number) as pool:
        start = time.perf_counter()
        answered = sum(pool.map(lambda worker: ask(task, worker / number), range(number)))
        return answered / (time.perf_counter() - start)


def by_processes(task: Task, number: int) -> float:
    """The same for processes, from when all are ready."""
    context = multiprocessing.get_context("fork")
    lines = []
    for worker in range(number):
        ours, theirs = context.Pipe()
        context.Process(target=_work, args=(task, worker / number, theirs), daemon=True).start()
        theirs.close()
        lines.append(ours)
    for line in lines:
        line.recv()
    start = time.perf_counter()
    for line in lines:
        line.send(None)
    answered: int = sum(line.recv() for line in lines)
    return answered / (time.perf_counter() - start)


def _work(task: Task, first: float, line: Connection) -> None:
    if task.engine.is_kept:
        task.opened()
    task.engine.search(task.warming[0])
    line.send(None)
    line.recv()
    line.send(ask(task, first))


def ask(task: Task, first: float) -> int:
    """Ask for some seconds, from a part of the questions on; returns how many were answered."""
    answered = 0
    end = time.perf_counter() + task.load_seconds
    for question in islice(cycle(task.load), int(first * len(task.load)), None):
        task.engine.search(question)
        answered += 1
        if time.perf_counter() > end:
            break
    return answered


def seconds_of(call: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def peak_memory() -> int:
    """The most bytes that this process held in memory, pages of mapped files that it touched among them.

    ``getrusage`` would count, on Linux, what the process that started this one held too.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (peak,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) * KIBIBYTE
    peak_there = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak_there if sys.platform == "darwin" else peak_there * KIBIBYTE


@contextmanager
def printed_to_stderr() -> Iterator[None]:
    """What an engine prints goes elsewhere than what was measured."""
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


if __name__ == "__main__":
    main()
