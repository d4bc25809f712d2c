"""The scoring formula: Lucene's BM25, whose idf is never negative, with ``rank-bm25`` as the engine."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bot import Corpus
from bot.search.analysis import Analyzer
from bot.search.index import K1, B, BM25Index

TERMS = st.sampled_from("abcdefgh")
ENTRIES = st.lists(st.lists(TERMS, max_size=12), min_size=1, max_size=10)
QUERY = st.dictionaries(TERMS | st.just("unknown"), st.floats(0.1, 2), max_size=6)


def reference(entries: Sequence[Sequence[str]], query: Mapping[str, float]) -> list[float]:
    """Lucene's BM25, written down from its formula."""
    size = len(entries)
    average = sum(map(len, entries)) / size or 1.0
    scores = []
    for entry in entries:
        score = 0.0
        for term, weight in query.items():
            n, frequency = sum(term in other for other in entries), entry.count(term)
            idf = math.log(1 + (size - n + 0.5) / (n + 0.5))
            score += weight * idf * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * len(entry) / average))
        scores.append(score)
    return scores


@given(ENTRIES, QUERY)
def test_the_scores_are_those_of_the_formula(entries: list[list[str]], query: dict[str, float]) -> None:
    scores = BM25Index([Counter(entry) for entry in entries]).scores(query)
    assert list(scores) == pytest.approx(reference(entries, query))


@given(ENTRIES, QUERY)
def test_matches_come_best_first_ties_in_reading_order(entries: list[list[str]], query: dict[str, float]) -> None:
    matches = BM25Index([Counter(entry) for entry in entries]).search(query)
    places = [(-match.score, match.number) for match in matches]
    assert places == sorted(places)


@given(ENTRIES, QUERY)
def test_a_match_is_an_entry_that_shares_a_term(entries: list[list[str]], query: dict[str, float]) -> None:
    matches = {match.number: match for match in BM25Index([Counter(entry) for entry in entries]).search(query)}
    for number, entry in enumerate(entries):
        shared = {term for term in query if term in entry}
        assert (number in matches) == bool(shared)
        if shared:
            assert set(matches[number].terms) == shared


@given(ENTRIES, TERMS)
def test_a_term_never_tells_against_the_entry_that_holds_it(entries: list[list[str]], term: str) -> None:
    scores = BM25Index([Counter(entry) for entry in entries]).scores({term: 1.0})
    assert all((score > 0) == (term in entry) for score, entry in zip(scores, entries, strict=True))


@given(ENTRIES, QUERY)
def test_no_entry_scores_more_than_the_best_possible(entries: list[list[str]], query: dict[str, float]) -> None:
    index = BM25Index([Counter(entry) for entry in entries])
    assert max(index.scores(query)) <= index.best_possible(query) + 1e-9


def test_equal_entries_stay_in_their_order() -> None:
    index = BM25Index([Counter(entry) for entry in (["x"], ["a", "b"], ["a", "b"], ["a"], ["a", "b"])])
    assert [match.number for match in index.search({"a": 1.0, "b": 1.0})] == [1, 2, 4, 3]


@pytest.mark.parametrize("query", [{}, {"nowhere": 1.0}])
def test_nothing_in_common_is_no_match(query: dict[str, float]) -> None:
    index = BM25Index([Counter(["a"]), Counter()])
    assert index.search(query) == []
    assert list(index.scores(query)) == [0.0, 0.0]


def test_asking_again_gives_the_same() -> None:
    index = BM25Index([Counter(["a", "b"]), Counter(["b"])])
    first = index.search({"a": 1.0, "b": 0.5})
    index.search({"b": 2.0})
    assert index.search({"a": 1.0, "b": 0.5}) == first


class TestAgainstTheStockClass:
    """What ``rank_bm25.BM25Okapi`` gets wrong on the article, where ours is right."""

    @pytest.fixture
    def words(self, article: Corpus, analyzer: Analyzer) -> list[list[str]]:
        return [list(analyzer.read(passage.text).words) for passage in article.passages]

    @pytest.fixture
    def stems(self, article: Corpus, analyzer: Analyzer) -> list[list[str]]:
        return [list(analyzer.read(passage.text).content_stems) for passage in article.passages]

    def test_a_word_in_half_of_the_passages_finds_nothing_there(self, words: list[list[str]]) -> None:
        assert sum("cell" in entry for entry in words) * 2 == len(words)
        assert max(BM25Okapi(words).get_scores(["cell"])) == 0
        matches = BM25Index([Counter(entry) for entry in words]).search({"cell": 1.0})
        assert len(matches) * 2 == len(words)

    def test_a_word_in_most_passages_outweighs_a_rarer_one_there(self, stems: list[list[str]]) -> None:
        """It gives the former a share of the mean idf, in place of the negative one that its formula gives."""
        counts = {term: sum(term in entry for entry in stems) for term in ("cell", "therapi")}
        assert counts["cell"] > len(stems) / 2 > counts["therapi"]
        stock = BM25Okapi(stems)
        assert stock.idf["cell"] > stock.idf["therapi"]
        index = BM25Index([Counter(entry) for entry in stems])
        assert index.best_possible({"cell": 1.0}) < index.best_possible({"therapi": 1.0})

    def test_a_question_whose_answer_it_misses(
        self, article: Corpus, analyzer: Analyzer, stems: list[list[str]]
    ) -> None:
        terms = analyzer.read("What is new about stem cell therapy?").content_stems
        engine = BM25Okapi(stems)
        stock = engine.get_scores(terms)
        ours = BM25Index([Counter(entry) for entry in stems], k1=engine.k1).search(dict.fromkeys(terms, 1.0))
        assert article.passages[ours[0].number].text.startswith("Recent advances in regenerative medicine")
        assert article.passages[int(stock.argmax())].text.startswith("Stem cells are remarkable")
