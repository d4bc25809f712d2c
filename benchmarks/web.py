"""The server under load, and what it withstands: ``python -m benchmarks.web``. All on loopback, with two workers.

The article and a library of generated leaflets are asked by turns with a bare Starlette route, which reads a body and
gives one as large as a reply, run in the same way. The clients share the processors with the server.
"""

import argparse
import asyncio
import json
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count, cycle
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from benchmarks.environments import ROOT
from benchmarks.speed import different_messages
from benchmarks.tables import milliseconds, print_table
from benchmarks.timing import percentile_99
from bot import Bot, load_corpus
from bot.indexing import write_index
from bot.web.options import Options
from bot.web.serving import Place, server_config, socket_at

ARTICLE = ROOT / "corpus" / "stem-cell-therapy.txt"
WORKERS = 2
CLIENTS = 16
SERVE = ("-m", "bot", "serve", "--port", "0", "--workers", str(WORKERS), "--rate", "0")
SECTIONS, SHORTEST_SECTION = 4, 200
SLOW_SENDERS = 200
LARGE = 100 * 1024 * 1024
LARGE_AT_ONCE = 4
MESSAGES = 2000


@dataclass
class Load:
    """What clients got.

    Attributes:
        seconds: of each request that was answered.
        during: how long they asked, in seconds.
        refused: connections that were not taken.
        broken: requests that were sent on a connection that was taken, and got no whole answer.
    """

    seconds: list[float] = field(default_factory=list)
    during: float = 0.0
    refused: int = 0
    broken: int = 0


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    parser.add_argument("--seconds", type=float, default=4, help="how long each is asked in a round (default: 4)")
    parser.add_argument("--rounds", type=int, default=3, help="how often (default: 3)")
    parser.add_argument("--leaflets", type=int, default=1000, help="how many the library has (default: 1,000)")
    parser.add_argument("--connections", type=int, default=10_000, help="how many are open at once (default: 10,000)")
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    if arguments.bare:
        serve_bare()
        return
    with tempfile.TemporaryDirectory() as folder:
        print_load(arguments, Path(folder))
        print_robustness(arguments.connections, arguments.seconds)


def print_load(arguments: argparse.Namespace, folder: Path) -> None:
    """Requests a second and times, by turns."""
    index = folder / "index"
    write_index(load_corpus(library(folder / "library", arguments.leaflets)), index)
    served = ("--corpus", f"library={index}", "--corpus", f"article={ARTICLE}")
    with (
        running("-m", "benchmarks.web", "--bare") as bare,
        running(*SERVE, *served) as bot,
    ):
        plain, follow_up = bodies(corpus="article"), bodies(3, "article")
        from_library = bodies(corpus="library")
        runs = {
            "bare Starlette: the body is read, and one as large as a reply given": (bare, "/", bodies()),
            "`POST /api/reply`, the article, a new question": (bot, "/api/reply", plain),
            "the same with a conversation of three turns": (bot, "/api/reply", follow_up),
            f"`POST /api/reply`, {arguments.leaflets:,} leaflets, a new question": (bot, "/api/reply", from_library),
            "`GET /`: the page": (bot, "/", None),
        }
        loads: dict[str, list[Load]] = {name: [] for name in runs}
        for number in range(arguments.rounds + 1):
            for name, (port, path, requests) in runs.items():
                load = asyncio.run(asked(port, path, requests, arguments.seconds if number else 1.0))
                if number:  # the first round warms up
                    loads[name].append(load)
        rows = [
            (
                name,
                f"{statistics.median(len(each.seconds) / each.during for each in taken):,.0f}",
                milliseconds(statistics.median(statistics.median(each.seconds) for each in taken)),
                milliseconds(statistics.median(percentile_99(each.seconds) for each in taken)),
                str(sum(each.refused + each.broken for each in taken)),
            )
            for name, taken in loads.items()
        ]
        print_table(
            f"{WORKERS} workers, {CLIENTS} clients at once (median of {arguments.rounds} rounds, by turns)",
            ("request", "requests a second", "p50", "p99", "not answered"),
            rows,
        )
        print(f"\nMemory of each worker: {', '.join(f'{each:,} MB' for each in memory(bot))}")


