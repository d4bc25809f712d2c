"""What one request may cost."""

import asyncio
import contextlib
import socket
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from bot.web import limits, serving
from bot.web.app import make_app
from bot.web.limits import LARGEST_BODY, Limits, Rate, sender
from bot.web.options import Options
from bot.web.problems import Problem
from tests.web.servers import Server, serving_here


def test_an_address_may_send_so_many_requests_a_minute_and_others_are_not_held_up() -> None:
    now = 0.0
    rate = Rate(60, lambda: now)
    assert [rate.seconds_to_wait("a") for _ in range(15)] == [0.0] * 15
    assert 0 < rate.seconds_to_wait("a") <= 1
    assert rate.seconds_to_wait("b") == 0
    now = 1.1
    assert rate.seconds_to_wait("a") == 0
    assert rate.seconds_to_wait("a") > 0


def test_addresses_that_are_counted_take_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ADDRESSES_REMEMBERED", 10)
    rate = Rate(60)
    for number in range(1000):
        rate.seconds_to_wait(str(number))
    assert len(rate._left) == 10


@pytest.mark.parametrize(
    ("host", "who"),
    [("192.0.2.1", "192.0.2.1"), ("2001:db8::1", "2001:db8::/64"), ("2001:db8::ffff:1", "2001:db8::/64"), ("x", "x")],
)
def test_a_household_counts_as_one(host: str, who: str) -> None:
    assert sender({"client": (host, 1)}) == who


def test_who_asks_too_often_is_told_when_to_come_back() -> None:
    with TestClient(make_app(Options(requests_a_minute=8))) as client:
        codes = [client.get("/api/documents").status_code for _ in range(3)]
        refused = client.get("/api/documents", headers={"x-forwarded-for": "198.51.100.7"})
        assert codes == [200, 200, 429]
        assert refused.status_code == 429  # what a sender says of itself is not believed
        assert 1 <= int(refused.headers["retry-after"]) <= 8
        assert refused.headers["content-type"] == "application/problem+json"
        assert client.get("/api/health").status_code == 200
        page = client.get("/")
        assert page.status_code == 429
        assert "Wait a little" in page.text


def test_a_body_that_is_too_large_is_refused_with_a_reason(client: TestClient) -> None:
    for path in ("/api/reply", "/ask"):
        response = client.post(path, content=b"x" * (LARGEST_BODY + 1), headers={"accept": "application/json"})
        assert response.status_code == 413
        assert "At most 512 kB" in response.json()["detail"]


def test_a_body_whose_size_was_not_said_is_refused_where_it_becomes_too_large(client: TestClient) -> None:
    response = client.post("/api/reply", content=(b"x" * 65536 for _ in range(20)))
    assert response.status_code == 413


async def _never_reached(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise AssertionError("the application was called")


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS_FOR_BODY", 0.05)

    async def receive() -> Message:
        await asyncio.sleep(0.03)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(_: Message) -> None:
        raise AssertionError("the limits send nothing")

    scope: Scope = {"type": "http", "path": "/ask", "headers": [(b"content-length", b"100")], "client": ("a", 1)}
    with pytest.raises(Problem) as raised:
        asyncio.run(Limits(_never_reached, 0)(scope, receive, send))
    assert raised.value.status == 408


def test_few_large_bodies_are_taken_in_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGE_AT_ONCE", 2)
    monkeypatch.setattr(limits, "SECONDS_FOR_BODY", 0.2)

    async def receive() -> Message:
        await asyncio.sleep(0.05)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(_: Message) -> None:
        raise AssertionError("the limits send nothing")

    async def statuses() -> list[Any]:
        app = Limits(_never_reached, 0)
        scope: Scope = {"type": "http", "path": "/ask", "headers": [(b"content-length", b"99999")], "client": ("a", 1)}
        calls = (app(scope, receive, send) for _ in range(3))
        return await asyncio.gather(*calls, return_exceptions=True)

    assert [problem.status for problem in asyncio.run(statuses())] == [408, 408, 503]


# ---------------------------------------------------------------------------------------- over a real connection


def test_a_hundred_megabytes_are_refused_before_they_are_taken_in(server: Server) -> None:
    before = server.memory() if sys.platform == "linux" else 0
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        size = 100 * 1024 * 1024
        head = (
            f"POST /api/reply HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n\r\n"
        )
        connection.sendall(head.encode())
        try:
            for _ in range(size // 65536):
                connection.sendall(b" " * 65536)
        except OSError:
            pass  # the server has closed its side: it has said why
        assert connection.recv(12) == b"HTTP/1.1 413"
    if sys.platform == "linux":
        assert server.memory() - before < 20_000


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost:", b"POST /ask HTTP/1.1\r\nHost: x\r\n"])
def test_a_connection_without_a_whole_request_is_closed(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr(serving, "SECONDS_FOR_HEAD", 0.3)
    with serving_here(make_app(Options())) as address:
        port = int(address.rsplit(":", 1)[1])
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(sent)
            with contextlib.suppress(ConnectionResetError):
                assert connection.recv(100) == b""


def test_a_sender_that_takes_its_time_is_answered(server: Server) -> None:
    body = b'{"message": "How much does it cost?"}'
    head = b"POST /api/reply HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
    request = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        for start in range(0, len(request), 20):
            connection.sendall(request[start : start + 20])
            time.sleep(0.02)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"not always covered by insurance" in answer


def test_silent_connections_do_not_keep_others_out(server: Server) -> None:
    silent = [socket.create_connection(("127.0.0.1", server.port), timeout=30) for _ in range(500)]
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
            connection.sendall(b"GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(12) == b"HTTP/1.1 200"
    finally:
        for each in silent:
            each.close()


def test_a_line_that_is_no_http_gets_an_answer(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(b"\x16\x03\x01\x02\r\n\r\n")
        assert connection.recv(12) == b"HTTP/1.1 400"


def test_a_head_without_end_is_refused(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        try:
            connection.sendall(b"GET / HTTP/1.1\r\n" + b"x: " + b"y" * 100_000)
            assert connection.recv(12) == b"HTTP/1.1 400"
        except ConnectionError:
            pass


def test_the_log_has_no_error(server: Server) -> None:
    assert "ERROR" not in Path(server.log).read_text(encoding="utf-8")
