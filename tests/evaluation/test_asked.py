import json
from pathlib import Path

import pytest

from bot.bot import Bot
from bot.documents import Corpus
from bot.errors import CaseError
from bot.evaluation.asked import Asked, read_asked
from bot.evaluation.cases import Expected
from bot.terminal.transcripts import transcript
from tests.evaluation.exercises import exercises
from tests.leaflets import FREE


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return exercises()


def test_a_message_of_many_lines_in_a_transcript_is_one_message(corpus: Corpus, tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    file.write_text(
        "You: my knee hurts\n\nand my hip too\nwhat now\n\nBot: The material says:\n\n> You rest.\n\n"
        "You: thanks\n\nBot: Good.\n",
        encoding="utf-8",
    )
    assert list(read_asked(file, corpus)) == [Asked(("my knee hurts\n\nand my hip too\nwhat now", "thanks"))]


def test_what_a_session_saves_is_read_back_message_by_message(corpus: Corpus, tmp_path: Path) -> None:
    messages = ("is it free?", "my knee\nand my hip", "how often?")
    conversation = Bot(corpus).conversation(messages)
    file = tmp_path / "talk.txt"
    file.write_text(transcript(conversation), encoding="utf-8")
    assert list(read_asked(file, corpus)) == [Asked(messages)]


def test_a_saved_conversation_is_read_with_what_was_said_before(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("You: hello\n\nBot: Hello.\n\nYou: and the cost?\n\nBot: It is free.\n", encoding="utf-8")
    assert list(read_asked(path, corpus)) == [Asked(("hello", "and the cost?"))]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("q.jsonl", '{"id": 1, "question": "and the cost?", "history": ["hello"]}\n'),
        ("q.csv", "id,question,history\n1,and the cost?,hello\n"),
    ],
)
def test_questions_are_read_from_lines_and_spreadsheets(
    corpus: Corpus, tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert list(read_asked(tmp_path / name, corpus)) == [Asked(("hello", "and the cost?"), earlier=1)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"expect": "decline"}, Expected("decline")),
        ({"expect": "answer", "gold": [FREE]}, Expected("answer", (FREE,))),
        ({"expect": "answer"}, Expected("answer")),
        ({"gold": [FREE]}, Expected("answer", (FREE,))),
        ({"expect": ""}, None),
        ({}, None),
    ],
)
def test_a_case_says_what_is_expected(
    corpus: Corpus, tmp_path: Path, fields: dict[str, object], expected: Expected | None
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps({"id": "a", "question": "is it free?", **fields}), encoding="utf-8")
    assert list(read_asked(path, corpus)) == [Asked(("is it free?",), expected=expected)]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"expect": "maybe"}, "expect"), ({"gold": ["free for everybody"]}, "gold"), ({"gold": "free"}, "gold")],
)
def test_an_expectation_that_cannot_be_met_is_an_error_with_its_place(
    corpus: Corpus, tmp_path: Path, fields: dict[str, object], wrong: str
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps({"question": "is it free?", **fields}), encoding="utf-8")
    with pytest.raises(CaseError, match=f"line 1, {wrong}"):
        list(read_asked(path, corpus))


@pytest.mark.parametrize("name", ["q.jsonl", "q.csv", "talk.txt"])
def test_a_file_without_a_message_is_an_error(corpus: Corpus, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("\n", encoding="utf-8")
    with pytest.raises(CaseError, match=name):
        list(read_asked(tmp_path / name, corpus))
