"""The scoring formula: that of ``rank_bm25.BM25Okapi``, with Lucene's idf, which is never negative."""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import fields

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bot import Corpus
from bot.index.bm25 import BM25, Postings, Terms, inverse_frequencies, keys_of
from bot.settings import SETTINGS
from tests.text.analysers import general_analyser

TERMS = st.sampled_from("abcdefgh") | st.text(st.characters(exclude_categories=()), max_size=3)
ENTRIES = st.lists(st.lists(TERMS, max_size=12), min_size=1, max_size=10)
FILLED = ENTRIES.filter(any)  # BM25Okapi divides by the number of terms
WEIGHTS = st.dictionaries(TERMS | st.just("unknown"), st.floats(0.1, 2), max_size=6)
K1, B = st.floats(0.1, 3), st.floats(0, 1)


def inverse_frequency(size: int, count: int) -> float:
    return float(inverse_frequencies(size, numpy.array([count]))[0])


FEW = settings(max_examples=50)


class Reference(BM25Okapi):  # type: ignore[misc]
    """``rank-bm25`` with nothing changed but the idf, and the average length: of the entries that are not empty."""

    def __init__(self, entries: Sequence[Sequence[str]], k1: float, b: float) -> None:
        super().__init__(entries, k1=k1, b=b)
        self.avgdl = statistics.fmean(len(entry) for entry in entries if entry)

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        self.idf = {term: math.log(1 + (self.corpus_size - n + 0.5) / (n + 0.5)) for term, n in nd.items()}

    def weighted(self, weights: Mapping[str, float]) -> list[float]:
        scores = sum(
            (weight * self.get_scores([term]) for term, weight in weights.items()), numpy.zeros(self.corpus_size)
        )
        return [float(score) for score in scores]


def scores(
    entries: Sequence[Sequence[str]], weights: Mapping[str, float], k1: float = 1.2, b: float = 0.75
) -> list[float]:
    return [float(score) for score in BM25(Postings.of(entries), k1, b).scores(Terms.of(weights))]


def shares(entries: Sequence[Sequence[str]], weights: Mapping[str, float]) -> list[float]:
    return [float(share) for share in BM25(Postings.of(entries), 1.2, 0.75).shares(Terms.of(weights))]


@FEW
@given(FILLED, WEIGHTS, K1, B)
def test_the_scores_are_those_of_rank_bm25(
    entries: list[list[str]], weights: dict[str, float], k1: float, b: float
) -> None:
    expected = Reference(entries, k1=k1, b=b).weighted(weights)
    assert scores(entries, weights, k1, b) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@FEW
@given(FILLED, st.lists(TERMS, unique=True))
def test_a_query_of_equal_weights_scores_as_get_scores(entries: list[list[str]], query: list[str]) -> None:
    expected = Reference(entries, k1=1.2, b=0.75).get_scores(query) if query else [0.0] * len(entries)
    assert scores(entries, dict.fromkeys(query, 1.0)) == pytest.approx(list(expected), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("k1", "b"), [(SETTINGS.text_k1, SETTINGS.text_b), (SETTINGS.examples_k1, SETTINGS.examples_b), (1.5, 0.75)]
)
def test_on_the_article_too(article: Corpus, k1: float, b: float) -> None:
    read = general_analyser().read
    for of in ("words", "terms", "subject_terms"):
        entries = [list(getattr(read(passage.text), of)) for passage in article.passages]
        reference = Reference(entries, k1=k1, b=b)
        for question in filter(None, (passage.question for passage in article.passages)):
            weights = dict.fromkeys(getattr(read(question), of), 1.0) | {"zqxvwings": 1.0, entries[0][0]: 0.5}
            found = scores(entries, weights, k1, b)
            assert found == pytest.approx(reference.weighted(weights), rel=1e-9, abs=1e-9)
            assert max(found) > 0


@FEW
@given(ENTRIES, st.sampled_from("abcdefgh"))
def test_a_term_never_tells_against_the_entry_that_holds_it(entries: list[list[str]], term: str) -> None:
    assert [score > 0 for score in scores(entries, {term: 1.0})] == [term in entry for entry in entries]


@FEW
@given(ENTRIES, WEIGHTS)
def test_a_share_is_a_score_against_the_best_that_could_be(entries: list[list[str]], weights: dict[str, float]) -> None:
    size = len(entries)
    idf = {term: inverse_frequency(size, sum(term in entry for entry in entries)) for term in weights}
    best = (1.2 + 1) * sum(weight * idf[term] for term, weight in weights.items())
    found = shares(entries, weights)
    assert all(0 <= share <= 1 for share in found)
    assert [share * best for share in found] == pytest.approx(scores(entries, weights), rel=1e-9, abs=1e-9)


def test_a_term_that_is_known_nowhere_lowers_every_share() -> None:
    entries = [["a", "b"], ["b"]]
    assert shares(entries, {"a": 1.0, "unknown": 1.0})[0] < shares(entries, {"a": 1.0})[0]
    assert scores(entries, {"a": 1.0, "unknown": 1.0}) == scores(entries, {"a": 1.0})


