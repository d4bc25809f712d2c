"""The session of the chat, which is loaded in a thread while the prompt already stands."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING

from bot.terminal.waiting import FRAME, FRAMES, PATIENCE

if TYPE_CHECKING:
    from bot.session import Session

READING = "reading the material ..."


class Loading:
    """A session that is there, on its way, or not yet asked for.

    Args:
        begin: gives the session; it may take a moment.
    """

    def __init__(self, begin: "Callable[[], Session]") -> None:
        self.future: Future[Session] = Future()
        self._begin = begin
        self._since = 0.0

    def start(self) -> None:
        """Begin to load, unless that was done already."""
        if not self.future.running() and not self.future.done():
            self.future.set_running_or_notify_cancel()
            self._since = time.monotonic()
            Thread(target=self._load, daemon=True).start()

    def loaded(self) -> "Session | None":
        """The session, where it is there."""
        return self.future.result() if self.future.done() and not self.future.exception() else None

    def status(self) -> str:
        """What to say while it is on its way, where that takes long."""
        seconds = time.monotonic() - self._since
        if self.future.done() or not self.future.running() or seconds < PATIENCE:
            return ""
        return f"{FRAMES[int(seconds / FRAME) % len(FRAMES)]} {READING}"

    def _load(self) -> None:
        try:
            session = self._begin()
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(session)
            session.bot.warm_up()
