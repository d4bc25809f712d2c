"""What a connection does where the cluster is away, busy or refuses: servers that answer as one would."""

import json
import logging
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.cluster import bulk, connection
from bot.cluster.connection import Connection, Question
from bot.errors import ClusterError
from tests.cluster.nodes import free_ports

SECRET = "xyzzy-9"
ENVIRONMENT = {"BOT_OPENSEARCH_USER": "me", "BOT_OPENSEARCH_PASSWORD": SECRET}
NOT_JSON = object()
HEALTH = Question("GET", "/_cluster/health")


class Node(ThreadingHTTPServer):
    """Answers with what it was told to, one answer after the other, the last for ever."""

    def __init__(self, *answers: tuple[int, object]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = list(answers)
        self.headers: list[str | None] = []
        self.bodies: list[str] = []

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Node

    def do_POST(self) -> None:
        node = self.server
        node.headers.append(self.headers["authorization"])
        node.bodies.append(self.rfile.read(int(self.headers["content-length"] or 0)).decode())
        status, answer = node.answers.pop(0) if len(node.answers) > 1 else node.answers[0]
        body = b"<html>" if answer is NOT_JSON else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST  # noqa: N815

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


Serve = Callable[..., Node]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    monkeypatch.setattr(connection, "FIRST_PATIENCE", 0.2)
    nodes: list[Node] = []

    def start(*answers: tuple[int, object], context: ssl.SSLContext | None = None) -> Node:
        node = Node(*answers)
        if context:
            node.socket = context.wrap_socket(node.socket, server_side=True)
        Thread(target=node.serve_forever, args=(0.01,), daemon=True).start()
        nodes.append(node)
        return node

    yield start
    for node in nodes:
        node.shutdown()
        node.server_close()


def refusal(status: int, kind: str) -> tuple[int, object]:
    return status, {"error": {"type": kind, "reason": f"because of {SECRET}"}, "status": status}


def test_a_cluster_that_is_away_is_an_error_that_says_so(caplog: pytest.LogCaptureFixture, serve: Serve) -> None:
    caplog.set_level(logging.DEBUG)
    first, second = free_ports(2)
    opened = Connection.open(f"opensearch://127.0.0.1:{first},127.0.0.1:{second}/leaflets", ENVIRONMENT)
    with pytest.raises(ClusterError, match="no node answers") as caught:
        opened.ask(Question("POST", "/leaflets/_search", {"query": SECRET}))
    assert f"opensearch://127.0.0.1:{first},127.0.0.1:{second}/leaflets" in str(caught.value)
    assert SECRET not in str(caught.value) + caplog.text


def test_who_asks_is_sent_along(serve: Serve) -> None:
    node = serve((200, {}))
    Connection.open(f"opensearch://{node.host}/leaflets", ENVIRONMENT).ask(HEALTH)
    assert node.headers == ["Basic bWU6eHl6enktOQ=="]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (refusal(401, "security_exception"), "BOT_OPENSEARCH_USER"),
        (refusal(403, "security_exception"), "may not do that"),
        (refusal(404, "index_not_found_exception"), "no such index"),
        (refusal(400, "parsing_exception"), "refuses what it was asked \\(parsing_exception"),
        (refusal(503, "cluster_manager_not_discovered_exception"), "too busy"),
    ],
)
def test_a_refusal_says_what_to_do_and_repeats_nothing(
    serve: Serve, caplog: pytest.LogCaptureFixture, answer: tuple[int, object], said: str
) -> None:
    caplog.set_level(logging.DEBUG)
    opened = Connection.open(f"opensearch://{serve(answer).host}/leaflets", ENVIRONMENT)
    with pytest.raises(ClusterError, match=said) as caught:
        opened.ask(Question("POST", "/leaflets/_search", {"query": SECRET}, patience=0.1))
    assert SECRET not in str(caught.value) + caplog.text


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_passes_is_asked_again(serve: Serve, status: int) -> None:
    node = serve(refusal(status, "busy"), refusal(status, "busy"), (200, {"status": "green"}))
    assert Connection.open(f"opensearch://{node.host}/leaflets", {}).ask(HEALTH) == {"status": "green"}


