"""Evidence from vectors: words that belong together lie close together, "tired" to "fatigue", "wee" to "urine".

Each term has a vector. A text's vector is the sum of its terms' vectors, scaled to length 1; ``training/vectors.py``
makes it come close to what a sentence encoder makes of the whole text. The table of vectors is small and comes with
the program; nothing is downloaded.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from bot.documents import Passage
from bot.evidence.headings import asked_context
from bot.evidence.query import Query
from bot.index.bm25 import Floats, Keys, keys_of
from bot.settings import Settings
from bot.text.message import Message

Vectors = NDArray[numpy.float32]

PLACES = 5
"""To how many places cosines are taken: the last ones depend on how many others are worked out beside them."""

SHORTEST = 1e-3
"""Added to a vector's length before it is scaled, so that a text of unknown words stays near zero."""


@dataclass(frozen=True)
class VectorTable:
    """The vector of each known term.

    Attributes:
        keys: ``uint64 [terms]``, ascending: see ``keys_of``.
        values: ``int8 [terms, dimensions]``; only their directions and relative lengths mean something.
    """

    keys: Keys
    values: NDArray[numpy.int8]

    def of(self, weights: Mapping[str, float]) -> Vectors:
        """``float32 [dimensions]``: the vector of a text that is given by its terms and their weights."""
        keys = keys_of(list(weights))
        places = numpy.searchsorted(self.keys, keys)
        places[places == len(self.keys)] = 0
        known = self.keys[places] == keys
        amounts = numpy.fromiter(weights.values(), "float32", len(weights))[known]
        vector: Vectors = amounts @ (self.values[places[known]].astype("float32") / 127)
        return vector / numpy.float32(numpy.linalg.norm(vector) + SHORTEST)

    def of_sentences(
        self, passages: Sequence[Passage], read: Callable[[str], Message], settings: Settings
    ) -> tuple[Vectors, NDArray[numpy.int32]]:
        """The vector of each sentence of each passage, and where each passage's begin.

        ``float32 [sentences, dimensions]`` and ``int32 [passages]``. A sentence is read with what governs its passage,
        and with the heading.
        """
        rows: list[Vectors] = []
        starts: list[int] = []
        for passage in passages:
            starts.append(len(rows))
            context = read(asked_context(passage))
            for start, end in passage.sentences:
                rows.append(self.of(sentence_weights(read(passage.document.text[start:end]), context, settings)))
        vectors = numpy.array(rows, dtype="float32").reshape(len(rows), self.values.shape[1])
        return vectors, numpy.array(starts, dtype="int32")

    def of_examples(self, owners: Sequence[Sequence[str]], read: Callable[[str], Message]) -> Vectors:
        """``float32 [owners, dimensions]``: the mean of the vectors of each one's examples, of length 1 (0 of none)."""
        rows = numpy.zeros((len(owners), self.values.shape[1]), dtype="float32")
        for row, examples in zip(rows, owners, strict=True):
            if examples:
                total = numpy.sum([self.of(dict.fromkeys(read(text).terms, 1.0)) for text in examples], axis=0)
                row[:] = total / (numpy.linalg.norm(total) + SHORTEST)
        return rows

    def of_query(self, query: Query) -> Vectors:
        """``float32 [dimensions]``: the vector of a message in its conversation."""
        return self.of(query.weights)


def closeness(sentences: Vectors, starts: NDArray[numpy.int32], asked: Vectors) -> Floats:
    """``float64 [passages]``: how close each passage's closest sentence is to what is asked, from -1 to 1."""
    if not len(starts):
        return numpy.zeros(0)
    return numpy.maximum.reduceat(cosines(sentences, asked), starts)


def cosines(vectors: Vectors, asked: Vectors) -> Floats:
    """``float64 [vectors]``: how close each is to what is asked; the same for the same vector, wherever it stands."""
    return numpy.round((vectors @ asked).astype("float64"), PLACES)


def sentence_weights(sentence: Message, context: Message, settings: Settings) -> dict[str, float]:
    """The terms of a sentence, and of what it stands under, with their weights."""
    weights = dict.fromkeys((*sentence.stems, *sentence.concept_names), 1.0)
    for term in (*context.stems, *context.concept_names):
        weights[term] = weights.get(term, 0.0) + settings.heading_weight
    return weights
