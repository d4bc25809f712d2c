"""Timing that holds on a busy machine: what is compared is run by turns, and the median counts."""

import os
import pty
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from statistics import quantiles

from benchmarks.environments import ROOT

PROMPT = b"You:"
TERMINAL = {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
TERMINAL_SIZE = (24, 80)


def by_turns(runs: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """The seconds that each of ``runs`` gives, ``rounds`` times, one after the other in each round.

    Each is run once before, uncounted, so that all of them find their files in memory and their
    modules compiled.
    """
    for run in runs.values():
        run()
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            seconds[name].append(run())
    return seconds


def seconds_of(call: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def percentile_99(seconds: Sequence[float]) -> float:
    """The time that 99 of 100 stay under."""
    return quantiles(seconds, n=100, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]


def run_process(command: Sequence[str], stdin: bytes = b"") -> float:
    """How long a new process takes, from its start to its end.

    Raises:
        subprocess.CalledProcessError: it ended with a failure; what it wrote to standard error is shown.
    """
    return seconds_of(lambda: subprocess.run(command, input=stdin, stdout=subprocess.DEVNULL, check=True, cwd=ROOT))


def wait_for_prompt(command: Sequence[str]) -> float:
    """How long a new process takes from its start until the chat's prompt is on its terminal."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, TERMINAL_SIZE)
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=os.environ | TERMINAL, start_new_session=True
    )
    os.close(theirs)
    shown = b""
    try:
        with suppress(OSError):  # Linux: the other end of the terminal is closed
            while PROMPT not in shown and (part := os.read(ours, 4096)):
                shown += part
        seconds = time.perf_counter() - start
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    if PROMPT not in shown:
        raise RuntimeError(f"{' '.join(command)} ended without a prompt: {shown.decode(errors='replace')}")
    return seconds
