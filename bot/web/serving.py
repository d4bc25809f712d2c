"""Running the application: sockets, workers, connections that are slow or silent, and an end that drops nothing."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.supervisors import Multiprocess

from bot.errors import UsageError
from bot.web.app import make_app
from bot.web.library import Library
from bot.web.options import Options

SECONDS_FOR_HEAD = 10.0
"""A connection on which no whole head of a request has come after this time is closed."""

SECONDS_BETWEEN = 15
"""An idle connection is closed after this time."""

SECONDS_TO_END = 30
"""When the server ends, requests that were taken are answered for at most this time."""

GRACE = 0.5
"""Seconds that a connection without a request is kept when the server ends: one may be on its way."""

LARGEST_HEAD = 16 * 1024
"""Bytes of the head of a request."""

BACKLOG = 4096
"""Connections that the system holds until the server takes them."""

SECONDS_OF_SILENCE = 20
"""A worker that does not answer its parent for so long is replaced: reading a large library takes a while."""

LOGGING: Mapping[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stderr"}},
    "loggers": {
        "bot.web": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
"""Nothing that a person sent is logged, nor from where: requests have no line at all."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen.

    Attributes:
        host: a name or an address.
        port: 0 for any that is free.
        workers: how many processes answer.
        proxies: the addresses of proxies whose forwarded headers are believed.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    proxies: tuple[str, ...] = ()


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that waits for a request, but not for ever, and at the end of the server a little longer."""

    _waiting: Any = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401
        """Begin to wait for the head of a request."""
        super().connection_made(transport)
        self._wait()

    def handle_events(self) -> None:
        """Stop waiting where a request began."""
        before = self.cycle
        super().handle_events()
        if self.cycle is not before and self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
        elif self._is_idle() and self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        if self._waiting is not None:
            self._waiting.cancel()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Answer what was taken; a connection on which nothing has come yet gets a moment more."""
        if self._is_idle():
            self.loop.call_later(GRACE, self._end_if_idle)
        else:
            super().shutdown()

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(SECONDS_FOR_HEAD, self._give_up)

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _give_up(self) -> None:
        if self._is_idle() and not self.transport.is_closing():
            self.transport.abort()

    def _end_if_idle(self) -> None:
        if not self.transport.is_closing():
            super().shutdown()


class Workers(Multiprocess):
    """Several processes that answer, and their parent."""

    def terminate_all(self) -> None:
        """End all workers. The parent lets go of the socket first: else the system takes connections for nobody."""
        for listening in self.sockets:
            listening.close()
        super().terminate_all()


def serve(options: Options, place: Place) -> None:
    """Serve until the process is told to end (SIGTERM, or Ctrl-C).

    Raises:
        BotError: a corpus cannot be read.
        UsageError: the place cannot be listened on.
    """
    _raise_limit_of_files()
    with socket_at(place) as listening:
        shown = f"[{place.host}]" if ":" in place.host else place.host
        address = f"http://{shown}:{listening.getsockname()[1]}{options.root_path}/"
        if place.workers == 1:
            config = server_config(options, place, make_app(options))
            _tell(address)
            uvicorn.Server(config).run(sockets=[listening])
        else:
            Library(options)  # what cannot be read is told here, and not by every worker
            config = server_config(options, place, partial(make_app, options))
            _tell(address)
            Workers(config, sockets=[listening]).run()


def _tell(address: str) -> None:
    print(f"Serving at {address} (Ctrl-C ends it)", flush=True)


def server_config(options: Options, place: Place, app: Any) -> uvicorn.Config:  # noqa: ANN401
    """How uvicorn runs ``app``: an application, or, for several workers, what makes one."""
    return uvicorn.Config(
        app,
        factory=place.workers > 1,
        workers=place.workers,
        http=PatientProtocol,
        ws="none",
        loop="asyncio",
        interface="asgi3",
        lifespan="on",
        log_config=dict(LOGGING),
        access_log=False,
        proxy_headers=bool(place.proxies),
        forwarded_allow_ips=list(place.proxies),
        server_header=False,
        root_path=options.root_path,
        backlog=BACKLOG,
        timeout_keep_alive=SECONDS_BETWEEN,
        timeout_graceful_shutdown=SECONDS_TO_END,
        timeout_worker_healthcheck=SECONDS_OF_SILENCE,
        h11_max_incomplete_event_size=LARGEST_HEAD,
    )


def socket_at(place: Place) -> socket.socket:
    """A socket that listens there, for all workers.

    Raises:
        UsageError: it cannot.
    """
    try:
        family = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((place.host, place.port), family=family, backlog=BACKLOG)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(
            f"{place.host}, port {place.port}, cannot be listened on: {reason}. Name others with --host and --port."
        ) from error
    # Inherited by each connection. Without it, the end of a response waits until its beginning is confirmed: 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listening.set_inheritable(True)
    return listening


def _raise_limit_of_files() -> None:
    """As many open connections as the system allows this process; it begins with fewer."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
