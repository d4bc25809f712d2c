"""Ranks passages by all evidence together, and sums up how well the corpus answers a message."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy
from numpy.typing import NDArray

from bot.data import read_entries
from bot.documents import Corpus, Gap, Passage
from bot.evidence.asked import Asked, things_of_passages
from bot.evidence.examples import Examples
from bot.evidence.gaps import GapTexts
from bot.evidence.lines import EditorsLines
from bot.evidence.meaning import Meaning
from bot.evidence.own_words import OwnWords
from bot.evidence.query import Query
from bot.evidence.titles import Titles
from bot.evidence.topics import Topics, topic_postings
from bot.evidence.vectors import VectorTable, closeness, cosines
from bot.index.arrays import CorpusArrays
from bot.index.bm25 import Floats, keys_of
from bot.model import Model
from bot.settings import Settings
from bot.text.message import Message

FIGURES_ALONE = (
    "own_words", "phrased", "told", "told_by_heading", "vectors", "topics", "examples", "has_examples", "log_examples",
    "examples_log", "likelihood", "likelihood_log", "examples_close", "holds", "is_list", "is_bullet", "log_words",
    "quoted", "beside", "section_quoted",
)  # fmt: skip
"""What a passage is ranked by. The last three tell where it stands to what was just quoted, in a message that leans on
it; see ``Searcher.leaning``. Where it has no examples, their figures are 0, and ``has_examples`` says so: what an
example adds is what a message is more alike to it than messages are to any example."""

LENGTHENED = ("own_words", "phrased", "told", "vectors", "topics")
"""Figures that mean more or less in a longer message: they come once more, times how much longer it is than usual."""

USUAL_LENGTH = 1.6
"""The logarithm of one more than the words that carry a subject in a message of the usual length: four."""

TOGETHER = (("own_words", "vectors"), ("phrased", "vectors"), ("told", "told"))
"""Figures that say more together: each pair comes once more as a product. With both kinds the right passage of a bare
leaflet comes first in 75.4% of questions (74.7% without), and of SQuAD's encyclopedia articles in 84.3% (83.6%)."""

FIGURES = (
    *FIGURES_ALONE,
    *(f"{name}, longer" for name in LENGTHENED),
    *(f"{one}, {other}" for one, other in TOGETHER),
)
"""All that a passage is ranked by."""

SIGNALS_ALONE = (
    "score", "margin", "share", "own_words", "phrased", "told", "told_by_heading", "vectors", "topics", "examples",
    "has_examples", "log_examples", "gap", "has_gaps", "gap_lead", "gap_ahead", "known", "missing", "strange",
    "unknown_words", "log_length", "follows", "after_answer", "topic_found", "topics_best", "vectors_lead",
    "share_with_examples", "examples_close", "gap_close", "holds", "lacks_exact", "lacks_loose", "quoted",
    "section_quoted", "likelihood", "gap_likelihood", "likelihood_odds",
)  # fmt: skip
CROSSED = {"with gaps": "has_gaps", "with examples": "log_examples"}
"""Every signal means more or less where gaps are named, and where the best passage has many examples: it comes twice
more, times each of these."""

SIGNALS = (*SIGNALS_ALONE, *(f"{name}, {how}" for how in CROSSED for name in SIGNALS_ALONE))
"""What whether the corpus answers is told by; see ``Searcher.signals``."""

FIGURES_WITH_MEANING = (*FIGURES, "meaning")
SIGNALS_WITH_MEANING = (*SIGNALS, "meaning", "meaning_lead")
"""The same where the evidence from meaning is asked for; see ``bot.evidence.meaning``. It comes last."""

OUT_OF_SIGHT = 1e6
"""Taken from the scores of passages that stand in another document than the one that is named."""

DECIMALS = 9
"""To which scores are taken, so that equal passages stay in reading order: a sum's last digits depend on its place."""

MOST_ODDS = 10.0
"""The logarithm of odds that are as good as certain."""

LEAST_SHARE = 0.01
"""Added to both sides of a ratio, so that two trifles are not told apart."""


