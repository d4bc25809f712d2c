"""Evidence from vectors."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Corpus
from bot.evidence.query import Query
from bot.evidence.vectors import VectorTable, closeness, sentence_weights
from bot.index.bm25 import keys_of
from bot.model import load_model
from bot.settings import SETTINGS
from bot.text.vocabulary import vocabulary

READ = vocabulary().analyser().read
ROWS = {"price": (127, 0), "cost": (120, 20), "pain": (0, 127)}
WEIGHTS = st.dictionaries(st.sampled_from([*ROWS, "unknown"]), st.floats(0.1, 2))


def table(rows: dict[str, tuple[int, int]]) -> VectorTable:
    keys = keys_of(list(rows))
    order = numpy.argsort(keys)
    return VectorTable(keys[order], numpy.array(list(rows.values()), dtype="int8")[order])


MADE_UP = table(ROWS)


@pytest.fixture(scope="session")
def shipped() -> VectorTable:
    return VectorTable(load_model().vector_keys, load_model().vectors)


@given(WEIGHTS)
def test_a_vector_has_length_one_or_is_nothing(weights: dict[str, float]) -> None:
    length = numpy.linalg.norm(MADE_UP.of(weights))
    assert length == pytest.approx(1 if weights.keys() & ROWS.keys() else 0, abs=0.02)


def test_it_points_where_its_words_point() -> None:
    assert MADE_UP.of({"price": 1.0}) == pytest.approx([1, 0], abs=0.01)
    assert MADE_UP.of({"price": 1.0, "pain": 1.0}) == pytest.approx([0.707, 0.707], abs=0.01)
    assert MADE_UP.of({"price": 3.0, "pain": 1.0})[0] > MADE_UP.of({"price": 1.0, "pain": 1.0})[0]


def test_a_word_that_is_not_in_the_table_changes_nothing() -> None:
    assert MADE_UP.of({"price": 1.0, "unknown": 5.0}).tolist() == MADE_UP.of({"price": 1.0}).tolist()


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [("how expensive is it", "the price", "the pain"), ("will I be sore", "some pain", "a car park")],
)
def test_what_belongs_together_lies_close_together(shipped: VectorTable, text: str, near: str, far: str) -> None:
    asked, close, other = (shipped.of_query(Query(READ(each), (), SETTINGS)) for each in (text, near, far))
    assert asked @ close > asked @ other


def test_a_sentence_is_read_with_what_it_stands_under() -> None:
    weights = sentence_weights(READ("Take one tablet."), READ("Morning tablets"), SETTINGS)
    assert weights["one"] == 1
    assert weights["morn"] == SETTINGS.heading_weight
    assert weights["tablet"] == 1 + SETTINGS.heading_weight


def test_there_is_a_row_for_each_sentence_of_each_passage(article: Corpus, shipped: VectorTable) -> None:
    rows, starts = shipped.of_sentences(article.passages, READ, SETTINGS)
    assert len(rows) == sum(len(passage.sentences) for passage in article.passages)
    assert starts.tolist() == numpy.cumsum([0, *(len(p.sentences) for p in article.passages)])[:-1].tolist()
    assert (str(rows.dtype), str(starts.dtype)) == ("float32", "int32")
    assert numpy.linalg.norm(rows, axis=1) == pytest.approx(1, abs=0.01)
    assert shipped.of_sentences((), READ, SETTINGS)[0].shape == (0, shipped.values.shape[1])


def test_a_passage_is_as_close_as_its_closest_sentence() -> None:
    sentences = numpy.array([[1, 0], [0, 1], [0.6, 0.8]], dtype="float32")
    asked = numpy.array([0, 1], dtype="float32")
    assert closeness(sentences, numpy.array([0, 2], dtype="int32"), asked) == pytest.approx([1, 0.8])
    assert closeness(sentences[:0], numpy.array([], dtype="int32"), asked).tolist() == []


def test_examples_have_the_direction_that_they_share() -> None:
    mean, none = MADE_UP.of_examples([["price", "pain"], []], READ)
    assert mean == pytest.approx([0.707, 0.707], abs=0.01)
    assert none.tolist() == [0, 0]


def test_what_is_asked_is_closest_to_the_sentence_that_answers_in_other_words(shipped: VectorTable) -> None:
    asked = shipped.of_query(Query(READ("am I allowed to have a pint?"), (), SETTINGS))
    answer, other = (
        shipped.of(sentence_weights(READ(text), READ(""), SETTINGS))
        for text in ("Do not drink alcohol while you take these tablets.", "Keep the leaflet in a safe place.")
    )
    assert asked @ answer > asked @ other
