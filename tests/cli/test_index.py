import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot import Bot, load_corpus
from bot.cli.command_line import main
from tests.conftest import Run
from tests.leaflets import ECZEMA, GASTROSCOPY, KNEE, KNEE_CURATION, STICK_QUESTION

CURATION = f"""\
title = "Living with a Sore Knee"
synonyms = ["stick, cane"]

[abbreviations]
GA = "gentle activity"

{KNEE_CURATION}
[[uncovered]]
topic = "surgery"
examples = ["do I need an operation", "when is the knee replaced"]
"""

TALK = [
    STICK_QUESTION,
    "and is a cane dear?",
    "do I need an operation?",
    "what should I bring",
    "the second one?",
    "when may I drive after GA",
    "is swiming alright",
    "can my son use bubble bath",
    "zebra xylophone",
    "my chest hurts and I cannot breathe",
    "thank you",
    "",
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Leaflets, and their index beside them."""
    place = tmp_path_factory.mktemp("made")
    folder = place / "leaflets"
    folder.mkdir()
    for name, text in (("knee.txt", KNEE), ("gastroscopy.md", GASTROSCOPY), ("eczema.txt", ECZEMA)):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "knee.toml").write_text(CURATION, encoding="utf-8")
    assert main(["index", str(folder), "-o", str(place / "index")]) == 0
    return place


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "leaflets", tmp_path / "leaflets"))


@pytest.fixture
def index(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "index", tmp_path / "index"))


def conversation(path: Path) -> list[dict[str, Any]]:
    return Bot(load_corpus(path), "GB").conversation(TALK).to_json()


def test_an_index_gives_the_same_replies_as_its_folder(folder: Path, index: Path) -> None:
    assert load_corpus(index) == load_corpus(folder)
    assert conversation(index) == conversation(folder)


def test_an_index_needs_nothing_of_what_it_was_made_from(folder: Path, index: Path) -> None:
    before = conversation(folder)
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    moved = index.rename(index.with_name("elsewhere"))
    assert conversation(moved) == before


def test_one_leaflet_can_be_indexed_and_asked(
    leaflet: Path, tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    index = tmp_path / "new" / "index"
    made = run("index", str(leaflet), "-o", str(index))
    assert (made.returncode, made.stderr) == (0, b"")
    assert made.stdout.decode() == f"{index}: 1 text, 2 passages.\nUse it with --corpus {index}\n"
    replies = []
    for place in (leaflet, index):
        assert main(["ask", "--json", STICK_QUESTION, "--corpus", str(place)]) == 0
        replies.append(json.loads(capsys.readouterr().out))
    assert replies[0] == replies[1]
    assert replies[0]["kind"] == "answer"


def test_other_commands_take_an_index_too(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = tmp_path / "mine.jsonl"
    cases.write_text(json.dumps({"id": "a", "question": "zebra", "expect": "decline"}), encoding="utf-8")
    assert main(["eval", str(cases), "--corpus", str(index)]) == 0
    assert main(["gaps", str(cases), "--corpus", str(index)]) == 0
    assert main(["curate", str(index)]) == 0
    assert capsys.readouterr().err == ""


def test_an_index_is_written_anew_in_its_place(folder: Path, index: Path) -> None:
    (folder / "eczema.txt").unlink()
    (folder / "knee.txt").write_text(KNEE.replace("ten pounds", "twelve pounds"), encoding="utf-8")
    assert main(["index", str(folder), "-o", str(index)]) == 0
    assert load_corpus(index) == load_corpus(folder)
    assert conversation(index) == conversation(folder)
    assert sorted(place.name for place in index.parent.iterdir()) == ["index", "leaflets"]


def test_the_same_folder_gives_the_same_index(folder: Path, index: Path) -> None:
    before = {file.name: file.read_bytes() for file in index.iterdir()}
    assert main(["index", str(folder), "-o", str(index)]) == 0
    assert {file.name: file.read_bytes() for file in index.iterdir()} == before


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def ends_clearly(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What is said where a command ends with status 2; an error that it does not see coming is raised here."""
    assert main(list(map(str, arguments))) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("bot: ")
    assert shown.err.count("\n") == 1
    return shown.err


@pytest.mark.parametrize("name", ["notes.txt", "manifest.json", "arrays.npz"])
def test_a_folder_with_something_else_in_it_is_left_alone(
    folder: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / name).write_text("mine", encoding="utf-8")
    before = files_below(tmp_path)
    said = ends_clearly(capsys, "index", folder, "-o", tmp_path / "mine")
    assert str(tmp_path / "mine") in said
    assert "something else" in said
    assert files_below(tmp_path) == before


def test_a_text_that_was_put_beside_an_index_is_never_deleted(folder: Path, index: Path) -> None:
    (index / "notes.txt").write_text("mine", encoding="utf-8")
    main(["index", str(folder), "-o", str(index)])
    assert (index / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_leaflets_are_not_written_over_by_their_index(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files_below(folder)
    assert str(folder) in ends_clearly(capsys, "index", folder, "-o", folder)
    assert str(folder / "knee.txt") in ends_clearly(capsys, "index", folder, "-o", folder / "knee.txt")
    assert files_below(folder) == before


@pytest.mark.parametrize("arguments", [["leaflets"], ["-o", "index"]])
def test_what_and_where_are_named_together(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "bot index leaflets/ -o index/" in ends_clearly(capsys, "index", *arguments)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("knee.toml", b"title = ", "knee.toml"),
        ("knee.toml", b'synonyms = ["a => b => c"]', "synonym"),
    ],
)
def test_a_curation_that_cannot_be_read_is_named_and_leaves_nothing_behind(
    folder: Path, tmp_path: Path, name: str, content: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_bytes(content)
    assert said in ends_clearly(capsys, "index", folder, "-o", tmp_path / "index")
    assert [place.name for place in tmp_path.iterdir()] == ["leaflets"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("knee.txt", b"caf\xe9", "knee.txt: not UTF-8"),
        ("knee.txt", b"", "knee.txt: this file is empty"),
        ("gastroscopy.md", b"# Only a heading\n", "gastroscopy.md: nothing to quote"),
    ],
)
def test_a_leaflet_that_cannot_be_read_is_named_and_left_out(
    folder: Path, tmp_path: Path, name: str, content: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = len(load_corpus(folder).documents)
    (folder / name).write_bytes(content)
    assert main(["index", str(folder), "-o", str(tmp_path / "index")]) == 2
    assert f"bot: left out: {folder / said}" in capsys.readouterr().err
    assert len(load_corpus(tmp_path / "index").documents) == whole - 1


def test_leaflets_that_are_not_there_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "nowhere" in ends_clearly(capsys, "index", tmp_path / "nowhere", "-o", tmp_path / "index")


def changed(change: Callable[[dict[str, Any]], object], name: str = "manifest.json") -> Callable[[Path], object]:
    """Damage to a table of the index; the manifest then has its hash all the same."""

    def damage(index: Path) -> None:
        table = json.loads((index / name).read_text(encoding="utf-8"))
        change(table)
        content = json.dumps(table)
        (index / name).write_text(content, encoding="utf-8")
        if name != "manifest.json":
            manifest = json.loads((index / "manifest.json").read_text(encoding="utf-8"))
            manifest["sha256"][name] = hashlib.sha256(content.encode()).hexdigest()
            (index / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    return damage


def truncated(name: str) -> Callable[[Path], object]:
    return lambda index: (index / name).write_bytes((index / name).read_bytes()[:-9])


def overwritten(name: str) -> Callable[[Path], object]:
    """Damage that leaves the length as it was, from the middle on."""

    def damage(index: Path) -> None:
        content = (index / name).read_bytes()
        half = len(content) // 2
        (index / name).write_bytes(content[:half] + b"\0" * (len(content) - half))

    return damage


DAMAGES: dict[str, Callable[[Path], object]] = {
    "manifest truncated": truncated("manifest.json"),
    "corpus truncated": truncated("tables.json"),
    "arrays truncated": truncated("arrays.npz"),
    "manifest overwritten": overwritten("manifest.json"),
    "corpus overwritten": overwritten("tables.json"),
    "arrays overwritten": overwritten("arrays.npz"),
    "manifest empty": lambda index: (index / "manifest.json").write_bytes(b""),
    "manifest a list": lambda index: (index / "manifest.json").write_bytes(b"[]"),
    "manifest of brackets": lambda index: (index / "manifest.json").write_bytes(b"[" * 100_000),
    "corpus gone": lambda index: (index / "tables.json").unlink(),
    "arrays gone": lambda index: (index / "arrays.npz").unlink(),
    "manifest gone": lambda index: (index / "manifest.json").unlink(),
    "another format": changed(lambda manifest: manifest.update(format=manifest["format"] + 1)),
    "no format": changed(lambda manifest: manifest.pop("format")),
    "other word lists": changed(lambda manifest: manifest["made_from"].update(data="0" * 64)),
    "another model": changed(lambda manifest: manifest["made_from"].update(model="0" * 64)),
    "made from nothing": changed(lambda manifest: manifest.pop("made_from")),
    "made from a number": changed(lambda manifest: manifest.update(made_from=1)),
    "no hashes": changed(lambda manifest: manifest.pop("sha256")),
    "hashes in a list": changed(lambda manifest: manifest.update(sha256=[])),
    "no passages": changed(lambda tables: tables.pop("passages"), "tables.json"),
    "passages in a text": changed(lambda tables: tables.update(passages="none"), "tables.json"),
    "a passage of no document": changed(lambda tables: tables["documents"].clear(), "tables.json"),
    "a document that is a text": changed(lambda tables: tables.update(documents=["knee"]), "tables.json"),
    "fewer passages than arrays": changed(lambda tables: tables["passages"].pop(), "tables.json"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_an_index_that_cannot_be_used_says_so(
    index: Path, damage: Callable[[Path], object], capsys: pytest.CaptureFixture[str]
) -> None:
    damage(index)
    assert str(index) in ends_clearly(capsys, "ask", STICK_QUESTION, "--corpus", index)


def test_an_index_of_another_version_is_refused_without_a_traceback(index: Path, run: Run) -> None:
    DAMAGES["another format"](index)
    result = run("ask", STICK_QUESTION, "--corpus", str(index))
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"another version" in result.stderr
    assert b"bot index" in result.stderr
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("place", ["é \x1b[31mred", 'a\'b "c"'])
def test_any_folder_name_will_do_and_none_colours_the_terminal(
    leaflet: Path, tmp_path: Path, run: Run, place: str
) -> None:
    made = run("index", str(leaflet), "-o", str(tmp_path / place), LC_ALL="C", PYTHONIOENCODING="ascii")
    assert (made.returncode, made.stderr) == (0, b"")
    assert b"\x1b" not in made.stdout
    assert load_corpus(tmp_path / place) == load_corpus(leaflet)


def test_a_leaflet_whose_name_is_not_utf_8_can_be_indexed(leaflet: Path, tmp_path: Path, run: Run) -> None:
    odd = bytes(leaflet.parent) + b"/caf\xe9.txt"
    leaflet.rename(odd.decode("utf-8", "surrogateescape"))
    made = run("index", odd, "-o", str(tmp_path / "index"))
    assert (made.returncode, made.stderr) == (0, b"")
