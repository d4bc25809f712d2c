"""A decline names a topic only where the message is about it, and never suggests the question that it declines."""

import pytest

from bot import Bot
from bot.dialogue.questions import offered_questions


@pytest.mark.parametrize(
    "message",
    ["is it safe", "Can I wear contact lenses?", "what time do you open"],
)
def test_no_reason_is_better_than_a_wrong_one(bot: Bot, message: str) -> None:
    reply = bot.reply(message)
    assert (reply.kind, reply.topic) == ("decline", None)


def test_what_the_material_says_in_other_words_is_not_declined_as_something_else(bot: Bot) -> None:
    assert bot.reply("what are the benefits").kind == "answer"


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("will it hurt", "what the procedure is like"),
        ("can i keep my job", "daily life, work and money matters"),
        ("what are the side effects", "side effects and risks"),
        ("can i breastfeed", "pregnancy and fertility"),
        ("Is there an age limit?", "who can have it"),
    ],
)
def test_a_topic_that_is_asked_for_is_named(bot: Bot, message: str, topic: str) -> None:
    reply = bot.reply(message)
    assert (reply.intent, reply.topic) == ("decline/known-topic", topic)


@pytest.mark.parametrize("change", [str.upper, lambda text: text.rstrip("?"), lambda text: f" {text.lower()} ??"])
def test_one_of_the_bots_own_questions_is_answered_however_it_is_typed(bot: Bot, change: object) -> None:
    for question, passage in offered_questions(bot.corpus).items():
        reply = bot.reply(change(question))  # type: ignore[operator]
        assert reply.quotes[0].passage == passage, question


@pytest.mark.parametrize("message", ["can you get it approved for my dog", "is it safe", "can i eat onions", "future?"])
def test_what_is_declined_is_not_suggested(bot: Bot, message: str) -> None:
    reply = bot.reply(message)
    asked = set(bot._read(message).subject_terms)
    for question in reply.suggestions if reply.kind == "decline" else ():
        assert not asked <= set(bot._read(question).subject_terms)
