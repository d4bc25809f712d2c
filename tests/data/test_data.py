"""The one place that finds and reads the files that people write."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import data
from bot.data import prepared
from bot.errors import DataError

Read = Callable[[str], object]

TABLES = sorted(path.name for path in data.FOLDER.glob("*.toml"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the files, empty, with nothing prepared of them."""
    monkeypatch.setattr(data, "FOLDER", tmp_path)
    monkeypatch.setattr(prepared, "language_tables", dict)
    data.fingerprint.cache_clear()
    yield tmp_path
    data.fingerprint.cache_clear()


def test_the_lines_of_a_file(folder: Path) -> None:
    (folder / "words.txt").write_bytes("# words\r\n\r\nnaïve, simple\r\n  \ntwo # three".encode())
    assert data.read_lines("words.txt") == ["# words", "", "naïve, simple", "  ", "two # three"]
    assert data.read_entries("words.txt") == ["naïve, simple", "two # three"]


def test_the_content_of_a_table(folder: Path) -> None:
    (folder / "table.toml").write_text('[a]\nb = ["naïve"]\n', encoding="utf-8")
    assert data.read_table("table.toml") == data.parse_table("table.toml") == {"a": {"b": ["naïve"]}}


@pytest.mark.parametrize("read", [data.read_lines, data.read_entries, data.read_table, data.parse_table])
def test_a_missing_file_is_an_error_that_says_what_to_do(folder: Path, read: Read) -> None:
    with pytest.raises(DataError) as caught:
        read("lexicon.toml")
    assert str(caught.value) == (
        f"{folder / 'lexicon.toml'}: cannot be read (No such file or directory). Reinstall the program."
    )


@pytest.mark.parametrize("read", [data.read_lines, data.read_entries, data.read_table, data.parse_table])
def test_a_file_that_is_not_utf_8_is_an_error_that_says_the_byte(folder: Path, read: Read) -> None:
    (folder / "a.toml").write_bytes(b"# caf\xe9")
    with pytest.raises(DataError) as caught:
        read("a.toml")
    assert str(caught.value) == f"{folder / 'a.toml'}: not UTF-8 at byte 5. Save it as UTF-8."


@pytest.mark.parametrize("read", [data.read_table, data.parse_table])
def test_a_broken_table_is_an_error_that_says_the_line(folder: Path, read: Read) -> None:
    (folder / "a.toml").write_text("a = 1\nb = x\nc = 2\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.toml: not valid TOML: .*at line 2, .* Mend that line\."):
        read("a.toml")


@pytest.mark.parametrize("name", TABLES)
def test_every_shipped_table_is_read_as_it_is_written_whether_prepared_or_not(name: str) -> None:
    written = tomllib.loads((data.FOLDER / name).read_text(encoding="utf-8"))
    assert data.read_table(name) == data.parse_table(name) == written != {}


def test_a_table_that_was_prepared_is_not_parsed_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "language_tables", lambda: {"a.toml": {"a": 1}})
    assert data.read_table("a.toml") == {"a": 1}


def test_what_is_read_may_be_changed_without_harm_to_the_next_reader() -> None:
    (name, *_) = TABLES
    data.read_table(name).clear()
    assert data.read_table(name)


def fingerprint() -> str:
    data.fingerprint.cache_clear()
    return data.fingerprint()


def test_the_fingerprint_tells_any_change(folder: Path) -> None:
    found = [fingerprint()]
    (folder / "a.txt").write_text("a", encoding="utf-8")
    found.append(fingerprint())
    (folder / "a.txt").write_text("b", encoding="utf-8")
    found.append(fingerprint())
    (folder / "b.toml").write_text("", encoding="utf-8")
    found.append(fingerprint())
    (folder / "a.txt").rename(folder / "c.txt")
    found.append(fingerprint())
    assert len(set(found)) == 5


def test_the_fingerprint_is_that_of_the_files_that_people_write(folder: Path) -> None:
    (folder / "a.txt").write_text("a", encoding="utf-8")
    before = fingerprint()
    (folder / "code.py").write_text("x = 1", encoding="utf-8")
    assert fingerprint() == before


def test_an_unreadable_file_is_an_error_of_the_fingerprint_too(folder: Path) -> None:
    (folder / "a.txt").mkdir()
    with pytest.raises(DataError, match=r"a\.txt: cannot be read"):
        fingerprint()
