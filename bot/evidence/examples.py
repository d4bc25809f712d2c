"""Evidence from example questions: how people ask for a passage, or for what the corpus does not cover."""

from collections.abc import Callable, Mapping, Sequence

import numpy

from bot.evidence.query import Query
from bot.index.bm25 import BM25, Floats, Keys, Postings, Statistics
from bot.settings import Settings
from bot.text.message import Message


class Examples:
    """How alike a message is to the examples of each of some passages or gaps, and how likely where that is asked for.

    Args:
        postings: the terms of all examples of each.
        statistics: those of all passages and gaps, by the name of the postings.
        settings: the tuned numbers.
    """

    def __init__(self, postings: Postings, statistics: Mapping[str, Statistics], settings: Settings) -> None:
        self._examples, self._text = statistics["examples"], statistics["phrases"]
        self._index = BM25(postings, settings.examples_k1, settings.examples_b, self._examples)
        self._foreground = settings.foreground

    @staticmethod
    def postings(examples: Sequence[Sequence[str]], said: Sequence[str], read: Callable[[str], Message]) -> Postings:
        """The postings of the examples of each passage, or of each gap.

        What a passage says counts as one more example of it, if it has any.

        Args:
            examples: those of each.
            said: what each says itself; nothing in the place of a gap.
            read: reads a text.
        """
        return Postings.of(
            [
                [term for text in (*asked, own) for term in read(text).terms] if asked else []
                for asked, own in zip(examples, said, strict=True)
            ]
        )

    def scores(self, query: Query) -> Floats:
        """For each the BM25 score of its examples as a share of the best possible; 0 where there are no examples."""
        return self._index.shares(query.terms)

    def likelihoods(self, query: Query) -> Floats:
        """For each, how much likelier a message is where that is asked for.

        The logarithm of the ratio to how likely it is anywhere in the corpus, without what is the same for all: the
        query likelihood of a unigram model with Jelinek-Mercer smoothing (Zhai and Lafferty, 2004). 0 where there are
        no examples.
        """
        postings = self._index.postings
        keys = query.terms.keys
        places = postings.places(keys)
        known = places >= 0
        rows, ranks = postings.rows(places[known])
        entries = postings.entries[rows]
        shares = postings.counts[rows] / postings.lengths[entries]
        gains = query.terms.weights[known][ranks] * numpy.log1p(
            self._foreground / (1 - self._foreground) * shares / self._background(keys[known])[ranks]
        )
        return numpy.asarray(numpy.bincount(entries, gains, minlength=len(postings)), dtype="float64")

    def _background(self, keys: Keys) -> Floats:
        """How probable terms of the examples are anywhere in the corpus: in examples or in passages."""
        counts = self._examples.totals_of(keys) + self._text.totals_of(keys)
        return numpy.asarray(counts / (self._examples.length + self._text.length))

    def holds(self, place: int, keys: Keys) -> bool:
        """Whether the examples of the one at ``place`` hold any of the terms ``keys``."""
        return self._index.postings.holds(place, keys)
