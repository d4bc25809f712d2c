"""The server keeps nothing: after a conversation, no log and no file holds a word of it."""

import json
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot import Bot
from bot.web.app import make_app
from bot.web.options import Options
from tests.web.servers import Server, serving

SECRET = "xyzzyplugh"
"""A word that stands nowhere else."""

MESSAGES = (
    f"My name is {SECRET} and I ask: how much does it cost?",
    f"I am {SECRET} and I want to kill myself",
    f"{SECRET} " * 1000,
    f"should {SECRET} stop taking methotrexate?",
    f"ساعدوني {SECRET}",
    SECRET,
)


def posted(server: Server, path: str, content: bytes, kind: str) -> None:
    request = urllib.request.Request(f"{server.address}{path}", content, {"content-type": kind})
    try:
        urllib.request.urlopen(request, timeout=30).read()
    except urllib.error.HTTPError as error:
        error.read()
        error.close()


def files_of(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("workers", ["1", "2"])
def test_no_log_and_no_file_holds_a_word_of_a_conversation(tmp_path: Path, workers: str) -> None:
    places = {name: tmp_path / name.lower() for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_STATE_HOME")}
    for place in places.values():
        place.mkdir()
    environment = {name: str(place) for name, place in places.items()}
    started = set(files_of(Path(tempfile.gettempdir()))) - set(files_of(tmp_path))
    with serving(tmp_path, "--workers", workers, "--rate", "0", PYTHONDONTWRITEBYTECODE="1", **environment) as server:
        for message in MESSAGES:
            table = json.dumps({"message": message, "history": [SECRET]}).encode()
            posted(server, "/api/reply", table, "application/json")
            posted(server, "/api/reply", table[:-1], "application/json")
            posted(server, "/api/reply", json.dumps({SECRET: message}).encode(), "application/json")
            posted(server, "/api/reply", json.dumps({"message": "?", "region": SECRET}).encode(), "application/json")
            form = urllib.parse.urlencode({"message": message, "history": json.dumps([SECRET])}).encode()
            for path in ("/ask", "/sheet"):
                posted(server, path, form, "application/x-www-form-urlencoded")
            posted(server, "/ask", b"history=" + SECRET.encode(), "application/x-www-form-urlencoded")
        posted(server, f"/leaflets/{SECRET}?at={SECRET}", b"", "text/plain")
        server.end()
        written = [path for path in files_of(tmp_path) if SECRET.encode() in path.read_bytes()]
        assert written == []
        assert [path for path in files_of(tmp_path) if path != server.log] == []
        left = set(files_of(Path(tempfile.gettempdir()))) - started - set(files_of(tmp_path))
        assert [path for path in left if SECRET.encode() in path.read_bytes()] == []


def test_an_error_in_the_program_is_told_without_a_word_of_it(
    monkeypatch: pytest.MonkeyPatch, logged: list[str]
) -> None:
    def broken(self: Bot, message: str, *_: Any) -> None:  # noqa: ANN401
        raise ValueError(f"cannot read {message}")

    with TestClient(make_app(Options())) as client:
        monkeypatch.setattr(Bot, "reply", broken)
        for response in (
            client.post("/api/reply", json={"message": SECRET}),
            client.post("/ask", data={"message": SECRET}),
        ):
            assert response.status_code == 500
            assert "It was not your question" in response.text
            assert SECRET not in response.text
    assert len(logged) == 2
    for line in logged:
        assert "ValueError" in line
        assert "test_privacy.py" in line
        assert SECRET not in line


def test_what_was_read_is_forgotten(bot: Bot) -> None:
    bot.reply(f"how much does {SECRET} cost?")
    read: Any = bot._read
    assert read.cache_info().currsize > 0
    bot.forget()
    assert read.cache_info().currsize == 0
