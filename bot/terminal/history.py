"""What was typed before, for the arrow keys: in memory, or in a file where somebody asks for one."""

import os
import stat
from pathlib import Path

from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from bot.errors import UsageError
from bot.sanitising import well_formed


class LastingHistory(FileHistory):
    """A history file that can hold whatever a terminal sends; where its disk is full, the chat goes on without it."""

    trouble = ""
    """Why the last line could not be kept; empty where it was."""

    def store_string(self, string: str) -> None:
        """Append one line of input."""
        try:
            super().store_string(well_formed(string))
        except OSError as error:
            self.trouble = f"What you type can no longer be kept in the history file: {error.strerror}."


def open_history(path: Path | None) -> History:
    """The history in a file, or a new one in memory.

    Raises:
        UsageError: the file cannot be used.
    """
    if path is None:
        return InMemoryHistory()
    try:
        path = path.expanduser()
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NONBLOCK", 0), 0o600)
        with os.fdopen(descriptor, "rb") as file:
            is_file = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise UsageError(f"--history {path}: cannot be used: {reason}. Choose another file.") from error
    if not is_file:
        raise UsageError(f"--history {path}: a pipe or a device, not a file. Choose another file.")
    return LastingHistory(path)
