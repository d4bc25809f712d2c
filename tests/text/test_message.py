"""A text is analysed once, and everybody reads what was found."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import load_corpus
from bot.settings import SETTINGS
from bot.text.message import CLASS, Information, Message
from tests.text.analysers import analyser_of, article_analyser

ROOT = Path(__file__).parents[2]

WORDS = "what how much is the cost pain stem cells dad had a stroke zqxvwing imune can't 🙂 5mg".split()
SENTENCES = st.builds(str.__add__, st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), st.sampled_from(".?!"))
ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.lists(SENTENCES, max_size=4).map(" ".join)


def read(text: str) -> Message:
    return article_analyser().read(text)


@given(ANY_TEXT)
def test_any_text_is_read_and_each_word_has_all_that_is_known_of_it(text: str) -> None:
    message = read(text)
    assert message.text == text
    count = len(message.words)
    assert len(message.stems) == len(message.content) == len(message.unknown) == len(message.information) == count
    assert all(0 <= information <= 1 for information in message.information)
    assert all(0 <= start < end <= count for start, end, _ in message.concepts + message.classes)
    assert not any(name.startswith(CLASS) for _, _, name in message.concepts)
    assert all(name.startswith(CLASS) for _, _, name in message.classes)


@given(ANY_TEXT)
def test_the_sentences_hold_every_word_one_after_the_other(text: str) -> None:
    message = read(text)
    edges = [0, *(edge for sentence in message.sentences for edge in (sentence.start, sentence.end))]
    assert edges == sorted(edges)
    assert all(earlier.end == later.start for earlier, later in pairwise(message.sentences))
    assert edges[-1] == len(message.words)


@given(ANY_TEXT)
def test_a_text_is_found_by_its_terms_each_once_and_weighed(text: str) -> None:
    message = read(text)
    assert len(set(message.terms)) == len(message.terms)
    assert set(message.subject_terms) <= set(message.terms)
    assert {*message.stems, *message.concept_names} <= set(message.terms)
    weights = message.weights(0.5)
    assert set(weights) == set(message.terms)
    assert set(weights.values()) <= {0.5, 1.0}
    assert len(message.told) == len(message.subjects) == sum(message.content)


@given(st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_case_makes_no_difference(text: str) -> None:
    assert read(text.upper()).words == read(text).words


def test_inflections_have_one_stem() -> None:
    (stems,) = {read(word).stems for word in ("treat", "treats", "treated", "treating")}
    assert len(stems) == 1


def test_stop_words_carry_no_subject_and_still_find() -> None:
    message = read("is it of the")
    assert not message.has_subject
    assert (message.subjects, message.subject_terms, message.told) == ((), (), ())
    assert {"is", "is_it", "of_the"} <= set(message.terms)


def test_the_words_that_carry_a_subject() -> None:
    message = read("What does the treatment cost?")
    assert message.has_subject
    assert message.subjects == ("treatment", "cost")


def test_every_two_stems_in_a_row_are_a_term_within_a_sentence_only() -> None:
    terms = set(read("how much is that. cells help").terms)
    assert {"how_much", "much_is", "is_that", "cell_help"} <= terms
    assert "that_cell" not in terms


def test_everyday_and_medical_words_share_a_concept() -> None:
    assert set(read("price").concept_names) & set(read("cost").concept_names)


def test_what_a_word_tells_comes_with_every_term_that_means_it() -> None:
    ((told, meaning),) = read("the price").told
    assert {"price", "@cost"} <= meaning
    assert told == read("price").information[0] > 0


def test_an_abbreviation_of_the_article_is_opened() -> None:
    for short in ("HSC", "HSCs", "hsc"):
        assert "@hematopoietic-stem-cell" in read(short).concept_names


def test_a_word_class_is_no_term() -> None:
    message = read("my knee hurts")
    assert "@class-body-part" in {name for _, _, name in message.classes}
    assert not any(term.startswith(CLASS) for term in message.terms)


def test_texting_is_read_as_english_and_small_changes_are_not_mentioned() -> None:
    message = read("wat r u")
    assert message.words == ("what", "are", "you")
    assert message.mended == ()


def test_a_word_known_nowhere_stands_for_itself() -> None:
    message = read("is zqxvwings real")
    assert message.stems[1] == "zqxvwings"
    assert message.unknown == (False, True, False)


@pytest.mark.parametrize("hidden", ["st\u200bem ce\u00adlls", "s\u2060tem\u200d cells\ufe0f", "\u202estem cells"])
def test_what_is_invisible_hides_no_word(hidden: str) -> None:
    assert read(hidden).words == ("stem", "cells")
    assert read(hidden).mended == ()


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("How much does it cost", [True]),
        ("It is free?", [True]),
        ("I am tired. Can it help me", [False, True]),
        ("Tell me the price", [False]),
        ("", []),
    ],
)
def test_which_sentences_ask(text: str, asks: list[bool]) -> None:
    assert [sentence.asks for sentence in read(text).sentences] == asks


def test_a_story_weighs_less_than_the_question_in_it() -> None:
    weights = read("My dad had a stroke. How much does it cost? He walks.").weights(0.25)
    for asked in ("cost", "@cost", "how_much"):
        assert weights[asked] == 1.0
    for told in ("stroke", "@stroke", "dad_had", "walk"):
        assert weights[told] == 0.25


def test_a_word_that_the_question_has_too_weighs_whole() -> None:
    assert read("I had a stroke. What is a stroke?").weights(0.25)["stroke"] == 1.0


@pytest.mark.parametrize("text", ["My dad had a stroke. He walks.", "Is it free? Is it safe?"])
def test_where_no_sentence_or_every_one_asks_all_weigh_alike(text: str) -> None:
    assert set(read(text).weights(0.25).values()) == {1.0}


@pytest.mark.parametrize("text", ["cell " * 2_000, "cell. " * 2_000])
def test_only_the_beginning_of_a_very_long_text_is_searched_for(text: str) -> None:
    assert len(read(text).words) == SETTINGS.most_words


def test_only_the_first_misspelt_words_are_mended() -> None:
    message = read("regenrative " * 100)
    assert message.words.count("regenerative") == SETTINGS.most_words_mended
    assert len(message.words) == 100
    assert message.mended == (("regenrative", "regenerative"),)


def test_information_grows_from_the_most_frequent_word_to_an_unknown_one() -> None:
    everyday = ["the", "is", "pain", "wheelchair"]
    information = Information({word: rank for rank, word in enumerate(everyday)})
    amounts = [information(word) for word in everyday]
    assert amounts[0] == 0
    assert amounts == sorted(set(amounts))
    assert amounts[-1] < information("zqxvwings") == 1
    assert Information({})("word") == 1


@pytest.mark.parametrize("path", [None, *sorted((ROOT / "training" / "leaflets").glob("*.txt"))[:20]])
def test_material_is_read_as_it_stands_like_anything_else(path: Path | None) -> None:
    corpus = load_corpus(path) if path else load_corpus()
    analyser = analyser_of(corpus)
    for passage in corpus.passages:
        for text in (passage.text, passage.quoted, passage.section, passage.context):
            assert analyser.read_own(text) == analyser.read(text)


def test_nothing_else_is_read_as_it_stands() -> None:
    assert article_analyser().read("what is a transplent").words != article_analyser().read_own("a transplent").words
    assert article_analyser().read_own("a transplent").words == ("a", "transplent")
