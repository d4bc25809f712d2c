"""The index of a corpus: its passages by their text, heading and examples, and its uncovered topics."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy

from bot.documents import Corpus
from bot.search.analysis import Rarity, Reading
from bot.search.index import EXAMPLES_K1, K1, BM25Index, Scores
from bot.search.language import corpus_fingerprint, read_prepared
from bot.search.topics import TopicIndex, topic_counts

Counts = Mapping[str, int]

TOPIC_WEIGHT = 0.2
"""What being about the same adds to a passage's score, as a share of the best possible one.

Chosen on the leaflets in ``training/leaflets``; from 0.1 to 0.4 made little difference.
"""

OWN_WORDS_WEIGHT = 0.05
"""What a passage's own text adds to its score by holding the message's words, as a share of the best
possible score. Examples mention every disease beside every subject; the text itself does not.

Chosen on ``training/follow-ups.jsonl``; 0.03 to 0.1 made little difference.
"""

EARLIER_TOPIC_WEIGHT = 0.5
"""The weight of the topics of the message before, for one that leans on it."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the index says about a message.

    Attributes:
        passages: the score of every passage, in reading order.
        topics: the score of every uncovered topic, in the curation's order (may be empty).
        best_possible: what an entry that held every term would score.
        own_words: for every passage, the share of the message's information that its own text holds.
        about: for every passage, how alike it is to the message in what it is about (0 where there are examples).
    """

    passages: Scores
    topics: Scores
    best_possible: float
    own_words: Scores
    about: Scores


class CorpusIndex:
    """Scores the passages and the uncovered topics of a corpus on one scale.

    Where no editor has written examples, a passage of the same general topic as the message
    scores as if it shared words with it.

    Args:
        corpus: what may be quoted.
        counts: the terms of each entry, passages first, then uncovered topics (see ``count_terms``).
        own_terms: the terms of each passage's own text.
        topics: general topics and every passage's profile over them, for a corpus without examples.
    """

    def __init__(
        self,
        corpus: Corpus,
        counts: Sequence[Counts],
        own_terms: Sequence[Collection[str]],
        topics: "PassageTopics | None" = None,
    ) -> None:
        self.corpus = corpus
        self._counts = counts
        self._topics = topics
        self._own_terms = [frozenset(terms) for terms in own_terms]
        self._index = BM25Index(counts, k1=EXAMPLES_K1 if corpus.curated else K1)

    def terms(self, reading: Reading) -> tuple[str, ...]:
        """What a message is searched by: its whole phrasing where there are examples to compare."""
        return reading.phrasing if self.corpus.curated else tuple(dict.fromkeys(reading.terms))

    def look(self, terms: Mapping[str, float], readings: Sequence[Reading], rarity: Rarity) -> Findings:
        """The scores of every passage and topic.

        Args:
            terms: the weighted terms of the message, in its conversation.
            readings: the message, then the earlier ones it leans on.
            rarity: how much a word tells.
        """
        scores = self._index.scores(terms)
        best_possible = self._index.best_possible(terms)
        own_words = self._in_own_words(readings[0], rarity)
        about = self._topics.likeness(readings) if self._topics else numpy.zeros(len(own_words))
        likeness = OWN_WORDS_WEIGHT * own_words + TOPIC_WEIGHT * about
        passages = scores[: len(own_words)] + best_possible * likeness
        return Findings(passages, scores[len(own_words) :], best_possible, own_words, about)

    def _in_own_words(self, reading: Reading, rarity: Rarity) -> Scores:
        """For every passage, the share of the message's information that its own text holds."""
        told: dict[int, tuple[float, frozenset[str]]] = {}
        for place, (word, stem, content) in enumerate(zip(reading.words, reading.stems, reading.content, strict=True)):
            if content:
                concepts = (name for start, end, name in reading.concepts if start <= place < end)
                told[place] = rarity(word), frozenset((stem, *concepts))
        total = sum(weight for weight, _ in told.values()) or 1.0
        shares = [
            sum(weight for weight, terms in told.values() if not terms.isdisjoint(own)) / total
            for own in self._own_terms
        ]
        return numpy.array(shares)

    def __contains__(self, term: str) -> bool:
        """Whether ``term`` stands anywhere in the corpus or its curation."""
        return term in self._index

    def own_terms(self, number: int) -> frozenset[str]:
        """The terms of the text of the passage ``number``."""
        return self._own_terms[number]

    def entry(self, number: int) -> Counts:
        """The terms of the passage ``number``, its heading and examples, counted."""
        return self._counts[number]


class PassageTopics:
    """How alike messages and passages are in what they are about.

    Args:
        corpus: what may be quoted.
        read: reads a text.
    """

    def __init__(self, corpus: Corpus, read: Callable[[str], Reading]) -> None:
        self._index = TopicIndex(topic_counts(read))
        self._profiles = numpy.array([self._index.passage_profile(passage, read) for passage in corpus.passages])

    def likeness(self, readings: Sequence[Reading]) -> Scores:
        """The cosine of every passage's profile with that of the message and those it leans on."""
        weights = [EARLIER_TOPIC_WEIGHT**age for age in range(len(readings))]
        profile = sum(
            (w * self._index.message_profile(r) for w, r in zip(weights, readings, strict=True)),
            start=numpy.zeros(self._profiles.shape[1]),
        )
        length = float(numpy.linalg.norm(profile))
        likeness: Scores = self._profiles @ profile
        return likeness / length if length else likeness


def own_terms_of(corpus: Corpus, read: Callable[[str], Reading]) -> list[tuple[str, ...]]:
    """The terms of each passage's own text."""
    return [read(passage.text).terms for passage in corpus.passages]


def count_terms(corpus: Corpus, read: Callable[[str], Reading]) -> list[Counter[str]]:
    """How often each term stands in each passage with its heading and examples, and in each topic."""

    def terms(text: str) -> tuple[str, ...]:
        reading = read(text)
        return reading.phrasing if corpus.curated else reading.terms

    counts = []
    for passage in corpus.passages:
        texts = (passage.section, passage.text, *passage.examples)
        counts.append(Counter(term for text in texts for term in terms(text)))
    for topic in corpus.uncovered:
        counts.append(Counter(term for text in topic.examples for term in terms(text)))
    return counts


def index_of(corpus: Corpus, read: Callable[[str], Reading]) -> CorpusIndex:
    """The index of a corpus, from its prepared form when that is up to date."""
    if content := read_prepared("index", corpus_fingerprint(corpus)):
        return CorpusIndex(corpus, content["counts"], content["own_terms"])
    counts, own_terms = count_terms(corpus, read), own_terms_of(corpus, read)
    return CorpusIndex(corpus, counts, own_terms, None if corpus.curated else PassageTopics(corpus, read))
