"""What a message or a passage is about, by its best topics."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot import load_corpus
from bot.data import read_lines
from bot.evidence.query import Query
from bot.evidence.topics import Topics, topic_lines, topic_names, topic_postings
from bot.index.bm25 import Floats, Postings
from bot.settings import SETTINGS
from bot.text.message import Message
from tests.text.analysers import general_analyser

LINES = ["what is the price, i pay a price", "pain hurt sore", "time long hour"]
WORDS = ["price", "pay", "pain", "sore", "long", "zqxvwings"]

LEAFLET = """\
Ear wash

Money
You do not pay anything for this service.

Parking
There is a car park behind us.
"""


def read(text: str) -> Message:
    return general_analyser().read(text)


@pytest.fixture(scope="module")
def few() -> Topics:
    return Topics(Postings.of([read(line).terms for line in LINES]), SETTINGS)


@pytest.fixture(scope="module")
def topics() -> Topics:
    return Topics(topic_postings(), SETTINGS)


@pytest.fixture(scope="module")
def leaflet_profiles(topics: Topics, tmp_path_factory: pytest.TempPathFactory) -> NDArray[numpy.float32]:
    path = tmp_path_factory.mktemp("leaflet") / "ear.txt"
    path.write_text(LEAFLET, encoding="utf-8")
    return topics.of_passages(load_corpus(path).passages, read)


def profile(topics: Topics, text: str, earlier: Sequence[str] = ()) -> Floats:
    return topics.of_query(Query(read(text), [read(message) for message in earlier], SETTINGS))


@given(words=st.lists(st.sampled_from(WORDS), max_size=5))
def test_a_profile_has_length_one_or_is_nothing(few: Topics, words: list[str]) -> None:
    found = profile(few, " ".join(words))
    assert numpy.linalg.norm(found) == pytest.approx(1.0 if set(words) - {"zqxvwings"} else 0.0)
    assert (found >= 0).all()


def test_the_topic_of_the_words_weighs_most(few: Topics) -> None:
    assert profile(few, "pain sore").argmax() == 1


def test_only_the_best_topics_are_kept() -> None:
    lines = [["pain"] * (number + 1) for number in range(SETTINGS.kept_topics + 5)]
    many = Topics(Postings.of(lines), SETTINGS)
    assert (profile(many, "pain") > 0).sum() == SETTINGS.kept_topics
    assert (profile(Topics(Postings.of(lines), replace(SETTINGS, kept_topics=1)), "pain") > 0).sum() == 1


@pytest.mark.parametrize("text", ["", "🙂", "zqxvwings"])
def test_a_message_about_nothing_is_like_nothing(topics: Topics, text: str) -> None:
    assert not profile(topics, text).any()


def test_a_follow_up_is_about_what_it_leans_on(few: Topics) -> None:
    assert not profile(few, "zqxvwings").any()
    assert profile(few, "zqxvwings", ["pain sore"]).argmax() == 1


def test_texts_that_share_no_word_are_alike_when_their_topic_is_the_same(
    topics: Topics, leaflet_profiles: Floats
) -> None:
    money, parking = leaflet_profiles @ profile(topics, "how expensive is the fee")
    assert money > parking


def test_every_passage_has_a_profile_of_length_one(topics: Topics, leaflet_profiles: Floats) -> None:
    assert leaflet_profiles.shape == (2, len(topic_names()))
    assert leaflet_profiles.dtype == "float32"
    assert numpy.linalg.norm(leaflet_profiles, axis=1) == pytest.approx(1.0)


def test_no_passages_have_no_profiles(topics: Topics) -> None:
    assert topics.of_passages((), read).shape == (0, len(topic_names()))


def test_the_heading_tells_what_a_passage_is_about(few: Topics, tmp_path: Path) -> None:
    (tmp_path / "ear.txt").write_text("Ear wash\n\nPain\nNone.\n\nPrice\nNone.\n", encoding="utf-8")
    rows = few.of_passages(load_corpus(tmp_path).passages, read)
    assert [row.argmax() for row in rows] == [1, 0]


def test_every_line_of_the_list_is_a_topic_a_question_or_a_statement() -> None:
    lines = [line for line in read_lines("topics.txt") if line.strip() and not line.startswith("# ")]
    assert {line for line in lines if line != "#" and not line.startswith(("? ", "! ", "## "))} == set()


def test_every_topic_has_questions_and_statements() -> None:
    names = topic_names()
    assert len(names) == len(set(names)) > 100
    for mark in "?!":
        assert {name for name, line in topic_lines(mark) if line.strip()} == set(names)
    assert len(topic_postings()) == len(names)
