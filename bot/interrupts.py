"""Ctrl-C. It ends a command at once, with status 130 and without a traceback, whatever is being loaded or worked out.

Only what is being written is written to its end (``put_off``).

Python's own way, an exception, can come up in the middle of a library that turns it into another one or drops it. It is
left to what has something to tidy up.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED = 130
"""The exit status."""


def end_at_once() -> None:
    """From now on Ctrl-C ends the program, unless whoever started it wants no Ctrl-C."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


@contextmanager
def raising() -> Iterator[None]:
    """Within this, Ctrl-C is the exception ``KeyboardInterrupt``, as it is where the package is used from Python."""
    if signal.getsignal(signal.SIGINT) is not _end:
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, _end)


@contextmanager
def put_off() -> Iterator[None]:
    """Within this, Ctrl-C and SIGTERM wait until its end, so that nothing half is written; a second one does not wait.

    Only for the main thread.
    """
    came: list[int] = []

    def note(number: int, _: object) -> None:
        came.append(number)
        if len(came) > 1:
            restore()
            signal.raise_signal(number)

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        restore()
        if came:
            signal.raise_signal(came[0])


def _end(*_: object) -> None:
    os._exit(INTERRUPTED)
