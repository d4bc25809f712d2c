"""Evidence from vectors."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Corpus
from bot.evidence.query import Query
from bot.evidence.vectors import VectorTable, passage_weights
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


def test_a_passage_is_read_under_its_heading(article: Corpus) -> None:
    passage = next(passage for passage in article.passages if passage.section)
    weights = passage_weights(passage, READ, SETTINGS)
    own, heading = set(READ(passage.text).subject_terms), set(READ(passage.section).subject_terms)
    assert weights.keys() == own | heading
    assert {weights[term] for term in own - heading} == {1.0}
    assert {weights[term] for term in heading - own} <= {SETTINGS.heading_weight}
    assert {weights[term] for term in heading & own} <= {1 + SETTINGS.heading_weight}


def test_there_is_a_row_for_each_passage(article: Corpus, shipped: VectorTable) -> None:
    rows = shipped.of_passages(article.passages, READ, SETTINGS)
    assert rows.shape == (len(article.passages), shipped.values.shape[1])
    assert rows.dtype == numpy.float32
    assert numpy.linalg.norm(rows, axis=1) == pytest.approx(1, abs=0.01)
    assert shipped.of_passages((), READ, SETTINGS).shape == (0, shipped.values.shape[1])
