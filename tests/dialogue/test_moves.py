"""Moves in a conversation; their messages stand in ``move-messages.toml``."""

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot import Bot, Conversation, Corpus, Reply, load_corpus
from bot.data import parse_table
from bot.dialogue.moves import BEGINNINGS, LONGEST, WHOLE, Moves
from bot.dialogue.sentences import Sentences
from bot.errors import DataError
from bot.text.normal import normal
from tests.dialogue.ambiguity import ambiguous_groups
from training.data import read_examples

MOVES = Moves.from_table(parse_table("moves.toml"))
MESSAGES = tomllib.loads(Path(__file__).with_name("move-messages.toml").read_text(encoding="utf-8"))
TYPES, COST, CHALLENGES = "Which types of stem cells are used?", "How much does it cost?", "What are the challenges?"


def messages(names: Sequence[str], which: str) -> list[tuple[str, str]]:
    return [(name, message) for name in names for message in MESSAGES[name][which]]


def test_every_move_has_enough_messages_on_both_sides() -> None:
    assert sorted(MESSAGES) == sorted((*WHOLE, *BEGINNINGS))
    assert all(len(both[which]) >= 10 for both in MESSAGES.values() for which in ("must", "must_not"))


@pytest.mark.parametrize(("name", "message"), messages(WHOLE, "must"))
def test_a_move_is_made_by_every_message_that_must_make_it(name: str, message: str) -> None:
    assert name in MOVES.taking_up(normal(message))


@pytest.mark.parametrize(("name", "message"), messages(WHOLE, "must_not"))
def test_a_move_is_not_made_by_any_message_that_must_not_make_it(name: str, message: str) -> None:
    assert name not in MOVES.taking_up(normal(message))


@pytest.mark.parametrize(("name", "message"), messages(BEGINNINGS, "must"))
def test_what_a_message_begins_with_is_taken_off_and_the_question_stays(name: str, message: Sequence[str]) -> None:
    assert MOVES.beginning(normal(message[0])) == (name, message[1])


@pytest.mark.parametrize(("name", "message"), messages(BEGINNINGS, "must_not"))
def test_nothing_else_is_taken_off(name: str, message: str) -> None:
    begun, rest = MOVES.beginning(normal(message))
    assert begun != name or not rest


@pytest.mark.parametrize("kind", ["emergency/call", "emergency/crisis", "refer/distress", "refer/personal"])
def test_no_example_of_what_needs_help_makes_a_move(kind: str) -> None:
    examples = [example.text for example in read_examples() if example.intent == kind]
    assert len(examples) > 1_000
    assert [text for text in examples if MOVES.taking_up(normal(text))] == []


def test_a_long_message_makes_no_move() -> None:
    assert MOVES.taking_up("are you sure? my sister says it is not so") == ["doubt"]
    assert MOVES.taking_up("are you sure? " + "my sister says it is not so " * LONGEST) == []


@pytest.mark.parametrize("name", [*WHOLE, *BEGINNINGS])
def test_no_repeated_words_can_be_matched_in_two_ways(name: str) -> None:
    """As for the rules: otherwise a message that repeats them keeps the bot busy for ever."""
    wording = next(each for each in MOVES.wordings if each.name == name)
    lists = (wording.patterns, wording.begins, wording.ends, wording.asides, wording.unless, MOVES.asides)
    for pattern in (pattern for patterns in lists for pattern in patterns):
        assert list(ambiguous_groups(pattern.source)) == []
        assert ")*" not in pattern.source
        assert ")+" not in pattern.source


# ------------------------------------------------------------------------------------------------ reading the file

