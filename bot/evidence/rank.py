"""Ranks passages by all evidence together, and sums up how well the corpus answers a message."""

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy
from numpy.typing import NDArray

from bot.data import read_entries
from bot.documents import Corpus, Gap, Passage
from bot.evidence.candidates import candidates_for
from bot.evidence.figures import Figures
from bot.evidence.gaps import is_about
from bot.evidence.meaning import Meaning
from bot.evidence.query import Query
from bot.evidence.signals import GapFigures, shares_of, signals_of, signals_without_search
from bot.evidence.titles import Titles
from bot.evidence.topics import Topics, topic_postings
from bot.evidence.vectors import VectorTable
from bot.index.arrays import Candidates
from bot.index.bm25 import Floats, keys_of
from bot.index.engine import Engine
from bot.model import Model
from bot.settings import Settings
from bot.text.message import Message

OUT_OF_SIGHT = 1e6
"""Taken from the scores of passages that stand in another document than the one that is named."""

COVERED_WITHOUT_SEARCH = 0.01
"""How probable an answer is taken to be where nothing can be searched. So no example of an emergency or a crisis loses
its number, and hardly any greeting gets one (at 0, every third does)."""

DECIMALS = 9
"""To which scores are taken, so that equal passages stay in reading order: a sum's last digits depend on its place."""


@dataclass(frozen=True)
class Evidence:
    """How well the corpus fits a message.

    Attributes:
        ranking: the numbers of the passages that were looked at, best first.
        quotable: the best passages, none of which says only what one before it says.
        shares: by number, how probable each passage is among those, from 0 to 1.
        gap: the number of the gap that fits best, or ``None`` where the message is not about that.
        covered: how probable it is that the best passage answers the message, from 0 to 1.
        signals: the figures behind ``covered``, by name.
        rival: the best passage of another document, where that would answer too and none is named; else ``None``.
        is_named: whether the message names the document, or there is only one.
        has_common: whether the best passage, what governs it, its document's title or its examples have any word that
            carries a subject in common with the message, or a concept. Without, it cannot be the answer.
        holding: those of the passages that hold, with what governs them, every word that carries a subject.
    """

    ranking: tuple[int, ...]
    quotable: tuple[int, ...]
    shares: Mapping[int, float]
    gap: int | None
    covered: float
    signals: Mapping[str, float]
    rival: int | None = None
    is_named: bool = True
    has_common: bool = True
    holding: frozenset[int] = frozenset()

    @staticmethod
    def without_search(query: Query) -> "Evidence":
        """What is known of a message where nothing can be searched."""
        signals = signals_without_search(query)
        return Evidence((), (), {}, gap=None, covered=COVERED_WITHOUT_SEARCH, signals=signals, has_common=False)


