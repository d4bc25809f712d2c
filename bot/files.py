"""Reading and writing one file: nothing is read that may never end, and a file is written whole or not at all."""

import errno
import os
import stat
import tempfile
from pathlib import Path
from typing import TextIO

from bot.interrupts import raising


def read_content(path: Path) -> bytes:
    """The content of a file.

    Raises:
        OSError: it cannot be read, or is a pipe or a device: those may keep a reader waiting for ever.
    """
    _check_that_it_ends(path)
    return path.read_bytes()


def open_text(path: Path, line_end: str) -> TextIO:
    """A file of UTF-8, open to be read line by line; ``line_end`` as for ``open``.

    Raises:
        OSError: as for ``read_content``.
    """
    _check_that_it_ends(path)
    return path.open(encoding="utf-8-sig", newline=line_end)


def _check_that_it_ends(path: Path) -> None:
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file", str(path))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, and the folders above it, in place of what is there; a reader sees the old or the new one, whole.

    Raises:
        OSError: it cannot be written; what was there is as it was. The error names the file.
    """
    file = path.resolve()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with raising(), tempfile.TemporaryDirectory(prefix=".bot-", dir=file.parent) as place:
            new = Path(place, "new")
            new.write_bytes(content)
            new.replace(file)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


PRIVATE, USUAL = 0o600, 0o666
"""Who may read a file: its owner alone, or whom the system lets."""


def write_new(path: Path, content: bytes, mode: int = USUAL) -> None:
    """Write a new file; where that fails, nothing is left of it.

    Raises:
        FileExistsError: it is there already.
        OSError, ValueError: it cannot be written, or its name is no file name.
    """
    with raising():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