ALL = "".join(
    f'[[move]]\nname = "{name}"\ndoes = "-"\n{"begins" if name in BEGINNINGS else "patterns"} = ["{name}"]\n'
    for name in (*WHOLE, *BEGINNINGS)
)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (ALL.replace('name = "doubt"', 'name = "dance"'), "dance|names must be"),
        (ALL.replace('does = "-"\npatterns = ["doubt"]', 'patterns = ["doubt"]'), "'doubt'.*does"),
        (ALL.replace('patterns = ["doubt"]\n', ""), "'doubt'.*no patterns"),
        (ALL.replace('begins = ["change"]\n', ""), "'change'.*no begins"),
        (ALL.replace('["doubt"]', '["(doubt"]'), "broken"),
        (ALL.replace('["doubt"]', '["<b>"]'), "<b>"),
        (ALL + "colour = 1\n", "'courtesy'|'correction'"),
        (ALL + ALL, "each once"),
        ("small = 1\n" + ALL, "small"),
        ("colour = 1\n" + ALL, "'colour'"),
        ("move = 1\n", r"\[\[move\]\]"),
    ],
)
def test_a_broken_move_is_an_error_that_names_the_file_and_the_fault(text: str, complaint: str) -> None:
    assert Moves.from_table(tomllib.loads(ALL)).taking_up("doubt") == ["doubt"]
    with pytest.raises(DataError, match=rf"(?s)moves\.toml.*(?:{complaint})"):
        Moves.from_table(tomllib.loads(text))


def test_moves_survive_json() -> None:
    table = json.loads(json.dumps(MOVES.to_json()))
    assert Moves.from_json(table).to_json() == table == Moves.load().to_json()


# ------------------------------------------------------------------------------------- what they are answered with


def talk(bot: Bot, *history: str) -> tuple[Conversation, Reply]:
    conversation = bot.conversation(history)
    return conversation, conversation.turns[-1].reply


def texts(reply: Reply) -> list[str]:
    return [quote.text for quote in reply.quotes[: reply.offered]]


@pytest.mark.parametrize("message", ["are you sure? people say otherwise", "really??", "that can't be right"])
def test_doubt_is_answered_with_the_same_quote_and_its_place(bot: Bot, message: str) -> None:
    conversation, before = talk(bot, COST)
    reply = bot.reply(message, conversation)
    assert (reply.intent, reply.because, reply.detail) == ("answer/again", "move", "doubt")
    assert texts(reply) == texts(before)


@pytest.mark.parametrize("message", ["say that simpler", "what does that mean?", "huh?", "in plain english please"])
def test_who_asks_for_other_words_is_told_that_there_are_none_and_who_explains(bot: Bot, message: str) -> None:
    conversation, before = talk(bot, "What do stem cells do for Crohn's disease?")
    reply = bot.reply(message, conversation)
    assert (reply.intent, reply.because, reply.detail) == ("answer/simpler", "move", "simpler")
    assert texts(reply) == texts(before)
    assert "doctor" in reply.message
    sentences = reply.quotes[0].passage.sentences
    assert len(sentences) > 1
    assert reply.quotes[0].best in sentences


def test_a_list_is_gone_through_to_its_end_and_nothing_is_invented_after_it(bot: Bot) -> None:
    conversation, reply = talk(bot, "Do I need a reputable clinic that is approved by regulatory agencies?")
    seen = [texts(reply)]
    for _ in range(12):
        reply = bot.reply("what else?", conversation)
        conversation = conversation.after("what else?", reply)
        assert reply.because == "move" or reply.kind != "answer"
        if reply.kind != "answer":
            break
        assert texts(reply) not in seen
        seen.append(texts(reply))
    assert reply.intent == "decline/no-more"
    assert len(seen) > 2


@pytest.mark.parametrize("message", ["which ones?", "like what?", "any others?", "tell me the rest"])
def test_the_list_that_a_quote_stands_in_is_shown_whole(bot: Bot, message: str) -> None:
    conversation, before = talk(bot, "What are mesenchymal stem cells?")
    assert before.quotes[0].passage.kind == "bullet"
    reply = bot.reply(message, conversation)
    assert (reply.intent, reply.because) == ("answer/whole-list", "move")
    assert reply.quotes[0].passage.contains(before.quotes[0].passage)


def test_the_second_of_two_passages_is_pointed_at(bot: Bot) -> None:
    (_, cost), (_, types) = talk(bot, COST), talk(bot, TYPES)
    both = Reply("answer", "-", (cost.quotes[0], types.quotes[0]), offered=2, intent="answer/two")
    conversation = Conversation().after(COST, both)
    for message in ("the other one", "the second one", "the last one"):
        assert bot.reply(message, conversation).quotes[0].passage == types.quotes[0].passage
    assert bot.reply("the first one", conversation).quotes[0].passage == cost.quotes[0].passage


