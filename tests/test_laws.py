"""The laws that hold for every message and every corpus, curated or not.

Others have their tests elsewhere: the scoring formula in ``tests/index/test_bm25.py``; no network and no NLTK data in
``tests/test_offline.py``; that an example never harms in ``tests/test_learning.py``.
"""

import json
import os
import pickle
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import Bot, Conversation, Corpus, Reply, load_corpus
from bot.dialogue.questions import offered_questions, question_for
from bot.dialogue.regions import region
from bot.dialogue.reply import DISCLAIMER, KINDS, Turn
from bot.dialogue.sentences import REPLIES
from bot.indexing import write_index
from bot.session import Why
from bot.settings import SETTINGS
from bot.terminal.rendering import Renderer
from bot.text.normal import normal, words_of
from tests import hostile
from tests.leaflets import ECZEMA, GASTROSCOPY, KNEE, KNEE_CURATION

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


FEW = settings(max_examples=6)
LAST = settings(max_examples=3)
"""For laws that a bot of its own is made for at each example."""

ONE_EXAMPLE = """\
[[passage]]
starts = "Your throat"
examples = ["will it hurt when i get home"]
"""
CORPORA = {
    "bare leaflet": {"gastroscopy.txt": GASTROSCOPY},
    "leaflet with one example": {"gastroscopy.txt": GASTROSCOPY, "gastroscopy.toml": ONE_EXAMPLE},
    "curated leaflet": {"knee.txt": KNEE, "knee.toml": KNEE_CURATION},
    "folder": {"knee.txt": KNEE, "gastroscopy.txt": GASTROSCOPY, "eczema.txt": ECZEMA},
}


@pytest.fixture(scope="session", params=["article", *CORPORA])
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Each corpus that the laws are held against."""
    if request.param == "article":
        return load_corpus()
    folder = tmp_path_factory.mktemp("corpus")
    for name, text in CORPORA[request.param].items():
        (folder / name).write_text(text, encoding="utf-8")
    return load_corpus(folder)


@pytest.fixture(scope="session")
def bot(corpus: Corpus) -> Bot:
    return Bot(corpus, REGION)


@pytest.fixture(scope="session")
def indexed(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The same corpus, indexed to a folder and opened from there."""
    folder = tmp_path_factory.mktemp("index")
    write_index(corpus, folder)
    return load_corpus(folder)


@pytest.fixture(scope="session")
def indexed_bot(indexed: Corpus) -> Bot:
    return Bot(indexed, REGION)


@pytest.fixture(scope="session")
def american(indexed: Corpus) -> Bot:
    return Bot(indexed, "US")


@pytest.fixture(scope="session")
def pickled(bot: Bot) -> Bot:
    copy: Bot = pickle.loads(pickle.dumps(bot))
    return copy


@pytest.fixture(scope="session")
def own_paragraphs(corpus: Corpus) -> set[str]:
    """Every paragraph that the bot may say: those of ``replies.toml``, filled in."""
    titles = " and ".join(document.title for document in corpus.documents)
    texts = tomllib.loads(REPLIES.read_text(encoding="utf-8")).values()
    topics = ["{topic}", *(gap.topic for gap in corpus.gaps)]
    values = {**region(REGION).values(), "title": f"“{titles}”"}
    filled = (text.format(**values, topic=topic) for text in texts for topic in (topics if "{topic}" in text else [""]))
    return {" ".join(part.split()) for text in filled for part in re.split(r"\n\s*\n", text)}


def converse(bot: Bot, talk: Sequence[str]) -> Conversation:
    conversation = Conversation()
    for message in talk:
        conversation = conversation.after(message, bot.reply(message, conversation))
    return conversation


def replies(bot: Bot, talk: Sequence[str]) -> list[Reply]:
    return [turn.reply for turn in converse(bot, talk).turns]


def rounded(turn: Turn) -> Turn:
    """The turn, with its scores as JSON holds them."""
    reply = turn.reply
    quotes = tuple(replace(quote, score=round(quote.score, 4)) for quote in reply.quotes)
    signals = {name: round(float(value), 4) for name, value in reply.signals.items()}
    return Turn(turn.message, replace(reply, quotes=quotes, signals=signals, evidence=round(reply.evidence, 4)))


# -------------------------------------------------------------------------------------------------- what is said


