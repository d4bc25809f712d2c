"""What comes with the program, prepared: the same as when it is worked out now."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy
import pytest

from bot import data, indexing, load_corpus
from bot.data import prepared
from bot.dialogue.rules import Rules
from bot.documents.stored import open_corpus
from bot.evidence import topics
from bot.evidence.topics import topic_postings
from bot.folders import MANIFEST, write_folder
from bot.index.arrays import named_postings, to_bytes
from bot.index.bm25 import Postings
from bot.indexing import TABLES, prepare_program
from bot.text.vocabulary import Vocabulary

TOPICS = Postings.of([["a", "b"], ["b"]])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty place for what is prepared, looked at anew in the test and after it."""
    for module in (prepared, indexing):
        monkeypatch.setattr(module, "LANGUAGE", tmp_path / "language")
        monkeypatch.setattr(module, "ARTICLE", tmp_path / "article")
    look_again()
    yield tmp_path / "language"
    look_again()


def look_again() -> None:
    for cached in (prepared.language_tables, prepared.language_folder, topic_postings):
        cached.cache_clear()


def equal(one: Postings, other: Postings) -> bool:
    return all(numpy.array_equal(getattr(one, name), getattr(other, name)) for name in vars(one))


def test_without_anything_prepared_there_is_nothing_to_read(folder: Path) -> None:
    assert not folder.exists()
    assert prepared.language_tables() == {}
    assert prepared.language_folder() is None


def test_what_is_prepared_is_what_would_be_worked_out(
    folder: Path, leaflet: Path, counted_topics: Postings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (indexing, topics):
        monkeypatch.setattr(module, "count_topics", lambda: counted_topics)
    monkeypatch.setattr(indexing, "source_files", lambda: [leaflet])
    prepare_program()
    look_again()
    assert open_corpus(prepared.ARTICLE, prepared.program_fingerprints()) == load_corpus(leaflet)
    tables = prepared.language_tables()
    for name in TABLES:
        assert tables[name] == data.parse_table(name) == data.read_table(name)
    assert Rules.from_json(tables["rules"]).to_json() == Rules.from_table(data.parse_table("rules.toml")).to_json()
    assert Vocabulary.from_json(tables["vocabulary"]).to_json() == _plain(Vocabulary.computed())
    assert equal(topic_postings(), counted_topics)


def _plain(vocabulary: Vocabulary) -> object:
    """As JSON holds it: lists for tuples."""
    return json.loads(json.dumps(vocabulary.to_json()))


@pytest.fixture
def up_to_date(folder: Path) -> Path:
    """Something that was prepared of the files as they are."""
    write_folder(
        folder, {"data": data.fingerprint()}, {"replies.toml": {"a": "b"}}, to_bytes(named_postings("topics", TOPICS))
    )
    look_again()
    return folder


@pytest.mark.usefixtures("up_to_date")
def test_what_is_up_to_date_is_used() -> None:
    assert prepared.language_tables() == {"replies.toml": {"a": "b"}}
    assert data.read_table("replies.toml") == {"a": "b"}
    assert equal(topic_postings(), TOPICS)


@pytest.mark.usefixtures("up_to_date")
def test_what_was_prepared_of_other_files_is_left_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "fingerprint", lambda: "mended since")
    assert prepared.language_tables() == {}
    assert prepared.language_folder() is None


@pytest.mark.parametrize("content", ["", "[]", '{"format": 1}', '{"format": 0}'])
def test_what_is_broken_is_left_aside(up_to_date: Path, content: str) -> None:
    (up_to_date / MANIFEST).write_text(content, encoding="utf-8")
    assert prepared.language_tables() == {}


def test_an_index_depends_on_the_word_lists_and_the_model() -> None:
    fingerprints = prepared.program_fingerprints()
    assert set(fingerprints) == {"data", "model"}
    assert fingerprints["data"] == data.fingerprint((".txt",)) != data.fingerprint()
    assert fingerprints == prepared.program_fingerprints()
