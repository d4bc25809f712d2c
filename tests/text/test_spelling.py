"""Misspelt words are mended, and right ones are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Corpus, load_corpus
from bot.search.analysis import Analyzer, words_of
from bot.search.language import Language, corpus_words
from bot.search.spelling import Speller

EVERYDAY = [word for word in Language.load().everyday if word.isalnum()]
RIGHT = st.sampled_from(EVERYDAY) | st.sampled_from(sorted(corpus_words(load_corpus())))


@pytest.fixture(scope="session")
def speller(analyzer: Analyzer) -> Speller:
    return analyzer.speller


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


def test_the_article_is_read_as_it_stands(article: Corpus, analyzer: Analyzer) -> None:
    for passage in article.passages:
        reading = analyzer.read(passage.text)
        assert reading.mended == ()
        assert list(reading.words) == words_of(passage.text)


@pytest.mark.parametrize("word", ["scleroderma", "uveitis", "azathioprine", "methotrexate", "vasculitis", "psoriasis"])
def test_a_rare_medical_word_that_the_article_lacks_is_left_alone(analyzer: Analyzer, word: str) -> None:
    assert analyzer.read(f"does it help {word}?").mended == ()


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
def test_a_misspelt_word_is_mended(analyzer: Analyzer, typed: str, meant: str) -> None:
    reading = analyzer.read(f"what about {typed}")
    assert reading.words[-1] == meant
    assert (typed, meant) in reading.mended


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("room atoid", "rheumatoid"),
        ("immuno suppressants", "immunosuppressants"),
        ("immuno-suppressants", "immunosuppressants"),
        ("auto immune", "autoimmune"),
    ],
)
def test_a_word_typed_apart_is_joined(analyzer: Analyzer, typed: str, meant: str) -> None:
    assert analyzer.read(f"is it for {typed}?").words[-1] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("stemcells", "stem cells"), ("stemcell", "stem cell"), ("bonemarrow", "bone marrow")],
)
def test_words_typed_as_one_are_split(analyzer: Analyzer, typed: str, meant: str) -> None:
    assert analyzer.read(typed).words == tuple(meant.split())


def test_words_typed_as_one_are_split_though_they_never_stand_together() -> None:
    assert Speller((), {"bone", "clinic"}, ()).mend_at(["boneclinic"], 0)[1] == ("bone", "clinic")


@pytest.mark.parametrize("typed", ["steem sels", "steemsels"])
def test_what_sounds_like_a_phrase_of_the_article_is_taken_for_it(analyzer: Analyzer, typed: str) -> None:
    assert analyzer.read(f"what do {typed} do").words == ("what", "do", "stem", "cells", "do")


def test_the_reading_says_what_it_understood(analyzer: Analyzer) -> None:
    understood = analyzer.read("do steem sels help room atoid arthritis").mended
    assert set(understood) == {("steem sels", "stem cells"), ("room atoid", "rheumatoid")}


@pytest.mark.parametrize("word", ["of", "xqz", "b12", "il6", "2010", "🙂", "zzzzzzzzzz", "a" * 500])
def test_what_is_like_no_word_is_left_as_it_is(speller: Speller, word: str) -> None:
    assert speller.mend_at([word], 0) == ((word,), (word,))


def test_a_word_of_the_corpus_goes_before_an_everyday_one() -> None:
    everyday = ["absorber", "absorbed"]
    assert Speller(everyday, (), ()).mend_at(["absorbeq"], 0)[1] == ("absorber",)
    assert Speller(everyday, {"absorbed"}, ()).mend_at(["absorbeq"], 0)[1] == ("absorbed",)


@given(words=st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=4))
def test_any_words_are_read_without_an_error(speller: Speller, words: list[str]) -> None:
    typed, meant = speller.mend_at(words, 0)
    assert typed == tuple(words[: len(typed)])
    assert all(meant)