@pytest.mark.parametrize(
    "entries", [[], [[]], [[], []], [["a"], []]], ids=["none", "an empty one", "two", "one of two"]
)
@pytest.mark.parametrize("weights", [{}, {"nowhere": 1.0}])
def test_nothing_in_common_scores_nothing(entries: list[list[str]], weights: dict[str, float]) -> None:
    assert scores(entries, weights) == shares(entries, weights) == [0.0] * len(entries)
    assert len(BM25(Postings.of(entries), 1.2, 0.75)) == len(entries)


@FEW
@given(FILLED)
def test_postings_say_which_entries_hold_which_terms_and_how_often(entries: list[list[str]]) -> None:
    postings = Postings.of(entries)
    assert list(postings.lengths) == list(map(len, entries))
    assert list(postings.keys) == sorted(set(postings.keys))
    names = sorted({term for entry in entries for term in entry})
    assert len(postings.keys) == len(names)
    for name, place in zip(names, postings.places(keys_of(names)), strict=True):
        stretch = slice(postings.offsets[place], postings.offsets[place + 1])
        held = list(zip(postings.entries[stretch], postings.counts[stretch], strict=True))
        assert held == [(number, entry.count(name)) for number, entry in enumerate(entries) if name in entry]


@FEW
@given(ENTRIES)
def test_the_same_entries_give_the_same_arrays_of_the_types_that_are_promised(entries: list[list[str]]) -> None:
    first, second = Postings.of(entries), Postings.of([list(entry) for entry in entries])
    types = {"keys": "uint64", "offsets": "int32", "entries": "int32", "counts": "int32", "lengths": "float64"}
    for field in fields(Postings):
        assert getattr(first, field.name).dtype == types[field.name]
        assert numpy.array_equal(getattr(first, field.name), getattr(second, field.name))


def test_a_term_that_is_not_known_has_no_place() -> None:
    postings = Postings.of([["a", "b"], ["c"]])
    places = postings.places(keys_of(["a", "unknown", "c", "other", "more", "still"]))
    assert [place >= 0 for place in places] == [True, False, True, False, False, False]
    assert list(Postings.of([]).places(keys_of(["a"]))) == [-1]


@FEW
@given(st.lists(TERMS, unique=True))
def test_every_term_has_a_key_of_its_own_that_never_changes(terms: list[str]) -> None:
    keys = list(keys_of(terms))
    assert len(set(keys)) == len(terms)
    assert list(keys_of(terms[::-1])) == keys[::-1]
    assert list(Terms.of(dict.fromkeys(terms, 0.5)).keys) == keys


def test_a_key_is_the_same_on_every_machine_because_an_index_keeps_it() -> None:
    assert [int(key) for key in keys_of(["cell"])] == [4589785136723539555]


@FEW
@given(st.integers(1, 10_000).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size))))
def test_lucenes_idf_is_never_negative_and_falls_with_how_many_hold_the_term(counts: tuple[int, int]) -> None:
    size, count = counts
    assert inverse_frequency(size, count) > 0
    assert inverse_frequency(size, count) > inverse_frequency(size, count + 1) or count == size
    assert inverse_frequency(size, count) == pytest.approx(math.log(1 + (size - count + 0.5) / (count + 0.5)))


class TestWhatTheStockClassGetsWrong:
    """On the article, where ours is right."""

    @pytest.fixture
    def words(self, article: Corpus) -> list[list[str]]:
        return [list(general_analyser().read(passage.text).words) for passage in article.passages]

    def test_a_word_in_half_of_the_passages_finds_nothing_there(self, words: list[list[str]]) -> None:
        assert sum("cell" in entry for entry in words) * 2 == len(words)
        assert max(BM25Okapi(words).get_scores(["cell"])) == 0
        assert [score > 0 for score in scores(words, {"cell": 1.0})] == ["cell" in entry for entry in words]

    def test_a_word_in_most_passages_outweighs_a_rarer_one_there(self, article: Corpus) -> None:
        """It gives the former a share of the mean idf, in place of the negative one that its formula gives."""
        read = general_analyser().read
        stems = [list(read(passage.text).stems) for passage in article.passages]
        counts = {term: sum(term in entry for entry in stems) for term in ("cell", "therapi")}
        assert counts["cell"] > len(stems) / 2 > counts["therapi"]
        stock = BM25Okapi(stems)
        assert stock.idf["cell"] > stock.idf["therapi"]
        assert inverse_frequency(len(stems), counts["cell"]) < inverse_frequency(len(stems), counts["therapi"])

    def test_a_question_whose_answer_it_misses(self, article: Corpus) -> None:
        read = general_analyser().read
        content = [
            [stem for stem, tells in zip(message.stems, message.content, strict=True) if tells]
            for message in (
                read(text) for text in (*(p.text for p in article.passages), "What is new about stem cell therapy?")
            )
        ]
        *entries, asked = content
        engine = BM25Okapi(entries)
        stock = engine.get_scores(asked)
        ours = numpy.array(scores(entries, dict.fromkeys(asked, 1.0), engine.k1, engine.b))
        assert article.passages[int(ours.argmax())].text.startswith("Recent advances in regenerative medicine")
        assert article.passages[int(stock.argmax())].text.startswith("Stem cells are remarkable")
