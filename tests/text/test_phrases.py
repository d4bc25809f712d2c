"""Word lists in Solr's synonym format."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Corpus
from bot.errors import CurationError, DataError
from bot.search.language import DATA, Language
from bot.search.lexicon import Lexicon, Mappings, PhraseTable, SynonymLine, parse_synonyms, read_lines

WORDS = st.sampled_from(["a", "b", "c", "d"])
PHRASES = st.lists(st.lists(WORDS, min_size=1, max_size=3), max_size=6)


def table(phrases: dict[str, str]) -> PhraseTable[str]:
    found: PhraseTable[str] = PhraseTable({})
    for phrase, value in phrases.items():
        found.add(phrase.split(), value)
    return found


def test_groups_mappings_comments_and_empty_lines() -> None:
    lines = ["# a comment", "", "  gut, bowel , large intestine", "wat, wot => what"]
    assert list(parse_synonyms(lines, "list")) == [
        SynonymLine(("gut", "bowel", "large intestine"), None),
        SynonymLine(("wat", "wot"), "what"),
    ]


@pytest.mark.parametrize("line", ["a => b => c", "=> b", "a =>", "a, , b", "a, b,", ",", "a,, => b"])
def test_a_broken_line_is_an_error_that_names_the_list_and_the_line(line: str) -> None:
    with pytest.raises(DataError, match=r"words\.txt, line 3: write 'a, b, c'"):
        list(parse_synonyms(["# words", "a, b", line], "words.txt"))


def test_a_broken_line_of_a_curation_is_an_error_of_the_curation(article: Corpus, language: Language) -> None:
    with pytest.raises(CurationError, match=r"synonyms, line 2"):
        language.analyzer(replace(article, synonyms=("gut, bowel", "a => b => c")))


def test_a_missing_list_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"lexicon\.txt: cannot be read"):
        read_lines(tmp_path / "lexicon.txt")


def test_a_list_that_is_not_utf_8_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.txt"
    path.write_bytes("caf\xe9".encode("latin-1"))
    with pytest.raises(DataError, match=r"lexicon\.txt: cannot be read"):
        read_lines(path)


@pytest.mark.parametrize("name", ["lexicon.txt", "classes.txt", "spelling.txt"])
def test_the_shipped_lists_are_in_the_format(name: str) -> None:
    lines = list(parse_synonyms(read_lines(DATA / name), name))
    assert lines
    assert name == "spelling.txt" or all(line.target is None for line in lines)


@given(PHRASES, st.lists(WORDS, min_size=1, max_size=8))
def test_every_phrase_is_found_where_it_stands_and_nowhere_else(phrases: list[list[str]], words: list[str]) -> None:
    found: PhraseTable[int] = PhraseTable({})
    for number, phrase in enumerate(phrases):
        found.add(phrase, number)
    for position in range(len(words)):
        expected = {(len(p), n) for n, p in enumerate(phrases) if words[position : position + len(p)] == p}
        matches = found.at(words, position)
        assert set(matches) == expected
        assert [length for length, _ in matches] == sorted((length for length, _ in matches), reverse=True)


def test_a_word_belongs_to_the_concept_of_its_phrase_and_to_its_own() -> None:
    lexicon = Lexicon(table({"stem cell": "@stem-cell", "cell": "@cell"}))
    assert lexicon.concepts(["my", "stem", "cell"]) == [(1, 3, "@stem-cell"), (2, 3, "@cell")]


def test_what_is_typed_is_replaced_by_what_is_meant_the_longest_first() -> None:
    mappings: PhraseTable[list[str]] = PhraseTable({})
    mappings.add(["u"], ["you"])
    mappings.add(["c", "u"], ["goodbye"])
    assert list(Mappings(mappings).apply(["c", "u", "u", "there"])) == [
        (("c", "u"), ("goodbye",)),
        (("u",), ("you",)),
        (("there",), ("there",)),
    ]


@given(st.lists(WORDS, max_size=8), PHRASES)
def test_mappings_lose_no_word_that_was_typed(words: list[str], phrases: list[list[str]]) -> None:
    mappings: PhraseTable[list[str]] = PhraseTable({})
    for phrase in phrases:
        mappings.add(phrase, ["x"])
    typed = [word for stretch, _ in Mappings(mappings).apply(words) for word in stretch]
    assert typed == words


def test_the_words_of_a_curation_mean_the_same_and_only_there(article: Corpus, language: Language) -> None:
    curated = language.analyzer(replace(article, synonyms=("knee wash-out, zorbing",)))
    named = set(curated.read("zorbing").concept_names) & set(curated.read("a knee wash-out").concept_names)
    assert "@knee-wash-out" in named
    assert language.analyzer(article).read("zorbing").concept_names == ()


def test_an_abbreviation_is_read_as_what_it_stands_for(article: Corpus, language: Language) -> None:
    analyzer = language.analyzer(replace(article, abbreviations={"ZQX": "gentle walking"}))
    for written in ("ZQX", "zqxs", "gentle walking"):
        assert "@gentle-walking" in analyzer.read(written).concept_names
