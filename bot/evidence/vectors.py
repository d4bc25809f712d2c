"""Evidence from vectors: words that belong together lie close together, "tired" to "fatigue", "wee" to "urine".

Each term has a vector, trained so that questions lie close to the passages that answer them (``training/vectors.py``).
A text's vector is the sum of its terms' vectors, scaled to length 1. The table of vectors is small and comes with the
program; nothing is downloaded.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from bot.documents import Passage
from bot.evidence.query import Query
from bot.index.bm25 import Keys, keys_of
from bot.settings import Settings
from bot.text.message import Message

Vectors = NDArray[numpy.float32]

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

    def of_passages(self, passages: Sequence[Passage], read: Callable[[str], Message], settings: Settings) -> Vectors:
        """``float32 [passages, dimensions]``: the vectors of passages, each with its heading."""
        rows = [self.of(passage_weights(passage, read, settings)) for passage in passages]
        return numpy.array(rows, dtype="float32").reshape(len(rows), self.values.shape[1])

    def of_query(self, query: Query) -> Vectors:
        """``float32 [dimensions]``: the vector of a message in its conversation."""
        return self.of(query.subject_weights)


def passage_weights(passage: Passage, read: Callable[[str], Message], settings: Settings) -> dict[str, float]:
    """The subject terms of a passage, and of its heading and what else governs it, with their weights."""
    weights = dict.fromkeys(read(passage.text).subject_terms, 1.0)
    for term in read(passage.context).subject_terms:
        weights[term] = weights.get(term, 0.0) + settings.heading_weight
    return weights
