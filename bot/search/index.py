"""Finds passages for terms.

Every engine gives the same scores, those of Lucene's BM25:
``idf = ln(1 + (N - n + 0.5) / (n + 0.5))``, which is never negative, and
``tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average length))``.
"""

import math
from collections.abc import Hashable, Sequence
from typing import NamedTuple, Protocol

from rank_bm25 import BM25Okapi

K1 = 1.2
"""How soon a repeated term stops counting: Lucene's usual setting."""

B = 0.75
"""How much a long passage is held back: Lucene's usual setting."""


class Match(NamedTuple):
    """An entry of an index that fits: its number, its score, and the terms that matched."""

    number: int
    score: float
    terms: tuple[str, ...]


class Index(Protocol):
    """Terms in, matches out: best first, ties in the order of the numbers, no score of zero."""

    def search(self, terms: Sequence[str]) -> list[Match]:
        """Every entry that shares a term with ``terms``."""
        ...


class LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 comes without types
    """``rank-bm25``'s Okapi with an inverse document frequency that is never zero or negative.

    The stock class gives a term that stands in half the entries an idf of 0, and one that stands
    in more of them that of a rare term times ``epsilon``; in one short article those are the very
    words that people ask about.
    """

    def _calc_idf(self, nd: dict[str, int]) -> None:
        for term, count in nd.items():
            self.idf[term] = math.log(1 + (self.corpus_size - count + 0.5) / (count + 0.5))


class PassageIndex:
    """An ``Index`` over a few dozen to a few thousand entries, by ``rank-bm25``.

    Args:
        entries: the terms of each entry, in its order.
    """

    def __init__(self, entries: Sequence[Sequence[str]]) -> None:
        self._engine = LuceneBM25([list(entry) for entry in entries], k1=K1, b=B) if any(entries) else None
        self._terms: list[frozenset[Hashable]] = [frozenset(entry) for entry in entries]

    def search(self, terms: Sequence[str]) -> list[Match]:
        """Every entry that shares a term with ``terms``, best first, ties in their order."""
        if self._engine is None:
            return []
        scores = self._engine.get_scores(list(terms))
        return [
            Match(int(number), float(scores[number]), tuple(t for t in terms if t in self._terms[number]))
            for number in sorted(range(len(scores)), key=lambda number: -scores[number])
            if scores[number] > 0
        ]
