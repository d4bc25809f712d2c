"""Evidence from general topics: what a message and a passage are about, though they share no word.

``bot/data/topics.txt`` holds, for each topic of patient information, messages that ask for it (``?``) and sentences
that leaflets state about it (``!``). A text is compared with all of a topic's lines by BM25; the best topics, scaled to
sum to 1, are its profile. Two texts are alike when their profiles are. A topic that fits a message and no passage is a
rival: what people ask of any treatment, and this text does not say.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache

import numpy
from numpy.typing import NDArray

from bot.data import FOLDER, read_lines
from bot.data.prepared import language_folder
from bot.documents import Passage
from bot.errors import DataError
from bot.evidence.headings import asked_context
from bot.evidence.query import Query
from bot.index.arrays import postings_named, read_arrays
from bot.index.bm25 import BM25, Floats, Postings, Terms
from bot.settings import Settings
from bot.text.message import Message
from bot.text.vocabulary import vocabulary


class Topics:
    """What texts are about.

    Args:
        postings: the terms of each topic's lines.
        settings: the tuned numbers.
    """

    def __init__(self, postings: Postings, settings: Settings) -> None:
        self._index = BM25(postings, settings.examples_k1, settings.examples_b)
        self._settings = settings
        self.of_query = lru_cache(maxsize=1)(self._of_query)

    def of_passages(self, passages: Sequence[Passage], read: Callable[[str], Message]) -> NDArray[numpy.float32]:
        """``float32 [passages, topics]``: the mean profile of each passage's sentences, each read under its heading."""
        rows = numpy.zeros((len(passages), len(self._index)), dtype="float32")
        for row, passage in zip(rows, passages, strict=True):
            heading = self._settings.heading_weight * self._scores(_terms(read(asked_context(passage))))
            sentences = [read(passage.document.text[start:end]) for start, end in passage.sentences]
            profiles = [self._profile(self._scores(_terms(sentence)) + heading) for sentence in sentences]
            if profiles:
                row[:] = _unit(numpy.mean(profiles, axis=0))
        return rows

    def _of_query(self, query: Query) -> Floats:
        """``float64 [topics]``: the profile of a message in its conversation; zeros where no topic fits."""
        return self._profile(self._scores(query.terms))

    def _scores(self, terms: Terms) -> Floats:
        """How well each topic fits, made comparable between short and long texts."""
        return self._index.scores(terms) / math.sqrt(max(len(terms.keys), 1))

    def _profile(self, scores: Floats) -> Floats:
        """The best topics' shares, as a vector of length 1 (or of zeros, where no topic fits)."""
        if scores.max(initial=0.0) <= 0:
            return numpy.zeros(len(scores))
        shares = numpy.exp(scores - scores.max())
        shares[numpy.argsort(-scores, kind="stable")[self._settings.kept_topics :]] = 0.0
        return _unit(shares)


@cache
def topic_postings() -> Postings:
    """The terms of the lines of each topic, from their prepared form when that is up to date."""
    folder = language_folder()
    return postings_named("topics", read_arrays(folder)) if folder else count_topics()


def count_topics() -> Postings:
    """The terms of the lines of each topic, counted now."""
    read = vocabulary().analyser().read
    return Postings.of([[term for line in lines for term in read(line).terms] for lines in _topics().values()])


def topic_names() -> list[str]:
    """The names of the topics, in the order of the file."""
    return list(_topics())


def topic_lines(mark: str) -> Iterator[tuple[str, str]]:
    """``(topic, line)`` of all that people ask (``?``) or that leaflets say (``!``).

    Raises:
        DataError: a line is none of a topic's name, a question, a sentence and a remark, or stands before any name.
    """
    name = ""
    for number, line in enumerate(read_lines("topics.txt"), 1):
        begin, _, content = line.partition(" ")
        if begin == "##" and content.strip():
            name = content.strip()
        elif name and begin in ("?", "!") and content.strip():
            if begin == mark:
                yield name, content
        elif line.strip() and begin != "#":
            raise DataError(
                f"{FOLDER / 'topics.txt'}, line {number}: write '## topic', and under it '? question' or '! sentence'."
            )


def _topics() -> dict[str, list[str]]:
    topics: dict[str, list[str]] = {}
    for mark in "?!":
        for name, line in topic_lines(mark):
            topics.setdefault(name, []).append(line)
    if not topics:
        raise DataError(f"{FOLDER / 'topics.txt'}: there is no topic.")
    return topics


def _terms(message: Message) -> Terms:
    return Terms.of(dict.fromkeys(message.terms, 1.0))


def _unit(vector: Floats) -> Floats:
    length = float(numpy.linalg.norm(vector))
    return vector / length if length else vector
