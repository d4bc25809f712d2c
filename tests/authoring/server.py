"""A server that answers as OpenAI's and Ollama's do, on this machine: what a draft is asked of."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.authoring.leaflet import ANSWER


@dataclass
class Server:
    """What the server does, and what it was asked.

    Attributes:
        model: the only one that it has.
        key: the only one that it takes; any where it is empty.
        knows_schemas: whether it takes a form for its answers.
        limit: so many requests are answered, all others refused.
        cut: so many letters of an answer are sent.
        tokens: how many tokens of a prompt it says that it has read.
        asked: the bodies of the requests, with the headers.
    """

    model: str = "llama"
    key: str = ""
    knows_schemas: bool = True
    limit: int = 99
    cut: int | None = None
    tokens: int | None = None
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def answer(self, body: dict[str, Any], headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(body)
        self.headers.append(headers)
        if self.key and headers.get("authorization") != f"Bearer {self.key}":
            return 401, {"error": {"message": "wrong key"}}
        if body["model"] != self.model:
            return 404, {"error": {"message": "no such model"}}
        if "response_format" in body and not self.knows_schemas:
            return 400, {"error": {"message": "response_format is not known"}}
        if len(self.asked) > self.limit:
            return 429, {"error": {"message": "enough"}}
        prompt = body["messages"][0]["content"]
        text = json.dumps(wanted(prompt))[: self.cut]
        usage = {"prompt_tokens": self.tokens or len(prompt) // 4, "completion_tokens": 70, "total_tokens": 0}
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        return 200, {"id": "1", "object": "chat.completion", "created": 1, "model": self.model, "choices": [choice],
                     "usage": usage}  # fmt: skip


def wanted(prompt: str) -> dict[str, Any]:
    """The part of the answer that a prompt asks for."""
    found = re.search(r"only for these passages: (.*?)\. ", prompt)
    assert found
    numbers = {int(number) for number in re.findall(r"\d+", found[1])}
    passages = [entry for entry in ANSWER["passages"] if entry["n"] in numbers]
    return {"passages": passages, "uncovered": ANSWER["uncovered"] if "Then the topics" in prompt else []}


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """The server, while it listens."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            self.reply(*server.answer(body, {name.lower(): value for name, value in self.headers.items()}))

        def do_GET(self) -> None:
            self.reply(
                200,
                {"object": "list", "data": [{"id": server.model, "object": "model", "created": 1, "owned_by": "x"}]},
            )

        def reply(self, status: int, table: dict[str, Any]) -> None:
            content = json.dumps(table).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.send_header("retry-after-ms", "1")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing: the tests look at what was asked."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    server.url = f"http://127.0.0.1:{listening.server_port}/v1"
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
