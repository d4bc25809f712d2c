"""Ctrl-C. It ends a command at once, with status 130 and without a traceback, whatever is being loaded or worked out.

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


def _end(*_: object) -> None:
    os._exit(INTERRUPTED)
