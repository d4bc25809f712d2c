"""Finds entries (passages, and topics that are not covered) for terms.

Every engine gives the same scores, those of Lucene's BM25:
``idf = ln(1 + (N - n + 0.5) / (n + 0.5))``, which is never negative, times
``tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average length))``.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

Scores = NDArray[numpy.float64]

K1 = 1.2
"""How soon a repeated term stops counting: Lucene's usual setting, for bare passages."""

EXAMPLES_K1 = 5.0
"""The same for passages with many examples, where how often a term comes back tells more."""

B = 0.75
"""How much a long entry is held back: Lucene's usual setting."""


class Match(NamedTuple):
    """An entry that fits: its number, its score, and the terms that matched."""

    number: int
    score: float
    terms: tuple[str, ...]


class Index(Protocol):
    """Weighted terms in, matches out: best first, ties in the order of the entries, none of score zero."""

    def scores(self, terms: Mapping[str, float]) -> Scores:
        """The score of every entry, in the order of the entries."""
        ...

    def search(self, terms: Mapping[str, float]) -> list[Match]:
        """Every entry that shares a term with ``terms``."""
        ...


class LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 comes without types
    """``rank-bm25``'s Okapi with an inverse document frequency that is never zero or negative.

    The stock class gives a term that stands in half the entries an idf of 0, and one that stands
    in more of them that of a rare term times ``epsilon``; in one short article those are the very
    words that people ask about.
    """

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        for term, count in nd.items():
            self.idf[term] = math.log(1 + (self.corpus_size - count + 0.5) / (count + 0.5))

    @classmethod
    def from_counts(cls, counts: Sequence[Mapping[str, int]], k1: float, b: float = B) -> "LuceneBM25":
        """An engine over entries that are already counted: how often each term stands in each."""
        engine = cls([["placeholder"]], k1=k1, b=b)
        engine.doc_freqs = list(counts)
        engine.doc_len = [sum(entry.values()) for entry in counts]
        engine.corpus_size = len(counts)
        engine.avgdl = (sum(engine.doc_len) / len(counts)) or 1.0
        engine.idf = {}
        engine._calc_idf(Counter(term for entry in counts for term in entry))
        return engine


class BM25Index:
    """An ``Index`` by ``rank-bm25``; it remembers what each term scores, so that asking again is quick.

    Args:
        counts: for each entry, how often each term stands in it.
        k1: how soon a repeated term stops counting.
    """

    def __init__(self, counts: Sequence[Mapping[str, int]], k1: float = K1) -> None:
        self._counts = counts
        self._engine = LuceneBM25.from_counts(counts, k1)
        self._by_term: dict[str, Scores] = {}

    def __contains__(self, term: str) -> bool:
        return term in self._engine.idf

    def scores(self, terms: Mapping[str, float]) -> Scores:
        """The score of every entry, in the order of the entries."""
        total = numpy.zeros(len(self._counts))
        for term, weight in terms.items():
            if term in self._engine.idf:
                total += weight * self._scores_of(term)
        return total

    def search(self, terms: Mapping[str, float]) -> list[Match]:
        """Every entry that shares a term with ``terms``, best first, ties in their order."""
        scores = self.scores(terms)
        return [
            Match(int(number), float(scores[number]), tuple(term for term in terms if term in self._counts[number]))
            for number in numpy.argsort(-scores, kind="stable")
            if scores[number] > 0
        ]

    def best_possible(self, terms: Mapping[str, float]) -> float:
        """The score of an entry that held every term often; a term known nowhere counts as the rarest."""
        rarest = math.log(1 + (len(self._counts) + 0.5) / 0.5)
        idf = self._engine.idf
        return float((self._engine.k1 + 1) * sum(weight * idf.get(term, rarest) for term, weight in terms.items()))

    def _scores_of(self, term: str) -> Scores:
        if term not in self._by_term:
            self._by_term[term] = self._engine.get_scores([term])
        return self._by_term[term]