def test_a_corrected_question_is_answered_and_not_with_the_same_again(bot: Bot) -> None:
    conversation, before = talk(bot, CHALLENGES)
    reply = bot.reply("no, i meant the money side", conversation)
    assert (reply.kind, reply.because, reply.detail) == ("answer", "move", "correction")
    assert "Cost:" in reply.quotes[0].text
    assert texts(reply) != texts(before)


def test_who_only_says_that_it_was_something_else_gets_what_fitted_next_best_or_is_asked_again(bot: Bot) -> None:
    conversation, before = talk(bot, COST)
    reply = bot.reply("that's not what i asked", conversation)
    assert reply.intent in ("answer/instead", "decline/other-words")
    assert not reply.quotes or texts(reply) != texts(before)


@pytest.mark.parametrize(
    "message", ["thanks! how much does it cost?", "hello, how much does it cost", "how much does it cost? thank you"]
)
def test_thanks_and_greetings_around_a_question_do_not_make_it_small_talk(bot: Bot, message: str) -> None:
    assert texts(bot.reply(message)) == texts(bot.reply(COST))


@pytest.mark.parametrize(
    "message", ["thanks", "thank you so much, you have been great", "hello", "Hiya, anybody home?"]
)
def test_thanks_alone_stay_small_talk(bot: Bot, message: str) -> None:
    assert bot.reply(message, bot.conversation([COST])).kind == "chat"


def test_another_matter_leans_on_nothing(bot: Bot) -> None:
    reply = bot.reply("moving on. which types of stem cells are used?", bot.conversation([COST]))
    assert texts(reply)[0] == texts(bot.reply(TYPES))[0]


# ------------------------------------------------------------------------------------------------- what goes first


@pytest.mark.parametrize("message", ["are you sure?", "say that simpler", "what else", "the second one", "which ones?"])
def test_there_is_no_move_without_a_quote_to_go_back_to(bot: Bot, message: str) -> None:
    for history in ([], ["hello"], ["Is it painful to fly to the moon?"], [COST, "I want to die"]):
        assert bot.reply(message, bot.conversation(history)).because != "move"


def test_small_talk_between_does_not_hide_the_quote(bot: Bot) -> None:
    conversation, _ = talk(bot, COST, "thanks")
    assert conversation.turns[-1].reply.kind == "chat"
    assert bot.reply("are you sure?", conversation).detail == "doubt"


@pytest.mark.parametrize(
    "message",
    [
        "are you sure i'm not dying, i can't breathe",
        "what else. i can't breathe",
        "no, i meant i want to kill myself",
        "thanks. i've taken an overdose",
        "moving on, my husband beats me",
        "no, i meant help me",
        "next. i want to die",
        "I don't understand, I have a serious chest pain",
        "thanks, 999",
        "really? he stopped breathing",
    ],
)
def test_no_move_hides_an_alarm(bot: Bot, message: str) -> None:
    reply = bot.reply(message, bot.conversation([COST]))
    assert reply.kind == "emergency" or reply.intent == "chat/cry"


def test_after_an_alarm_nothing_is_a_move_and_the_number_stays(bot: Bot) -> None:
    conversation = bot.conversation([COST, "I can't breathe", COST])
    for message in ("what else?", "are you sure?", "thanks, how much does it cost?"):
        reply = bot.reply(message, conversation)
        assert reply.kind == "emergency" or "999" in (reply.urgent_note + reply.message)


@pytest.mark.parametrize("name", [*WHOLE, "correction"])
def test_a_reply_to_a_move_survives_json_and_has_its_sentence(bot: Bot, article: Corpus, name: str) -> None:
    for question in (TYPES, COST, CHALLENGES, "What are mesenchymal stem cells?"):
        conversation = bot.conversation([question])
        for message in MESSAGES[name]["must"][:4]:
            text = message if isinstance(message, str) else message[0]
            reply = bot.reply(text, conversation)
            assert reply.intent in Sentences.load()
            assert Reply.from_json(json.loads(json.dumps(reply.to_json())), article).to_json() == reply.to_json()


def test_a_conversation_over_another_text_is_no_one_to_lean_on(bot: Bot, leaflet: Path) -> None:
    conversation = bot.conversation([COST])
    assert bot.reply("are you sure?", conversation).because == "move"
    assert Bot(load_corpus(leaflet), "GB").reply("are you sure?", conversation).because != "move"
