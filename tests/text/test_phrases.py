"""Word lists in Solr's synonym format, and the phrases of them that are found in a text."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Bot, Corpus
from bot.data import read_lines
from bot.errors import CurationError, DataError
from bot.text.phrases import PhraseTable, SynonymLine, parse_synonyms
from tests.text.analysers import analyser_of, article_analyser

WORDS = st.sampled_from(["a", "b", "c", "d"])
PHRASES = st.lists(st.lists(WORDS, min_size=1, max_size=3), max_size=6)
TEXTS = st.lists(WORDS, max_size=8)


def table(phrases: dict[str, str]) -> PhraseTable[str]:
    found: PhraseTable[str] = PhraseTable({})
    for phrase, value in phrases.items():
        found.add(phrase.split(), value)
    return found


def test_groups_mappings_remarks_and_empty_lines() -> None:
    lines = ["# a remark", "", "  gut, bowel , large intestine", "wat, wot => what"]
    assert list(parse_synonyms(lines, "list")) == [
        SynonymLine(("gut", "bowel", "large intestine"), None),
        SynonymLine(("wat", "wot"), "what"),
    ]


@pytest.mark.parametrize("line", ["a => b => c", "=> b", "a =>", "a, , b", "a, b,", ",", "a,, => b"])
def test_a_broken_line_is_an_error_that_names_the_list_and_the_line(line: str) -> None:
    with pytest.raises(DataError, match=r"words\.txt, line 3: write 'a, b, c'"):
        list(parse_synonyms(["# words", "a, b", line], "words.txt"))


def test_a_broken_line_of_a_curation_is_an_error_of_the_curation(article: Corpus) -> None:
    broken = replace(article, synonyms=("gut, bowel", "a => b => c"), index=None)
    with pytest.raises(CurationError, match=r"synonyms, line 2"):
        analyser_of(broken)
    with pytest.raises(CurationError, match=r"synonyms, line 2"):
        Bot(broken)


@pytest.mark.parametrize("name", ["lexicon.txt", "classes.txt", "spelling.txt"])
def test_the_shipped_lists_are_in_the_format(name: str) -> None:
    lines = list(parse_synonyms(read_lines(name), name))
    assert lines
    assert name == "spelling.txt" or all(line.target is None for line in lines)


@given(PHRASES, st.lists(WORDS, min_size=1, max_size=8))
def test_every_phrase_is_found_where_it_stands_and_nowhere_else(phrases: list[list[str]], words: list[str]) -> None:
    found: PhraseTable[int] = PhraseTable({})
    for number, phrase in enumerate(phrases):
        found.add(phrase, number)
    everywhere = []
    for position in range(len(words)):
        expected = {(len(p), n) for n, p in enumerate(phrases) if words[position : position + len(p)] == p}
        matches = found.at(words, position)
        assert set(matches) == expected
        assert [length for length, _ in matches] == sorted((length for length, _ in matches), reverse=True)
        everywhere += [(position, position + length, value) for length, value in matches]
    assert found.all_in(words) == everywhere


def test_a_word_belongs_to_the_concept_of_its_phrase_and_to_its_own() -> None:
    lexicon = table({"stem cell": "@stem-cell", "cell": "@cell"})
    assert lexicon.all_in(["my", "stem", "cell"]) == [(1, 3, "@stem-cell"), (2, 3, "@cell")]


def test_a_table_made_of_another_does_not_change_it() -> None:
    first = table({"stem cell": "@stem-cell"})
    PhraseTable(first.entries).add(["stem", "rust"], "@stem-rust")
    assert first.all_in(["stem", "rust"]) == []


def test_what_is_typed_is_replaced_by_what_is_meant_the_longest_first() -> None:
    mappings = table({"u": "you", "c u": "goodbye"})
    assert list(mappings.replaced(["c", "u", "u", "there"])) == [
        (("c", "u"), "goodbye"),
        (("u",), "you"),
        (("there",), None),
    ]


@given(TEXTS, PHRASES)
def test_replacing_loses_no_word_that_was_typed(words: list[str], phrases: list[list[str]]) -> None:
    mappings = table({" ".join(phrase): "x" for phrase in phrases})
    assert [word for stretch, _ in mappings.replaced(words) for word in stretch] == words


def test_the_words_of_a_curation_mean_the_same_and_only_there(article: Corpus) -> None:
    curated = analyser_of(replace(article, synonyms=("knee wash-out, zorbing",)))
    named = set(curated.read("zorbing").concept_names) & set(curated.read("a knee wash-out").concept_names)
    assert "@knee-wash-out" in named
    assert article_analyser().read("zorbing").concept_names == ()


def test_a_mapping_of_a_curation_is_read_as_what_is_meant(article: Corpus) -> None:
    curated = analyser_of(replace(article, synonyms=("wash out, zorbing => lavage",)))
    for typed in ("wash out", "zorbing"):
        assert curated.read(f"a {typed}").words == ("a", "lavage")
    assert article_analyser().read("a zorbing").words != ("a", "lavage")


def test_an_abbreviation_is_read_as_what_it_stands_for(article: Corpus) -> None:
    analyser = analyser_of(replace(article, abbreviations={"ZQX": "gentle walking"}))
    for written in ("ZQX", "zqxs", "gentle walking"):
        assert "@gentle-walking" in analyser.read(written).concept_names
