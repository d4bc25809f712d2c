"""A library on a real cluster gives the replies of its folder, whatever dies and whatever is replaced."""

import pickle
import shutil
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from bot import Bot, Conversation, Reply, load_corpus
from bot.cluster import bulk, versions
from bot.cluster.connection import Connection, Question
from bot.documents.corpus import source_files
from bot.errors import ClusterError
from bot.indexing.library import write_library
from bot.indexing.uploading import BODIES, write_clustered
from bot.settings import SETTINGS, Settings
from tests.cluster.leaflets import write_leaflets
from tests.cluster.nodes import Cluster, free_ports
from tests.conftest import ROOT, Run

LEAFLETS = 60
TALKS = (
    ("how long does a migraine last?", "what else?", "are you sure?", "thanks"),
    ("what can I eat before a colonoscopy", "and drink?", "the second one", "is it safe for my dog?"),
    ("can I drive after cataract surgery?", "and swim?", "no, I meant fly", "tell me more"),
    ("my chest hurts and I cannot breathe", "I am ok now", "what is high blood pressure?"),
    ("gluten", "blood pressure", "zebra xylophone", "wie lange dauert das denn bitte", ""),
)
CANDIDATES = replace(SETTINGS, few_passages=0)
"""As of a corpus of many passages: only those that may answer are looked at."""