def print_robustness(connections: int, seconds: float) -> None:
    """What happens to others, and to memory, when somebody does the server harm."""
    ask = partial(asked, path="/api/reply", requests=bodies(), seconds=seconds)
    rows: list[tuple[str, str, str, str]] = []

    def row(what: str, load: Load, port: int) -> None:
        speed = f"{len(load.seconds) / load.during:,.0f}"
        worst = f"{milliseconds(statistics.median(load.seconds))}, {milliseconds(percentile_99(load.seconds))}"
        rows.append((what, speed, worst, f"{max(memory(port)):,} MB"))

    with running(*SERVE) as port:
        asyncio.run(ask(port))
        row("nothing else", asyncio.run(ask(port)), port)
        with open_connections(port, connections) as taken:
            row(f"{taken:,} connections that send nothing", asyncio.run(ask(port)), port)
        row(f"{SLOW_SENDERS} that send byte by byte", asyncio.run(beside(slow(port), ask(port))), port)
        row(f"{LARGE_AT_ONCE} that send 100 MB again and again", asyncio.run(beside(large(port), ask(port))), port)
    print_table(
        f"Others are asking meanwhile ({CLIENTS} clients, the article, {WORKERS} workers)",
        ("meanwhile", "requests a second", "p50, p99", "memory of the larger worker, at most"),
        rows,
    )
    with running(*SERVE) as port:
        load = asyncio.run(ended_in_the_middle(port))
    print_table(
        f"SIGTERM in the middle, {CLIENTS * 4} clients, each request on a connection of its own",
        ("answered whole", "not taken any more", "taken and not answered"),
        [(f"{len(load.seconds):,}", f"{load.refused:,}", str(load.broken))],
    )


# ----------------------------------------------------------------------------------------------------- the clients


async def asked(port: int, path: str, requests: "Callable[[], bytes] | None", seconds: float) -> Load:
    """``CLIENTS`` that ask one request after the other, each on its own connection, for so many seconds."""
    load = Load()
    start = time.perf_counter()
    await asyncio.gather(*(_client(port, path, requests, start + seconds, load) for _ in range(CLIENTS)))
    load.during = time.perf_counter() - start
    return load


async def _client(port: int, path: str, requests: "Callable[[], bytes] | None", end: float, load: Load) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < end:
        start = time.perf_counter()
        writer.write(request(path, requests() if requests else None))
        try:
            await _answer(reader)
        except (OSError, asyncio.IncompleteReadError, ValueError):
            load.broken += 1
            return
        load.seconds.append(time.perf_counter() - start)
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise ValueError(head[:40].decode("latin-1"))
    found = re.search(rb"(?i)content-length: (\d+)", head)
    return await reader.readexactly(int(found[1]) if found else 0)


async def ended_in_the_middle(port: int) -> Load:
    """Clients that each ask on a new connection, again and again, until the server that was told to end takes none."""
    load = Load()
    requests = bodies()

    async def client() -> None:
        while True:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                load.refused += 1
                return
            start = time.perf_counter()
            try:
                writer.write(request("/api/reply", requests()))
                await _answer(reader)
                load.seconds.append(time.perf_counter() - start)
            except (OSError, asyncio.IncompleteReadError, ValueError):
                load.broken += 1
            finally:
                writer.close()

    clients = [asyncio.create_task(client()) for _ in range(CLIENTS * 4)]
    await asyncio.sleep(2)
    PROCESSES[port].terminate()
    await asyncio.gather(*clients)
    return load


async def beside(harm: Awaitable[None], ask: Awaitable[Load]) -> Load:
    """What others get while ``harm`` goes on."""
    doing = asyncio.ensure_future(harm)
    try:
        return await ask
    finally:
        doing.cancel()
        with suppress(asyncio.CancelledError):
            await doing


async def slow(port: int) -> None:
    """Clients that send a request byte by byte, for ever."""
    sent = request("/api/reply", bodies()())

    async def client() -> None:
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                for byte in sent:
                    writer.write(bytes([byte]))
                    await writer.drain()
                    await asyncio.sleep(0.1)
            await asyncio.sleep(0.1)

    await asyncio.gather(*(client() for _ in range(SLOW_SENDERS)))


