"""The files that people write, and what is said of a broken one."""

import tomllib
from pathlib import Path

import pytest

from bot import data
from bot.errors import DataError

TABLES = sorted(path.name for path in data.FOLDER.glob("*.toml"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(data, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_what_stands_in_its_file(name: str) -> None:
    """Whether it was prepared or not."""
    written = tomllib.loads((data.FOLDER / name).read_text(encoding="utf-8"))
    assert data.read_table(name) == data.parse_table(name) == written


def test_blank_lines_and_remarks_are_no_entries(folder: Path) -> None:
    (folder / "list.txt").write_text("# a remark\n\none\n  \ntwo # three\n", encoding="utf-8")
    assert data.read_entries("list.txt") == ["one", "two # three"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "cannot be read .*Reinstall"),
        (b"a = '\xff'", "not UTF-8 at byte 5"),
        (b"a = 1\nb = = 2\n", "not valid TOML: .*line 2"),
    ],
)
def test_a_broken_table_is_an_error_that_names_the_file_and_says_what_to_do(
    folder: Path, content: bytes | None, complaint: str
) -> None:
    if content is not None:
        (folder / "table.toml").write_bytes(content)
    with pytest.raises(DataError, match=rf"(?s)table\.toml: {complaint}"):
        data.parse_table("table.toml")
