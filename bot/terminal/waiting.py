"""A sign that something is being worked on, where it takes long enough to be missed."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from threading import Event, Thread

PATIENCE = 0.3
"""Seconds; what is done sooner shows nothing."""

FRAMES, FRAME = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏", 0.1
"""What turns, and for how many seconds each picture of it stands."""


@contextmanager
def waiting(text: str, write: Callable[[str], None]) -> Iterator[None]:
    """While this lasts, and where it lasts longer than ``PATIENCE``, a line that shows that something is going on.

    Args:
        text: what is going on, in fewer letters than a terminal has columns.
        write: sends text to the terminal at once.
    """
    done = Event()
    turning = Thread(target=_turn, args=(text, write, done), daemon=True)
    turning.start()
    try:
        yield
    finally:
        done.set()
        turning.join()


@contextmanager
def waiting_for_command(text: str, is_plain: bool) -> Iterator[None]:
    """The same for a command whose errors go to a terminal; elsewhere, and on plain ones, nothing is shown."""
    if is_plain or not sys.stderr.isatty():
        yield
        return

    def write(part: str) -> None:
        sys.stderr.write(part)
        sys.stderr.flush()

    with waiting(text, write):
        yield


def _turn(text: str, write: Callable[[str], None], done: Event) -> None:
    if done.wait(PATIENCE):
        return
    for frame in cycle(FRAMES):
        write(f"\r{frame} {text}")
        if done.wait(FRAME):
            break
    write(f"\r{' ' * (len(text) + 2)}\r")
