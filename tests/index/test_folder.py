"""An index as a folder: written, opened, and refused where it is not what it should be."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy
import pytest

from bot import Bot, Corpus, load_corpus
from bot.data.prepared import program_fingerprints
from bot.documents.stored import corpus_from_json, corpus_to_json, open_corpus
from bot.errors import CorpusError
from bot.folders import ARRAYS, FORMAT, MANIFEST, TABLES, is_index, made_from, read_tables, write_folder
from bot.index.arrays import open_arrays, read_arrays, to_bytes
from bot.indexing import write_index
from tests.leaflets import GASTROSCOPY

PARTS = ("documents", "passages", "gaps", "synonyms", "abbreviations", "fingerprint")
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


def test_what_is_opened_is_what_was_written(index: Path, corpus: Corpus) -> None:
    opened = load_corpus(index)
    assert {part: getattr(opened, part) for part in PARTS} == {part: getattr(corpus, part) for part in PARTS}
    assert (corpus.index, opened.index) == (None, index)


def test_the_corpus_survives_json(corpus: Corpus) -> None:
    again = corpus_from_json(json.loads(json.dumps(corpus_to_json(corpus))))
    assert {part: getattr(again, part) for part in PARTS} == {part: getattr(corpus, part) for part in PARTS}


def test_the_source_is_not_needed_any_more(index: Path, corpus: Corpus, tmp_path: Path) -> None:
    expected = Bot(corpus).reply("What do I bring?")
    for path in (tmp_path / "leaflets").iterdir():
        path.unlink()
    assert Bot(load_corpus(index)).reply("What do I bring?") == expected
    assert expected.quotes


def test_indexing_an_index_gives_the_same(index: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write_index(load_corpus(index), again)
    for name in (MANIFEST, TABLES):
        assert (again / name).read_bytes() == (index / name).read_bytes()
    first, second = read_arrays(index), read_arrays(again)
    assert first.keys() == second.keys()
    assert all(numpy.array_equal(first[name], second[name]) for name in first)


def test_only_what_belongs_to_it_is_left_behind(index: Path, corpus: Corpus) -> None:
    write_index(corpus, index)
    assert {path.name for path in index.iterdir()} == {MANIFEST, TABLES, ARRAYS}
    assert {path.name for path in index.parent.iterdir()} == {"leaflets", "index"}


def test_an_index_is_replaced_whole(index: Path) -> None:
    write_folder(index, {"corpus": "other"}, {"a": 1}, to_bytes({"b": numpy.arange(3)}))
    assert made_from(index) == {"corpus": "other"}
    assert read_tables(index) == {"a": 1}
    assert read_arrays(index)["b"].tolist() == [0, 1, 2]


def test_what_cannot_be_written_leaves_the_old_index(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    before = {path.name: path.read_bytes() for path in index.iterdir()}
    monkeypatch.setattr("bot.folders.os.replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_folder(index, {}, {}, b"")
    assert {path.name: path.read_bytes() for path in index.iterdir()} == before
    assert {path.name for path in index.parent.iterdir()} == {"leaflets", "index"}


def test_a_folder_with_something_else_in_it_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(FileExistsError, match="something else"):
        write_folder(tmp_path / "mine", {}, {}, b"")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_an_empty_folder_may_become_an_index(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_folder(tmp_path / "empty", {}, {}, b"")
    assert is_index(tmp_path / "empty")


def test_a_folder_of_leaflets_is_no_index(tmp_path: Path, corpus: Corpus) -> None:
    assert not is_index(tmp_path / "leaflets")
    assert not is_index(tmp_path / "nowhere")
    assert open_arrays(corpus) is None


# ------------------------------------------------------------------------------------------- what is not accepted


def edit_manifest(folder: Path, **changes: object) -> None:
    manifest = json.loads((folder / MANIFEST).read_bytes())
    (folder / MANIFEST).write_text(json.dumps({**manifest, **changes}), encoding="utf-8")


def shorten(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:-1])


def spoil(name: str) -> Callable[[Path], object]:
    """As long as before, and other bytes inside."""

    def edit(folder: Path) -> None:
        content = bytearray((folder / name).read_bytes())
        middle = len(content) // 2
        content[middle : middle + 64] = bytes(byte ^ 0x55 for byte in content[middle : middle + 64])
        (folder / name).write_bytes(content)

    return edit


BROKEN: Mapping[str, Callable[[Path], object]] = {
    "no manifest at all": lambda folder: (folder / MANIFEST).write_text(""),
    "a manifest that is no table": lambda folder: (folder / MANIFEST).write_text("[]"),
    "a manifest that lacks everything": lambda folder: (folder / MANIFEST).write_text('{"format": 1}'),
    "another format": lambda folder: edit_manifest(folder, format=FORMAT + 1),
    "another model": lambda f: edit_manifest(f, made_from={**program_fingerprints(), "model": "other"}),
    "other word lists": lambda f: edit_manifest(f, made_from={**program_fingerprints(), "data": "other"}),
    "no corpus": lambda folder: (folder / TABLES).unlink(),
    "a corpus that is not whole": shorten(TABLES),
    "arrays that are not whole": shorten(ARRAYS),
    "a spoilt corpus": spoil(TABLES),
    "spoilt arrays": spoil(ARRAYS),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_index_is_an_error_that_names_it_and_says_what_to_do(index: Path, broken: str) -> None:
    BROKEN[broken](index)
    with pytest.raises(CorpusError, match=r"(?s)index: this index cannot be used .*'bot index'"):
        Bot(load_corpus(index))


def test_arrays_that_have_gone_are_an_error(index: Path) -> None:
    corpus = open_corpus(index, program_fingerprints())
    (index / ARRAYS).unlink()
    with pytest.raises(CorpusError, match=r"'bot index'"):
        Bot(corpus)


def test_nothing_in_an_index_is_executed(index: Path) -> None:
    """A pickle in place of the arrays is refused."""
    with (index / ARRAYS).open("wb") as file:
        numpy.savez(file, **{"text.keys": numpy.array([{"a": 1}], dtype=object)})  # type: ignore[arg-type]
    edit_manifest(
        index, sha256={name: hashlib.sha256((index / name).read_bytes()).hexdigest() for name in (TABLES, ARRAYS)}
    )
    with pytest.raises(CorpusError, match=r"(?i)pickle"):
        Bot(load_corpus(index))