@pytest.fixture(scope="module")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real leaflets with their curations."""
    folder = tmp_path_factory.mktemp("curated")
    for kind in ("txt", "toml"):
        for file in (ROOT / "benchmarks" / "leaflets").glob(f"*.{kind}"):
            shutil.copy(file, folder)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sequence[str]]:
    """Leaflets without any curation, and questions."""
    folder = tmp_path_factory.mktemp("made") / "leaflets"
    questions = write_leaflets(folder, LEAFLETS)
    return folder, questions


@pytest.fixture(scope="module")
def made_address(cluster: Cluster, made: tuple[Path, Sequence[str]]) -> str:
    """The leaflets without a curation, on the cluster."""
    address = cluster.address("made")
    write(made[0], address)
    return address


def write(folder: Path, address: str) -> int:
    return write_clustered(source_files(folder), Connection.open(address)).passages


def firsts(bot: Bot, questions: Sequence[str]) -> list[tuple[int, ...]]:
    return [bot.evidence(question).ranking[:10] for question in questions]


def check_alike(folder: Path, address: str, disk: Path, talks: Sequence[Sequence[str]], settings: Settings) -> None:
    memory = Bot(load_corpus(folder), "GB", settings)
    questions = [talk[0] for talk in talks]
    for place in (address, disk):
        bot = Bot(load_corpus(place), "GB", settings)
        assert firsts(bot, questions) == firsts(memory, questions)
        for talk in talks:
            assert bot.conversation(talk).to_json() == memory.conversation(talk).to_json()


def test_curated_leaflets_get_the_same_replies_from_memory_from_disk_and_from_a_cluster(
    curated: Path, connection: Connection, tmp_path: Path
) -> None:
    address = str(connection.address)
    write_library(source_files(curated), tmp_path / "library")
    write(curated, address)
    examples = [(passage.examples[-1],) for passage in load_corpus(curated).passages if passage.examples][::5]
    for settings in (SETTINGS, CANDIDATES):
        check_alike(curated, address, tmp_path / "library", [*TALKS, *examples], settings)
    on_cluster, in_memory = load_corpus(address), load_corpus(curated)
    assert tuple(on_cluster.documents) == in_memory.documents
    assert tuple(on_cluster.passages) == in_memory.passages == on_cluster.passages[:]
    assert tuple(on_cluster.gaps) == in_memory.gaps
    assert on_cluster.passages[-1] == in_memory.passages[-1]
    with pytest.raises(IndexError):
        on_cluster.passages[len(in_memory.passages)]


def test_many_leaflets_get_the_same_replies_from_memory_from_disk_and_from_a_cluster(
    made: tuple[Path, Sequence[str]], made_address: str, tmp_path: Path
) -> None:
    folder, questions = made
    write_library(source_files(folder), tmp_path / "library")
    check_alike(
        folder, made_address, tmp_path / "library", [(each, "and how is it treated?") for each in questions], CANDIDATES
    )


def test_the_commands_take_an_address(run: Run, leaflet: Path, connection: Connection) -> None:
    address = str(connection.address)
    written = run("index", str(leaflet), "-o", address)
    assert (written.returncode, written.stderr) == (0, b"")
    assert f"Use it with --corpus {address}".encode() in written.stdout
    for arguments in (("ask", "what does a walking stick cost?"), ("docs",), ("check",)):
        there = run(*arguments, *(() if arguments[0] == "docs" else ("--corpus",)), address)
        here = run(*arguments, *(() if arguments[0] == "docs" else ("--corpus",)), str(leaflet))
        assert (there.returncode, there.stdout, there.stderr) == (here.returncode, here.stdout, here.stderr)
    refused = run("curate", address)
    assert refused.returncode == 2
    assert b"is on a cluster" in refused.stderr


def test_a_bot_on_a_cluster_can_be_pickled(made: tuple[Path, Sequence[str]], made_address: str) -> None:
    bot = Bot(load_corpus(made_address), "GB")
    assert pickle.loads(pickle.dumps(bot)).reply(made[1][0]) == bot.reply(made[1][0])


def test_what_was_fetched_goes_with_the_corpus(made_address: str) -> None:
    corpus = load_corpus(made_address)
    assert corpus.library is not None
    file = corpus.library.path
    assert file.parent.stat().st_mode & 0o077 == 0
    corpus.library.close()
    del corpus
    assert not file.parent.exists()


def test_a_node_dies_while_people_ask(cluster: Cluster, made: tuple[Path, Sequence[str]], made_address: str) -> None:
    questions = made[1]
    bot = Bot(load_corpus(made_address), "GB", CANDIDATES)
    expected = [bot.reply(question) for question in questions]
    passages = tuple(bot.corpus.passages)
    fresh = Bot(load_corpus(made_address), "GB", CANDIDATES)
    is_over = threading.Event()

    def ask(first: int) -> tuple[int, list[Reply]]:
        asked, wrong, number = 0, [], first
        while not is_over.is_set():
            reply = fresh.reply(questions[number])
            wrong += [] if reply == expected[number] else [reply]
            asked, number = asked + 1, (number + 7) % len(questions)
        return asked, wrong

    with ThreadPoolExecutor(4) as threads:
        runs = [threads.submit(ask, first) for first in range(4)]
        time.sleep(1)
        try:
            with cluster.without_its_manager():
                time.sleep(1)
        finally:
            is_over.set()
    assert all(asked for asked, _ in (run.result() for run in runs))
    assert [wrong for _, wrong in (run.result() for run in runs) if wrong] == []
    assert tuple(load_corpus(made_address).passages) == passages


def test_a_bot_keeps_to_its_version_while_another_is_published(
    connection: Connection, leaflet: Path, curated: Path
) -> None:
    address = str(connection.address)
    write(leaflet, address)
    before = Bot(load_corpus(address), "GB")
    question = "what does a walking stick cost?"
    write(curated, address)
    assert before.reply(question) == Bot(load_corpus(leaflet), "GB").reply(question)
    assert len(load_corpus(address).passages) == len(load_corpus(curated).passages)


def test_a_bot_whose_version_is_gone_says_that_it_cannot_look_anything_up(
    connection: Connection, leaflet: Path
) -> None:
    address = str(connection.address)
    write(leaflet, address)
    bot = Bot(load_corpus(address), "GB", CANDIDATES)
    assert bot.corpus.cluster is not None
    versions.discard(connection, bot.corpus.cluster.version, list(BODIES))
    assert bot.reply("what does a walking stick cost?").intent == "decline/unreachable"
    assert bot.reply("my chest hurts and I cannot breathe").intent == "emergency/call"


def test_an_upload_that_breaks_off_changes_nothing_and_leaves_nothing(
    connection: Connection, leaflet: Path, curated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = str(connection.address)
    write(leaflet, address)
    monkeypatch.setattr(bulk, "BYTES", 1)
    monkeypatch.setattr(bulk, "_send", _busy_after(30))
    with pytest.raises(ClusterError, match="busy"):
        write(curated, address)
    assert len(load_corpus(address).passages) == len(load_corpus(leaflet).passages)
    name = connection.address.index
    left = connection.ask(Question("GET", f"/{name}*/_settings", parameters={"filter_path": "*.settings.index.uuid"}))
    assert len(left) == len(BODIES)


def _busy_after(count: int) -> object:
    send, sent = bulk._send, []

    def send_some(connection: Connection, index: str, batch: Sequence[str], patience: float) -> None:
        sent.append(index)
        if len(sent) > count:
            raise ClusterError("busy")
        send(connection, index, batch, patience)

    return send_some


def test_a_library_of_another_version_is_refused(connection: Connection) -> None:
    version = versions.begin(connection, BODIES)
    versions.publish(connection, version, dict.fromkeys(BODIES, 0), {"format": "0", "made_from": {}})
    with pytest.raises(ClusterError, match="another version of the program"):
        load_corpus(str(connection.address))


def test_a_catalogue_that_is_damaged_is_refused(connection: Connection, leaflet: Path) -> None:
    write(leaflet, str(connection.address))
    about = versions.current(connection).about
    index = versions.current(connection).index()
    connection.ask(Question("PUT", f"/{index}/_mapping", {"_meta": {**about, "catalogue": "0"}}))
    with pytest.raises(ClusterError, match="its catalogue is damaged"):
        load_corpus(str(connection.address))


class Gate:
    """Passes on what is sent to a node, until it is shut."""

    def __init__(self, port: int) -> None:
        self.port = free_ports(1)[0]
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._open = [self._listener]
        threading.Thread(target=self._accept, daemon=True).start()

    def shut(self) -> None:
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self._open += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while content := one.recv(65_536):
                other.sendall(content)


@pytest.fixture
def gate(cluster: Cluster) -> Iterator[Gate]:
    opened = Gate(cluster.nodes[0].port)
    yield opened
    opened.shut()


def test_a_cluster_that_is_away_is_said_to_be_away(run: Run) -> None:
    port = free_ports(1)[0]
    asked = run("ask", "--corpus", f"opensearch://127.0.0.1:{port}/leaflets", "is it free?")
    assert asked.returncode == 2
    assert asked.stdout == b""
    assert b"no node answers. Is the cluster running?" in asked.stderr
    assert b"Traceback" not in asked.stderr


def test_indexing_for_a_cluster_that_is_away_says_so_at_once_and_leaves_nothing(
    run: Run, leaflet: Path, tmp_path: Path
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    address = f"opensearch://127.0.0.1:{free_ports(1)[0]}/leaflets"
    written = run("index", str(leaflet), "-o", address, TMPDIR=str(place))
    assert written.returncode == 2
    assert b"no node answers" in written.stderr
    assert b"Traceback" not in written.stderr
    assert not list(place.iterdir())


def test_a_cluster_goes_away_in_the_middle(gate: Gate, made: tuple[Path, Sequence[str]], made_address: str) -> None:
    bot = Bot(load_corpus(f"opensearch://127.0.0.1:{gate.port}/{made_address.rpartition('/')[2]}"), "GB", CANDIDATES)
    talk = Conversation()
    for message in (made[1][0], "and how is it treated?"):
        talk = talk.after(message, bot.reply(message, talk))
    assert talk.turns[0].reply.kind == "answer"
    gate.shut()
    for message in ("I took all my pills and I want to die", "what should I do now"):
        reply = bot.reply(message, talk)
        talk = talk.after(message, reply)
        assert reply.kind == "emergency"
        assert "999" in reply.message
    for question in made[1][-3:]:
        assert bot.reply(question).intent == "decline/unreachable"
