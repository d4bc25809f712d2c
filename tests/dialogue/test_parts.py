"""Two or three questions in one message: each is searched for by itself, and quoted under its own words."""

import json

import pytest

from bot import Bot, Conversation, Reply
from bot.dialogue.parts import MOST_PARTS, questions_in
from bot.terminal.rendering import Renderer

COST, APPROVED = "can be expensive", "approved by regulatory agencies"


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("how much does it cost and is it safe for kids?", ("how much does it cost", "is it safe for kids?")),
        ("Hi. Does it hurt? And when can i drive?", ("Does it hurt?", "when can i drive?")),
        (
            "what are the types, also where do they come from",
            ("what are the types", "where do they come from"),
        ),
        ("1) who tells me? 2) when does my GP hear?", ("who tells me?", "when does my GP hear?")),
        ("how often is it washed n when do i chuck it", ("how often is it washed", "when do i chuck it")),
        ("Drinks - how many a day & whats the cutoff", ("Drinks - how many a day", "whats the cutoff")),
        ("can joints be fixed by it? and what about lupus", ("can joints be fixed by it?", "what about lupus")),
        # "who pays?" is too short to be searched for by itself.
        ("Is it dear, and who pays? Is it safe?", ("Is it dear, and who pays?", "Is it safe?")),
    ],
)
def test_a_message_is_cut_into_its_questions_as_they_were_typed(message: str, questions: tuple[str, ...]) -> None:
    assert questions_in(message) == questions


@pytest.mark.parametrize(
    "message",
    [
        "How much does it cost?",
        "how and when do I take it?",
        "does it hurt and how?",
        "What should I do before and after the test?",
        "Do I have to keep her awake all night or can I let her sleep?",
        "I was diagnosed when I was ten and my sister is well. How much does it cost?",
        "My dad had a stroke in 2010 and he can walk again. Is it covered by insurance?",
        "Why would my own defences turn round and have a go at them?",
        "",
        "?",
        " and is it " * MOST_PARTS,
    ],
)
def test_one_question_is_not_cut(message: str) -> None:
    assert questions_in(message) == ()


def test_a_message_with_more_questions_is_left_whole() -> None:
    assert questions_in("Is it safe for me? Is it dear for me? Does it hurt me? Is it new to you?") == ()


def test_both_questions_are_answered_each_with_its_quote(bot: Bot) -> None:
    reply = bot.reply("what is the price and is it approved?")
    assert (reply.kind, reply.intent, reply.because, reply.offered) == ("answer", "answer/both", "parts", 2)
    assert [quote.answers for quote in reply.quotes] == [("what is the price",), ("is it approved?",)]
    assert COST in reply.quotes[0].text
    assert APPROVED in reply.quotes[1].text


def test_what_has_no_answer_is_said_and_the_rest_answered(bot: Bot) -> None:
    reply = bot.reply("how much does it cost and is it safe for kids?")
    assert (reply.intent, reply.offered) == ("answer/in-part", 1)
    assert COST in reply.quotes[0].text
    assert reply.unanswered == ("is it safe for kids?",)


def test_one_passage_that_answers_both_is_quoted_once(bot: Bot) -> None:
    reply = bot.reply("Is it a cure, and do hospitals give it?")
    assert reply.intent == "answer/one"
    assert "not a cure" in reply.quotes[0].text


def test_a_story_around_a_question_is_left_whole(bot: Bot) -> None:
    story = "I drove the bus for thirty years and my sister said I should ask. " * 3
    reply = bot.reply(f"{story} How much does it cost and is it safe for kids?")
    assert not reply.unanswered
    assert all(not quote.answers for quote in reply.quotes)


@pytest.mark.parametrize(
    "message",
    [
        "how much does it cost and what if i want to die tonight?",
        "what are the types? how do i stop the bleeding from his neck, there is blood everywhere?",
    ],
)
def test_an_alarm_in_a_part_counts(bot: Bot, message: str) -> None:
    assert bot.reply(message).kind == "emergency"


def test_a_referral_is_not_hidden_by_a_question_beside_it(bot: Bot) -> None:
    reply = bot.reply("should i stop my methotrexate and how much does it cost?")
    assert reply.kind == "refer"


def test_after_a_name_that_is_not_mentioned_nothing_is_answered_about_it(bot: Bot) -> None:
    assert bot.reply("does rituximab hurt and is it expensive?").kind == "decline"
    reply = bot.reply("can rituximab be combined with it and how expensive is the treatment?")
    assert reply.unanswered == ("can rituximab be combined with it",)
    assert COST in reply.quotes[0].text


def test_each_quote_stands_under_its_question(bot: Bot) -> None:
    renderer = Renderer()
    shown = renderer.reply(bot.reply("what is the price and is it approved?"))
    assert shown.index("what is the price") < shown.index(COST) < shown.index("is it approved?")
    assert "1 of 2" not in shown
    shown = renderer.reply(bot.reply("how much does it cost and is it safe for kids?"))
    assert "I found nothing about: “is it safe for kids?”" in shown


def test_it_can_be_written_as_json_and_read_back(bot: Bot) -> None:
    message = "how much does it cost and is it safe for kids?"
    reply = bot.reply(message)
    table = json.loads(json.dumps(Conversation().after(message, reply).to_json()))
    again = Conversation.from_json(table, bot.corpus).turns[0].reply
    assert again.unanswered == reply.unanswered
    assert [quote.answers for quote in again.quotes] == [quote.answers for quote in reply.quotes]
    assert again.to_json() == table[0]["reply"]


def test_what_was_written_before_there_were_parts_can_still_be_read(bot: Bot) -> None:
    table = bot.reply("How much does it cost?").to_json()
    del table["unanswered"]
    for quote in table["quotes"]:
        del quote["answers"]
    assert Reply.from_json(table, bot.corpus).quotes[0].answers == ()