def test_who_may_be_in_danger_does_not_wait_and_nobody_waits_long_for_what_was_waited_for_in_vain(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(connection, "time", Clock(pauses))
    node = serve((200, {}), refusal(503, "busy"))
    opened = Connection.open(f"opensearch://{node.host}/leaflets", {})

    def waited() -> float:
        pauses.clear()
        with pytest.raises(ClusterError, match="too busy"):
            opened.ask(HEALTH)
        return sum(pauses)

    opened.ask(HEALTH)
    with connection.urgently():
        assert waited() <= connection.URGENT_PATIENCE
    assert waited() > connection.PATIENCE / 2
    assert waited() <= connection.FIRST_PATIENCE
    node.answers = [(200, {})]
    opened.ask(HEALTH)
    node.answers = [refusal(503, "busy")]
    assert waited() > connection.PATIENCE / 2


class Clock:
    """Time that goes by only while somebody sleeps."""

    def __init__(self, pauses: list[float]) -> None:
        self._pauses = pauses
        self._now = 0.0

    def monotonic(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        self._pauses.append(seconds)
        self._now += seconds


def test_what_is_not_opensearch_is_an_error_and_no_traceback(serve: Serve) -> None:
    opened = Connection.open(f"opensearch://{serve((200, NOT_JSON)).host}/leaflets", {})
    with pytest.raises(ClusterError, match="is not OpenSearch"):
        opened.ask(HEALTH)


def test_another_node_is_asked_where_one_is_away(serve: Serve) -> None:
    node = serve((200, {"status": "green"}))
    opened = Connection.open(f"opensearch://127.0.0.1:{free_ports(1)[0]},{node.host}/leaflets", {})
    assert all(opened.ask(HEALTH) == {"status": "green"} for _ in range(4))


def test_a_part_of_what_there_is_is_never_taken_for_all_of_it(serve: Serve) -> None:
    def answer(status: int = 200, *, failed: int = 0, late: bool = False) -> tuple[int, object]:
        hits = {"hits": [] if failed or late or status != 200 else [{"_id": "1"}]}
        return 200, {"responses": [{"status": status, "hits": hits, "_shards": {"failed": failed}, "timed_out": late}]}

    node = serve(answer(failed=1), answer(late=True), answer(500), answer(429), answer())
    opened = Connection.open(f"opensearch://{node.host}/leaflets", {})
    assert opened.search("leaflets", [{}]) == [{"hits": [{"_id": "1"}]}]


def test_entries_that_were_refused_are_sent_again_and_no_others(serve: Serve) -> None:
    busy = {"index": {"status": 429, "error": {"type": "rejected_execution_exception"}}}
    done = {"index": {"status": 201}}
    node = serve(
        refusal(429, "circuit_breaking_exception"),
        (200, {"items": [done, busy, done]}),
        (200, {"items": [busy]}),
        (200, {"items": [done]}),
    )
    opened = Connection.open(f"opensearch://{node.host}/leaflets", {})
    assert bulk.write(opened, "leaflets", [(name, {"text": name}) for name in "abc"]) == 3
    sent = ["".join(name for name in "abc" if f'"_id": "{name}"' in body) for body in node.bodies]
    assert sent == ["abc", "abc", "b", "b"]


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_a_certificate_is_asked_for_and_trusted_only_where_it_is_named(serve: Serve, tmp_path: Path) -> None:
    certificate, key = tmp_path / "node.pem", tmp_path / "key.pem"
    make = "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost -days 2"
    subprocess.run([*make.split(), "-out", certificate, "-keyout", key], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    node = serve((200, {"status": "green"}), context=context)
    address = f"opensearchs://localhost:{node.server_address[1]}/leaflets"
    with pytest.raises(ClusterError, match="Name who signed it in BOT_OPENSEARCH_CA"):
        Connection.open(address, ENVIRONMENT).ask(HEALTH)
    assert node.headers == []
    named = Connection.open(address, {**ENVIRONMENT, "BOT_OPENSEARCH_CA": str(certificate)})
    assert named.ask(HEALTH) == {"status": "green"}
