"""Trains a vector for each term, so that questions lie close to what answers them.

A dual encoder with one table: a text's vector is the weighted sum of its terms' vectors, scaled to length 1, and a
question should be closer to a passage that answers it than to the others at hand (softmax over ``SHARPNESS`` times the
cosine; Henderson et al., 2017). Trained with Adam (Kingma and Ba, 2015) on leaflets' questions and passages, on the
article's, and on the questions and statements of the general topics.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy
import scipy.sparse
from numpy.typing import NDArray

from bot.evidence.vectors import SHORTEST, VectorTable
from bot.index.bm25 import keys_of

DIMENSIONS = 48
EPOCHS = 10
RATE = 0.01
SHARPNESS = 8.0
DROPPED = 0.2
"""The share of terms that are left out of each text at each step, so that no term is relied on alone."""

DECAY = 1e-5
LEAST_COUNT = 3
"""A term gets a vector that stands in so many texts."""

TOPIC_STEPS = 40
TOPICS_AT_ONCE = 96
LINES_AT_ONCE = 3

Matrix = NDArray[numpy.float32]
Weights = Mapping[str, float]


@dataclass(frozen=True)
class Batch:
    """Questions, the passages at hand, and which of them answer which.

    Attributes:
        questions, passages: texts by their terms and weights.
        answers: ``bool [questions, passages]``.
    """

    questions: Sequence[Weights]
    passages: Sequence[Weights]
    answers: Matrix


@dataclass(frozen=True)
class TopicLines:
    """What people ask, and what leaflets say, of one general topic."""

    questions: Sequence[Weights]
    statements: Sequence[Weights]


class Trainer:
    """Trains one table of vectors.

    Args:
        batches: questions with passages.
        topics: the general topics.
        seed: of all that is drawn by chance.
    """

    def __init__(self, batches: Sequence[Batch], topics: Sequence[TopicLines], seed: int = 0) -> None:
        self._chance = numpy.random.default_rng(seed)
        counts: Counter[str] = Counter()
        for batch in batches:
            for text in (*batch.questions, *batch.passages):
                counts.update(text.keys())
        for topic in topics:
            for text in (*topic.questions, *topic.statements):
                counts.update(text.keys())
        self.terms = sorted(term for term, count in counts.items() if count >= LEAST_COUNT)
        self._places = {term: place for place, term in enumerate(self.terms)}
        self._table = self._chance.normal(0, 0.1, (len(self.terms), DIMENSIONS)).astype("float32")
        self._mean, self._square, self._steps = numpy.zeros_like(self._table), numpy.zeros_like(self._table), 0
        self._batches = [
            (self._matrix(b.questions), self._matrix(b.passages), b.answers.astype("float32")) for b in batches
        ]
        self._topics = [
            (self._matrix(topic.questions), self._matrix(topic.statements))
            for topic in topics
            if len(topic.questions) >= LINES_AT_ONCE and len(topic.statements) >= LINES_AT_ONCE
        ]

    def train(self) -> VectorTable:
        """Train, and give the table in whole numbers."""
        for epoch in range(EPOCHS):
            rate = RATE * (1 - epoch / EPOCHS)
            for questions, passages, answers in self._epoch():
                self._step(questions, passages, answers, rate)
        keys = keys_of(self.terms)
        order = numpy.argsort(keys)
        scale = float(numpy.quantile(numpy.abs(self._table), 0.9995))
        whole = numpy.clip(numpy.round(self._table[order] / scale * 127), -127, 127).astype("int8")
        return VectorTable(keys[order], whole)

    def _epoch(self) -> Iterator[tuple[scipy.sparse.csr_matrix, scipy.sparse.csr_matrix, Matrix]]:
        jobs = [*range(len(self._batches)), *([-1] * (TOPIC_STEPS if self._topics else 0))]
        for job in self._chance.permutation(jobs):
            yield self._batches[job] if job >= 0 else self._topic_batch()

    def _topic_batch(self) -> tuple[scipy.sparse.csr_matrix, scipy.sparse.csr_matrix, Matrix]:
        """Some questions of some topics, and for each topic some of its statements as one text."""
        chosen = self._chance.permutation(len(self._topics))[:TOPICS_AT_ONCE]
        questions, statements = [], []
        for number in chosen:
            asked, said = self._topics[number]
            questions.append(asked[self._chance.integers(0, asked.shape[0], LINES_AT_ONCE)])
            lines = said[self._chance.integers(0, said.shape[0], LINES_AT_ONCE)]
            statements.append(scipy.sparse.csr_matrix(lines.sum(axis=0)))
        answers = numpy.repeat(numpy.eye(len(chosen), dtype="float32"), LINES_AT_ONCE, axis=0)
        return scipy.sparse.vstack(questions).tocsr(), scipy.sparse.vstack(statements).tocsr(), answers

    def _step(
        self, questions: scipy.sparse.csr_matrix, passages: scipy.sparse.csr_matrix, answers: Matrix, rate: float
    ) -> None:
        asked, said = self._thinned(questions), self._thinned(passages)
        q, q_length = self._encoded(asked)
        p, p_length = self._encoded(said)
        logits = SHARPNESS * (q @ p.T)
        shares = numpy.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        right = shares * answers
        slope = (shares - right / (right.sum(axis=1, keepdims=True) + 1e-9)) * (SHARPNESS / len(q))
        q_slope, p_slope = slope @ p, slope.T @ q
        q_slope = (q_slope - q * (q_slope * q).sum(axis=1, keepdims=True)) / q_length
        p_slope = (p_slope - p * (p_slope * p).sum(axis=1, keepdims=True)) / p_length
        self._adam(asked.T @ q_slope + said.T @ p_slope + DECAY * self._table, rate)

    def _adam(self, slope: Matrix, rate: float) -> None:
        self._steps += 1
        self._mean += 0.1 * (slope - self._mean)
        self._square += 0.001 * (slope * slope - self._square)
        mean, square = self._mean / (1 - 0.9**self._steps), self._square / (1 - 0.999**self._steps)
        self._table -= (rate * mean / (numpy.sqrt(square) + 1e-6)).astype("float32")

    def _encoded(self, texts: scipy.sparse.csr_matrix) -> tuple[Matrix, Matrix]:
        sums = texts @ self._table
        lengths = numpy.linalg.norm(sums, axis=1, keepdims=True) + numpy.float32(SHORTEST)
        return sums / lengths, lengths

    def _thinned(self, texts: scipy.sparse.csr_matrix) -> scipy.sparse.csr_matrix:
        thinned = texts.copy()
        thinned.data *= self._chance.random(len(thinned.data)) > DROPPED
        return thinned

    def _matrix(self, texts: Sequence[Weights]) -> scipy.sparse.csr_matrix:
        rows, columns, values = [], [], []
        for row, text in enumerate(texts):
            for term, weight in text.items():
                place = self._places.get(term)
                if place is not None:
                    rows.append(row)
                    columns.append(place)
                    values.append(weight)
        shape = (len(texts), len(self.terms))
        return scipy.sparse.csr_matrix((numpy.array(values, dtype="float32"), (rows, columns)), shape=shape)