@FEW
@given(talk=TALKS)
def test_every_quote_is_its_slice_of_the_source(bot: Bot, corpus: Corpus, talk: list[str]) -> None:
    texts = {document.name: document.text for document in corpus.documents}
    for quote in (quote for reply in replies(bot, talk) for quote in reply.quotes):
        written = quote.to_json()
        source = texts[written["name"]]
        assert quote.text == written["text"] == "\n…\n".join(source[start:end] for start, end in written["spans"]) != ""
        assert (written["start"], written["end"]) == (written["spans"][0][0], written["spans"][-1][1])
        assert quote.passage.start <= quote.best[0] < quote.best[1] <= quote.passage.end


def test_what_is_quoted_from_is_the_file_to_the_letter(article: Corpus) -> None:
    source = (ROOT / "corpus" / "stem-cell-therapy.txt").read_bytes().decode("utf-8")
    assert [document.text for document in article.documents] == [source]


@FEW
@given(talk=TALKS)
def test_every_reply_has_a_message_and_the_disclaimer(bot: Bot, talk: list[str]) -> None:
    for reply in replies(bot, talk):
        assert reply.kind in KINDS
        assert reply.message.strip()
        assert reply.disclaimer == DISCLAIMER
        assert reply.reason
        assert reply.intent.partition("/")[0] == reply.kind


@FEW
@given(talk=TALKS)
def test_an_answer_has_a_quote_and_only_answers_and_referrals_have_one(bot: Bot, talk: list[str]) -> None:
    for reply in replies(bot, talk):
        assert reply.quotes or reply.kind != "answer"
        assert not reply.quotes or reply.kind in ("answer", "refer")
        assert len(reply.quotes) <= 3
        assert reply.offered <= max(1, len(reply.quotes))


def test_an_answer_without_a_quote_cannot_be_constructed() -> None:
    with pytest.raises(ValueError, match="quote"):
        Reply("answer", "The material says:")


@FEW
@given(talk=TALKS)
@example(talk=["How much does it cost?", "is depression covered", "I am depressed"])
@example(talk=["does it help terbutalin", "and vincristine?"])
def test_the_bot_says_only_what_stands_in_its_file_of_replies(
    bot: Bot, own_paragraphs: set[str], talk: list[str]
) -> None:
    typed = {word for message in talk for word in words_of(normal(message))}
    for reply in replies(bot, talk):
        own = own_paragraphs
        if reply.intent in ("decline/not-mentioned", "decline/no-such-word"):
            assert reply.topic is not None
            assert set(words_of(normal(reply.topic))) <= typed.union(*(meant.split() for _, meant in reply.understood))
            own = own | {paragraph.replace("{topic}", reply.topic) for paragraph in own}
        assert set(reply.message.split("\n\n")) <= own


@FEW
@given(talk=TALKS)
def test_it_suggests_only_questions_of_the_curation_and_of_headings(bot: Bot, corpus: Corpus, talk: list[str]) -> None:
    questions = {question_for(passage) for passage in corpus.passages}
    for reply in replies(bot, talk):
        assert set(reply.suggestions) <= questions


@FEW
@given(message=MESSAGES)
def test_nothing_that_is_shown_can_move_the_cursor(bot: Bot, message: str) -> None:
    reply, renderer = bot.reply(message), Renderer()
    for shown in (renderer.reply(reply), renderer.shown(Why(reply, with_figures=True))):
        assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
        assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


# ------------------------------------------------------------------------------------------ the same, every time


@LAST
@given(talk=TALKS)
def test_the_same_talk_gets_the_same_replies_whatever_was_asked_before(
    bot: Bot, indexed: Corpus, talk: list[str]
) -> None:
    """``bot`` has seen every message of this file; the other one has seen none."""
    assert replies(bot, talk) == replies(Bot(indexed, REGION), talk)


@FEW
@given(talk=TALKS)
def test_the_same_talk_gets_the_same_replies_from_an_index(bot: Bot, indexed_bot: Bot, talk: list[str]) -> None:
    assert replies(bot, talk) == replies(indexed_bot, talk)


@FEW
@given(talk=TALKS)
def test_a_bot_that_was_pickled_gives_the_same_replies(bot: Bot, pickled: Bot, talk: list[str]) -> None:
    assert replies(bot, talk) == replies(pickled, talk)


def test_a_bot_that_threads_share_gives_the_same_replies_as_alone(bot: Bot, indexed: Corpus) -> None:
    talks = [[text.strip() for text in TALK[place : place + 9]] for place in (0, 5, 10, 15)]
    shared = Bot(indexed, REGION)
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda talk: replies(shared, talk), talks))
    assert together == [replies(bot, talk) for talk in talks]


