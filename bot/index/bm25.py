"""Lucene's BM25 over postings: one formula, whatever the postings come from.

The score of an entry is the sum over the terms of ``weight * idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length /
average length))`` with ``idf = ln(1 + (N - n + 0.5) / (n + 0.5))``, which is never negative (Robertson and Zaragoza,
2009; Lucene's ``BM25Similarity``). Stock ``rank-bm25`` gives a term that stands in half the entries an idf of 0; in
one short article those are the very words that people ask about.
"""

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
class Statistics:
    """What the formula needs to know of all entries, whichever of them are looked at.

    Attributes:
        entries: how many there are.
        filled: how many hold any term: a passage without examples does not make those of others long.
        length: how many terms they hold together.
        keys: ``uint64 [terms]``, ascending: see ``keys_of``.
        frequencies: ``int64 [terms]``: how many entries hold each term.
        totals: ``int64 [terms]``: how often each stands in all entries together.
    """

    entries: int
    filled: int
    length: float
    keys: Keys
    frequencies: NDArray[numpy.int64]
    totals: NDArray[numpy.int64]

    @property
    def average(self) -> float:
        """How many terms an entry that holds any has on average, or 1 where there is none."""
        return self.length / self.filled if self.filled else 1.0

    def frequencies_of(self, keys: Keys) -> NDArray[numpy.int64]:
        """``int64 [terms]``: how many entries hold each of some terms."""
        return _looked_up(keys, self.keys, self.frequencies)

    def totals_of(self, keys: Keys) -> NDArray[numpy.int64]:
        """``int64 [terms]``: how often each of some terms stands in all entries together."""
        return _looked_up(keys, self.keys, self.totals)

    def __add__(self, other: "Statistics") -> "Statistics":
        """Those of the entries of both together."""
        keys = numpy.union1d(self.keys, other.keys)
        return Statistics(
            self.entries + other.entries,
            self.filled + other.filled,
            self.length + other.length,
            keys,
            self.frequencies_of(keys) + other.frequencies_of(keys),
            self.totals_of(keys) + other.totals_of(keys),
        )


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

    @cached_property
    def statistics(self) -> Statistics:
        """Those of all entries."""
        sums = numpy.concatenate([[0], numpy.cumsum(self.counts, dtype="int64")])
        return Statistics(
            entries=len(self),
            filled=int((self.lengths > 0).sum()),
            length=float(self.lengths.sum()),
            keys=self.keys,
            frequencies=numpy.diff(self.offsets).astype("int64"),
            totals=numpy.diff(sums[self.offsets]),
        )

    def among(self, entries: NDArray[numpy.int64], keys: Keys) -> "Postings":
        """Those of some entries, which are numbered anew in their order, and of some terms.

        Args:
            entries: ``int64 [entries]``: their numbers, ascending.
            keys: ``uint64 [terms]``, ascending.
        """
        places = self.places(keys)
        known = places >= 0
        rows, ranks = self.rows(places[known])
        found = numpy.searchsorted(entries, self.entries[rows])
        found[found == len(entries)] = 0
        held = entries[found] == self.entries[rows] if len(entries) else numpy.zeros(0, dtype=bool)
        sizes = numpy.bincount(ranks[held], minlength=int(known.sum()))
        return Postings(
            keys=keys[known],
            offsets=numpy.concatenate([[0], numpy.cumsum(sizes)]).astype("int32"),
            entries=found[held].astype("int32"),
            counts=self.counts[rows][held],
            lengths=self.lengths[entries],
        )

    def rows(self, places: NDArray[numpy.int64]) -> tuple[NDArray[numpy.int64], NDArray[numpy.int64]]:
        """Where the postings of the terms at ``places`` stand, one term after the other, and the rank of its term."""
        starts, sizes = self.offsets[places], self.offsets[places + 1] - self.offsets[places]
        behind = numpy.cumsum(sizes) - sizes
        ranks = numpy.repeat(numpy.arange(len(places)), sizes)
        return numpy.arange(int(sizes.sum())) + (starts - behind)[ranks], ranks

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
        statistics: those of all entries, where the postings hold only some of them.
    """

    def __init__(self, postings: Postings, k1: float, b: float, statistics: Statistics | None = None) -> None:
        self.postings = postings
        self.statistics = statistics or postings.statistics
        self._k1 = k1
        self._b = b

    def shares(self, terms: Terms) -> Floats:
        """The score of every entry as a share, from 0 to 1, of what one that held every term often would have.

        For that, a term that is known nowhere counts as the rarest.
        """
        values = terms.weights * self._inverse_frequencies(terms.keys)
        best = (self._k1 + 1) * float(values.sum())
        return self._scores(terms.keys, values) / best if best else numpy.zeros(len(self))

    def scores(self, terms: Terms) -> Floats:
        """The score of every entry, in their order."""
        return self._scores(terms.keys, terms.weights * self._inverse_frequencies(terms.keys))

    def __len__(self) -> int:
        return len(self.postings)

    def _inverse_frequencies(self, keys: Keys) -> Floats:
        return inverse_frequencies(self.statistics.entries, self.statistics.frequencies_of(keys))

    def _scores(self, keys: Keys, values: Floats) -> Floats:
        """The sums, over the postings of the terms ``keys``, of a term's value times its saturated count."""
        places = self.postings.places(keys)
        known = places >= 0
        rows, ranks = self.postings.rows(places[known])
        entries, counts = self.postings.entries[rows], self.postings.counts[rows]
        saturated = (self._k1 + 1) * counts / (counts + self._norms[entries])
        sums = numpy.bincount(entries, values[known][ranks] * saturated, minlength=len(self))
        return numpy.asarray(sums, dtype="float64")

    @cached_property
    def _norms(self) -> Floats:
        lengths = self.postings.lengths
        return numpy.asarray(self._k1 * (1 - self._b + self._b * lengths / self.statistics.average))


def inverse_frequencies(size: int, counts: NDArray[numpy.int64]) -> Floats:
    """``float64 [terms]``: Lucene's idf of terms that stand in ``counts`` of ``size`` entries."""
    return numpy.asarray(numpy.log(1 + (size - counts + 0.5) / (counts + 0.5)))


def _looked_up(keys: Keys, known: Keys, values: NDArray[numpy.int64]) -> NDArray[numpy.int64]:
    """The value of each of ``keys``, 0 where it is not known."""
    if not len(known):
        return numpy.zeros(len(keys), dtype="int64")
    places = numpy.searchsorted(known, keys)
    places[places == len(known)] = 0
    return numpy.where(known[places] == keys, values[places], 0)


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
