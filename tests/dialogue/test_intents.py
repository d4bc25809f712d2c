"""What kind of message it is, by how it is worded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.intents import WAYS_OF_ASKING, Intents, features
from bot.dialogue.reply import KINDS
from bot.dialogue.sentences import Sentences
from bot.model import load_model
from bot.text.vocabulary import vocabulary
from training.data import read_examples

READ = vocabulary().analyser().read
INTENTS = Intents(load_model())


def likeliest(text: str) -> str:
    shares = INTENTS.of(READ(text))
    return max((intent for intent in shares if intent not in WAYS_OF_ASKING), key=lambda intent: shares[intent])


def test_words_are_told_with_their_neighbours_and_the_ends_of_a_sentence() -> None:
    assert {"stop", "^_stop", "stop_my", "my", "my_$"} <= set(features(READ("stop my")))
    assert {"stop_$", "^_my"} <= set(features(READ("Stop. My!")))
    assert "stop_my" not in features(READ("Stop. My!"))


def test_a_medicine_that_no_example_names_is_still_one() -> None:
    first, second = (set(features(READ(f"stop my {name}"))) for name in ("methotrexate", "azathioprine"))
    assert {feature for feature in first & second if feature.count("@") >= 2}


@given(text=st.text())
def test_every_feature_comes_once(text: str) -> None:
    found = features(READ(text))
    assert len(found) == len(set(found))


@given(text=st.text(st.characters(exclude_categories=())))
def test_the_probabilities_are_shares_of_one(text: str) -> None:
    shares = INTENTS.of(READ(text))
    assert list(shares) == list(load_model().intents)
    assert min(shares.values()) > 0
    assert sum(share for intent, share in shares.items() if intent not in WAYS_OF_ASKING) == pytest.approx(1)


def test_every_kind_of_example_is_told_apart() -> None:
    """The model is no stranger to its own examples: nine of ten are taken for what they are."""
    examples = [example for example in list(read_examples())[::10] if example.intent in load_model().intents]
    right = sum(likeliest(example.text) == example.intent for example in examples)
    assert len(examples) > 500
    assert right > 0.9 * len(examples)


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("thanks a lot", "chat/thanks"),
        ("hello there", "chat/greeting"),
        ("bye for now", "chat/goodbye"),
        ("who won the football last night", "decline/off-topic"),
        ("he has collapsed and is not responding", "emergency/call"),
        ("should i stop taking my tablets", "refer/personal"),
    ],
)
def test_a_message_has_the_intent_of_the_messages_like_it(message: str, intent: str) -> None:
    assert likeliest(message) == intent


def test_an_intent_is_the_name_of_the_sentence_that_may_answer_it() -> None:
    for intent in set(load_model().intents) - set(WAYS_OF_ASKING):
        kind = intent.partition("/")[0]
        assert kind == "question" or (kind in KINDS and intent in Sentences.load())
