"""Makes a vector for each term, so that a text's sum of vectors comes close to what a sentence encoder makes of it.

``training/train.py`` makes them; ``python -m training.vectors --check`` makes them anew and compares, which takes some
minutes where the teacher has not read the texts before.

1. The teacher (``training/teacher.py``) encodes everyday words and all texts that are trained on; the directions in
   which its vectors differ most are kept (principal components).
2. The table is fitted to them: the cosine between a text's sum and the teacher's vector (as in Model2Vec and
   Tokenlearn; Tulkens and van Dongen, 2024), with Adam (Kingma and Ba, 2015).
3. A little more: a question of a general topic should be closer to a statement of the same topic than to one of another
   (softmax over ``SHARPNESS`` times the cosine; Henderson et al., 2017).

Nobody's answers are trained on: which passage answers a leaflet's question plays no part. So the same table may be
used on every leaflet, those that are held back included.
"""

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy
import scipy.sparse
from numpy.typing import NDArray

from bot.data import read_lines
from bot.documents import Gap, Passage
from bot.evidence.topics import topic_lines, topic_names
from bot.evidence.vectors import SHORTEST, VectorTable
from bot.index.bm25 import keys_of
from bot.model import load_model
from bot.text.message import Message
from bot.text.vocabulary import vocabulary
from training import data
from training.files import vectors_differ
from training.teacher import Matrix, Teacher

DIMENSIONS = 128
"""On held-back leaflets the right passage came first in 52% of the questions with 48 dimensions and no teacher, in 74%
with these; the teacher itself reached 79%."""

LEAST_COUNT = 2
"""A term gets a vector that stands in so many texts,"""

EVERYDAY_WORDS = 20_000
"""or that is one of so many everyday words."""

LONGEST = 400
"""Characters; longer texts are left out."""

EPOCHS, RATE, TEXTS_AT_ONCE = 12, 0.01, 256
TOPIC_STEPS, TOPIC_RATE, TOPICS_AT_ONCE = 300, 0.001, 128
SHARPNESS = 10.0

NUMBERS = (
    DIMENSIONS, LEAST_COUNT, EVERYDAY_WORDS, LONGEST, EPOCHS, RATE, TEXTS_AT_ONCE,
    TOPIC_STEPS, TOPIC_RATE, TOPICS_AT_ONCE, SHARPNESS,
)  # fmt: skip


