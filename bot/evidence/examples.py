"""Evidence from example questions: how people ask for a passage, or for what the corpus does not cover."""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy

from bot.documents import Gap, Passage
from bot.evidence.query import Query
from bot.index.bm25 import BM25, Floats, Keys, Postings
from bot.settings import Settings
from bot.text.message import Message


class Examples:
    """How alike a message is to the examples of each passage and of each gap, and how likely where that is asked for.

    Args:
        postings: the terms of all examples of each passage, then of each gap.
        counts: how many examples each has.
        text: the terms of each passage's own text.
        passages: how many of the entries are passages.
        settings: the tuned numbers.
    """

    def __init__(self, postings: Postings, counts: Floats, text: Postings, passages: int, settings: Settings) -> None:
        self._index = BM25(postings, settings.examples_k1, settings.examples_b)
        self._text = text
        self._foreground = settings.foreground
        self.counts = counts[:passages]
        self.gap_counts = counts[passages:]
        self._passages = passages

    @staticmethod
    def postings(
        passages: Sequence[Passage], gaps: Sequence[Gap], read: Callable[[str], Message]
    ) -> tuple[Postings, Floats]:
        """The postings and the number of examples of each passage, then of each gap.

        What a passage says counts as one more example of it, if it has any.
        """
        owners = [*(passage.examples for passage in passages), *(gap.examples for gap in gaps)]
        said = [*((passage.text,) for passage in passages), *(() for _ in gaps)]
        texts = [
            [term for text in (*examples, *own) for term in read(text).terms] if examples else []
            for examples, own in zip(owners, said, strict=True)
        ]
        return Postings.of(texts), numpy.array([len(examples) for examples in owners], dtype="float64")

    def scores(self, query: Query) -> tuple[Floats, Floats]:
        """For each passage, and for each gap, the BM25 score of its examples as a share of the best possible.

        0 where there are no examples.
        """
        shares = self._index.shares(query.terms)
        return shares[: self._passages], shares[self._passages :]

    def likelihoods(self, query: Query) -> tuple[Floats, Floats]:
        """For each passage, and for each gap, how much likelier a message is where that is asked for.

        The logarithm of the ratio to how likely it is anywhere in the corpus, without what is the same for all: the
        query likelihood of a unigram model with Jelinek-Mercer smoothing (Zhai and Lafferty, 2004). 0 where there are
        no examples.
        """
        postings = self._index.postings
        places = postings.places(query.terms.keys)
        known = places >= 0
        rows, ranks = postings.rows(places[known])
        entries = postings.entries[rows]
        shares = postings.counts[rows] / postings.lengths[entries]
        gains = query.terms.weights[known][ranks] * numpy.log1p(
            self._foreground / (1 - self._foreground) * shares / self._background[places[known]][ranks]
        )
        sums: Floats = numpy.bincount(entries, gains, minlength=len(postings)).astype("float64")
        return sums[: self._passages], sums[self._passages :]

    @cached_property
    def _background(self) -> Floats:
        """For each term of the examples, how probable it is anywhere in the corpus: in examples or in passages."""
        own, text = self._index.postings, self._text
        counts = own.totals(own.keys) + text.totals(own.keys)
        return numpy.asarray(counts / (own.lengths.sum() + text.lengths.sum()))

    def holds(self, number: int, keys: Keys) -> bool:
        """Whether the examples of the entry ``number`` hold any of the terms ``keys``."""
        return self._index.postings.holds(number, keys)