@dataclass(frozen=True)
class Evidence:
    """How well the corpus fits a message.

    Attributes:
        ranking: the numbers of the passages, best first.
        quotable: the best passages, none of which says only what one before it says.
        shares: for each passage, how probable it is among all, from 0 to 1.
        gap: the number of the gap that fits best, or ``None`` where the message is not about that.
        covered: how probable it is that the best passage answers the message, from 0 to 1.
        signals: the figures behind ``covered``, by name.
        rival: the best passage of another document, where that would answer too and none is named; else ``None``.
        is_named: whether the message names the document, or there is only one.
        has_common: whether the best passage, what governs it, its document's title or its examples have any word that
            carries a subject in common with the message, or a concept. Without, it cannot be the answer.
    """

    ranking: tuple[int, ...]
    quotable: tuple[int, ...]
    shares: Floats
    gap: int | None
    covered: float
    signals: Mapping[str, float]
    rival: int | None = None
    is_named: bool = True
    has_common: bool = True


class Searcher:
    """Finds the evidence in a corpus.

    Args:
        corpus: what may be quoted.
        arrays: what was worked out of it (``corpus_arrays``).
        model: the trained weights.
        settings: the tuned numbers.
        read: reads titles, and by what lists are asked for; without it no document is ever named.
        meaning: the evidence from meaning, where it is asked for; ``model`` must be the one for it.
    """

    def __init__(  # noqa: PLR0913 - what may be quoted, and all that it is searched by
        self,
        corpus: Corpus,
        arrays: CorpusArrays,
        model: Model,
        settings: Settings,
        read: Callable[[str], Message] | None = None,
        meaning: Meaning | None = None,
    ) -> None:
        self.corpus = corpus
        self._titles = Titles(corpus, read, settings) if read else None
        self._read = read
        self._settings = settings
        self._arrays = arrays
        self._model = model
        self._own_words = OwnWords(arrays.text, arrays.headings, arrays.announced, arrays.phrases, settings)
        self._examples = Examples(
            arrays.examples, arrays.example_counts, arrays.phrases, len(corpus.passages), settings
        )
        self._topics = Topics(topic_postings(), settings)
        self._table = VectorTable(model.vector_keys, model.vectors)
        self._asked = Asked(arrays.things)
        self._gap_texts = GapTexts(arrays.gap_texts, arrays.gap_of_text, arrays.gap_information)
        self._lines = EditorsLines(arrays.line_keys, arrays.line_owners)
        self._meaning = meaning
        self._names = FIGURES_WITH_MEANING if meaning else FIGURES

    def curated(self, words: str) -> Passage | Gap | None:
        """The passage, or the gap, that an editor wrote a message for, word for word.

        Args:
            words: those of the message (``bot.text.normal.plain``).
        """
        number = self._lines.owner_of(words)
        if number is None:
            return None
        passages = self.corpus.passages
        return passages[number] if number < len(passages) else self.corpus.gaps[number - len(passages)]

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

    def _evidence(self, query: Query, named: frozenset[int] | None) -> Evidence:
        figures, gaps = self.figures(query)
        scores = numpy.round(figures @ self._model.ranking, DECIMALS)
        if named is not None:
            scores[~numpy.isin(self._documents, list(named))] -= OUT_OF_SIGHT
        lists = self._lists_asked_for(query) & (scores > -OUT_OF_SIGHT / 2)
        if lists.any():
            scores[lists] += scores.max() - scores[lists].max() + 1
        if query.pointed is not None:
            scores[query.pointed.number] = scores.max() + 1
        ranking = numpy.argsort(-scores, kind="stable")
        gaps = gaps * (self._gap_documents == self._documents[ranking[0]])[:, None]
        signals = self.signals(query, figures, scores, gaps)
        is_certain = bool(lists.any()) or (query.pointed is not None and query.curated is None)
        covered = 1.0 if is_certain else _probability(self._model.coverage.log_odds(signals))
        return Evidence(
            ranking=tuple(ranking.tolist()),
            quotable=self._quotable([n for n in ranking.tolist() if scores[n] > -OUT_OF_SIGHT / 2]),
            rival=self._rival(query, figures, scores, gaps) if named is None and query.pointed is None else None,
            is_named=named is not None or len(self.corpus.documents) == 1,
            shares=_shares(scores),
            gap=self._gap_asked_for(query, gaps[:, 0]),
            covered=covered,
            signals=signals,
            has_common=query.pointed is not None or self._has_common(query, int(ranking[0])),
        )

    def _lists_asked_for(self, query: Query) -> NDArray[numpy.bool_]:
        """``bool [passages]``: the lists that are announced by the one thing that a message asks for ("symptoms?")."""
        asked = [terms for _, terms in query.told]
        if not asked or any(terms.isdisjoint(self._listed) for terms in asked):
            return numpy.zeros(len(self.corpus.passages), dtype=bool)
        return numpy.asarray(self._own_words.announced(query) == 1)

    def _gap_asked_for(self, query: Query, gaps: Floats) -> int | None:
        best = int(numpy.argmax(gaps)) if len(gaps) else None
        return best if best is not None and self._gap_texts.about(query, best, self._settings) else None

    def _has_common(self, query: Query, number: int) -> bool:
        keys = query.subject_terms.keys
        return self._own_words.holds(number, keys) or self._examples.holds(number, keys)

    def holding(self, told: Sequence[Collection[str]]) -> frozenset[int]:
        """The passages that hold, with what governs them, a term of each of ``told``."""
        keys = [keys_of(list(terms)) for terms in told]
        return frozenset(
            passage.number
            for passage in self.corpus.passages
            if all(self._own_words.holds(passage.number, each) for each in keys)
        )

    def asked(self, query: Query) -> tuple[Query, frozenset[int] | None]:
        """``query``, with what goes without saying once its document is known, and the documents that it names."""
        if self._titles is None:
            return query, None
        named = self._titles.named(query)
        is_single = len(self.corpus.documents) == 1
        return self._understanding(query, named or frozenset({0} if is_single else ())), named

    def _understanding(self, query: Query, documents: frozenset[int]) -> Query:
        return replace(query, understood=self._titles.terms_of(documents)) if self._titles else query

    def figures(self, query: Query) -> tuple[Floats, Floats]:
        """What passages are ranked by, ``[passages, FIGURES]`` (one more with meaning), and ``[gaps, 2]``.

        The latter tell how alike each gap's examples are, and how likely the message is where that is asked for.
        """
        examples, gaps = self._examples.scores(query)
        likelihoods, gap_likelihoods = self._examples.likelihoods(query)
        has = self._has_examples
        asked = self._table.of_query(query)
        figures = [
            self._own_words.score(query),
            self._own_words.phrased(query),
            self._own_words.told(query),
            self._own_words.told_by_heading(query),
            closeness(self._arrays.vectors, self._arrays.vector_starts, asked),
            self._arrays.topics @ self._topics.of_query(query),
            examples,
            has,
            self._log_examples,
            examples * self._log_examples,
            likelihoods,
            likelihoods * self._log_examples,
            cosines(self._arrays.example_vectors[: len(has)], asked),
            self._asked.holds(query),
            *self._shapes,
            *self.leaning(query),
        ]
        by_name = dict(zip(FIGURES_ALONE, figures, strict=True))
        longer = math.log1p(sum(query.message.content)) - USUAL_LENGTH
        figures += [by_name[name] * longer for name in LENGTHENED]
        figures += [by_name[one] * by_name[other] for one, other in TOGETHER]
        if self._meaning:
            figures.append(self._meaning.score(query))
        table = numpy.stack([numpy.asarray(figure, dtype="float64") for figure in figures], axis=1)
        return table, numpy.stack([gaps, gap_likelihoods], axis=1)

    def leaning(self, query: Query) -> tuple[Floats, Floats, Floats]:
        """Where each passage stands to what was just quoted; zeros where the message does not lean on that.

        Whether it was quoted itself, holds what was, or is held by it; how near it stands in the same document (1 for
        the next passage, 1/2 for the one after that); whether it stands in the same section.
        """
        is_quoted, beside, is_in_section = (numpy.zeros(len(self.corpus.passages)) for _ in range(3))
        for number in (passage.number for passage in query.quoted if passage.number < len(is_quoted)):
            starts, ends, sections = self._places
            same = self._documents == self._documents[number]
            is_held = (starts >= starts[number]) & (ends <= ends[number])
            holds = (starts <= starts[number]) & (ends >= ends[number])
            away = numpy.abs(numpy.arange(len(same)) - number)
            is_quoted = numpy.maximum(is_quoted, same & (is_held | holds))
            beside = numpy.maximum(beside, same / numpy.maximum(away, 1))
            is_in_section = numpy.maximum(is_in_section, same & (sections == sections[number]))
        return is_quoted, beside, is_in_section

    def signals(self, query: Query, figures: Floats, scores: Floats, gaps: Floats) -> dict[str, float]:
        """What whether the best passage answers is told by.

        - ``score``, ``margin``, ``share``: the best passage's score, how far the second is behind, and how probable the
          best is among all; ``own_words`` to ``log_examples``: its figures.
        - ``gap``: how alike the best gap's examples are; ``gap_lead``: the logarithm of how many times more than the
          best passage's, and ``gap_ahead``: than those of any passage. 0 where no gaps are named.
        - ``known``: the share of the message's information that stands anywhere in the corpus; ``missing``,
          ``strange``: how much the most telling word tells that the best passage, or every passage, lacks.
        - ``topic_found``: how much the passages are about what the message is most about; ``topics_best``: how alike
          any passage is in what it is about.
        - ``likelihood``, ``gap_likelihood``: how much likelier the message is where the best passage, or the best gap,
          is asked for; ``likelihood_odds``: where any passage is than where any gap is. 0 where no gaps are named.
        - ``gap_close``: how much closer the closest gap's examples are, by vectors, than those of the best passage.
        - ``holds``, ``lacks_exact``, ``lacks_loose``: whether the best passage holds the kinds of things asked for.
        - ``vectors_lead``: how much closer the closest passage is than passages are on average; ``meaning_lead``: the
          same by the evidence from meaning, where there is any.
        """
        order = numpy.argsort(-scores, kind="stable")
        best = int(order[0])
        second = float(scores[order[1]]) if len(order) > 1 else float(scores[best])
        named = dict(zip(self._names, figures[best].tolist(), strict=True))
        own_gaps = gaps[self._gap_documents == self._documents[best]]
        has_gaps = bool(len(own_gaps))
        gap = float(own_gaps[:, 0].max()) if has_gaps else 0.0
        most_alike = float(figures[:, FIGURES.index("examples")].max())
        topics, vectors = (figures[:, FIGURES.index(name)] for name in ("topics", "vectors"))
        lacks_exact, lacks_loose = self._asked.lacks(query, best)
        profile = self._topics.of_query(query)
        words = query.message.words
        found = float(self._arrays.topics[:, int(numpy.argmax(profile))].max()) if profile.any() else 0.0
        signals = {
            **{name: named[name] for name in SIGNALS_ALONE if name in named},
            "score": float(scores[best]),
            "margin": float(scores[best]) - second,
            "share": float(_shares(scores)[best]),
            "gap": gap,
            "has_gaps": float(has_gaps),
            "gap_lead": _log_ratio(gap, named["examples"]) if has_gaps else 0.0,
            "gap_ahead": _log_ratio(gap, most_alike) if has_gaps else 0.0,
            "known": self._own_words.known(query),
            "missing": self._own_words.missing(query, best),
            "strange": self._own_words.strange(query),
            "unknown_words": sum(query.message.unknown) / max(len(words), 1),
            "log_length": math.log1p(len(words)),
            "follows": float(bool(query.earlier)),
            "after_answer": float(query.after_answer),
            "topic_found": found,
            "topics_best": float(topics.max()),
            "vectors_lead": float(vectors.max() - vectors.mean()),
            "share_with_examples": float(self._has_examples.mean()),
            "gap_likelihood": float(own_gaps[:, 1].max()) if has_gaps else 0.0,
            "likelihood_odds": self._likelihood_odds(figures, own_gaps[:, 1], best) if has_gaps else 0.0,
            "gap_close": self._gap_close(query, best) if has_gaps else 0.0,
            "lacks_exact": lacks_exact,
            "lacks_loose": lacks_loose,
        }
        if self._meaning:
            meaning = figures[:, self._names.index("meaning")]
            signals |= {"meaning": named["meaning"], "meaning_lead": float(meaning.max() - meaning.mean())}
        crossed = {
            f"{name}, {how}": signals[name] * signals[by] for how, by in CROSSED.items() for name in SIGNALS_ALONE
        }
        return {**signals, **crossed}

    def _likelihood_odds(self, figures: Floats, gaps: Floats, best: int) -> float:
        """The logarithm of how much likelier it is that any passage of a document is asked for than any of its gaps."""
        passages = figures[self._documents == self._documents[best], FIGURES.index("likelihood")]
        odds = float(numpy.logaddexp.reduce(passages) - numpy.logaddexp.reduce(gaps))
        return max(min(odds, MOST_ODDS), -MOST_ODDS)

    def _gap_close(self, query: Query, best: int) -> float:
        close = cosines(self._arrays.example_vectors, self._table.of_query(query))
        own = self._gap_documents == self._documents[best]
        return float(close[len(self.corpus.passages) :][own].max() - close[best])

    def _quotable(self, ranking: list[int]) -> tuple[int, ...]:
        passages = self.corpus.passages
        chosen: list[int] = []
        for number in ranking:
            if len(chosen) > self._settings.runners_up:
                break
            if not any(passages[earlier].shows(passages[number]) for earlier in chosen):
                chosen.append(number)
        return tuple(chosen)

    def _rival(self, query: Query, figures: Floats, scores: Floats, gaps: Floats) -> int | None:
        """The best passage of the other documents, if it would be the answer were they all there is."""
        if len(self.corpus.documents) < 2:
            return None
        best = int(numpy.argmax(scores))
        others = scores - OUT_OF_SIGHT * (self._documents == self._documents[best])
        rival = int(numpy.argmax(others))
        if self.corpus.passages[best].shows(self.corpus.passages[rival]):
            return None
        log_odds = self._model.coverage.log_odds(self.signals(query, figures, others, gaps))
        return rival if _probability(log_odds) >= self._settings.covered_rival else None

    @cached_property
    def _listed(self) -> frozenset[str]:
        """The terms by which whole lists are asked for (``bot/data/listed.txt``)."""
        read = self._read
        if read is None:
            return frozenset()
        return frozenset(term for entry in read_entries("listed.txt") for term in read(entry).subject_terms)

    @cached_property
    def _documents(self) -> NDArray[numpy.int32]:
        """The number of the document that each passage stands in."""
        numbers = {document.name: number for number, document in enumerate(self.corpus.documents)}
        return numpy.array([numbers[passage.document.name] for passage in self.corpus.passages], dtype="int32")

    @cached_property
    def _places(self) -> NDArray[numpy.int64]:
        """``int64 [3, passages]``: where each passage begins and ends, and the number of its section."""
        sections: dict[str, int] = {}
        rows = [(p.start, p.end, sections.setdefault(p.section, len(sections))) for p in self.corpus.passages]
        return numpy.array(rows, dtype="int64").reshape(len(rows), 3).T

    @cached_property
    def _gap_documents(self) -> NDArray[numpy.int32]:
        """The number of the document that each gap is one of; a gap without a document is one of the first."""
        numbers = {document.name: number for number, document in enumerate(self.corpus.documents)}
        return numpy.array([numbers.get(gap.document, 0) for gap in self.corpus.gaps], dtype="int32")

    @cached_property
    def _has_examples(self) -> Floats:
        return (self._examples.counts > 0).astype("float64")

    @cached_property
    def _log_examples(self) -> Floats:
        return numpy.log1p(self._examples.counts)

    @cached_property
    def _shapes(self) -> tuple[Floats, Floats, Floats]:
        passages = self.corpus.passages
        is_list, is_bullet = (
            numpy.array([float(p.kind in kinds) for p in passages]) for kinds in (("list", "table"), ("bullet", "row"))
        )
        return is_list, is_bullet, numpy.log1p(numpy.array([float(len(p.text.split())) for p in passages]))


