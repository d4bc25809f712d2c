"""Evidence from a passage's own text and heading."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy
from numpy.typing import NDArray

from bot.documents import Passage
from bot.evidence.headings import asked_context
from bot.evidence.query import Query
from bot.index.arrays import PassageArrays
from bot.index.bm25 import BM25, Floats, Keys, Postings, Statistics, keys_of
from bot.settings import Settings
from bot.text.message import Message


class OwnWords:
    """What passages say themselves.

    Args:
        arrays: what is known of the passages.
        statistics: those of all passages, by the name of the postings.
        settings: the tuned numbers.
    """

    def __init__(self, arrays: PassageArrays, statistics: Mapping[str, Statistics], settings: Settings) -> None:
        self._text = BM25(arrays.text, settings.text_k1, settings.text_b, statistics["text"])
        self._headings = arrays.headings
        self._announced = arrays.announced
        self._phrases = BM25(arrays.phrases, settings.text_k1, settings.text_b, statistics["phrases"])
        self._held = lru_cache(maxsize=1)(lambda query: holding(arrays.text, query))

    @staticmethod
    def postings(
        passages: Sequence[Passage], read: Callable[[str], Message]
    ) -> tuple[Postings, Postings, Postings, Postings]:
        """The postings of the passages, with what governs them and the title of their document; of the headings; of
        what announces each list; and of all terms of the passages.
        """
        headings = [read(passage.section).subject_terms for passage in passages]
        texts = [
            [
                term
                for text in (passage.text, asked_context(passage), passage.document.title)
                for term in read(text).subject_terms
            ]
            for passage in passages
        ]
        phrases = [[*read(passage.text).terms, *read(asked_context(passage)).terms] for passage in passages]
        announced = [_announcing(passage, read) for passage in passages]
        return Postings.of(texts), Postings.of(headings), Postings.of(announced), Postings.of(phrases)

    def score(self, query: Query) -> Floats:
        """For each passage the BM25 score of its text and heading, as a share of the best possible."""
        return self._text.shares(query.asked_terms)

    def phrased(self, query: Query) -> Floats:
        """The same over all terms: how nearly the passage is worded like the message."""
        return self._phrases.shares(query.terms)

    def told(self, query: Query) -> Floats:
        """For each passage the share of the message's information that its text or heading holds."""
        return _shares(self._held(query), len(self._text))

    def told_by_heading(self, query: Query) -> Floats:
        """For each passage the share of the message's information that its heading holds."""
        return _shares(holding(self._headings, query), len(self._headings))

    def announced(self, query: Query) -> Floats:
        """For each list the share of the message's information that what announces it holds; 0 for what is no list.

        "Symptoms?" asks for the list of them rather than for a sentence that speaks of them.
        """
        return _shares(holding(self._announced, query), len(self._announced))

    def holds(self, place: int, keys: Keys) -> bool:
        """Whether the passage at ``place``, with its context, holds any of the terms ``keys``."""
        return self._text.postings.holds(place, keys)

    def holding_all(self, query: Query) -> NDArray[numpy.bool_]:
        """``bool [passages]``: which passages hold every word of the message that carries a subject."""
        told = [is_held for _, is_held in self._held(query)]
        return numpy.all(told, axis=0) if told else numpy.ones(len(self._text), dtype=bool)

    def missing(self, query: Query, place: int) -> float:
        """How much the most telling word tells, from 0 to 1, that the passage at ``place`` lacks."""
        return max((0.0, *(information for information, is_held in self._held(query) if not is_held[place])))

    def strange(self, query: Query) -> float:
        """How much the most telling word tells, from 0 to 1, that no passage of the corpus holds."""
        return max((0.0, *(told for told, is_known in known_in(self._text.statistics, query) if not is_known)))

    def known(self, query: Query) -> float:
        """The share of the message's information that stands anywhere in the corpus."""
        told = known_in(self._text.statistics, query)
        total = sum(information for information, _ in told)
        return sum(information for information, is_known in told if is_known) / total if total else 0.0


def _announcing(passage: Passage, read: Callable[[str], Message]) -> list[str]:
    if passage.kind != "list":
        return []
    return [term for text in (passage.text.partition("\n")[0], passage.section) for term in read(text).subject_terms]


Holding = list[tuple[float, NDArray[numpy.bool_]]]
"""For each word that carries a subject: how much it tells, and which entries hold it."""


def _shares(told: Holding, size: int) -> Floats:
    shares = numpy.zeros(size)
    for information, is_held in told:
        shares += information * is_held
    total = sum(information for information, _ in told)
    return shares / total if total else shares


def known_in(statistics: Statistics, query: Query) -> list[tuple[float, bool]]:
    """For each word that carries a subject: how much it tells, and whether any entry holds it."""
    told = query.told
    frequencies = statistics.frequencies_of(keys_of([term for _, terms in told for term in terms]))
    found = []
    position = 0
    for information, terms in told:
        found.append((information, bool(frequencies[position : position + len(terms)].any())))
        position += len(terms)
    return found


def holding(postings: Postings, query: Query) -> Holding:
    """What ``query`` tells, word by word, and which entries hold it."""
    told = query.told
    places = postings.places(keys_of([term for _, terms in told for term in terms]))
    found = []
    position = 0
    for information, terms in told:
        is_held = numpy.zeros(len(postings), dtype=bool)
        for place in places[position : position + len(terms)]:
            if place >= 0:
                is_held[postings.entries[postings.offsets[place] : postings.offsets[place + 1]]] = True
        position += len(terms)
        found.append((information, is_held))
    return found
