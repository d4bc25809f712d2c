"""Evidence from a passage's own text and heading."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy
from numpy.typing import NDArray

from bot.documents import Passage
from bot.evidence.headings import asked_context
from bot.evidence.query import Query
from bot.index.bm25 import BM25, Floats, Keys, Postings, keys_of
from bot.settings import Settings
from bot.text.message import Message


class OwnWords:
    """What a passage says itself.

    Args:
        text: the postings of the passages' subject terms, with those of their headings.
        headings: the postings of their headings alone.
        announced: the postings of the subject terms of what announces each list: its first line, and its heading.
        phrases: the postings of all the passages' terms, stop words and every two words in a row among them.
        settings: the tuned numbers.
    """

    def __init__(
        self, text: Postings, headings: Postings, announced: Postings, phrases: Postings, settings: Settings
    ) -> None:
        self._text = BM25(text, settings.text_k1, settings.text_b)
        self._headings = BM25(headings, settings.text_k1, settings.text_b)
        self._announced = announced
        self._phrases = BM25(phrases, settings.text_k1, settings.text_b)
        self._held = lru_cache(maxsize=1)(lambda query: holding(text, query))

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
        return _shares(holding(self._headings.postings, query), len(self._headings))

    def announced(self, query: Query) -> Floats:
        """For each list the share of the message's information that what announces it holds; 0 for what is no list.

        "Symptoms?" asks for the list of them rather than for a sentence that speaks of them.
        """
        return _shares(holding(self._announced, query), len(self._announced))

    def holds(self, number: int, keys: Keys) -> bool:
        """Whether the passage ``number``, with its context, holds any of the terms ``keys``."""
        return self._text.postings.holds(number, keys)

    def missing(self, query: Query, number: int) -> float:
        """How much the most telling word tells, from 0 to 1, that the passage ``number`` lacks."""
        told = self._held(query)
        return max((0.0, *(information for information, is_held in told if not is_held[number])))

    def strange(self, query: Query) -> float:
        """How much the most telling word tells, from 0 to 1, that no passage holds."""
        told = self._held(query)
        return max((0.0, *(information for information, is_held in told if not is_held.any())))

    def known(self, query: Query) -> float:
        """The share of the message's information that stands anywhere in the corpus."""
        told = self._held(query)
        total = sum(information for information, _ in told)
        return sum(information for information, is_held in told if is_held.any()) / total if total else 0.0


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
