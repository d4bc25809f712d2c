"""Lucene's BM25 over postings: one formula, whatever the postings come from.

The score of an entry is the sum over the terms of ``weight * idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length /
average length))`` with ``idf = ln(1 + (N - n + 0.5) / (n + 0.5))``, which is never negative (Robertson and Zaragoza,
2009; Lucene's ``BM25Similarity``). Stock ``rank-bm25`` gives a term that stands in half the entries an idf of 0; in
one short article those are the very words that people ask about.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b

import numpy
from numpy.typing import NDArray

Floats = NDArray[numpy.float64]
Integers = NDArray[numpy.int32]
Keys = NDArray[numpy.uint64]


@dataclass(frozen=True)
class Terms:
    """What is searched for: distinct terms, each with its weight.

    Attributes:
        keys: ``uint64 [terms]``: see ``keys_of``.
        weights: ``float64 [terms]``.
    """

    keys: Keys
    weights: Floats

    @classmethod
    def of(cls, weights: Mapping[str, float]) -> "Terms":
        """The terms and weights of a table."""
        return cls(keys_of(list(weights)), numpy.fromiter(weights.values(), "float64", len(weights)))


@dataclass(frozen=True)
class Postings:
    """Which entries hold which terms, and how often.

    Attributes:
        keys: ``uint64 [terms]``, ascending: see ``keys_of``.
        offsets: ``int32 [terms + 1]``: where the postings of each term begin.
        entries: ``int32 [postings]``: numbers of entries, ascending within a term.
        counts: ``int32 [postings]``: how often the term stands in the entry.
        lengths: ``float64 [entries]``: how many terms each entry has.
    """

    keys: Keys
    offsets: Integers
    entries: Integers
    counts: Integers
    lengths: Floats

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> "Postings":
        """The postings of entries that are given as their terms, repeated terms as often as they stand there.

        ``rank-bm25`` counts them.
        """
        from rank_bm25 import BM25Okapi

        engine = BM25Okapi(texts) if any(texts) else None
        frequencies: Sequence[Mapping[str, int]] = engine.doc_freqs if engine else [{} for _ in texts]
        names = sorted({term for counts in frequencies for term in counts})
        keys = keys_of(names)
        order = numpy.argsort(keys)
        place = {names[number]: rank for rank, number in enumerate(order)}
        triples = numpy.array(
            sorted((place[t], number, n) for number, counts in enumerate(frequencies) for t, n in counts.items()),
            dtype="int32",
        ).reshape(-1, 3)
        sizes = numpy.bincount(triples[:, 0], minlength=len(names))
        return cls(
            keys=keys[order],
            offsets=numpy.concatenate([[0], numpy.cumsum(sizes)]).astype("int32"),
            entries=numpy.ascontiguousarray(triples[:, 1]),
            counts=numpy.ascontiguousarray(triples[:, 2]),
            lengths=numpy.array([sum(counts.values()) for counts in frequencies], dtype="float64"),
        )

    def __len__(self) -> int:
        return len(self.lengths)

    def totals(self, keys: Keys) -> Floats:
        """``float64 [terms]``: how often each of some terms stands in all entries together."""
        places = self.places(keys)
        known = places >= 0
        sums = numpy.concatenate([[0], numpy.cumsum(self.counts)])
        totals = numpy.zeros(len(keys))
        totals[known] = sums[self.offsets[places[known] + 1]] - sums[self.offsets[places[known]]]
        return totals

    def rows(self, places: NDArray[numpy.int64]) -> tuple[NDArray[numpy.int64], NDArray[numpy.int64]]:
        """Where the postings of the terms at ``places`` stand, one term after the other, and the rank of its term."""
        starts, sizes = self.offsets[places], self.offsets[places + 1] - self.offsets[places]
        behind = numpy.cumsum(sizes) - sizes
        ranks = numpy.repeat(numpy.arange(len(places)), sizes)
        return numpy.arange(int(sizes.sum())) + (starts - behind)[ranks], ranks

    def sizes(self, places: NDArray[numpy.int64]) -> Integers:
        """How many entries hold each of the terms at ``places``."""
        return self.offsets[places + 1] - self.offsets[places]

    def holds(self, number: int, keys: Keys) -> bool:
        """Whether the entry ``number`` holds any of the terms ``keys``."""
        places = (place for place in self.places(keys) if place >= 0)
        return any(number in self.entries[self.offsets[place] : self.offsets[place + 1]] for place in places)

    def places(self, keys: Keys) -> NDArray[numpy.int64]:
        """The place of each term, -1 where it is not known."""
        if not len(self.keys):
            return numpy.full(len(keys), -1)
        places = numpy.searchsorted(self.keys, keys)
        places[places == len(self.keys)] = 0
        return numpy.where(self.keys[places] == keys, places, -1)


class BM25:
    """Scores every entry of some postings.

    Args:
        postings: what is searched.
        k1: how soon a repeated term stops counting.
        b: how much a long entry is held back.
    """

    def __init__(self, postings: Postings, k1: float, b: float) -> None:
        self.postings = postings
        self._k1 = k1
        self._b = b

    def shares(self, terms: Terms) -> Floats:
        """The score of every entry as a share, from 0 to 1, of what one that held every term often would have.

        For that, a term that is known nowhere counts as the rarest.
        """
        places = self.postings.places(terms.keys)
        known = places >= 0
        best = float(terms.weights[~known].sum()) * inverse_frequency(len(self), 0)
        values = terms.weights[known] * inverse_frequencies(len(self), self.postings.sizes(places[known]))
        best = (self._k1 + 1) * (best + float(values.sum()))
        return self._scores(places[known], values) / best if best else numpy.zeros(len(self))

    def scores(self, terms: Terms) -> Floats:
        """The score of every entry, in their order."""
        places = self.postings.places(terms.keys)
        known = places >= 0
        idf = inverse_frequencies(len(self), self.postings.sizes(places[known]))
        return self._scores(places[known], terms.weights[known] * idf)

    def __len__(self) -> int:
        return len(self.postings)

    def _scores(self, places: NDArray[numpy.int64], values: Floats) -> Floats:
        """The sums, over the postings of the terms at ``places``, of a term's value times its saturated count."""
        rows, ranks = self.postings.rows(places)
        entries, counts = self.postings.entries[rows], self.postings.counts[rows]
        saturated = (self._k1 + 1) * counts / (counts + self._norms[entries])
        sums = numpy.bincount(entries, values[ranks] * saturated, minlength=len(self))
        return numpy.asarray(sums, dtype="float64")

    @cached_property
    def _norms(self) -> Floats:
        lengths = self.postings.lengths
        filled = lengths[lengths > 0]  # a passage without examples does not make those of others long
        average = float(filled.mean()) if len(filled) else 0.0
        return numpy.asarray(self._k1 * (1 - self._b + self._b * lengths / (average or 1.0)))


def inverse_frequency(size: int, count: int) -> float:
    """Lucene's idf of a term that stands in ``count`` of ``size`` entries."""
    return math.log(1 + (size - count + 0.5) / (count + 0.5))


def inverse_frequencies(size: int, counts: NDArray[numpy.integer]) -> Floats:
    """The same for many terms."""
    return numpy.asarray(numpy.log(1 + (size - counts + 0.5) / (counts + 0.5)))


def keys_of(terms: Sequence[str]) -> Keys:
    """A 64-bit key for each term (BLAKE2b): a sorted array of them is searched without being loaded.

    That two of a million terms get the same key has a probability of one in forty million.
    """
    return numpy.frombuffer(b"".join(map(_key, terms)), dtype="<u8")


def short_keys_of(terms: Sequence[str]) -> NDArray[numpy.uint32]:
    """A 32-bit key for each term: half as long, for tables of some ten thousand terms that are kept in a file.

    That a term which is not in such a table gets the key of one that is has a probability of one in 100,000.
    """
    return keys_of(terms).astype("uint32")


@lru_cache(maxsize=65536)
def _key(term: str) -> bytes:
    return blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()