async def large(port: int) -> None:
    """Clients that send far too much, for ever."""
    head = f"POST /api/reply HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {LARGE}\r\n\r\n"
    part = b" " * 65536

    async def client() -> None:
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(head.encode())
                for _ in range(LARGE // len(part)):
                    writer.write(part)
                    await writer.drain()
            await asyncio.sleep(0.05)

    await asyncio.gather(*(client() for _ in range(LARGE_AT_ONCE)))


@contextmanager
def open_connections(port: int, number: int) -> Iterator[int]:
    """So many connections that send nothing, as far as the system lets this process; gives how many there are."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    taken: list[socket.socket] = []
    try:
        with suppress(OSError):
            for _ in range(min(number, most - 500)):
                taken.append(socket.create_connection(("127.0.0.1", port), timeout=10))
        yield len(taken)
    finally:
        for each in taken:
            each.close()


def request(path: str, body: bytes | None) -> bytes:
    if body is None:
        return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
    head += f"\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def bodies(turns: int = 0, corpus: str = "") -> Callable[[], bytes]:
    """Gives bodies that ask, each another question; after a conversation of so many turns, if any."""
    fields: dict[str, object] = {"corpus": corpus} if corpus else {}
    if turns:
        fields["conversation"] = Bot(load_corpus(ARTICLE)).conversation(different_messages(turns)).to_json()
    messages = cycle(different_messages(MESSAGES))
    number = count()
    return lambda: json.dumps({"message": f"{next(messages)} {next(number)}", **fields}).encode()


# ---------------------------------------------------------------------------------------------------- the servers

PROCESSES: dict[int, "subprocess.Popen[str]"] = {}
"""Those that run, by their port."""


@contextmanager
def running(*command: str) -> Iterator[int]:
    """A server of its own; gives its port."""
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout
    with process.stdout:
        found = re.search(r"http://[^:]+:(\d+)", process.stdout.readline())
        if not found:
            raise RuntimeError(f"{' '.join(command)} does not serve")
        port = int(found[1])
        PROCESSES[port] = process
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait()
            del PROCESSES[port]


def wait_for(port: int) -> None:
    """Until all workers are there: until as many answers came, each on a connection of its own."""
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", port), timeout=300) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            connection.recv(100)
        time.sleep(0.2)


def memory(port: int) -> list[int]:
    """The most memory that each worker has held, in MB, the larger one last (Linux)."""
    found = []
    process = PROCESSES[port].pid
    for child in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split():
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
            status = Path(f"/proc/{child}/status").read_text(encoding="ascii")
            held = re.search(r"VmHWM:\s+(\d+)", status)
            found.append(int(held[1]) // 1000 if held else 0)
    return sorted(found)


def bare() -> ASGIApp:
    """A route that does nothing but read a body and give one as large as a reply."""
    reply = json.dumps(Bot(load_corpus()).reply("How much does it cost?").to_json()).encode()

    async def answer(called: Request) -> Response:
        await called.json()
        return Response(reply, media_type="application/json")

    async def hello(_: Request) -> Response:
        return Response(b"hello")

    return Starlette(routes=[Route("/", answer, methods=["POST"]), Route("/", hello)])


def serve_bare() -> None:
    """Serve ``bare`` as ``bot serve`` serves the bot."""
    listening = socket_at(Place(port=0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
    Multiprocess(server_config(Options(), Place(workers=WORKERS), bare), sockets=[listening]).run()


# ---------------------------------------------------------------------------------------------------- the library


def library(folder: Path, number: int) -> Path:
    """A folder of so many leaflets, each made of sections of real ones by lot."""
    folder.mkdir()
    chance = random.Random(0)
    sections = []
    for path in sorted((ROOT / "training" / "leaflets").glob("*.txt")):
        (document,) = load_corpus(path).documents
        long_ones = (each for each in document.sections if each.heading and each.end - each.start > SHORTEST_SECTION)
        sections += [document.text[each.start : each.end].strip() for each in long_ones]
    for place in range(number):
        parts = chance.sample(sections, SECTIONS)
        text = "\n\n".join((f"Leaflet {place}", *parts))
        (folder / f"leaflet-{place:05}.txt").write_text(f"{text}\n", encoding="utf-8")
    return folder


if __name__ == "__main__":
    main()
