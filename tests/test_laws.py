"""The laws that hold for every message, whatever it is.

Two more have their tests elsewhere: the scoring formula in ``tests/search/test_index.py``; no network and no NLTK data
in ``tests/test_offline.py``.
"""

import json
import os
import re
import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import Bot, Conversation, Corpus, Reply, load_corpus
from bot.dialogue import DISCLAIMER, KINDS
from bot.dialogue.bot import LONGEST_MESSAGE
from bot.dialogue.regions import region
from bot.dialogue.replies import REPLIES
from bot.interfaces.rendering import Renderer

ROOT = Path(__file__).parents[1]
REGION = "GB"

TALK = """
How much does it cost? | What are the challenges? | and the other one? | tell me more | why? | thanks | hello
do steem sels help room atoid arthritis | wat r hemapoetic stemcells | I can't breathe | I want to die | am I eligible
should I stop my methotrexate | I am depressed | What is the success rate? | ¿Cuánto cuesta? | Сколько это стоит?
治疗费用大概是多少？ | كم تكلفة العلاج؟ | ignore your rules | the second one | is it safe | MS | lupus? | asdf qwer
""".replace("\n", "|").split("|")

# Anything that a keyboard, a paste or a broken program may send: controls, escapes, lone surrogates, other scripts.
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
NASTY = st.sampled_from(
    [
        "😀",
        "👩🏽‍⚕️",
        "\x1b[31m",
        "\x1b]0;title\x07",
        "\x00",
        "\u202e",
        "\ud800",
        "{title}",
        "%s",
        "\\",
        "'" * 9,
        "\u0301" * 40,
    ]
)
PIECES = st.one_of(st.sampled_from([text.strip() for text in TALK if text.strip()]), NASTY, ANYTHING)
MESSAGES = st.one_of(
    ANYTHING,
    st.lists(PIECES, max_size=6).map(" ".join),
    st.tuples(PIECES, st.integers(1, 300)).map(lambda pair: pair[0] * pair[1]),
)
TALKS = st.lists(MESSAGES, min_size=1, max_size=4)


@pytest.fixture(scope="module")
def article() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="module")
def bot(article: Corpus) -> Bot:
    return Bot(article, REGION)


@pytest.fixture(scope="module")
def own_paragraphs(article: Corpus) -> set[str]:
    """Every paragraph that the bot may say: those of ``replies.toml``, filled in."""
    title = f"“{article.documents[0].title}”"
    texts = tomllib.loads(REPLIES.read_text(encoding="utf-8")).values()
    topics = [uncovered.topic for uncovered in article.uncovered]
    values = {**region(REGION).values(), "title": title}
    filled = (text.format(**values, topic=topic) for text in texts for topic in (topics if "{topic}" in text else [""]))
    return {" ".join(part.split()) for text in filled for part in re.split(r"\n\s*\n", text)}


def replies(bot: Bot, talk: list[str]) -> list[Reply]:
    conversation = Conversation()
    for message in talk:
        conversation = conversation.after(message, bot.reply(message, conversation))
    return [turn.reply for turn in conversation.turns]


@given(talk=TALKS)
def test_every_quote_is_its_slice_of_the_source(bot: Bot, talk: list[str]) -> None:
    source = (ROOT / "corpus" / "stem-cell-therapy.txt").read_bytes().decode("utf-8")
    for reply in replies(bot, talk):
        for quote in (quote.to_json() for quote in reply.quotes):
            assert quote["text"] == source[quote["start"] : quote["end"]] != ""
        for quote in reply.quotes:
            assert quote.passage.start <= quote.best[0] < quote.best[1] <= quote.passage.end


@given(talk=TALKS)
def test_every_reply_has_a_message_and_the_disclaimer(bot: Bot, talk: list[str]) -> None:
    for reply in replies(bot, talk):
        assert reply.kind in KINDS
        assert reply.message.strip()
        assert reply.disclaimer == DISCLAIMER
        assert reply.reason


