"""Working replies out beside the event loop, so that the server goes on listening; bounded in number and in time."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from bot.web.problems import Problem

AT_ONCE = 4
"""Replies that one worker works out at the same time: more only wait for one another."""

MOST_WAITING = 200
"""Requests that wait for that; a further one is asked to come back."""

SECONDS_FOR_REPLY = 20.0
"""Nobody waits longer. A reply takes milliseconds, a long history in a large library a second."""

T = TypeVar("T")


class Work:
    """A few threads, and a queue that does not grow without end."""

    def __init__(self) -> None:
        self._limiter = CapacityLimiter(AT_ONCE)

    async def of(self, call: Callable[..., T], *arguments: object) -> T:
        """What ``call`` gives.

        Raises:
            Problem: too many wait (503), or it took too long (504); anything else that ``call`` raises.
        """
        if self._limiter.statistics().tasks_waiting >= MOST_WAITING:
            raise Problem(503, "Too many people are asking at once. Try again in a moment.", wait=2)
        try:
            async with asyncio.timeout(SECONDS_FOR_REPLY):
                return await to_thread.run_sync(
                    partial(call, *arguments), abandon_on_cancel=True, limiter=self._limiter
                )
        except TimeoutError as error:
            raise Problem(504, "That took too long to work out. Ask a shorter question.") from error
