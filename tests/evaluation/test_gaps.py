from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bot import Bot
from bot.dialogue.reply import Reply
from bot.documents import Corpus
from bot.errors import CaseError
from bot.evaluation.gaps import Asked, find_gaps, read_asked
from bot.terminal.rendering import transcript
from bot.testing import ScriptedBot, quoting
from tests.evaluation.exercises import exercises
from tests.leaflets import FREE


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return exercises()


def declined(intent: str, topic: str | None = None) -> Reply:
    return Reply("decline", "The material does not cover this.", intent=intent, because="signals", topic=topic)


def test_a_message_of_many_lines_in_a_transcript_is_one_message(tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    file.write_text(
        "You: my knee hurts\n\nand my hip too\nwhat now\n\nBot: The material says:\n\n> You rest.\n\n"
        "You: thanks\n\nBot: Good.\n",
        encoding="utf-8",
    )
    assert read_asked(file) == [Asked(("my knee hurts\n\nand my hip too\nwhat now", "thanks"))]


def test_what_a_session_saves_is_read_back_message_by_message(corpus: Corpus, tmp_path: Path) -> None:
    messages = ("is it free?", "my knee\nand my hip", "how often?")
    conversation = Bot(corpus).conversation(messages)
    file = tmp_path / "talk.txt"
    file.write_text(transcript(conversation, corpus), encoding="utf-8")
    assert read_asked(file) == [Asked(messages)]


def alone(*messages: str) -> list[Asked]:
    return [Asked((message,)) for message in messages]


def test_a_name_that_is_not_mentioned_is_what_the_material_lacks_and_no_topic_of_the_curation(corpus: Corpus) -> None:
    bot = ScriptedBot(corpus, {"is brufen safe": declined("decline/not-mentioned", "brufen")})
    gaps = find_gaps(bot, alone("is brufen safe", "is brufen safe"))
    assert [(gap.topic, gap.known, len(gap.messages)) for gap in gaps.gaps] == [("brufen", False, 2)]


def test_what_is_declined_is_grouped_and_the_most_frequent_comes_first(corpus: Corpus) -> None:
    bot = ScriptedBot(
        corpus,
        {
            "is it free?": quoting(corpus, FREE),
            "hello": Reply("chat", "Hello."),
            "can I swim": declined("decline/known-topic", "other sports"),
            "who won the match": declined("decline/off-topic"),
        },
    )
    swelling = ["the knee is swollen", "why is there a swelling", "swellings at night"]
    messages = ["is it free?", "hello", "can I swim", "who won the match", *swelling, "can I swim", "hmm"]
    gaps = find_gaps(bot, alone(*messages))
    assert [(gap.known, gap.messages) for gap in gaps.gaps] == [
        (True, ("can I swim", "can I swim")),
        (False, ("why is there a swelling", "swellings at night")),
        (False, ("the knee is swollen", "hmm")),
    ]
    assert gaps.gaps[0].topic == "other sports"
    assert gaps.gaps[1].topic in ("swelling", "swellings")
    assert gaps.gaps[2].topic is None
    assert (gaps.asked, gaps.declined, gaps.elsewhere) == (9, 6, 1)


def test_words_of_the_title_and_function_words_group_nothing(corpus: Corpus) -> None:
    gaps = find_gaps(ScriptedBot(corpus, {}), alone("is the knee bone?", "what is the knee joint?"))
    assert [gap.topic for gap in gaps.gaps] == [None]


@given(st.lists(st.text(max_size=30) | st.sampled_from(["swelling", "swelling at night", "a brace", "which brace"])))
def test_no_declined_message_is_lost_or_counted_twice(corpus: Corpus, messages: list[str]) -> None:
    gaps = find_gaps(ScriptedBot(corpus, {}), alone(*messages))
    assert sorted(message for gap in gaps.gaps for message in gap.messages) == sorted(messages)


def test_each_message_is_heard_once_after_those_before_it(corpus: Corpus) -> None:
    bot = ScriptedBot(corpus, {})
    talk = tuple(f"message {number}" for number in range(30))
    gaps = find_gaps(bot, [Asked(talk), Asked(talk[:3], earlier=2), Asked((*talk[:2], "another"), earlier=2)])
    heard = [talk[:end] for end in range(1, 31)]
    assert sorted(bot.heard) == sorted([*heard, (*talk[:2], "another")])
    assert (gaps.asked, gaps.declined) == (32, 32)


def test_a_talk_has_the_gaps_of_its_messages_one_by_one(corpus: Corpus) -> None:
    bot = Bot(corpus)
    talk = ("how often each exercise?", "does it hurt the hip?", "and at night?", "which brace?", "what brace?", "?")
    one_by_one = [Asked(talk[: end + 1], earlier=end) for end in range(len(talk))]
    gaps = find_gaps(bot, [Asked(talk)])
    assert gaps == find_gaps(bot, one_by_one)
    assert gaps.declined


def test_what_leads_up_to_a_message_is_not_counted(corpus: Corpus) -> None:
    gaps = find_gaps(ScriptedBot(corpus, {}), [Asked(("a swelling", "a brace", "which brace"), earlier=1)])
    assert [(gap.topic, gap.messages) for gap in gaps.gaps] == [("brace", ("a brace", "which brace"))]
    assert gaps.asked == 2


def test_a_saved_conversation_is_read_with_what_was_said_before(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("You: hello\n\nBot: Hello.\n\nYou: and the cost?\n\nBot: It is free.\n", encoding="utf-8")
    assert read_asked(path) == [Asked(("hello", "and the cost?"))]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("q.jsonl", '{"id": 1, "question": "and the cost?", "history": ["hello"]}\n'),
        ("q.csv", "id,question,history\n1,and the cost?,hello\n"),
    ],
)
def test_questions_are_read_from_lines_and_spreadsheets(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert read_asked(tmp_path / name) == [Asked(("hello", "and the cost?"), earlier=1)]


@pytest.mark.parametrize("name", ["q.jsonl", "q.csv", "talk.txt"])
def test_a_file_without_a_message_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("\n", encoding="utf-8")
    with pytest.raises(CaseError, match=name):
        read_asked(tmp_path / name)
