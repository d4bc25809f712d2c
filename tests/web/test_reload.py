"""A corpus that changes on the disk is read anew, and a server that ends answers what it has taken."""

import json
import os
import signal
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot import Bot, load_corpus
from bot.indexing import write_index
from bot.web.app import make_app
from bot.web.library import Library, starting_questions
from bot.web.options import Options
from tests.leaflets import KNEE, STICK_QUESTION
from tests.web.servers import Server, serving, serving_here

ANOTHER = KNEE.replace("ten pounds", "twelve pounds")


def price(address: str) -> str:
    content = json.dumps({"message": STICK_QUESTION}).encode()
    request = urllib.request.Request(f"{address}/api/reply", content, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as response:
        return str(json.load(response)["quotes"][0]["text"])


def test_a_change_is_served_once_it_has_settled(leaflet: Path) -> None:
    library = Library(Options(corpora=(("knee", leaflet),)))
    library.look()
    first = library.shelves["knee"]
    leaflet.write_text(ANOTHER, encoding="utf-8")
    library.look()
    assert library.shelves["knee"] is first  # it may still be written
    library.look()
    assert "twelve pounds" in library.shelves["knee"].corpus.documents[0].text
    again = library.shelves["knee"]
    library.look()
    assert library.shelves["knee"] is again


def test_a_change_of_the_curation_counts_too(leaflet: Path) -> None:
    library = Library(Options(corpora=(("knee", leaflet),)))
    beside = leaflet.with_suffix(".toml")
    beside.write_text('publisher = "Ward 9"\n' + beside.read_text(encoding="utf-8"), encoding="utf-8")
    library.look()
    library.look()
    assert library.shelves["knee"].corpus.documents[0].details.publisher == "Ward 9"


def test_what_cannot_be_read_does_not_take_the_place_of_what_can(leaflet: Path, logged: list[str]) -> None:
    options = Options(corpora=(("knee", leaflet),), look_every=0.05)
    with TestClient(make_app(options)) as client:
        beside = leaflet.with_suffix(".toml")
        good = beside.read_text(encoding="utf-8")
        beside.write_text("title = \n", encoding="utf-8")
        health = until(lambda: client.get("/api/health").json(), lambda found: found["status"] == "outdated")
        assert "knee.toml" in health["corpora"][0]["trouble"]
        asked = client.post("/api/reply", json={"message": STICK_QUESTION}).json()
        assert "ten pounds" in asked["quotes"][0]["text"]
        beside.write_text(good + "\n", encoding="utf-8")
        until(lambda: client.get("/api/health").json(), lambda found: found["status"] == "ok")
    assert "what was served before stays" in "".join(logged)


def test_a_folder_and_an_index_are_looked_at_too(library_folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    write_index(load_corpus(library_folder), index)
    library = Library(Options(corpora=(("folder", library_folder), ("index", index))))
    (library_folder / "knee.txt").write_text(ANOTHER, encoding="utf-8")
    write_index(load_corpus(library_folder), index)
    library.look()
    library.look()
    for shelf in library.shelves.values():
        document = shelf.document("knee.txt")
        assert document
        assert "twelve pounds" in document.text


def test_a_corpus_that_is_gone_stays_served(leaflet: Path) -> None:
    library = Library(Options(corpora=(("knee", leaflet),)))
    leaflet.unlink()
    library.look()
    library.look()
    assert library.shelves["knee"].corpus.documents
    assert "no such file" in library.troubles["knee"]


def test_nobody_is_turned_away_while_it_is_read_anew(leaflet: Path) -> None:
    options = Options(corpora=(("knee", leaflet),), look_every=0.1, requests_a_minute=0)
    with serving_here(make_app(options), options) as address:
        leaflet.write_text(ANOTHER, encoding="utf-8")
        prices = list(iterate_until(lambda: price(address), lambda found: "twelve pounds" in found))
    assert all("ten pounds" in each for each in prices[:-1])


def test_a_conversation_goes_on_after_the_leaflet_has_changed(leaflet: Path) -> None:
    options = Options(corpora=(("knee", leaflet),), look_every=0.05)
    with TestClient(make_app(options)) as client:
        first = client.post("/api/reply", json={"message": STICK_QUESTION}).json()
        turns = [{"message": STICK_QUESTION, "reply": first}]
        leaflet.write_text(ANOTHER, encoding="utf-8")
        fields = {"message": "are you sure?", "conversation": turns}
        until(lambda: client.post("/api/reply", json=fields).status_code, lambda status: status == 409)
        form = {
            "message": "are you sure?",
            "conversation": json.dumps(turns),
            "history": json.dumps([STICK_QUESTION]),
        }
        answer = client.post("/ask", data=form, headers={"accept": "application/json"}).json()
    assert "twelve pounds" in answer["turn"]["reply"]["quotes"][0]["text"]


def test_starting_questions_are_found_without_going_through_a_library(library_folder: Path) -> None:
    questions = list(starting_questions(Bot(load_corpus(library_folder))))
    assert 1 <= len(questions) <= 4
    assert len(set(questions)) == len(questions)


# ------------------------------------------------------------------------------------------------------- the end

SLOW = json.dumps({"message": "how much does it cost? " * 300, "history": ["is it safe for kids? " * 300] * 4}).encode()
HEADERS = {"content-type": "application/json"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_was_taken_is_answered_when_the_server_is_told_to_end(tmp_path: Path, workers: str) -> None:
    with serving(tmp_path, "--rate", "0", "--workers", workers) as server:
        wait_for_workers(server, int(workers))
        calls = [HTTPConnection("127.0.0.1", server.port, timeout=60) for _ in range(8)]
        for call in calls:
            call.request("POST", "/api/reply", SLOW, HEADERS)
        idle = HTTPConnection("127.0.0.1", server.port, timeout=60)
        idle.connect()
        time.sleep(0.2)
        server.process.send_signal(signal.SIGTERM)
        statuses = []
        for call in calls:
            with call.getresponse() as response:
                assert json.loads(response.read())["disclaimer"]
                statuses.append(response.status)
            call.close()
        idle.close()
        assert statuses == [200] * 8
        assert server.end() in (0, -signal.SIGTERM)
        assert "Traceback" not in server.log.read_text(encoding="utf-8")


def wait_for_workers(server: Server, workers: int) -> None:
    """Until each has answered: a worker that still loads takes no requests."""
    if workers > 1:
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
        until(lambda: len(children.read_text().split()), lambda found: found >= workers)
        time.sleep(2)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the workers in /proc")
def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    with serving(tmp_path, "--rate", "0", "--workers", "2") as server:
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
        before = until(lambda: workers_of(children), lambda found: len(found) == 2)
        wait_for_workers(server, 2)
        os.kill(min(before), signal.SIGKILL)
        after = until(lambda: workers_of(children), lambda found: len(found - before) == 1 and len(found) == 2, 90)
        assert after & before
        with urllib.request.urlopen(f"{server.address}/api/health", timeout=30) as response:
            assert response.status == 200


def workers_of(children: Path) -> set[int]:
    """The children that serve: those that uvicorn spawned."""
    found = set()
    for pid in map(int, children.read_text().split()):
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        if b"spawn_main" in command:
            found.add(pid)
    return found


def until(call: Callable[[], Any], is_right: Callable[[Any], bool], seconds: float = 30.0) -> Any:  # noqa: ANN401
    """What ``call`` gives, once it is right."""
    *_, last = iterate_until(call, is_right, seconds)
    return last


def iterate_until(call: Callable[[], Any], is_right: Callable[[Any], bool], seconds: float = 30.0) -> Iterator[Any]:
    """What ``call`` gives, again and again, until it is right."""
    end = time.monotonic() + seconds
    while True:
        found = call()
        yield found
        if is_right(found):
            return
        assert time.monotonic() < end, found
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the workers in /proc")
def test_no_connection_is_taken_for_nobody_when_the_server_is_told_to_end(tmp_path: Path) -> None:
    """Each client, on a new connection for each request, is refused in the end, and not left without an answer.

    One that the system took in the moment in which the last worker let go of the socket may be: no worker has seen it.
    """
    body = json.dumps({"message": "How much does it cost?"}).encode()
    answered, unanswered = [], []

    def client(port: int) -> None:
        while True:
            call = HTTPConnection("127.0.0.1", port, timeout=60)
            try:
                call.connect()
            except OSError:
                return
            try:
                call.request("POST", "/api/reply", body, HEADERS)
                with call.getresponse() as response:
                    answered.append(len(response.read()))
            except OSError as error:
                unanswered.append(error)
            finally:
                call.close()

    with serving(tmp_path, "--rate", "0", "--workers", "2") as server:
        wait_for_workers(server, 2)
        clients = [threading.Thread(target=client, args=(server.port,)) for _ in range(12)]
        for each in clients:
            each.start()
        until(lambda: len(answered), lambda number: number > 50)
        server.process.send_signal(signal.SIGTERM)
        for each in clients:
            each.join()
    assert len(unanswered) < len(clients) / 2