@FEW
@given(message=MESSAGES)
@example(message="I can't breathe")
@example(message="")
@example(message="x" * 30_000)
def test_a_region_given_with_a_message_is_that_of_the_reply(bot: Bot, american: Bot, message: str) -> None:
    assert bot.reply(message, region="US") == american.reply(message)
    assert american.reply(message, region="GB") == bot.reply(message)


@FEW
@given(talk=TALKS)
def test_a_conversation_survives_json(bot: Bot, corpus: Corpus, talk: list[str]) -> None:
    turns = converse(bot, talk).turns
    written = json.loads(json.dumps(Conversation(turns).to_json()))
    expected = tuple(map(rounded, turns))
    assert Conversation.from_json(written, corpus) == Conversation(expected)
    assert [Turn.from_json(turn, corpus) for turn in written] == list(expected)
    assert [Reply.from_json(turn["reply"], corpus) for turn in written] == [turn.reply for turn in expected]


# ------------------------------------------------------------------------------------------------- any text at all


@pytest.mark.parametrize("piece", ["How much does it cost? ", "a", " ", "😀", "\x00", "\ud800", "I can't breathe. "])
def test_a_message_of_a_megabyte_is_answered_politely(bot: Bot, piece: str) -> None:
    reply = bot.reply(piece * (1_000_000 // len(piece)))
    assert reply.kind == "decline"
    assert "too long" in reply.message
    assert reply.suggestions


@pytest.mark.parametrize("piece", ["stem cells cost ", "a", "ab c", "'", "\u0301", "\n", "i can't ", "1 "])
def test_the_longest_message_that_is_read_gets_a_reply(bot: Bot, piece: str) -> None:
    reply = bot.reply((piece * SETTINGS.longest_message)[: SETTINGS.longest_message])
    assert reply.message
    assert "too long" not in reply.message


@settings(max_examples=60)
@given(talk=hostile.TALKS)
def test_no_talk_makes_it_stumble(bot: Bot, corpus: Corpus, talk: list[str]) -> None:
    turns = converse(bot, talk).turns
    assert len(turns) == len(talk)
    assert Conversation.from_json(Conversation(turns).to_json(), corpus).turns == tuple(map(rounded, turns))


# -------------------------------------------------------------------------------------------- in another process

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

talk, said = json.load(sys.stdin), []
for path in (None, *sys.argv[1:]):
    bot, conversation = Bot(load_corpus(path), "GB"), Conversation()
    for message in talk:
        reply = bot.reply(message, conversation)
        conversation = conversation.after(message, reply)
        said.append([reply.to_json(), dict(reply.signals)])
json.dump({"written": written, "said": said}, sys.stdout)
"""


def reply_elsewhere(leaflet: Path, hash_seed: int) -> dict[str, list[object]]:
    """What bots in a process of their own say to ``TALK``, and which files they wrote."""
    result = subprocess.run(
        [sys.executable, "-B", "-c", REPLY_ELSEWHERE, str(leaflet)],
        input=json.dumps([text.strip() for text in TALK]),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(hash_seed), "PYTHONUTF8": "1"},
    )
    table: dict[str, list[object]] = json.loads(result.stdout)
    return table


@pytest.fixture(scope="session")
def read_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("elsewhere") / "gastroscopy.txt"
    path.write_text(GASTROSCOPY, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def elsewhere(read_elsewhere: Path) -> dict[str, list[object]]:
    return reply_elsewhere(read_elsewhere, hash_seed=1)


def test_another_process_with_another_hash_seed_says_the_same(
    read_elsewhere: Path, elsewhere: dict[str, list[object]]
) -> None:
    assert len(elsewhere["said"]) == 2 * len(TALK)
    assert reply_elsewhere(read_elsewhere, hash_seed=2)["said"] == elsewhere["said"]


def test_nothing_is_written_to_disk(elsewhere: dict[str, list[object]]) -> None:
    assert elsewhere["written"] == []


def test_every_question_that_the_bot_offers_is_answered_by_what_it_was_offered_for(bot: Bot) -> None:
    offered = dict(offered_questions(bot.corpus))
    assert offered
    for question, passage in offered.items():
        reply = bot.reply(question)
        assert reply.kind == "answer"
        assert reply.quotes[0].passage == passage
