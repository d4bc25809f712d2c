"""What one request may cost: its size, how long it may take to come, and how many one address may send."""

import asyncio
import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.problems import Problem

LARGEST_BODY = 512 * 1024
"""Bytes: a conversation of 50 turns takes about 300 kB."""

SMALL_BODY = 16 * 1024
"""Bytes: a question alone, however long. Larger bodies wait for one of ``LARGE_AT_ONCE`` places."""

LARGE_AT_ONCE = 64
"""So many larger bodies are taken in at one time, which bounds the memory that slow senders can hold."""

SECONDS_FOR_BODY = 10.0
"""A body that takes longer to come is not waited for."""

SECONDS_TO_DRAIN = 2.0
"""So long a body that is too large is read on and dropped, so that its sender gets to read why."""

ADDRESSES_REMEMBERED = 10_000
"""The addresses whose requests are counted; of more, those that were quiet longest are forgotten."""

ReplyWith = Callable[[Problem, Scope, Receive, Send], "asyncio.Future[None]"]


class Rate:
    """How many requests an address may send: ``a_minute``, of which a quarter at once. All in memory.

    Args:
        a_minute: requests; 0 for no limit.
        clock: seconds.
    """

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._each_second = a_minute / 60
        self._most = max(1.0, a_minute / 4)
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def seconds_to_wait(self, address: str) -> float:
        """Count a request from ``address``; 0 if it may be answered now."""
        if not self._each_second:
            return 0.0
        now = self._clock()
        left, then = self._left.pop(address, (self._most, now))
        left = min(self._most, left + (now - then) * self._each_second)
        may = left >= 1
        self._left[address] = (left - 1 if may else left, now)
        while len(self._left) > ADDRESSES_REMEMBERED:
            self._left.popitem(last=False)
        return 0.0 if may else (1 - left) / self._each_second


def sender(scope: Scope) -> str:
    """Who sends: an address, or for IPv6 the network of a household (/64)."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    if address.version == 4:
        return host
    return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))


class Limits:
    """Hands requests on whose body came whole and in time.

    Args:
        app: gets the requests.
        requests_a_minute: from one address; 0 for no limit.

    Raises:
        Problem: a limit was reached.
    """

    def __init__(self, app: ASGIApp, requests_a_minute: int) -> None:
        self._app = app
        self._rate = Rate(requests_a_minute)
        self._places = asyncio.Semaphore(LARGE_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not _is_cheap(scope["path"].removeprefix(scope.get("root_path", ""))):
            wait = self._rate.seconds_to_wait(sender(scope))
            if wait:
                raise Problem(429, "Too many requests from your address. Wait a little.", wait=int(wait) + 1)
        body = await self._body(scope, receive)
        await self._app(scope, _once(body, receive), send)

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        announced = _announced_size(scope)
        if announced == 0:
            return b""
        if announced is not None and announced > LARGEST_BODY:
            raise _too_large()
        if announced is not None and announced <= SMALL_BODY:
            return await _read(receive)
        if self._places.locked():
            raise Problem(503, "Too much is being sent at once. Try again soon.", wait=5)
        async with self._places:
            return await _read(receive)


async def drain(receive: Receive) -> None:
    """Read on and drop what is still coming, for a moment."""
    try:
        async with asyncio.timeout(SECONDS_TO_DRAIN):
            more = True
            while more:
                message = await receive()
                more = message["type"] == "http.request" and message.get("more_body", False)
    except TimeoutError:
        return


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS_FOR_BODY):
            more = True
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Problem(400, "The request broke off.")
                body += message.get("body", b"")
                if len(body) > LARGEST_BODY:
                    raise _too_large()
                more = message.get("more_body", False)
    except TimeoutError as error:
        raise Problem(408, f"The request took longer than {SECONDS_FOR_BODY:.0f} seconds to come.") from error
    return bytes(body)


def _too_large() -> Problem:
    return Problem(413, f"At most {LARGEST_BODY // 1024} kB. Leave out the oldest turns of the conversation.")


def _announced_size(scope: Scope) -> int | None:
    """The bytes that are to come, or ``None`` where that is not said."""
    headers = dict(scope["headers"])
    if b"content-length" in headers:
        return int(headers[b"content-length"])
    return None if b"transfer-encoding" in headers else 0


def _is_cheap(path: str) -> bool:
    return path.startswith("/static/") or path == "/api/health"


def _once(body: bytes, receive: Receive) -> Receive:
    """Gives the body that was read, then what ``receive`` gives: that the sender went away."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return messages.pop() if messages else await receive()

    return next_message