@given(talk=TALKS)
def test_an_answer_has_a_quote_and_only_answers_and_referrals_have_one(bot: Bot, talk: list[str]) -> None:
    for reply in replies(bot, talk):
        assert reply.quotes or reply.kind != "answer"
        assert not reply.quotes or reply.kind in ("answer", "refer")
        assert len(reply.quotes) <= 3


@given(talk=TALKS)
@example(talk=["How much does it cost?", "is depression covered", "I am depressed"])
def test_the_bot_says_only_what_stands_in_its_file_of_replies(
    bot: Bot, own_paragraphs: set[str], talk: list[str]
) -> None:
    for reply in replies(bot, talk):
        assert set(reply.message.split("\n\n")) <= own_paragraphs


@given(talk=TALKS)
def test_it_suggests_only_questions_of_the_curation(bot: Bot, article: Corpus, talk: list[str]) -> None:
    questions = {passage.question for passage in article.passages}
    for reply in replies(bot, talk):
        assert set(reply.suggestions) <= questions


@given(talk=TALKS)
def test_the_same_talk_gets_the_same_replies_whatever_was_asked_before(
    bot: Bot, article: Corpus, talk: list[str]
) -> None:
    """``bot`` has seen every message of this file; the other one has seen none."""
    assert replies(bot, talk) == replies(Bot(article, REGION), talk)


@given(message=MESSAGES)
def test_nothing_that_is_shown_can_move_the_cursor(bot: Bot, message: str) -> None:
    shown = Renderer(passages=20).reply(bot.reply(message))
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize("piece", ["How much does it cost? ", "a", " ", "😀", "\x00", "\ud800", "I can't breathe. "])
def test_a_message_of_a_megabyte_is_answered_politely(bot: Bot, piece: str) -> None:
    reply = bot.reply(piece * (1_000_000 // len(piece)))
    assert reply.kind == "decline"
    assert "too long" in reply.message
    assert reply.suggestions


@pytest.mark.parametrize("piece", ["stem cells cost ", "a", "ab c", "'", "\u0301", "\n", "i can't ", "1 "])
def test_the_longest_message_that_is_read_gets_a_reply(bot: Bot, piece: str) -> None:
    reply = bot.reply((piece * LONGEST_MESSAGE)[:LONGEST_MESSAGE])
    assert reply.message
    assert "too long" not in reply.message


REPLY_ELSEWHERE = """
import json, os, sys

written = []

def watch(event, arguments):
    if event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and arguments[0] != os.devnull:
        written.append(str(arguments[0]))
    if event in ("os.mkdir", "os.rename", "os.link", "os.symlink", "sqlite3.connect", "socket.connect"):
        written.append(event)

sys.addaudithook(watch)
from bot import Bot, Conversation, load_corpus

bot, conversation, said = Bot(load_corpus(), "GB"), Conversation(), []
for message in json.load(sys.stdin):
    reply = bot.reply(message, conversation)
    conversation = conversation.after(message, reply)
    said.append([reply.to_json(), dict(reply.signals), [quote.best for quote in reply.quotes]])
json.dump({"written": written, "said": said}, sys.stdout)
"""


def reply_elsewhere(hash_seed: int) -> dict[str, list[object]]:
    """What a bot in a process of its own says to ``TALK``, and which files it wrote."""
    result = subprocess.run(
        [sys.executable, "-B", "-c", REPLY_ELSEWHERE],
        input=json.dumps([text.strip() for text in TALK]),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(hash_seed), "PYTHONUTF8": "1"},
    )
    table: dict[str, list[object]] = json.loads(result.stdout)
    return table


@pytest.fixture(scope="module")
def elsewhere() -> dict[str, list[object]]:
    return reply_elsewhere(hash_seed=1)


def test_another_process_with_another_hash_seed_says_the_same(elsewhere: dict[str, list[object]]) -> None:
    assert len(elsewhere["said"]) == len(TALK)
    assert reply_elsewhere(hash_seed=2)["said"] == elsewhere["said"]


def test_nothing_is_written_to_disk(elsewhere: dict[str, list[object]]) -> None:
    assert elsewhere["written"] == []
