"""What is looked for: a message in its conversation."""

from collections.abc import Sequence
from dataclasses import replace

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evidence.query import Query
from bot.index.bm25 import keys_of
from bot.settings import SETTINGS
from bot.text.vocabulary import vocabulary

READ = vocabulary().analyser().read
WORDS = st.lists(st.sampled_from("cost price stem cells why the covered lupus how".split()), max_size=6).map(" ".join)


def query(text: str, *earlier: str) -> Query:
    return Query(READ(text), [READ(message) for message in earlier], SETTINGS)


@given(WORDS, st.lists(WORDS, max_size=3))
def test_no_term_is_lost_and_none_of_the_message_weighs_less(text: str, earlier: Sequence[str]) -> None:
    asked = query(text, *earlier)
    assert asked.weights.keys() == set(asked.message.terms).union(*(message.terms for message in asked.earlier))
    assert all(asked.weights[term] >= weight for term, weight in asked.message.weights(SETTINGS.story_weight).items())


@pytest.mark.parametrize("text", ["why?", "what is the price"])
@pytest.mark.parametrize("age", range(4))
def test_no_older_turn_weighs_as_much_as_a_newer_one(text: str, age: int) -> None:
    newer, older = (query(text, *["why?"] * turns, "lupus").weights["lupus"] for turns in (age, age + 1))
    assert 0 < older < newer < 1


def test_a_message_without_a_subject_leans_more() -> None:
    assert query("why is it so?", "lupus").weights["lupus"] > query("the price?", "lupus").weights["lupus"]


def test_a_term_that_comes_back_keeps_its_full_weight() -> None:
    assert query("lupus?", "lupus").weights["lupus"] == 1.0


def test_without_a_conversation_it_is_the_message_alone() -> None:
    asked = query("how much is it")
    assert asked.weights == asked.message.weights(SETTINGS.story_weight)
    assert (asked.pointed, asked.after_answer) == (None, False)


def test_the_terms_of_a_subject_are_some_of_all_and_weigh_the_same() -> None:
    asked = query("what is the price of it", "is lupus covered")
    assert {"price", "lupus"} <= asked.subject_weights.keys() < asked.weights.keys()
    assert "of" not in asked.subject_weights
    assert all(asked.weights[term] == weight for term, weight in asked.subject_weights.items())


def test_what_is_searched_by_are_the_same_terms() -> None:
    asked = query("what is the price of it", "is lupus covered")
    for terms, weights in ((asked.terms, asked.weights), (asked.subject_terms, asked.subject_weights)):
        assert terms.keys.tolist() == keys_of(list(weights)).tolist()
        assert numpy.array_equal(terms.weights, list(weights.values()))


def test_how_much_it_leans_is_a_setting() -> None:
    settings = replace(SETTINGS, leaning=0.5)
    asked = Query(READ("the price?"), [READ("lupus"), READ("asthma")], settings)
    assert (asked.weights["lupus"], asked.weights["asthma"]) == (0.5, 0.25)
