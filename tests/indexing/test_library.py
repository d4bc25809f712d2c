"""A library on disk: the same replies as from memory, whatever came and went, and whoever was killed."""

import os
import random
import resource
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy
import pytest

from bot import Bot, CorpusError, load_corpus
from bot.cli.command_line import main
from bot.database import Database, writing
from bot.documents.corpus import source_files
from bot.documents.library import is_library
from bot.errors import CurationError
from bot.evidence.query import Query
from bot.folders import DATABASE
from bot.index.bm25 import BM25
from bot.indexing.library import Changes, write_library
from bot.settings import SETTINGS
from tests.leaflets import ECZEMA, GASTROSCOPY, KNEE, KNEE_CURATION, STICK_QUESTION

CURATION = f"""\
synonyms = ["stick, cane"]

{KNEE_CURATION}
[[uncovered]]
topic = "surgery"
examples = ["do I need an operation", "when is the knee replaced"]
"""
TALK = [
    STICK_QUESTION, "and is a cane dear?", "tell me more", "do I need an operation?", "what should I bring",
    "the second one?", "is swiming alright", "can my son use bubble bath", "eczema", "what about bath",
    "Keep the tablets where?", "zebra xylophone", "hello", "my chest hurts and I cannot breathe", "thank you", "",
    "what is said about the knee and the throat", "can I drive after my gastroscopy", "where do I park",
]  # fmt: skip
CANDIDATES = replace(SETTINGS, few_passages=0, most_by_text=5, most_by_examples=2)
"""As of a corpus of very many passages: only those that may answer are looked at."""
MOMENTS = 50
"""At so many somebody is killed; every tenth is left to finish."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "leaflets"
    folder.mkdir()
    for name, text in (("knee.txt", KNEE), ("gastroscopy.md", GASTROSCOPY), ("eczema.txt", ECZEMA)):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "knee.toml").write_text(CURATION, encoding="utf-8")
    return folder


@pytest.fixture
def library(folder: Path, tmp_path: Path) -> Path:
    written(folder, tmp_path / "library")
    return tmp_path / "library"


def written(folder: Path, library: Path) -> Changes:
    return write_library(source_files(folder), library)


def replies(place: Path, settings: object = SETTINGS) -> object:
    """What is said, but for the numbers of passages, which are not given anew."""
    bot = Bot(load_corpus(place), "GB", settings=settings)  # type: ignore[arg-type]
    said = bot.conversation(TALK).to_json()
    for turn in said:
        for quote in turn["reply"]["quotes"]:
            del quote["passage"]
    return said


def passages(place: Path) -> list[tuple[str, str, Sequence[str]]]:
    return sorted((p.document.name, p.quoted, p.examples) for p in load_corpus(place).passages)


@pytest.mark.parametrize("settings", [SETTINGS, CANDIDATES])
def test_a_library_gives_the_same_replies_as_its_folder(folder: Path, library: Path, settings: object) -> None:
    assert replies(library, settings) == replies(folder, settings)


def test_it_holds_what_its_folder_holds(folder: Path, library: Path) -> None:
    one, other = load_corpus(folder), load_corpus(library)
    assert list(one.documents) == list(other.documents)
    assert list(one.passages) == list(other.passages)
    assert list(one.gaps) == list(other.gaps)
    assert (one.fingerprint, one.synonyms) == (other.fingerprint, other.synonyms)
    assert other.passages[-1] == one.passages[-1]
    assert other.passages[1:3] == one.passages[1:3]
    with pytest.raises(IndexError):
        _ = other.passages[len(one.passages)]


@pytest.mark.parametrize("most", [3, 10])
def test_what_is_found_is_the_best_by_the_formula_over_everything(library: Path, folder: Path, most: int) -> None:
    disk, memory = (Bot(load_corpus(place)).searcher for place in (library, folder))
    arrays = memory.engine.everything().arrays
    formula = BM25(arrays.text, SETTINGS.text_k1, SETTINGS.text_b)
    read = Bot(load_corpus(folder)).read
    for text in TALK:
        terms = Query(read(text), (), SETTINGS).subject_terms
        scores = formula.scores(terms)
        best = numpy.argsort(-scores, kind="stable")[:most]
        expected = sorted(arrays.numbers[best[scores[best] > 0]].tolist())
        assert disk.engine.best("text", terms, most).tolist() == expected
        found = disk.engine.candidates(numpy.array(expected, dtype="int64"), numpy.sort(terms.keys))
        again = BM25(found.arrays.text, SETTINGS.text_k1, SETTINGS.text_b, found.statistics["text"]).scores(terms)
        assert again.tolist() == pytest.approx([scores[number] for number in expected], abs=1e-9)


def changed(folder: Path) -> None:
    """One leaflet changes, one goes, one comes."""
    (folder / "knee.txt").write_text(KNEE.replace("ten pounds", "twelve pounds"), encoding="utf-8")
    (folder / "eczema.txt").unlink()
    text = "Your hearing aid\n\nBatteries\n\nBatteries are free of charge.\n\nWhistling\n\nPush the mould further in.\n"
    (folder / "hearing.txt").write_text(text, encoding="utf-8")


def test_only_what_changed_is_done_again(folder: Path, library: Path, tmp_path: Path) -> None:
    before = {p.document.name: p.number for p in load_corpus(library).passages}
    assert written(folder, library) == Changes(3, len(passages(library)), added=0, removed=0, kept=3, left_out=[])
    changed(folder)
    changes = written(folder, library)
    assert (changes.documents, changes.added, changes.removed, changes.kept) == (3, 2, 2, 1)
    after = {p.document.name: p.number for p in load_corpus(library).passages}
    assert after["gastroscopy.md"] == before["gastroscopy.md"]
    written(folder, tmp_path / "fresh")
    assert passages(library) == passages(tmp_path / "fresh")
    assert replies(library) == replies(tmp_path / "fresh")
    assert counted(library) == counted(tmp_path / "fresh")


def counted(library: Path) -> list[list[object]]:
    """Everything that is counted over the whole library, whatever the numbers of its passages."""
    with closing(Database(library / DATABASE)) as database:
        tables = [name for (name,) in database.rows("SELECT name FROM sqlite_schema WHERE name GLOB 'words_*'")]
        tables = [
            name for name in tables if database.rows("SELECT 1 FROM sqlite_schema WHERE type='table' AND name=?", name)
        ]
        whole = [database.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in (*sorted(tables), "terms", "fields")]
        keys = [database.rows(f"SELECT key FROM {name} ORDER BY key") for name in ("lines", "asked", "headed")]
        return [*whole, *keys]


def test_when_the_synonyms_change_everything_is_done_again(folder: Path, library: Path) -> None:
    toml = folder / "knee.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace('"stick, cane"', '"stick, cane, crutch"'), encoding="utf-8"
    )
    assert written(folder, library).added == 3
    assert replies(library) == replies(folder)


def in_a_child(act: Callable[[], object]) -> int:
    """Run something in a process of its own; returns its number."""
    child = os.fork()
    if not child:
        status = 1
        try:
            act()
            status = 0
        finally:
            os._exit(status)
    return child


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_who_is_killed_at_any_moment_leaves_the_library_whole(folder: Path, library: Path) -> None:
    moments = random.Random(7)
    states = [passages(library)]
    changed(folder)
    started = time.monotonic()
    shutil.copytree(library, library.with_name("new"))
    written(folder, library.with_name("new"))
    lasts = time.monotonic() - started
    states.append(passages(library.with_name("new")))
    replied = {
        str(state): replies(place) for state, place in zip(states, (library, library.with_name("new")), strict=True)
    }
    seen: set[int] = set()
    for moment in range(MOMENTS):
        place = library.with_name(f"killed-{moment}")
        shutil.copytree(library, place)
        child = in_a_child(lambda place=place: written(folder, place))  # type: ignore[misc]
        if moment % 10:
            time.sleep(moments.uniform(0, 2 * lasts))
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        state = passages(place)
        assert state in states
        seen.add(states.index(state))
        if moment % 10 == 0:
            assert replies(place) == replied[str(state)]
        written(folder, place)
        assert passages(place) == states[1]
        shutil.rmtree(place)
    assert seen == {0, 1}
    assert replies(library) == replied[str(states[0])]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_where_the_disk_is_full_the_library_stays_as_it_was(folder: Path, library: Path) -> None:
    before, replied = passages(library), replies(library)
    changed(folder)

    def on_a_full_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        written(folder, library)

    _, status = os.waitpid(in_a_child(on_a_full_disk), 0)
    assert status != 0
    assert passages(library) == before
    assert replies(library) == replied
    written(folder, library)
    assert replies(library) == replies(folder)


def test_two_cannot_write_at_once(folder: Path, library: Path) -> None:
    changed(folder)
    before = passages(library)
    with writing(library / DATABASE, anew=False), pytest.raises(OSError, match="another 'bot index' writes there"):
        written(folder, library)
    assert passages(library) == before


def test_who_reads_sees_what_was_there_when_it_was_opened(folder: Path, library: Path) -> None:
    bot = Bot(load_corpus(library), "GB")
    before = bot.conversation(TALK).to_json()
    changed(folder)
    written(folder, library)
    assert bot.conversation(TALK).to_json() == before


def test_a_curation_that_does_not_fit_leaves_the_library_as_it_was(folder: Path, library: Path) -> None:
    before = replies(library)
    (folder / "knee.txt").write_text("A Knee\n\nCost\n\nNothing that the curation names.\n", encoding="utf-8")
    with pytest.raises(CurationError):
        written(folder, library)
    assert replies(library) == before


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00 and then nothing"])
def test_a_broken_library_is_named(library: Path, content: bytes) -> None:
    for name in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (library / name).unlink(missing_ok=True)
    (library / DATABASE).write_bytes(content)
    with pytest.raises(CorpusError, match="Make it anew with 'bot index'"):
        load_corpus(library)


def test_a_library_of_another_version_is_named(library: Path) -> None:
    with closing(sqlite3.connect(library / DATABASE)) as connection, connection:
        connection.execute("UPDATE facts SET value = 'other' WHERE name = 'model'")
    with pytest.raises(CorpusError, match="another version"):
        load_corpus(library)


def test_a_library_on_a_disk_that_may_not_be_written_is_read(folder: Path, library: Path) -> None:
    for place in (*library.rglob("*"), library):
        place.chmod(0o555 if place.is_dir() else 0o444)
    try:
        assert replies(library) == replies(folder)
    finally:
        library.chmod(0o755)


def test_many_leaflets_become_a_library_by_themselves(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.cli.index.LARGE", 100)
    index = tmp_path / "index"
    assert main(["index", str(folder), "-o", str(index)]) == 0
    assert is_library(index)
    assert "3 texts" in capsys.readouterr().out
    (folder / "eczema.txt").unlink()
    assert main(["index", str(folder), "-o", str(index)]) == 0
    assert "0 read, 1 taken out, 2 left as they were" in capsys.readouterr().out
    assert main(["ask", STICK_QUESTION, "--corpus", str(index)]) == 0


def test_without_tantivy_it_is_said_what_to_install(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.cli.index.LARGE", 100)
    monkeypatch.setattr("bot.index.fulltext.is_installed", lambda: False)
    assert main(["index", str(folder), "-o", str(tmp_path / "index")]) == 0
    assert "quote-only-bot[library]" in capsys.readouterr().err
    assert not is_library(tmp_path / "index")
