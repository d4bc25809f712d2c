"""A folder with a manifest: written whole, and refused where it is not what was written."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.folders import ARRAYS, FORMAT, MANIFEST, TABLES, is_index, made_from, read_file, read_tables, write_folder

Damage = Callable[[Path], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    write_folder(folder, {"corpus": "abc"}, {"word": "naïve"}, b"arrays")
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_was_written_is_read(folder: Path) -> None:
    assert is_index(folder)
    assert made_from(folder) == {"corpus": "abc"}
    assert read_tables(folder) == {"word": "naïve"}
    assert read_file(folder, ARRAYS) == b"arrays"


def test_only_what_belongs_to_it_is_left_behind(folder: Path) -> None:
    write_folder(folder, {}, {}, b"")
    assert content(folder).keys() == {MANIFEST, TABLES, ARRAYS}
    assert [path.name for path in folder.parent.iterdir()] == ["folder"]


def test_it_is_replaced_whole(folder: Path) -> None:
    write_folder(folder, {"corpus": "other"}, {"a": 1}, b"more")
    assert (made_from(folder), read_tables(folder), read_file(folder, ARRAYS)) == (
        {"corpus": "other"},
        {"a": 1},
        b"more",
    )


def test_the_same_content_gives_the_same_files(folder: Path) -> None:
    before = content(folder)
    write_folder(folder, {"corpus": "abc"}, {"word": "naïve"}, b"arrays")
    assert content(folder) == before


@pytest.mark.parametrize("moved", ["folder", "new"])
def test_what_cannot_be_written_leaves_what_was_there(
    folder: Path, moved: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the disk fails when the old one is put aside, or when the new one is put in its place."""
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if self.name == moved:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    before = content(folder)
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_folder(folder, {}, {}, b"")
    assert content(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["folder"]


def test_a_folder_with_something_else_in_it_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(FileExistsError, match="something else"):
        write_folder(tmp_path, {}, {}, b"")
    assert content(tmp_path) == {"letter.txt": b"dear"}


def test_an_empty_folder_may_become_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert not is_index(tmp_path / "empty")
    write_folder(tmp_path / "empty", {}, {}, b"")
    assert is_index(tmp_path / "empty")


@pytest.mark.parametrize("name", ["nowhere", "letter.txt", "a\0b", "x" * 5000])
def test_what_is_no_such_folder_is_told_apart(tmp_path: Path, name: str) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    assert not is_index(tmp_path / name)


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "[]",
        "[" * 100_000,
        "{}",
        f'{{"format": {FORMAT}}}',
        f'{{"format": {FORMAT}, "made_from": 1, "sha256": {{}}}}',
        f'{{"format": {FORMAT}, "made_from": {{}}, "sha256": []}}',
        f'{{"format": {FORMAT + 1}, "made_from": {{}}, "sha256": {{}}}}',
    ],
    ids=["empty", "list", "brackets", "bare", "nothing", "made from a number", "hashes in a list", "another format"],
)
def test_a_broken_manifest_is_an_error_of_everything_that_is_read(folder: Path, manifest: str) -> None:
    (folder / MANIFEST).write_text(manifest, encoding="utf-8")
    for read in (made_from, read_tables):
        with pytest.raises(ValueError, match=r"."):
            read(folder)


def shortened(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def spoilt(path: Path) -> None:
    """As long as before."""
    path.write_bytes(bytes(byte ^ 1 for byte in path.read_bytes()))


def unnamed(path: Path) -> None:
    """A file that the manifest does not know."""
    manifest = json.loads((path.parent / MANIFEST).read_bytes())
    del manifest["sha256"][path.name]
    (path.parent / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize("name", [TABLES, ARRAYS])
@pytest.mark.parametrize("damage", [shortened, spoilt, unnamed])
def test_a_file_that_is_not_the_one_that_was_written_is_an_error(folder: Path, name: str, damage: Damage) -> None:
    damage(folder / name)
    with pytest.raises(ValueError, match=f"{name} is damaged"):
        read_file(folder, name)


def test_a_file_that_has_gone_is_an_error(folder: Path) -> None:
    (folder / ARRAYS).unlink()
    with pytest.raises(FileNotFoundError):
        read_file(folder, ARRAYS)