class Searcher:
    """Finds the evidence in a corpus.

    Args:
        corpus: what may be quoted.
        engine: what holds what was worked out of it.
        model: the trained weights.
        settings: the tuned numbers.
        read: reads titles, and by what lists are asked for; without it no document is ever named.
        meaning: the evidence from meaning, where it is asked for; ``model`` must be the one for it.
    """

    def __init__(  # noqa: PLR0913 - what may be quoted, and all that it is searched by
        self,
        corpus: Corpus,
        engine: Engine,
        model: Model,
        settings: Settings,
        read: Callable[[str], Message] | None = None,
        meaning: Meaning | None = None,
    ) -> None:
        self.corpus = corpus
        self.engine = engine
        self._titles = Titles(corpus, read, settings) if read else None
        self._read = read
        self._settings = settings
        self._model = model
        self._topics = Topics(topic_postings(), settings)
        self._table = VectorTable(model.vector_keys, model.vectors)
        self._meaning = meaning

    def curated(self, words: str) -> Passage | Gap | None:
        """The passage, or the gap, that an editor wrote a message for, word for word.

        Args:
            words: those of the message (``bot.text.normal.plain``).
        """
        owner = self.engine.owner_of_line(words)
        if owner is None:
            return None
        kind, number = owner
        return self.corpus.passages[number] if kind == "passage" else self.corpus.gaps[number]

    def evidence(self, query: Query) -> Evidence:
        """The passages, ranked, and whether the best one answers.

        Where no leaflet is named, the one that was named last in the conversation is looked at first, and alone where
        it answers.
        """
        asked, named = self.asked(query)
        before = self._titles.named_before(query) if self._titles and named is None else frozenset()
        if before:
            found = self._evidence(self._understanding(query, before), before)
            if found.covered >= self._settings.covered_rival:
                return found
        return self._evidence(asked, named)

    def figures(self, query: Query, named: frozenset[int] | None = None) -> Figures:
        """What the passages that may answer are ranked by; ``named`` are the numbers of the documents to look in."""
        if self.engine.size <= self._settings.few_passages:
            return self._figures_of_all
        return self._figures_of(candidates_for(query, named, self.engine, self._settings))

    def gaps(self, found: Figures, place: int, query: Query) -> GapFigures:
        """How well the gaps fit that are named for the document of the passage at ``place``."""
        arrays = self.engine.gaps(int(found.arrays.documents[place]))
        return GapFigures.of(arrays, query, found.candidates, self._table, self._settings)

    def _evidence(self, query: Query, named: frozenset[int] | None) -> Evidence:
        found = self.figures(query, named)
        figures = found.of(query)
        scores = numpy.round(figures @ self._model.ranking, DECIMALS)
        if named is not None:
            scores[~numpy.isin(found.arrays.documents, list(named))] -= OUT_OF_SIGHT
        lists = self._lists_asked_for(found, query) & (scores > -OUT_OF_SIGHT / 2)
        if lists.any():
            scores[lists] += scores.max() - scores[lists].max() + 1
        pointed = None if query.pointed is None else found.place_of(query.pointed.number)
        if pointed is not None:
            scores[pointed] = scores.max() + 1
        order = numpy.argsort(-scores, kind="stable")
        best = int(order[0])
        gaps = self.gaps(found, best, query)
        signals = signals_of(found, query, figures, scores, gaps)
        is_certain = bool(lists.any()) or (query.pointed is not None and query.curated is None)
        ranking = found.arrays.numbers[order].tolist()
        in_sight = int((scores > -OUT_OF_SIGHT / 2).sum())
        return Evidence(
            ranking=tuple(ranking),
            quotable=self._quotable(ranking[:in_sight]),
            rival=self._rival(found, query, figures, scores) if named is None and query.pointed is None else None,
            is_named=named is not None or len(self.corpus.documents) == 1,
            shares=dict(zip(found.arrays.numbers.tolist(), shares_of(scores).tolist(), strict=True)),
            gap=self._gap_asked_for(query, gaps),
            covered=1.0 if is_certain else _probability(self._model.coverage.log_odds(signals)),
            signals=signals,
            has_common=query.pointed is not None or self._has_common(found, query, best),
            holding=frozenset(found.arrays.numbers[found.own_words.holding_all(query)].tolist()),
        )

    def _lists_asked_for(self, found: Figures, query: Query) -> NDArray[numpy.bool_]:
        """``bool [passages]``: the lists that are announced by the one thing that a message asks for ("symptoms?")."""
        asked = [terms for _, terms in query.told]
        if not asked or any(terms.isdisjoint(self._listed) for terms in asked):
            return numpy.zeros(len(found.arrays), dtype=bool)
        return numpy.asarray(found.own_words.announced(query) == 1)

    def _gap_asked_for(self, query: Query, gaps: GapFigures) -> int | None:
        if gaps.best is None or not is_about(gaps.arrays, gaps.best, query, self._settings):
            return None
        return int(gaps.arrays.numbers[gaps.best])

    def _has_common(self, found: Figures, query: Query, place: int) -> bool:
        keys = query.subject_terms.keys
        return found.own_words.holds(place, keys) or found.examples.holds(place, keys)

    def stands_anywhere(self, terms: Collection[str]) -> bool:
        """Whether any passage holds, with what governs it, one of ``terms``."""
        keys = numpy.unique(keys_of(list(terms)))
        return bool(self.engine.statistics(keys)["text"].frequencies_of(keys).any())

    def asked(self, query: Query) -> tuple[Query, frozenset[int] | None]:
        """``query``, with what goes without saying once its document is known, and the documents that it names."""
        if self._titles is None:
            return query, None
        named = self._titles.named(query)
        is_single = len(self.corpus.documents) == 1
        return self._understanding(query, named or frozenset({self.engine.first_document} if is_single else ())), named

    def _understanding(self, query: Query, documents: frozenset[int]) -> Query:
        return replace(query, understood=self._titles.terms_of(documents)) if self._titles else query

    def _quotable(self, ranking: list[int]) -> tuple[int, ...]:
        passages = self.corpus.passages
        chosen: list[int] = []
        for number in ranking:
            if len(chosen) > self._settings.runners_up:
                break
            if not any(passages[earlier].shows(passages[number]) for earlier in chosen):
                chosen.append(number)
        return tuple(chosen)

    def _rival(self, found: Figures, query: Query, figures: Floats, scores: Floats) -> int | None:
        """The best passage of the other documents, if it would be the answer were they all there is."""
        best = int(numpy.argmax(scores))
        is_same = found.in_document(best)
        if is_same.all():
            return None
        others = scores - OUT_OF_SIGHT * is_same
        rival = int(numpy.argmax(others))
        one, other = (self.corpus.passages[int(found.arrays.numbers[place])] for place in (best, rival))
        if one.shows(other):
            return None
        signals = signals_of(found, query, figures, others, self.gaps(found, rival, query))
        log_odds = self._model.coverage.log_odds(signals)
        return other.number if _probability(log_odds) >= self._settings.covered_rival else None

    def _figures_of(self, candidates: Candidates) -> Figures:
        meaning = self._meaning
        numbers = candidates.arrays.numbers
        score = (lambda query: meaning.score(query)[numbers]) if meaning else None
        return Figures(candidates, self._topics, self._table, self._settings, score)

    @cached_property
    def _figures_of_all(self) -> Figures:
        return self._figures_of(self.engine.everything())

    @cached_property
    def _listed(self) -> frozenset[str]:
        """The terms by which whole lists are asked for (``bot/data/listed.txt``)."""
        read = self._read
        if read is None:
            return frozenset()
        return frozenset(term for entry in read_entries("listed.txt") for term in read(entry).subject_terms)


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(min(log_odds, 30.0), -30.0)))
