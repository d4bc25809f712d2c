"""Evidence from example questions: how people ask for a passage, or for what the corpus does not cover."""

from collections.abc import Callable, Sequence

import numpy

from bot.documents import Gap, Passage
from bot.evidence.query import Query
from bot.index.bm25 import BM25, Floats, Keys, Postings
from bot.settings import Settings
from bot.text.message import Message


class Examples:
    """How alike a message is to the examples of each passage and of each gap, on one scale.

    Args:
        postings: the terms of all examples of each passage, then of each gap.
        counts: how many examples each has.
        passages: how many of the entries are passages.
        settings: the tuned numbers.
    """

    def __init__(self, postings: Postings, counts: Floats, passages: int, settings: Settings) -> None:
        self._index = BM25(postings, settings.examples_k1, settings.examples_b)
        self.counts = counts[:passages]
        self.gap_counts = counts[passages:]
        self._passages = passages

    @staticmethod
    def postings(
        passages: Sequence[Passage], gaps: Sequence[Gap], read: Callable[[str], Message]
    ) -> tuple[Postings, Floats]:
        """The postings and the number of examples of each passage, then of each gap."""
        owners = [*(passage.examples for passage in passages), *(gap.examples for gap in gaps)]
        texts = [[term for example in examples for term in read(example).terms] for examples in owners]
        return Postings.of(texts), numpy.array([len(examples) for examples in owners], dtype="float64")

    def scores(self, query: Query) -> tuple[Floats, Floats]:
        """For each passage, and for each gap, the BM25 score of its examples as a share of the best possible.

        0 where there are no examples.
        """
        shares = self._index.shares(query.terms)
        return shares[: self._passages], shares[self._passages :]

    def holds(self, number: int, keys: Keys) -> bool:
        """Whether the examples of the entry ``number`` hold any of the terms ``keys``."""
        return self._index.postings.holds(number, keys)
