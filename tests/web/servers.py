"""A server of its own for a test: ``bot serve`` as a process, or the application in this one."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from bot.web.options import Options
from bot.web.serving import Place, server_config
from tests.conftest import ROOT


@dataclass
class Server:
    """A process that serves.

    Attributes:
        address: "http://127.0.0.1:4711".
        process: the one that was started; with several workers, their parent.
        log: the file that its standard error goes to.
    """

    address: str
    process: "subprocess.Popen[str]"
    log: Path

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.address.rsplit(":", 1)[1])

    def end(self) -> int:
        """Tell it to end, and wait; returns the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def memory(self) -> int:
        """The most memory that the process has held so far, in kB (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found
        return int(found[1])


@contextmanager
def serving(folder: Path, *arguments: str, **environment: str) -> Iterator[Server]:
    """``bot serve`` on a free port, in ``folder``, while the block runs."""
    log = folder / "server.log"
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve", "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        )
    assert process.stdout
    with process.stdout:
        line = process.stdout.readline()
        found = re.search(r"http://[^/]+", line)
        assert found, log.read_text(encoding="utf-8")
        server = Server(found[0], process, log)
        try:
            wait_for(server.port)
            yield server
        finally:
            server.end()


@contextmanager
def serving_here(app: Any, options: Options = Options()) -> Iterator[str]:  # noqa: ANN401
    """The application in a thread of this process, under its own address, while the block runs."""
    config = server_config(options, Place(), app)
    server = uvicorn.Server(config)
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def wait_for(port: int) -> None:
    """Wait until a request is answered on ``port``."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(b"GET /api/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert connection.recv(12) == b"HTTP/1.1 200"
