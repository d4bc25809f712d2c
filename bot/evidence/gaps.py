"""Whether a message is about a gap. A decline names a topic only then: better no reason than a wrong one.

"Is it safe?" shares its only telling word with "is it safe while breastfeeding", and is not about breastfeeding.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from bot.documents import Corpus, Gap
from bot.evidence.own_words import holding
from bot.evidence.query import Query
from bot.index.bm25 import Postings
from bot.settings import Settings
from bot.text.message import Message

LEAST = 1e-9
"""A text tells at least so much, so that nothing is divided by nothing."""


@dataclass(frozen=True)
class GapTexts:
    """The examples of all gaps, and their topics' names.

    Attributes:
        postings: the subject terms of each text.
        gaps: ``int32 [texts]``: the number of the gap that each belongs to.
        information: ``float32 [texts]``: how much each tells, without what goes without saying.
    """

    postings: Postings
    gaps: NDArray[numpy.int32]
    information: NDArray[numpy.float32]

    @staticmethod
    def of(corpus: Corpus, read: Callable[[str], Message]) -> "GapTexts":
        """Those of a corpus."""
        rows = list(_rows(corpus, read))
        return GapTexts(
            Postings.of([terms for _, terms, _ in rows]),
            numpy.array([number for number, _, _ in rows], dtype="int32"),
            numpy.array([information for _, _, information in rows], dtype="float32"),
        )

    def about(self, query: Query, gap: int, settings: Settings) -> bool:
        """Whether a message asks for a gap.

        One text must hold most of what the message tells, and tell little else; all texts together still more of it.
        """
        told = holding(self.postings, query)
        total = sum(information for information, _ in told)
        own = self.gaps == gap
        if not total or not own.any():
            return False
        if sum(information for information, is_held in told if is_held[own].any()) / total < settings.least_of_topic:
            return False
        held = sum((information * is_held[own] for information, is_held in told), start=numpy.zeros(int(own.sum())))
        shares = numpy.minimum(held / total, held / numpy.maximum(self.information[own], numpy.maximum(held, LEAST)))
        least = settings.least_of_example if len(told) > 1 else settings.least_of_example_alone
        return bool((shares >= least).any())


def _rows(corpus: Corpus, read: Callable[[str], Message]) -> Iterator[tuple[int, list[str], float]]:
    titles = {document.name: read(document.title).subject_terms for document in corpus.documents}
    for number, gap in enumerate(corpus.gaps):
        understood = frozenset(titles.get(gap.document, ()))
        for text in _texts(gap):
            told = [each for each in read(text).told if each[1].isdisjoint(understood)]
            terms = frozenset[str]().union(*(each for _, each in told))
            yield number, sorted(terms), sum(information for information, _ in told)


def _texts(gap: Gap) -> tuple[str, ...]:
    return (*gap.examples, gap.topic)
