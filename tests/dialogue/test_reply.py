"""What is said, and the JSON that it survives."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Bot, Conversation, Corpus, Quote, Reply
from bot.dialogue.reply import DISCLAIMER, KINDS, Kind, Turn
from bot.errors import InputError


@pytest.fixture
def reply(quotes: tuple[Quote, Quote, Quote]) -> Reply:
    """One with everything that a reply can have, and nothing that JSON would round."""
    return Reply(
        kind="answer",
        message="The material says:",
        quotes=quotes,
        suggestions=("How much does it cost?",),
        offered=2,
        understood=(("hemapoetic", "hematopoietic"),),
        intent="answer/two",
        because="signals",
        detail="more",
        topic="cost",
        evidence=0.25,
        signals={"score": 1.5},
    )


def test_an_answer_without_a_quote_cannot_be_constructed() -> None:
    with pytest.raises(ValueError, match="quote"):
        Reply("answer", "The material says:")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "answer"])
def test_any_other_reply_may_have_none(kind: Kind) -> None:
    assert Reply(kind, "said").quotes == ()


@pytest.mark.parametrize("message", ["", " \n\t"])
def test_a_reply_with_nothing_to_say_cannot_be_constructed(message: str) -> None:
    with pytest.raises(ValueError, match="message"):
        Reply("decline", message)


def test_no_quote_can_be_taken_from_an_answer(reply: Reply) -> None:
    with pytest.raises(ValueError, match="quote"):
        replace(reply, quotes=())


def test_every_reply_has_the_disclaimer() -> None:
    assert Reply("chat", "hello").disclaimer == DISCLAIMER


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply("emergency", "-", intent="emergency/suicide", because="rule", detail="suicide"), "rule: suicide"),
        (
            Reply("decline", "-", intent="decline/known-topic", because="signals", topic="side effects"),
            "signals: decline/known-topic, side effects",
        ),
        (Reply("chat", "-", intent="chat/thanks", because="signals"), "signals: chat/thanks"),
        (Reply("chat", "-"), ""),
    ],
)
def test_the_reason_is_made_of_what_decided(reply: Reply, reason: str) -> None:
    assert reply.reason == reason
    assert reply.to_json()["reason"] == reason


def test_everything_survives_json(article: Corpus, reply: Reply) -> None:
    conversation = Conversation().after("one?", reply).after("two", Reply("chat", "hello"))
    written = json.loads(json.dumps(conversation.to_json()))
    assert Conversation.from_json(written, article) == conversation
    assert Turn.from_json(written[0], article) == conversation.turns[0]
    assert Reply.from_json(written[0]["reply"], article) == reply
    assert Quote.from_json(written[0]["reply"]["quotes"][0], article) == reply.quotes[0]


def test_a_conversation_that_was_written_down_goes_on_as_if_it_had_not_been(bot: Bot, article: Corpus) -> None:
    conversation = bot.conversation(["Which types of stem cells are used?"])
    again = Conversation.from_json(json.loads(json.dumps(conversation.to_json())), article)
    assert bot.reply("the second one", again) == bot.reply("the second one", conversation)


@pytest.mark.parametrize("key", ["kind", "message", "quotes", "offered", "understood", "signals", "disclaimer"])
def test_a_reply_that_lacks_a_key_is_an_error(article: Corpus, reply: Reply, key: str) -> None:
    table = {name: value for name, value in reply.to_json().items() if name != key}
    with pytest.raises(InputError, match="not a reply"):
        Reply.from_json(table, article)


@pytest.mark.parametrize(("key", "value"), [("quotes", []), ("message", " "), ("quotes", 1), ("understood", [["a"]])])
def test_a_reply_that_could_not_have_been_given_is_an_error(
    article: Corpus, reply: Reply, key: str, value: object
) -> None:
    with pytest.raises(InputError, match="not a reply"):
        Reply.from_json({**reply.to_json(), key: value}, article)


@pytest.mark.parametrize(
    ("key", "value"), [("text", "Stem cells cure lupus."), ("start", 1), ("end", 3), ("name", "other.txt")]
)
def test_a_quote_that_does_not_stand_in_the_material_is_an_error(
    article: Corpus, quotes: tuple[Quote, Quote, Quote], key: str, value: object
) -> None:
    with pytest.raises(InputError, match="no such passage"):
        Quote.from_json({**quotes[0].to_json(), key: value}, article)


BROKEN: list[Any] = [None, "talk", {}, [1], [{}], [{"message": "hello"}], [{"message": 1, "reply": {}}]]


@pytest.mark.parametrize("turns", BROKEN)
def test_what_is_no_conversation_is_an_error(article: Corpus, turns: object) -> None:
    with pytest.raises(InputError, match="is written as"):
        Conversation.from_json(turns, article)


@pytest.mark.parametrize("table", [None, "hello", 1, []])
def test_what_is_no_reply_is_an_error(article: Corpus, table: object) -> None:
    with pytest.raises(InputError):
        Conversation.from_json([{"message": "hello", "reply": table}], article)


WRONG = st.sampled_from([None, True, -1, 1.5, 10**400, "x", "", [], {}, [1], [["a"]], {"a": 1}, "question/x", "answer"])


@given(data=st.data())
def test_a_conversation_with_a_damaged_value_is_an_error_or_goes_on(
    bot: Bot, article: Corpus, data: st.DataObject
) -> None:
    """What comes over a wire may be anything; it is looked at when it is read, and not when somebody waits."""
    turns = bot.conversation(["Which types of stem cells are used?", "thanks"]).to_json()
    place: Any = turns
    key = data.draw(st.sampled_from(range(len(place))))
    while isinstance(place[key], dict | list) and place[key] and data.draw(st.integers(0, 5)):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    place[key] = data.draw(WRONG)
    try:
        conversation = Conversation.from_json(turns, article)
    except InputError:
        return
    for message in ("the second one", "why?"):
        assert bot.reply(message, conversation).to_json()
    assert json.dumps(conversation.to_json())


def test_a_conversation_is_never_changed(reply: Reply) -> None:
    first = Conversation().after("one?", reply)
    second = first.after("two?", reply)
    assert [turn.message for turn in first.turns] == ["one?"]
    assert [turn.message for turn in second.turns] == ["one?", "two?"]
