"""One or two words are looked for in the material's own words; none is taken for another language or a trick."""

from pathlib import Path

import pytest

from bot import Bot, Conversation, load_corpus
from bot.dialogue.compose import Composer
from bot.dialogue.context import in_conversation
from bot.dialogue.regions import region
from bot.dialogue.reply import KINDS
from bot.dialogue.short import in_a_word
from bot.dialogue.verdict import Verdict
from bot.text.readers import Readers

HIP = """\
Your new hip

Before the operation
Bring crutches with you. You may take warm baths.

Afterwards
- Golf: not before 12 weeks.
- Driving: not before 6 weeks.
A pregnant visitor must stay out of the X-ray room.

At home
Keep a cushion on the chair. It keeps the hip high.

In the car
Put a cushion on the seat before you get in.

In bed
Lay a cushion between your knees.

At work
Sit on a cushion, and stand up each hour.

On a plane
Ask for a cushion and a seat at the front.
"""


@pytest.fixture(scope="module")
def hip(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    path = tmp_path_factory.mktemp("leaflet") / "hip.txt"
    path.write_text(HIP, encoding="utf-8")
    return Bot(load_corpus(path), "GB")


@pytest.mark.parametrize(
    ("message", "start"),
    [
        ("golf", "Golf:"),
        ("GOLF??", "Golf:"),
        ("crutches", "Bring crutches"),
        ("baths.", "Bring crutches"),
        ("pregnancy", "A pregnant visitor"),
    ],
)
def test_a_word_that_a_passage_says_is_answered_with_it(hip: Bot, message: str, start: str) -> None:
    reply = hip.reply(message)
    assert reply.kind == "answer"
    assert start in reply.quotes[0].text


def test_where_too_many_passages_say_it_the_bot_asks_which(hip: Bot) -> None:
    """Where the evidence is sure of none of them."""
    read, passages = hip._read, hip.corpus.passages
    query = in_conversation("cushion", Conversation(), read, passages, hip.settings)
    evidence = hip.searcher.evidence(query)
    undecided = Verdict("decline/not-covered", probabilities=dict.fromkeys(KINDS, 0.2))
    known = (hip.searcher, hip._names, hip.corpus, read, hip.questions, hip.settings)
    verdict = in_a_word(undecided, query, evidence, *known)
    assert verdict.intent == "decline/which"
    reply = Composer(hip.corpus, Readers(read, read), hip.questions).say(verdict, query, evidence, region("GB"))
    assert 2 <= len(reply.suggestions) <= 3
    for question in reply.suggestions:
        assert "cushion" in hip.reply(question).quotes[0].text


def test_where_several_leaflets_say_it_the_bot_asks_which(tmp_path: Path) -> None:
    (tmp_path / "hip.txt").write_text(HIP, encoding="utf-8")
    (tmp_path / "knee.txt").write_text(
        HIP.replace("hip", "knee").replace("Bring crutches", "Bring two crutches"), encoding="utf-8"
    )
    reply = Bot(load_corpus(tmp_path), "GB").reply("crutches")
    assert reply.intent in ("decline/which", "answer/two-leaflets")


@pytest.mark.parametrize("message", ["sesame", "Pilates?", "onions", "Wi-Fi", "hair loss"])
def test_a_word_that_stands_nowhere_is_named(hip: Bot, message: str) -> None:
    reply = hip.reply(message)
    assert reply.intent in ("decline/no-such-word", "decline/not-mentioned")
    assert reply.topic is not None
    assert reply.topic.lower() == message.rstrip("?").lower()
    assert reply.topic in reply.message


@pytest.mark.parametrize("message", ["cost", "costs", "lupus", "inflammation", "trials", "joints", "cure"])
def test_the_article_answers_a_single_word_of_its_own(bot: Bot, message: str) -> None:
    assert bot.reply(message).kind == "answer"


@pytest.mark.parametrize("message", ["diabetes", "pain", "safe", "walking", "risks", "fever", "Wi-Fi"])
def test_a_single_word_is_no_other_language_no_trick_and_no_gibberish(bot: Bot, message: str) -> None:
    reply = bot.reply(message)
    assert reply.kind == "decline"
    assert reply.intent in ("decline/no-such-word", "decline/known-topic", "decline/not-mentioned", "decline/which")


@pytest.mark.parametrize("message", ["overdose", "suicide", "999"])
def test_a_rule_comes_first(bot: Bot, message: str) -> None:
    assert bot.reply(message).kind == "emergency"


@pytest.mark.parametrize("message", ["hello", "thanks", "ok then", "bye", "how much", "asdf qwer", "i hurt"])
def test_what_is_small_talk_or_says_nothing_is_not_named(bot: Bot, message: str) -> None:
    assert bot.reply(message).intent != "decline/no-such-word"