def corpus_arrays(corpus: Corpus, read: Callable[[str], Message], model: Model, settings: Settings) -> CorpusArrays:
    """What the evidence needs of a corpus, worked out now."""
    passages: tuple[Passage, ...] = corpus.passages
    text, headings, announced, phrases = OwnWords.postings(passages, read)
    examples, counts = Examples.postings(passages, corpus.gaps, read)
    owners: tuple[Passage | Gap, ...] = (*passages, *corpus.gaps)
    table = VectorTable(model.vector_keys, model.vectors)
    gap_texts = GapTexts.of(corpus, read)
    vectors, starts = table.of_sentences(passages, read, settings)
    lines = EditorsLines.of(owners)
    return CorpusArrays(
        text=text,
        headings=headings,
        announced=announced,
        phrases=phrases,
        examples=examples,
        example_counts=counts,
        topics=Topics(topic_postings(), settings).of_passages(passages, read),
        vectors=vectors,
        vector_starts=starts,
        example_vectors=table.of_examples([owner.examples for owner in owners], read),
        things=things_of_passages(passages),
        gap_texts=gap_texts.postings,
        gap_of_text=gap_texts.gaps,
        gap_information=gap_texts.information,
        line_keys=lines.keys,
        line_owners=lines.owners,
    )


def _log_ratio(one: float, other: float) -> float:
    return math.log((one + LEAST_SHARE) / (other + LEAST_SHARE))


def _shares(scores: Floats) -> Floats:
    shares = numpy.exp(scores - scores.max())
    return numpy.asarray(shares / shares.sum())


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(min(log_odds, 30.0), -30.0)))
