"""Makes a vector for each term, so that a text's sum of vectors comes close to what a sentence encoder makes of it.

1. The teacher (``bot/evidence/encoder.py``) encodes everyday words and all texts that are trained on; the directions in
   which its vectors differ most are kept (principal components).
2. The table is fitted to them: the cosine between a text's sum and the teacher's vector (as in Model2Vec and
   Tokenlearn; Tulkens and van Dongen, 2024), with Adam (Kingma and Ba, 2015).
3. A little more: a question of a general topic should be closer to a statement of the same topic than to one of another
   (softmax over ``SHARPNESS`` times the cosine; Henderson et al., 2017).

Nobody's answers are trained on: which passage answers a leaflet's question plays no part. So the same table may be
used on every leaflet, those that are held back included.
"""

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy
import scipy.sparse
from numpy.typing import NDArray

from bot.data import read_lines
from bot.evidence.encoder import SHA256, Encoder
from bot.evidence.vectors import SHORTEST, VectorTable
from bot.index.bm25 import keys_of
from bot.text.message import Message

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

CACHE = Path(__file__).parent.parent / "build" / "encoded.npz"
"""What the teacher said before, so that training anew takes a minute and not five."""

Matrix = NDArray[numpy.float32]


def make_vectors(
    texts: Sequence[str], topics: Sequence[tuple[Sequence[str], Sequence[str]]], read: Callable[[str], Message]
) -> VectorTable:
    """The table of vectors.

    Args:
        texts: what is trained on besides everyday words.
        topics: questions and statements of each general topic.
        read: reads a text.
    """
    everyday = list(dict.fromkeys(line.split()[0] for line in read_lines("everyday-words.txt") if line[:1].isalpha()))
    short = list(dict.fromkeys(text for text in texts if len(text) <= LONGEST))
    table = Table([*short, *everyday], everyday[:EVERYDAY_WORDS], read)
    taught = principal(_taught([*short, *everyday]), len(short))
    table.start([*short, *everyday], taught, first=len(short))
    table.fit([*short, *everyday], taught)
    table.tell_apart([both for both in topics if all(both)])
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


def _taught(texts: Sequence[str]) -> Matrix:
    """What the teacher makes of each text; it is asked for those that it was not asked for before."""
    known, keys = _remembered(), keys_of(texts).tolist()
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        print(f"the teacher reads {len(missing):,} texts", file=sys.stderr, flush=True)
        rows = Encoder(threads=2).encode(list(missing.values())).astype("float16")
        known = {**known, **dict(zip(missing, rows, strict=True))}
        CACHE.parent.mkdir(exist_ok=True)
        numpy.savez(CACHE, teacher=SHA256, keys=list(known), vectors=numpy.array(list(known.values())))
    return numpy.array([known[key] for key in keys], dtype="float32")


def _remembered() -> Mapping[int, NDArray[numpy.float16]]:
    """What the teacher made of the texts with these keys."""
    if not CACHE.exists():
        return {}
    with numpy.load(CACHE) as arrays:
        if str(arrays["teacher"]) != SHA256:
            return {}
        return dict(zip(arrays["keys"].tolist(), arrays["vectors"], strict=True))
