"""The ranking alone, on a file like SQuAD's."""

import json
from pathlib import Path

import pytest

from benchmarks.squad import main, read_articles

ARTICLE = {
    "title": "Two_rivers",
    "paragraphs": [
        {
            "context": "The Alda rises in the northern hills and is 90 km long.",
            "qas": [
                {"question": "How long is the Alda?", "is_impossible": False},
                {"question": "Who owns the Alda?", "is_impossible": True},
            ],
        },
        {
            "context": "The Brenn freezes over in most winters, and people skate on it.",
            "qas": [{"question": "Where do people skate?", "is_impossible": False}],
        },
    ],
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": [ARTICLE]}), encoding="utf-8")
    return path


def test_only_questions_with_an_answer_are_asked(file: Path) -> None:
    (article,) = read_articles(file)
    assert article.title == "Two rivers"
    assert article.questions == [("How long is the Alda?", 0), ("Where do people skate?", 1)]


def test_each_way_is_a_row_with_the_share_that_it_found(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(file)])
    rows = [line for line in capsys.readouterr().out.splitlines() if "| 2 |" in line]
    assert [row.split("|")[1].strip() for row in rows] == ["rank_bm25 over stems", "the bot's ranking"]
    assert "1.000" in rows[1]
