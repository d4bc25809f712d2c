"""What a message or a passage is about, by its best topics."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import load_corpus
from bot.search.analysis import Analyzer
from bot.search.lexicon import read_lines
from bot.search.passages import PassageTopics
from bot.search.topics import KEPT_TOPICS, TOPICS, TopicIndex, topic_counts, topic_questions

COUNTS = [
    Counter("price price pay money".split()),
    Counter("pain hurt sore".split()),
    Counter("time long hour".split()),
]
TERMS = st.dictionaries(st.sampled_from(["price", "pay", "pain", "sore", "long", "other"]), st.just(1.0))


@pytest.fixture
def topics() -> TopicIndex:
    return TopicIndex(COUNTS)


@given(TERMS)
def test_a_profile_has_length_one_or_is_nothing(terms: dict[str, float]) -> None:
    topics = TopicIndex(COUNTS)
    profile = topics.profile(topics.scores(terms))
    known = terms.keys() & set().union(*COUNTS)
    assert numpy.linalg.norm(profile) == pytest.approx(1.0 if known else 0.0)
    assert (profile >= 0).all()


def test_the_topic_of_the_words_weighs_most(topics: TopicIndex) -> None:
    assert topics.profile(topics.scores({"pain": 1.0, "sore": 1.0})).argmax() == 1


def test_only_the_best_topics_are_kept() -> None:
    many = TopicIndex([Counter({"x": number + 1, "y": 1}) for number in range(KEPT_TOPICS + 5)])
    assert (many.profile(many.scores({"x": 1.0})) > 0).sum() == KEPT_TOPICS


def test_texts_that_share_no_word_are_alike_when_their_topic_is_the_same(tmp_path: Path, analyzer: Analyzer) -> None:
    path = tmp_path / "leaflet.txt"
    path.write_text(
        "Ear wash\n\nMoney\nYou do not pay anything for this service.\n\nParking\nThere is a car park behind us.\n",
        encoding="utf-8",
    )
    likeness = PassageTopics(load_corpus(path), analyzer.read).likeness([analyzer.read("how expensive is the fee")])
    assert likeness[0] > likeness[1]


@pytest.mark.parametrize("readings", [[""], ["🙂", ""]])
def test_a_message_about_nothing_is_like_nothing(tmp_path: Path, analyzer: Analyzer, readings: Sequence[str]) -> None:
    path = tmp_path / "leaflet.txt"
    path.write_text("Ear wash\n\nThe nurse rinses your ear.\n", encoding="utf-8")
    likeness = PassageTopics(load_corpus(path), analyzer.read).likeness([analyzer.read(text) for text in readings])
    assert not likeness.any()


def test_every_line_of_the_list_is_a_topic_a_question_or_a_statement() -> None:
    lines = [line for line in read_lines(TOPICS) if line.strip() and not line.startswith("# ")]
    assert all(line[:2] in ("? ", "! ") or line.startswith("## ") for line in lines if line != "#")


def test_every_topic_has_questions_and_statements(analyzer: Analyzer) -> None:
    topics: dict[str, set[str]] = {}
    name = ""
    for line in read_lines(TOPICS):
        if line.startswith("## "):
            name = line
            topics[name] = set()
        elif line[:2] in ("? ", "! "):
            topics[name].add(line[0])
    assert {name for name, kinds in topics.items() if kinds != {"?", "!"}} == set()
    assert len(topic_counts(analyzer.read)) == len(topics)
    assert len(list(topic_questions())) >= len(topics)
