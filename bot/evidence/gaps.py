"""Whether a message is about a gap. A decline names a topic only then: better no reason than a wrong one.

"Is it safe?" shares its only telling word with "is it safe while breastfeeding", and is not about breastfeeding.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from bot.documents import Gap
from bot.evidence.own_words import holding
from bot.evidence.query import Query
from bot.index.arrays import GapArrays
from bot.index.bm25 import Postings
from bot.settings import Settings
from bot.text.message import Message

LEAST = 1e-9
"""A text tells at least so much, so that nothing is divided by nothing."""


@dataclass(frozen=True)
class GapTexts:
    """The examples of gaps, and their topics' names.

    Attributes:
        postings: the subject terms of each text.
        gaps: ``int32 [texts]``: the place of the gap that each belongs to.
        information: ``float32 [texts]``: how much each tells, without what goes without saying.
    """

    postings: Postings
    gaps: NDArray[numpy.int32]
    information: NDArray[numpy.float32]

    @staticmethod
    def of(gaps: Sequence[Gap], titles: Mapping[str, str], read: Callable[[str], Message]) -> "GapTexts":
        """Those of ``gaps``; ``titles`` are those of their documents, by the documents' names."""
        rows = list(_rows(gaps, titles, read))
        return GapTexts(
            Postings.of([terms for _, terms, _ in rows]),
            numpy.array([number for number, _, _ in rows], dtype="int32"),
            numpy.array([information for _, _, information in rows], dtype="float32"),
        )


def is_about(gaps: GapArrays, gap: int, query: Query, settings: Settings) -> bool:
    """Whether a message asks for the gap at a place.

    One text must hold most of what the message tells, and tell little else; all texts together still more of it.
    """
    told = holding(gaps.texts, query)
    total = sum(information for information, _ in told)
    own = gaps.gap_of_text == gap
    if not total or not own.any():
        return False
    if sum(information for information, is_held in told if is_held[own].any()) / total < settings.least_of_topic:
        return False
    held = sum((information * is_held[own] for information, is_held in told), start=numpy.zeros(int(own.sum())))
    shares = numpy.minimum(held / total, held / numpy.maximum(gaps.information[own], numpy.maximum(held, LEAST)))
    least = settings.least_of_example if len(told) > 1 else settings.least_of_example_alone
    return bool((shares >= least).any())


def _rows(
    gaps: Sequence[Gap], titles: Mapping[str, str], read: Callable[[str], Message]
) -> Iterator[tuple[int, list[str], float]]:
    for number, gap in enumerate(gaps):
        understood = frozenset(read(titles[gap.document]).subject_terms if gap.document in titles else ())
        for text in _texts(gap):
            told = [each for each in read(text).told if each[1].isdisjoint(understood)]
            terms = frozenset[str]().union(*(each for _, each in told))
            yield number, sorted(terms), sum(information for information, _ in told)


def _texts(gap: Gap) -> tuple[str, ...]:
    return (*gap.examples, gap.topic)
