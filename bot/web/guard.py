"""The outermost layer: every response has the headers that protect its reader, and no error tells a person's words."""

import logging
import traceback
from collections.abc import Callable, Iterator, Sequence

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.limits import drain
from bot.web.problems import Problem

WENT_WRONG = "Something went wrong in the program. It was not your question."
LOG = logging.getLogger("bot.web")


class Guard:
    """Adds the headers, and makes a response of whatever goes wrong.

    Args:
        app: answers the requests.
        told: the response for a problem of a request.
        embedders: the origins that may show the pages in a frame and call the API.
    """

    def __init__(self, app: ASGIApp, told: Callable[[Problem, Scope], Response], embedders: Sequence[str] = ()) -> None:
        self._app = app
        self._told = told
        self._embedders = frozenset(embedders)
        self._headers = security_headers(embedders)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False
        headers = [*self._headers, *self._shared(scope)]

        async def send_guarded(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                own = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((n, v) for n, v in headers if n not in own)]
            await send(message)

        try:
            await self._app(scope, receive, send_guarded)
        except Problem as problem:
            await self._tell(problem, scope, receive, send_guarded)
        except Exception as error:
            LOG.error("an error in the program: %s", where(error))
            if not has_begun:
                await self._tell(Problem(500, WENT_WRONG), scope, receive, send_guarded)

    async def _tell(self, problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
        response = self._told(problem, scope)

        async def send_before_draining(message: Message) -> None:
            """The sender of a body that is not read reads the response all the same."""
            if problem.status == 413 and message["type"] == "http.response.body":
                await send({**message, "more_body": True})
                await drain(receive)
                message = {"type": "http.response.body", "body": b"", "more_body": False}
            await send(message)

        await response(scope, receive, send_before_draining)

    def _shared(self, scope: Scope) -> Iterator[tuple[bytes, bytes]]:
        """What lets the scripts of another origin call the API, where it is one of the embedders."""
        origin = dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
        if self._embedders:
            yield b"vary", b"Origin"
        if origin in self._embedders:
            yield b"access-control-allow-origin", origin.encode("latin-1")
            yield b"access-control-allow-headers", b"content-type"
            yield b"access-control-allow-methods", b"GET, POST"
            yield b"access-control-max-age", b"600"


def where(error: BaseException) -> str:
    """What kind of error it is and where it came up; never its message, which may hold what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


def security_headers(embedders: Sequence[str]) -> list[tuple[bytes, bytes]]:
    """The headers of every response: nothing is loaded from elsewhere, and no script stands in a page."""
    policy = (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        f"frame-ancestors {' '.join(embedders) or chr(39) + 'none' + chr(39)}",
    )
    headers = {
        "content-security-policy": "; ".join(policy),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cache-control": "no-store",
    }
    if not embedders:
        headers["x-frame-options"] = "DENY"
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
