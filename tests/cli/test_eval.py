import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.command_line import main
from bot.evaluation import MEASURES
from tests.evaluation.exercises import write_exercises
from tests.leaflets import FREE, TEN_TIMES


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    return write_exercises(tmp_path)


@pytest.fixture
def cases(leaflet: Path) -> Path:
    path = leaflet.parent / "leaflet.cases.jsonl"
    lines = [
        {
            "id": "often",
            "question": "how often each exercise",
            "expect": "answer",
            "gold": [TEN_TIMES],
            "kind": "plain",
        },
        {"id": "zebra", "question": "zebra xylophone", "expect": "chat", "kind": "odd \x1b[2J\x07"},
        {"id": "cost", "question": "and is it free?", "history": ["hi"], "expect": "answer", "gold": [FREE]},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def evaluate(*arguments: object) -> int:
    return main(["eval", *map(str, arguments)])


def test_cases_beside_the_material_run_without_being_named(
    leaflet: Path, cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate("--corpus", leaflet) == 0
    found = capsys.readouterr().out
    assert evaluate(cases, "--corpus", leaflet) == 0
    assert capsys.readouterr().out == found
    assert all(measure.title in found for measure in MEASURES)


def test_the_text_fits_a_terminal_and_moves_no_cursor(
    leaflet: Path, cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate("--corpus", leaflet)
    lines = capsys.readouterr().out.split("\n")
    assert max(map(len, lines)) <= 80
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize(
    ("gates", "status"),
    [
        (["--min", "behaviour=0", "--max", "wrong_quote=1"], 0),
        (["--min", "answer@3=0.0", "--min", "emergency=0"], 1),  # no case is an emergency: nothing was measured
        (["--max", "behaviour=1", "--min", "decline=1"], 1),
    ],
)
def test_a_missed_bound_ends_with_status_1(
    leaflet: Path, cases: Path, gates: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate("--corpus", leaflet, *gates) == status
    assert ("missed" in capsys.readouterr().err) == bool(status)


@pytest.mark.parametrize("gate", ["behavior=0.9", "behaviour", "behaviour=", "behaviour=90", "behaviour=nan", "=1"])
def test_a_bound_that_means_nothing_is_an_error_before_anything_runs(
    gate: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate("nowhere.jsonl", "--min", gate) == 2
    error = capsys.readouterr().err
    assert gate in error
    assert "nowhere" not in error


def test_an_unknown_measure_is_answered_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate("--max", "wrongness=0.1") == 2
    error = capsys.readouterr().err
    assert all(measure.name in error for measure in MEASURES)


def test_a_later_run_is_compared_with_an_earlier_one(
    leaflet: Path, cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate("--corpus", leaflet, "--json")
    earlier = leaflet.parent / "earlier.json"
    data = json.loads(capsys.readouterr().out)
    first, second, third = data["outcomes"]
    first["right"], second["right"] = not first["right"], not second["right"]
    third["id"] = "another"
    earlier.write_text(json.dumps(data), encoding="utf-8")

    evaluate("--corpus", leaflet, "--json", "--compare", earlier)
    comparison = json.loads(capsys.readouterr().out)["comparison"]
    changed = {change["id"] for side in ("better", "worse") for change in comparison[side]}
    assert changed == {"often", "zebra"}
    assert {c["id"] for c in comparison["worse"]} == {o["id"] for o in (first, second) if o["right"]}
    assert (comparison["added"], comparison["gone"]) == (["cost"], ["another"])
    assert comparison["differences"]["behaviour"] == 0
    assert (comparison["cases"], comparison["more_than_chance"]) == (2, False)

    evaluate("--corpus", leaflet, "--compare", earlier)
    shown = capsys.readouterr().out
    assert "Worse than before" in shown
    assert "Better than before" in shown
    assert "of 2: could be chance" in shown


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"outcomes": [1], "figures": {}}',
        '{"outcomes": [{"id": [], "right": true, "reply": {"kind": "chat"}}], "figures": {}}',
        '{"outcomes": [{"id": "often", "right": true, "reply": {"kind": "\\u001b[2J"}}], "figures": {}}',
        '{"outcomes": [], "figures": {"behaviour": {"value": "much"}}}',
        '{"outcomes": [], "figures": {"behaviour": {"value": 1' + "0" * 400 + "}}}",
        *(
            f'{{"outcomes": [], "figures": {{"behaviour": {{"value": {value}}}}}}}'
            for value in ("NaN", "Infinity", "-0.1", "1.1", "1e308", "true", '"0.5"', "[]")
        ),
        '{"outcomes": [], "figures": {"behaviour": {}}}',
        '{"outcomes": [{"id": "often", "right": "no", "reply": {"kind": "chat"}}], "figures": {}}',
        "[" * 100_000,
    ],
)
def test_something_else_than_an_earlier_report_is_an_error(
    tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = tmp_path / "earlier.json"
    earlier.write_text(content, encoding="utf-8")
    assert evaluate("--compare", earlier) == 2
    assert f"{earlier}: not a report" in capsys.readouterr().err


def test_every_file_that_is_asked_for_is_written(leaflet: Path, cases: Path, tmp_path: Path) -> None:
    out = tmp_path / "new"
    assert (
        evaluate("--corpus", leaflet, "--report", out / "r.html", "--junit", out / "j.xml", "--trec", out / "trec") == 0
    )
    names = {str(file.relative_to(out)) for file in out.rglob("*") if file.is_file()}
    assert names == {"r.html", "j.xml", "trec/run.txt", "trec/qrels.txt"}


def test_a_place_that_cannot_be_written_is_an_error(
    leaflet: Path, cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate("--corpus", leaflet, "--report", leaflet / "r.html") == 2
    assert f"{leaflet / 'r.html'}: cannot be written" in capsys.readouterr().err


def run_bot(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_program_gets_clean_json_and_the_same_each_time(leaflet: Path, cases: Path) -> None:
    first, second = (run_bot("eval", "--corpus", leaflet, "--json") for _ in range(2))
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == second.stdout
    assert first.stdout.isascii()
    assert [outcome["id"] for outcome in json.loads(first.stdout)["outcomes"]] == ["often", "zebra", "cost"]


def test_a_wrong_case_ends_with_status_2_and_its_place(
    leaflet: Path, cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases.write_text('{"id": "a", "question": "b", "expect": "maybe"}\n', encoding="utf-8")
    assert main(["eval", "--corpus", str(leaflet)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"{cases}, line 1, expect" in shown.err
