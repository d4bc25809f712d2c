import csv
import json
from pathlib import Path
from typing import Any

import pytest

from bot.documents import Corpus
from bot.errors import CaseError
from bot.evaluation import Case, case_files, load_cases
from tests.evaluation.exercises import exercises, write_exercises
from tests.leaflets import COOL_PACK, FREE, TEN_TIMES

CASES = [
    Case("often", "how often?", "answer", (TEN_TIMES, "three times a day"), (), "plain", "two excerpts"),
    Case("cost", "and what does it cost, then?", "answer", (FREE,), ("hello", "how often?"), "follow-up"),
    Case("surgery", "do I need surgery?", "decline"),
    Case("empty", "", "chat"),
]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return exercises()


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    return write_exercises(tmp_path)


def write_lines(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_json_lines_give_the_cases_that_were_written(tmp_path: Path, corpus: Corpus) -> None:
    path = write_lines(tmp_path / "c.jsonl", *(case.to_json() for case in CASES))
    assert load_cases(path, corpus=corpus) == CASES


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_spreadsheet_holds_the_same_cases(tmp_path: Path, corpus: Corpus, delimiter: str, encoding: str) -> None:
    path = tmp_path / "c.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(CASES[0].to_json()), delimiter=delimiter)
        writer.writeheader()
        for case in CASES:
            writer.writerow({**case.to_json(), "gold": " | ".join(case.gold), "history": " | ".join(case.history)})
    # An empty cell of a spreadsheet cannot be told from one that was left out: the question must be there.
    content = path.read_text(encoding).replace(f"empty{delimiter}{delimiter}", f'empty{delimiter}" "{delimiter}')
    path.write_text(content, encoding)
    loaded = load_cases(path, corpus=corpus)
    assert loaded[:3] == CASES[:3]
    assert loaded[3].question.strip() == ""


GOOD = {"id": "a", "question": "how often?", "expect": "answer", "gold": [TEN_TIMES]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": None}, "id"),
        ({"id": " "}, "id"),
        ({"id": 7}, "id"),
        ({"question": None}, "question"),
        ({"question": "half a character: \ud83d"}, "question"),
        ({"expect": "anser"}, "expect"),
        ({"gold": []}, "gold"),
        ({"gold": TEN_TIMES}, "gold"),
        ({"gold": [""]}, "gold"),
        ({"gold": ["Ten times, three times a day"]}, "gold"),
        ({"history": "hello"}, "history"),
        ({"history": [1]}, "history"),
        ({"kind": ["plain"]}, "kind"),
        ({"golds": []}, "golds"),
    ],
)
def test_an_error_names_file_line_and_field(
    tmp_path: Path, corpus: Corpus, changes: dict[str, Any], field: str
) -> None:
    path = write_lines(tmp_path / "c.jsonl", {**GOOD, "id": "first"}, {**GOOD, **changes})
    with pytest.raises(CaseError) as error:
        load_cases(path, corpus=corpus)
    assert str(error.value).startswith(f"{path}, line 2, {field}: ")


def test_a_gold_with_a_slip_is_told_what_the_source_says(tmp_path: Path, corpus: Corpus) -> None:
    path = write_lines(tmp_path / "c.jsonl", {**GOOD, "gold": ["rest it with the cool pack"]})
    with pytest.raises(CaseError, match=r"Did you mean '.*a cool pack"):
        load_cases(path, corpus=corpus)


def test_an_id_is_used_once_in_all_files(tmp_path: Path, corpus: Corpus) -> None:
    first, second = (write_lines(tmp_path / name, GOOD) for name in ("a.jsonl", "b.jsonl"))
    with pytest.raises(CaseError, match=r"b\.jsonl, line 1, id: 'a' is already used in .*a\.jsonl, line 1"):
        load_cases(first, second, corpus=corpus)


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("c.jsonl", b'{"id": "a"\n', "line 1: not valid JSON"),
        ("c.jsonl", b"[1]\n", "line 1: must be an object"),
        ("c.jsonl", b"[" * 100_000, "line 1: not valid JSON"),
        ("c.jsonl", b"\n\n", "no case in this file"),
        ("c.jsonl", b'{"id": "caf\xe9"}', "not UTF-8 at byte 11"),
        ("c.csv", b"id,question,expect\na,how often, or when?,decline\n", "line 2: more cells than headings"),
        ("c.csv", b'id,question\na,"open\n', "line 2: not valid CSV"),
        (
            "c.csv",
            b'id,question,expect\n\na,"two\nlines",decline\n\nb,"two\nlines",perhaps\n',
            "line 6, expect: must be",
        ),
        ("c.csv", b"id,question,expect\n\n\na,b,perhaps\n", "line 4, expect: must be one of"),
        ("c.csv", b"", "no case in this file"),
    ],
)
def test_a_broken_file_is_an_error_with_its_place(
    tmp_path: Path, corpus: Corpus, name: str, content: bytes, place: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CaseError) as error:
        load_cases(path, corpus=corpus)
    assert str(path) in str(error.value)
    assert place in str(error.value)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path, corpus: Corpus) -> None:
    with pytest.raises(CaseError, match=r"nowhere\.jsonl: cannot be read"):
        load_cases(tmp_path / "nowhere.jsonl", corpus=corpus)
    with pytest.raises(CaseError, match="cannot be read"):
        load_cases(tmp_path, corpus=corpus)


def test_cases_are_found_beside_the_material(leaflet: Path) -> None:
    with pytest.raises(CaseError, match="no cases beside the material"):
        case_files(leaflet)
    for name in ("leaflet.cases.jsonl", "leaflet.cases.csv", "other.cases.jsonl", "leaflet.jsonl"):
        (leaflet.parent / name).write_text("", encoding="utf-8")
    assert [file.name for file in case_files(leaflet)] == ["leaflet.cases.csv", "leaflet.cases.jsonl"]
    assert len(case_files(leaflet.parent)) == 3


def test_excerpts_in_one_cell_are_parted(tmp_path: Path, corpus: Corpus) -> None:
    path = tmp_path / "c.csv"
    path.write_text(f'id,question,expect,gold\na,b,answer,"{TEN_TIMES} | {COOL_PACK}"\n', encoding="utf-8")
    assert load_cases(path, corpus=corpus)[0].gold == (TEN_TIMES, COOL_PACK)
