"""Topics of patient information: what a message or a passage is about, though they share no word.

``bot/data/topics.txt`` holds, for each topic, messages that ask for it (``?``) and sentences that
leaflets state about it (``!``). A text is compared with all of a topic's lines by BM25; the best
topics, scaled to sum to 1, are its profile. Two texts are alike when their profiles are.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy

from bot.documents import Passage
from bot.search.analysis import Reading
from bot.search.index import EXAMPLES_K1, BM25Index, Scores
from bot.search.language import DATA, fingerprint, read_prepared
from bot.search.lexicon import read_lines

TOPICS = DATA / "topics.txt"

KEPT_TOPICS = 8
"""How many of the best topics make a profile; the rest is noise."""

SHARPNESS = 1.0
"""Scores are divided by this and by the square root of the number of terms before they are compared."""

HEADING_WEIGHT = 0.5
"""What the heading adds to the topics of a sentence."""


class TopicIndex:
    """Gives texts their profile over the topics.

    Args:
        counts: the terms of each topic's lines, counted.
    """

    def __init__(self, counts: Sequence[Mapping[str, int]]) -> None:
        self._index = BM25Index(counts, k1=EXAMPLES_K1)
        self._size = len(counts)

    def scores(self, terms: Mapping[str, float]) -> Scores:
        """How well each topic fits, made comparable between short and long texts."""
        return numpy.asarray(self._index.scores(terms) / (SHARPNESS * math.sqrt(max(len(terms), 1))))

    def profile(self, scores: Scores) -> Scores:
        """The best topics' shares, as a vector of length 1 (or of zeros, where no topic fits)."""
        if scores.max() <= 0:
            return numpy.zeros(self._size)
        shares = numpy.exp(scores - scores.max())
        shares[numpy.argsort(-scores, kind="stable")[KEPT_TOPICS:]] = 0.0
        return _unit(shares)

    def passage_profile(self, passage: Passage, read: Callable[[str], Reading]) -> Scores:
        """The mean profile of a passage's sentences, each read under its heading."""
        heading = HEADING_WEIGHT * self.scores(_terms(read(passage.section)))
        sentences = [passage.document.text[start:end] for start, end in passage.sentences]
        profiles = [self.profile(self.scores(_terms(read(sentence))) + heading) for sentence in sentences]
        return _unit(numpy.mean(profiles, axis=0)) if profiles else numpy.zeros(self._size)

    def message_profile(self, reading: Reading) -> Scores:
        """The profile of a message."""
        return self.profile(self.scores(_terms(reading)))


def topic_counts(read: Callable[[str], Reading]) -> Sequence[Mapping[str, int]]:
    """The counts of ``count_topic_terms``, from their prepared form when that is up to date."""
    prepared = read_prepared("topics", prepared_fingerprint())
    return prepared["counts"] if prepared else count_topic_terms(read)


def prepared_fingerprint() -> str:
    """What the prepared counts depend on."""
    return f"{fingerprint()} {hashlib.sha256(TOPICS.read_bytes()).hexdigest()}"


def count_topic_terms(read: Callable[[str], Reading]) -> list[Counter[str]]:
    """How often each term stands in the lines of each topic."""
    counts: list[Counter[str]] = []
    for line in read_lines(TOPICS):
        if line.startswith("## "):
            counts.append(Counter())
        elif line[:2] in ("? ", "! "):
            counts[-1].update(read(line[2:]).phrasing)
    return counts


def topic_questions() -> Iterator[str]:
    """What people ask, of all topics: questions of daily life with a treatment or an illness."""
    yield from (line[2:] for line in read_lines(TOPICS) if line.startswith("? "))


def _terms(reading: Reading) -> dict[str, float]:
    return dict.fromkeys(reading.phrasing, 1.0)


def _unit(vector: Scores) -> Scores:
    length = float(numpy.linalg.norm(vector))
    return vector / length if length else vector
