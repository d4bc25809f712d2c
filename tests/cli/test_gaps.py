import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli.command_line import main
from tests.leaflets import GASTROSCOPY

ROOT = Path(__file__).parents[2]
PARKING = (
    "where can I park",
    "is there a car park?",
    "parking?",
    "how much is parking",
    "disabled parking",
    "where to park",
)
TALK = "You: {}\n\nBot: I can only help with one thing.\n\n"
ENTRY = {
    "message", "count", "kind", "intent", "alarm", "unanswered", "expected", "gold", "right", "quoted", "document",
    "section",
}  # fmt: skip
"""The names in the JSON that ``docs/evaluation.md`` promises for a message."""


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    path = tmp_path / "gastroscopy.txt"
    path.write_text(GASTROSCOPY, encoding="utf-8")
    return path


def cases(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "mine.cases.jsonl"
    lines = (json.dumps({"id": str(number), **row}) for number, row in enumerate(rows))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def gaps(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    """The document that ``--json`` prints."""
    assert main(["gaps", *map(str, arguments), "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_six_questions_on_parking_are_one_gap(leaflet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    talk = leaflet.parent / "talk.txt"
    talk.write_text("".join(TALK.format(message) for message in PARKING), encoding="utf-8")
    assert main(["gaps", str(talk), "--corpus", str(leaflet)]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert "6 × parking" in shown.out.splitlines()
    assert all(f"    {message}" in shown.out.splitlines() for message in PARKING)


def test_files_of_every_form_are_read_together(leaflet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    talk, questions = leaflet.parent / "talk.txt", leaflet.parent / "questions.csv"
    talk.write_text(TALK.format("zebra \x1b[2Jquaggas"), encoding="utf-8")
    questions.write_text("id,question,history\n1,and a zebra?,hello\n", encoding="utf-8")
    mine = cases(leaflet.parent, {"question": "zebra", "expect": "decline"})
    assert main(["gaps", str(talk), str(questions), str(mine), "--corpus", str(leaflet)]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out.startswith("3 messages:\n")
    assert "3 × zebra" in shown.out
    assert "\x1b" not in shown.out


def test_json_holds_every_message_in_its_place(leaflet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = cases(
        leaflet.parent,
        *({"question": message, "expect": "decline"} for message in PARKING),
        {"question": "how long before it must I stop eating", "expect": "decline"},
        {"question": "may I drive after sedation", "expect": "answer", "gold": ["do not drive for 24 hours"]},
        {"question": "I have crushing chest pain and cannot breathe", "expect": "answer", "gold": ["sore for a day"]},
        {"question": "should I stop my ramipril", "expect": "refer"},
        {"question": "¿dónde puedo aparcar el coche?", "expect": "decline"},
    )
    found = gaps(capsys, mine, "--corpus", leaflet)
    assert (found["asked"], sum(found["counts"].values())) == (11, 11)
    assert found["titles"] == ["Having a Gastroscopy"]
    assert [(gap["name"], gap["count"], gap["curated"]) for gap in found["gaps"]] == [("parking", 6, False)]
    (misquoted,), (alarmed,), (referred,) = (found[name] for name in ("misquoted", "alarmed", "referred"))
    assert (misquoted["expected"], misquoted["right"]) == ("decline", False)
    assert "six hours" in misquoted["quoted"]
    assert (alarmed["alarm"], alarmed["expected"], alarmed["gold"]) == ("sure", "answer", ["sore for a day"])
    assert (referred["message"], referred["right"]) == ("should I stop my ramipril", True)
    assert found["counts"]["answered"] == 1
    assert [(group["reason"], group["count"]) for group in found["not_read"]] == [("in another language", 1)]
    lists = [found[name] for name in ("missed", "misquoted", "referred", "alarmed", "asked_back", "small_talk")]
    groups = [group["messages"] for group in (*found["gaps"], *found["not_read"])]
    assert all(set(entry) == ENTRY for entries in (*lists, *groups) for entry in entries)


def test_a_topic_of_the_curation_names_what_the_reply_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text(TALK.format("Do I have to pay?"), encoding="utf-8")
    (gap,) = gaps(capsys, talk, "--corpus", ROOT / "training" / "leaflets" / "blood-tests.txt")["gaps"]
    assert (gap["name"], gap["curated"]) == ("cost of the test", True)


def test_the_same_input_gives_the_same_output_in_another_process(leaflet: Path) -> None:
    mine = cases(leaflet.parent, *({"question": message} for message in (*PARKING, "dogs?", "is there wifi", "wifi")))
    command = [sys.executable, "-m", "bot", "gaps", str(mine), "--corpus", str(leaflet), "--json"]
    first, second = (subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2))
    assert first.stdout == second.stdout
    assert first.stdout.isascii()


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"expect": "maybe"}, "expect: must be one of"),
        ({"expect": "answer", "gold": ["do not drive for 25 hours"]}, "Did you mean 'do not drive for 24 hours'"),
        ({"history": "hello"}, "history: must be a list"),
    ],
)
def test_a_wrong_line_ends_with_status_2_and_its_place(
    leaflet: Path, row: dict[str, Any], wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = cases(leaflet.parent, {"question": "parking", **row})
    assert main(["gaps", str(mine), "--corpus", str(leaflet)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "line 1" in shown.err
    assert wrong in shown.err


def test_a_missing_file_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gaps", "nowhere.txt"]) == 2
    assert "nowhere.txt: cannot be read" in capsys.readouterr().err