@dataclass(frozen=True)
class Lessons:
    """What the vectors are made from.

    Attributes:
        texts: those that are trained on, besides everyday words.
        words: everyday words, the most frequent first.
        topics: questions and statements of each general topic.
        read: reads a text.
    """

    texts: Sequence[str]
    words: Sequence[str]
    topics: Sequence[tuple[Sequence[str], Sequence[str]]]
    read: Callable[[str], Message]

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the numbers above, the texts, words and topics in their order, and the terms that each has."""
        digest = hashlib.sha256(repr(NUMBERS).encode())
        for text in self._all():
            digest.update("\0".join((text, *sorted(_terms_of(self.read(text))), "\n")).encode())
        return digest.hexdigest()

    def _all(self) -> Iterator[str]:
        yield from ("# texts", *self.texts, "# words", *self.words)
        for both in self.topics:
            for mark, lines in zip("?!", both, strict=True):
                yield from (mark, *lines)


def lessons() -> Lessons:
    """What the vectors are made from: all texts that are trained on, word lists and topics."""
    asked_and_said: dict[str, tuple[list[str], list[str]]] = {name: ([], []) for name in topic_names()}
    for side, mark in enumerate("?!"):
        for name, line in topic_lines(mark):
            asked_and_said[name][side].append(line)
    topics = [both for both in asked_and_said.values() if all(both)]
    texts = [example.text for example in data.read_examples()]
    texts += [line for both in asked_and_said.values() for lines in both for line in lines]
    for material in (*data.leaflets(), data.article(data.ARTICLE_CASES)):
        for passage in material.corpus.passages:
            texts += [passage.document.text[start:end] for start, end in passage.sentences]
        owners: tuple[Passage | Gap, ...] = (*material.corpus.passages, *material.corpus.gaps)
        texts += [text for owner in owners for text in owner.examples]
        texts += [case.question for case in material.cases]
    words = list(dict.fromkeys(line.split()[0] for line in read_lines("everyday-words.txt") if line[:1].isalpha()))
    short = list(dict.fromkeys(text for text in texts if len(text) <= LONGEST))
    return Lessons(short, words, topics, lru_cache(maxsize=None)(vocabulary().analyser().read))


def make_vectors(learned: Lessons, teacher: Teacher) -> VectorTable:
    """The table of vectors."""
    texts = [*learned.texts, *learned.words]
    table = Table(texts, learned.words[:EVERYDAY_WORDS], learned.read)
    taught = principal(teacher.encode(texts), len(learned.texts))
    table.start(texts, taught, first=len(learned.texts))
    table.fit(texts, taught)
    table.tell_apart(learned.topics)
    return table.whole()


def principal(vectors: Matrix, texts: int) -> Matrix:
    """Vectors in the directions in which the first ``texts`` of them differ most, of length 1."""
    mean = vectors[:texts].mean(axis=0)
    _, _, directions = numpy.linalg.svd((vectors[:texts] - mean)[::3], full_matrices=False)
    kept = (vectors - mean) @ directions[:DIMENSIONS].T
    return numpy.asarray(kept / numpy.linalg.norm(kept, axis=1, keepdims=True), dtype="float32")


class Table:
    """A table of vectors while it is fitted."""

    def __init__(self, texts: Sequence[str], words: Sequence[str], read: Callable[[str], Message]) -> None:
        self._terms = {text: _terms_of(read(text)) for text in texts}
        self._read = read
        counts = Counter(term for text in texts for term in self._terms[text])
        common = {term for word in words for term in self._terms[word]}
        self.terms = sorted(common | {term for term, count in counts.items() if count >= LEAST_COUNT})
        self._places = {term: place for place, term in enumerate(self.terms)}
        self._chance = numpy.random.default_rng(0)
        self._values = self._chance.normal(0, 0.05, (len(self.terms), DIMENSIONS)).astype("float32")

    def start(self, texts: Sequence[str], taught: Matrix, first: int) -> None:
        """Begin with what the teacher makes of single words: those of ``texts`` from ``first`` on."""
        words = self._matrix(texts[first:])
        counts = numpy.asarray(words.sum(axis=0)).ravel()
        means = (words.T @ taught[first:]) / numpy.maximum(counts, 1)[:, None]
        self._values[counts > 0] = 0.3 * means[counts > 0]

    def fit(self, texts: Sequence[str], taught: Matrix) -> None:
        """Bring each text's vector close to the teacher's."""
        matrix, adam = self._matrix(texts), Adam(self._values)
        for epoch in range(EPOCHS):
            order = self._chance.permutation(len(texts))
            for start in range(0, len(texts), TEXTS_AT_ONCE):
                rows = order[start : start + TEXTS_AT_ONCE]
                own, lengths = self._encoded(matrix[rows])
                cosines = (own * taught[rows]).sum(axis=1, keepdims=True)
                slope = -(taught[rows] - own * cosines) / lengths / len(rows)
                adam.step(matrix[rows].T @ slope, RATE * (1 - epoch / EPOCHS))

    def tell_apart(self, topics: Sequence[tuple[Sequence[str], Sequence[str]]]) -> None:
        """Bring questions closer to statements of their own topic than to those of others."""
        asked, said = ([self._matrix(both[side]) for both in topics] for side in (0, 1))
        adam = Adam(self._values)
        for step in range(TOPIC_STEPS):
            chosen = self._chance.permutation(len(topics))[:TOPICS_AT_ONCE]
            q_rows, p_rows = (self._drawn([side[number] for number in chosen]) for side in (asked, said))
            q, q_lengths = self._encoded(q_rows)
            p, p_lengths = self._encoded(p_rows)
            logits = SHARPNESS * (q @ p.T)
            shares = numpy.exp(logits - logits.max(axis=1, keepdims=True))
            shares /= shares.sum(axis=1, keepdims=True)
            slope = (shares - numpy.eye(len(chosen))) * (SHARPNESS / len(chosen))
            q_slope, p_slope = slope @ p, slope.T @ q
            q_slope = (q_slope - q * (q_slope * q).sum(axis=1, keepdims=True)) / q_lengths
            p_slope = (p_slope - p * (p_slope * p).sum(axis=1, keepdims=True)) / p_lengths
            adam.step(q_rows.T @ q_slope + p_rows.T @ p_slope, TOPIC_RATE * (1 - step / TOPIC_STEPS))

    def whole(self) -> VectorTable:
        """The table in whole numbers."""
        keys = keys_of(self.terms)
        order = numpy.argsort(keys)
        scale = float(numpy.quantile(numpy.abs(self._values), 0.9995))
        whole = numpy.clip(numpy.round(self._values[order] / scale * 127), -127, 127).astype("int8")
        return VectorTable(keys[order], whole)

    def _drawn(self, matrices: Sequence[scipy.sparse.csr_matrix]) -> scipy.sparse.csr_matrix:
        """One row of each matrix."""
        return scipy.sparse.vstack([rows[[self._chance.integers(rows.shape[0])]] for rows in matrices]).tocsr()

    def _encoded(self, texts: scipy.sparse.csr_matrix) -> tuple[Matrix, Matrix]:
        sums = texts @ self._values
        lengths = numpy.linalg.norm(sums, axis=1, keepdims=True) + numpy.float32(SHORTEST)
        return sums / lengths, lengths

    def _matrix(self, texts: Sequence[str]) -> scipy.sparse.csr_matrix:
        rows, columns = [], []
        for row, text in enumerate(texts):
            terms = self._terms.get(text) or _terms_of(self._read(text))
            places = [self._places[term] for term in terms if term in self._places]
            rows += [row] * len(places)
            columns += places
        shape = (len(texts), len(self.terms))
        return scipy.sparse.csr_matrix((numpy.ones(len(rows), dtype="float32"), (rows, columns)), shape=shape)


class Adam:
    """Kingma and Ba's steps, which change ``values`` in place."""

    def __init__(self, values: Matrix) -> None:
        self._values = values
        self._mean, self._square, self._steps = numpy.zeros_like(values), numpy.zeros_like(values), 0

    def step(self, slope: NDArray[numpy.floating], rate: float) -> None:
        """A step down ``slope``."""
        self._steps += 1
        self._mean += 0.1 * (slope - self._mean)
        self._square += 0.001 * (slope * slope - self._square)
        mean, square = self._mean / (1 - 0.9**self._steps), self._square / (1 - 0.999**self._steps)
        self._values -= (rate * mean / (numpy.sqrt(square) + 1e-8)).astype("float32")


def _terms_of(message: Message) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*message.stems, *message.concept_names)))


def main(argv: Sequence[str] | None = None) -> int:
    """Make the vectors anew, and compare them with those in ``bot/model``; write nothing there."""
    parser = argparse.ArgumentParser(prog="python -m training.vectors", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", required=True, help="fail unless bot/model has these vectors")
    parser.parse_args(argv)
    shipped, teacher = load_model(), Teacher()
    made = make_vectors(lessons(), teacher)
    teacher.remember()
    found = vectors_differ(made, VectorTable(shipped.vector_keys, shipped.vectors))
    if found:
        print(f"bot/model is not what the data gives; it differs in {found}. Run 'make model'.", file=sys.stderr)
        return 1
    print("The vectors in bot/model are what the data gives.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
