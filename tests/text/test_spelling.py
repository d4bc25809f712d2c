"""Misspelt words are mended, and right ones are left alone."""

from collections.abc import Collection, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Corpus
from bot.settings import SETTINGS
from bot.text.message import Message
from bot.text.normal import normal, words_of
from bot.text.spelling import Speller
from bot.text.vocabulary import vocabulary
from tests.text.analysers import article_analyser

EVERYDAY = [word for word in vocabulary().everyday if word.isalnum()]
RIGHT = st.sampled_from(EVERYDAY) | st.sampled_from(vocabulary().medical)


def read(text: str) -> Message:
    return article_analyser().read(text)


@pytest.fixture(scope="module")
def speller() -> Speller:
    return article_analyser().speller


def speller_of(everyday: Sequence[str] = (), own: Collection[str] = ()) -> Speller:
    return Speller(everyday, frozenset(everyday), (), own, (), {}, SETTINGS)


def mended(speller: Speller, words: list[str]) -> list[str]:
    result: list[str] = []
    position = 0
    while position < len(words):
        typed, meant = speller.mend_at(words, position)
        result += meant
        position += len(typed)
    return result


def test_no_everyday_word_is_corrected(speller: Speller) -> None:
    assert [word for word in EVERYDAY if mended(speller, [word]) != [word]] == []


@given(words=st.lists(RIGHT, min_size=2, max_size=6))
def test_no_right_words_in_a_row_are_corrected(speller: Speller, words: list[str]) -> None:
    assert mended(speller, words) == words


def test_the_article_is_read_as_it_stands(article: Corpus) -> None:
    for passage in article.passages:
        message = read(passage.text)
        assert message.mended == ()
        assert list(message.words) == words_of(normal(passage.text))


@pytest.mark.parametrize("word", ["scleroderma", "uveitis", "azathioprine", "methotrexate", "vasculitis", "psoriasis"])
def test_a_rare_medical_word_that_the_article_lacks_is_left_alone(word: str) -> None:
    assert read(f"does it help {word}?").mended == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("imune", "immune"),
        ("arthritus", "arthritis"),
        ("lupis", "lupus"),
        ("regenrative", "regenerative"),
        ("insuranse", "insurance"),
        ("hemapoetic", "hematopoietic"),
        ("mesenkimal", "mesenchymal"),
    ],
)
def test_a_misspelt_word_is_mended(typed: str, meant: str) -> None:
    message = read(f"what about {typed}")
    assert message.words[-1] == meant
    assert (typed, meant) in message.mended


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("room atoid", "rheumatoid"),
        ("immuno suppressants", "immunosuppressants"),
        ("immuno-suppressants", "immunosuppressants"),
        ("auto immune", "autoimmune"),
    ],
)
def test_a_word_typed_apart_is_joined(typed: str, meant: str) -> None:
    assert read(f"is it for {typed}?").words[-1] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("stemcells", "stem cells"), ("stemcell", "stem cell"), ("bonemarrow", "bone marrow")],
)
def test_words_typed_as_one_are_split(typed: str, meant: str) -> None:
    assert read(typed).words == tuple(meant.split())


def test_words_typed_as_one_are_split_though_they_never_stand_together() -> None:
    assert speller_of(own={"bone", "clinic"}).mend_at(["boneclinic"], 0)[1] == ("bone", "clinic")


@pytest.mark.parametrize("typed", ["steem sels", "steemsels"])
def test_what_sounds_like_a_phrase_of_the_article_is_taken_for_it(typed: str) -> None:
    assert read(f"what do {typed} do").words == ("what", "do", "stem", "cells", "do")


def test_the_message_says_what_it_understood() -> None:
    understood = read("do steem sels help room atoid arthritis").mended
    assert set(understood) == {("steem sels", "stem cells"), ("room atoid", "rheumatoid")}


@pytest.mark.parametrize("word", ["of", "xqz", "b12", "il6", "2010", "🙂", "zzzzzzzzzz", "a" * 500])
def test_what_is_like_no_word_is_left_as_it_is(speller: Speller, word: str) -> None:
    assert speller.mend_at([word], 0) == ((word,), (word,))


def test_a_word_of_the_corpus_goes_before_an_everyday_one() -> None:
    everyday = ["absorber", "absorbed"]
    assert speller_of(everyday).mend_at(["absorbeq"], 0)[1] == ("absorber",)
    assert speller_of(everyday, {"absorbed"}).mend_at(["absorbeq"], 0)[1] == ("absorbed",)


@given(words=st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=4))
def test_any_words_are_read_without_an_error(speller: Speller, words: list[str]) -> None:
    typed, meant = speller.mend_at(words, 0)
    assert typed == tuple(words[: len(typed)])
    assert all(meant)
