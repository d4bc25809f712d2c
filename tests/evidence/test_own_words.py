"""Evidence from a passage's own text and heading."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import load_corpus
from bot.evidence.own_words import OwnWords
from bot.evidence.query import Query
from bot.settings import SETTINGS
from bot.text.vocabulary import vocabulary
from tests.evidence.searching import searcher_over

TEXT = """\
Ear Wash

Cost
The ear wash is free of charge.

Before you come
Put drops of olive oil into the ear each evening.

Risks
Some people feel dizzy.
"""
READ = vocabulary().analyser([TEXT]).read
WORDS = "ear wash cost price free drops oil dizzy the of how pizza qqqq risk evening".split()


def query(text: str) -> Query:
    return Query(READ(text), (), SETTINGS)


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> OwnWords:
    path: Path = tmp_path_factory.mktemp("own_words") / "ear.txt"
    path.write_text(TEXT, encoding="utf-8")
    candidates = searcher_over(load_corpus(path), READ).engine.everything()
    return OwnWords(candidates.arrays, candidates.statistics, SETTINGS)


@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
def test_every_figure_is_a_share(evidence: OwnWords, text: str) -> None:
    asked = query(text)
    for figures in (evidence.score(asked), evidence.told(asked), evidence.told_by_heading(asked)):
        assert figures.shape == (3,)
        assert ((figures >= 0) & (figures <= 1 + 1e-9)).all()
    for figure in (evidence.strange(asked), evidence.known(asked), *(evidence.missing(asked, n) for n in range(3))):
        assert 0 <= figure <= 1 + 1e-9


Figure = Callable[[OwnWords, Query], numpy.ndarray]
FIGURES: Sequence[Figure] = (OwnWords.score, OwnWords.told)


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize(("text", "best"), [("olive oil drops?", 1), ("do people get dizzy?", 2)])
def test_the_passage_that_holds_the_words_is_the_best(evidence: OwnWords, figure: Figure, text: str, best: int) -> None:
    assert int(figure(evidence, query(text)).argmax()) == best


def test_what_means_the_same_counts_as_the_word(evidence: OwnWords) -> None:
    assert evidence.told(query("price?"))[0] == pytest.approx(1.0)


def test_a_heading_counts_for_what_stands_under_it(evidence: OwnWords) -> None:
    asked = query("the risks?")
    assert evidence.told(asked).tolist() == pytest.approx([0, 0, 1])
    assert evidence.told_by_heading(asked).tolist() == pytest.approx([0, 0, 1])
    assert not evidence.told_by_heading(query("dizzy?")).any()


def test_what_is_told_is_the_share_of_the_information(evidence: OwnWords) -> None:
    asked = query("olive pizza")
    olive, pizza = (information for information, _ in asked.message.told)
    assert evidence.told(asked)[1] == pytest.approx(olive / (olive + pizza))
    assert evidence.known(asked) == pytest.approx(olive / (olive + pizza))
    assert evidence.strange(asked) == pytest.approx(pizza)
    assert evidence.missing(asked, 1) == pytest.approx(pizza)
    assert evidence.missing(asked, 0) == pytest.approx(max(olive, pizza))


def test_a_message_that_a_passage_holds_whole_lacks_nothing(evidence: OwnWords) -> None:
    asked = query("olive oil drops")
    assert (evidence.missing(asked, 1), evidence.strange(asked)) == (0, 0)
    assert evidence.known(asked) == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "the of and", "🙂"])
def test_a_message_without_a_subject_is_told_by_nothing(evidence: OwnWords, text: str) -> None:
    asked = query(text)
    assert not evidence.score(asked).any()
    assert not evidence.told(asked).any()
    assert (evidence.missing(asked, 0), evidence.strange(asked), evidence.known(asked)) == (0, 0, 0)
