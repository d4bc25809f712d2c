"""From a text to terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.analysis import Analyzer, Rarity, Stemmer, normalised, words_of
from bot.search.language import Language


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Crohn’s disease", ["crohn", "disease"]),
        ("crohn's, CROHN‘S and crohn`s", ["crohn", "crohn", "and", "crohn"]),
        ("I don’t, can't, won't, shan't", ["i", "do", "not", "can", "not", "will", "not", "shall", "not"]),
        ("I'm, you've, we'll, she'd, they're", ["i", "you", "we", "she", "they"]),
        ("rock'n'roll", ["rocknroll"]),
        ("'quoted'", ["quoted"]),
        ("anti-inflammatory", ["anti", "inflammatory"]),
        ("3.5 mg, 10% of 1,000", ["3", "5", "mg", "10", "of", "1", "000"]),
        ("IL-6, B12, 2nd", ["il", "6", "b12", "2nd"]),
        ("snake_case", ["snake", "case"]),
        ("Sjögren", ["sjögren"]),
        ("ＦＵＬＬ ｗｉｄｔｈ ﬁne", ["full", "width", "fine"]),
        ("stem\u00a0cells\tand\nmore", ["stem", "cells", "and", "more"]),
        ("🙂 ?! \x00 — …", []),
        ("", []),
    ],
)
def test_the_words_of_a_text(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_words_are_not_empty_and_have_no_apostrophe_or_space(text: str) -> None:
    assert all(word and "'" not in word and not any(map(str.isspace, word)) for word in words_of(text))


@given(st.text())
def test_case_makes_no_difference(text: str) -> None:
    assert normalised(normalised(text)) == normalised(normalised(text).upper().casefold())


@given(text=st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_is_read_and_each_word_has_its_stem(analyzer: Analyzer, text: str) -> None:
    reading = analyzer.read(text)
    assert len(reading.words) == len(reading.stems) == len(reading.content) == len(reading.unknown)
    assert all(0 <= start < end <= len(reading.words) for start, end, _ in reading.concepts + reading.classes)
    assert set(reading.terms) <= set(reading.phrasing)


def test_inflections_have_one_stem(analyzer: Analyzer) -> None:
    (stem,) = {analyzer.read(word).stems for word in ("treat", "treats", "treated", "treating")}
    assert len(stem) == 1


def test_stop_words_are_no_terms(analyzer: Analyzer) -> None:
    reading = analyzer.read("what is it of the")
    assert reading.content_stems == ()
    assert len(reading.stems) == 5


def test_the_phrasing_holds_every_two_stems_in_a_row(analyzer: Analyzer) -> None:
    assert {"how_much", "much_is"} <= set(analyzer.read("how much is that").phrasing)


def test_everyday_and_medical_words_share_a_concept(analyzer: Analyzer) -> None:
    assert set(analyzer.read("price").concept_names) & set(analyzer.read("cost").concept_names)


def test_an_abbreviation_of_the_article_is_opened(analyzer: Analyzer) -> None:
    for short in ("HSC", "HSCs", "hsc"):
        assert "@hematopoietic-stem-cell" in analyzer.read(short).concept_names


def test_texting_is_read_as_english_and_small_changes_are_not_mentioned(analyzer: Analyzer) -> None:
    reading = analyzer.read("wat r u")
    assert reading.words == ("what", "are", "you")
    assert reading.mended == ()


def test_a_word_known_nowhere_stands_for_itself(analyzer: Analyzer) -> None:
    reading = analyzer.read("is zqxvwings real")
    assert reading.stems[1] == "zqxvwings"
    assert reading.unknown == (False, True, False)


def test_a_known_stem_is_looked_up_and_others_are_computed() -> None:
    stem = Stemmer({"mice": "mouse"})
    assert stem("mice") == "mouse"
    assert stem("running") == "run"


def test_rarity_grows_from_the_most_frequent_word_to_an_unknown_one(language: Language) -> None:
    places = [language.rarity(word) for word in language.everyday]
    assert places[0] == 0
    assert places == sorted(places)
    assert places[-1] < language.rarity("zqxvwings") == 1
    assert Rarity({})("word") == 1
