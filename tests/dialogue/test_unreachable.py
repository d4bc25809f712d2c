"""What is said where the material is on a cluster that is away: whom to call, above all."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import cast

import pytest

from bot import Bot, Conversation, Corpus
from bot.dialogue.aftermath import OVER
from bot.documents.clustered import Clustered
from bot.errors import ClusterError
from tests.conftest import ROOT
from tests.hostile import PIECES

DISTRESS = "refer/distress"
"""What is told whom to talk to, too."""


class Away:
    """A cluster that nobody can ask; counts how often nobody waited for it."""

    def __init__(self) -> None:
        self.urgent = 0

    def urgently(self) -> AbstractContextManager[None]:
        @contextmanager
        def counting() -> Iterator[None]:
            self.urgent += 1
            yield

        return counting()


@pytest.fixture(scope="module")
def cut_off(article: Corpus) -> Bot:
    """A bot whose material cannot be reached any more."""
    bot = Bot(replace(article, cluster=cast(Clustered, Away())), "GB")

    def ask(*_: object, **__: object) -> object:
        raise ClusterError("away")

    bot.searcher.evidence = bot.searcher.curated = ask  # type: ignore[method-assign, assignment]
    return bot


def examples(name: str) -> list[str]:
    lines = (ROOT / "training/examples" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in map(str.strip, lines) if line and not line.startswith(("#", "["))]


@pytest.mark.parametrize("name", ["emergency", "crisis"])
def test_who_is_in_danger_is_told_whom_to_call_as_with_the_material(cut_off: Bot, bot: Bot, name: str) -> None:
    def tells(bot: Bot, message: str) -> bool:
        reply = bot.reply(message)
        return reply.kind == "emergency" or bool(reply.urgent_note) or reply.intent == DISTRESS

    messages = examples(name)[::9]
    assert len(messages) > 80
    assert [message for message in messages if tells(bot, message) and not tells(cut_off, message)] == []


def test_no_emergency_waits_for_a_cluster(cut_off: Bot) -> None:
    cluster = cast(Away, cut_off.corpus.cluster)
    before = cluster.urgent
    assert cut_off.reply("my chest hurts and I cannot breathe").intent == "emergency/call"
    assert cluster.urgent == before + 1
    cut_off.reply("how long does it take?")
    assert cluster.urgent == before + 1


def test_after_an_alarm_the_number_stays_until_it_is_over(cut_off: Bot) -> None:
    talk = cut_off.conversation(["I want to kill myself", "I have pills", "what does it cost?", "I am safe now"])
    replies = [turn.reply for turn in talk.turns]
    assert all(reply.kind == "emergency" or reply.urgent_note for reply in replies[:3])
    assert replies[3].intent == OVER


def test_what_takes_a_search_is_declined_and_says_why(cut_off: Bot) -> None:
    for message in (
        "how long does it take?",
        "Is it covered by insurance? And does it hurt?",
        "thanks, but is it safe?",
    ):
        reply = cut_off.reply(message)
        assert (reply.kind, reply.intent, reply.because) == ("decline", "decline/unreachable", "unreachable")
        assert "just now" in reply.message
        assert not reply.quotes
        assert not reply.suggestions


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("hello", "chat/greeting"),
        ("thank you", "chat/thanks"),
        ("", "decline/empty"),
        ("x" * 9_000, "decline/too-long"),
        ("qzxv wqkj zzpf", "decline/gibberish"),
        ("wie lange dauert das denn bitte", "decline/language-de"),
    ],
)
def test_what_takes_none_is_answered_as_ever(cut_off: Bot, bot: Bot, message: str, intent: str) -> None:
    assert cut_off.reply(message).intent == bot.reply(message).intent == intent


def test_a_question_after_a_quote_does_not_fail(cut_off: Bot, bot: Bot) -> None:
    quoted = bot.conversation(["is it free?"])
    assert quoted.turns[0].reply.quotes
    for message in ("what else?", "are you sure?", "no, I meant the cost", "and after that?"):
        assert cut_off.reply(message, quoted).message


@pytest.mark.parametrize("piece", PIECES)
def test_no_text_raises(cut_off: Bot, piece: str) -> None:
    for message in (piece, f"how long does {piece} take?", piece * 50):
        assert cut_off.reply(message, Conversation()).message


def test_with_a_cluster_that_answers_nothing_changes(article: Corpus, bot: Bot) -> None:
    on_cluster = Bot(replace(article, cluster=cast(Clustered, Away())), "GB")
    for message in ("how long does it take?", "my chest hurts and I cannot breathe", "hello", "is it safe for kids?"):
        assert on_cluster.reply(message) == bot.reply(message)
