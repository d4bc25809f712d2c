"""A corpus as plain data, and the corpus in an index."""

import hashlib
import json
from pathlib import Path

import numpy
import pytest

from bot import Bot, Corpus, load_corpus
from bot.data.prepared import program_fingerprints
from bot.documents.stored import corpus_from_json, corpus_to_json, open_corpus
from bot.errors import CorpusError
from bot.folders import ARRAYS, MANIFEST, TABLES, write_folder
from bot.index.arrays import open_arrays, read_arrays
from bot.indexing import write_index
from tests.leaflets import GASTROSCOPY

EVERYTHING = """\
title = "Camera test"
publisher = "A clinic"
reviewed = "2026-03"
synonyms = ["gullet, food pipe"]
[abbreviations]
OGD = "gastroscopy"
[[passage]]
starts = "Your throat"
question = "How will I feel?"
examples = ["will it hurt"]
[[uncovered]]
topic = "parking"
examples = ["where can i park"]
"""

NEEDED = {"data": "a", "model": "b"}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """A leaflet and all that an editor can write beside it."""
    path = tmp_path / "leaflets" / "gastroscopy.txt"
    path.parent.mkdir()
    path.write_text(GASTROSCOPY, encoding="utf-8")
    path.with_suffix(".toml").write_text(EVERYTHING, encoding="utf-8")
    return load_corpus(path)


@pytest.fixture
def index(tmp_path: Path, corpus: Corpus) -> Path:
    folder = tmp_path / "index"
    write_index(corpus, folder)
    return folder


def parts(corpus: Corpus) -> dict[str, object]:
    """All but what only an index has."""
    return {name: value for name, value in vars(corpus).items() if name not in ("index", "stems")}


def test_the_corpus_survives_json(corpus: Corpus) -> None:
    assert corpus_from_json(json.loads(json.dumps(corpus_to_json(corpus)))) == corpus


def test_what_is_opened_is_what_was_written(index: Path, corpus: Corpus) -> None:
    opened = load_corpus(index)
    assert parts(opened) == parts(corpus)
    assert (corpus.index, opened.index) == (None, index)


def test_the_stems_that_the_word_lists_lack_come_with_it(index: Path, corpus: Corpus) -> None:
    assert not corpus.stems
    assert load_corpus(index).stems["ogds"] == "ogd"


def test_indexing_an_index_gives_the_same(index: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write_index(load_corpus(index), again)
    for name in (MANIFEST, TABLES):
        assert (again / name).read_bytes() == (index / name).read_bytes()
    first, second = read_arrays(index), read_arrays(again)
    assert first.keys() == second.keys()
    assert all(numpy.array_equal(first[name], second[name]) for name in first)


@pytest.mark.parametrize("made_from", [{}, {"data": "a"}, {"data": "a", "model": "other"}])
def test_an_index_that_was_made_of_something_else_is_refused(
    corpus: Corpus, tmp_path: Path, made_from: dict[str, str]
) -> None:
    write_folder(tmp_path / "index", made_from, corpus_to_json(corpus), b"")
    with pytest.raises(CorpusError, match=r"index: this index cannot be used .*another version.*'bot index'"):
        open_corpus(tmp_path / "index", NEEDED)


def test_what_else_it_was_made_of_does_not_matter(corpus: Corpus, tmp_path: Path) -> None:
    write_folder(tmp_path / "index", {**NEEDED, "corpus": "c"}, corpus_to_json(corpus), b"")
    assert parts(open_corpus(tmp_path / "index", NEEDED)) == parts(corpus)


def test_a_folder_of_leaflets_has_no_arrays(corpus: Corpus) -> None:
    assert open_arrays(corpus) is None


def test_arrays_that_have_gone_since_are_an_error(index: Path) -> None:
    corpus = open_corpus(index, program_fingerprints())
    (index / ARRAYS).unlink()
    with pytest.raises(CorpusError, match=r"'bot index'"):
        Bot(corpus)


def test_nothing_in_an_index_is_executed(index: Path) -> None:
    """A pickle in place of the arrays is refused."""
    with (index / ARRAYS).open("wb") as file:
        numpy.savez(file, **{"text.keys": numpy.array([{"a": 1}], dtype=object)})  # type: ignore[arg-type]
    manifest = json.loads((index / MANIFEST).read_bytes())
    manifest["sha256"][ARRAYS] = hashlib.sha256((index / ARRAYS).read_bytes()).hexdigest()
    (index / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"(?i)pickle"):
        Bot(load_corpus(index))
