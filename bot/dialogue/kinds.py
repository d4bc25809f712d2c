"""What kind of message it is, by a linear model over how it is worded.

The model is trained on ``bot/data/examples`` by ``training/train.py``; its weights stand in
``bot/data/model.json``. It knows nothing of any corpus.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from bot.errors import DataError
from bot.search.analysis import Reading, words_of
from bot.search.index import EXAMPLES_K1, BM25Index

MODEL = Path(__file__).resolve().parent.parent / "data" / "model.json"

CHARACTER_GRAMS = (3, 4)
"""Lengths of the pieces of words that are looked at, so that a misspelling still looks alike."""


def word_features(reading: Reading) -> tuple[str, ...]:
    """Stems, concepts, word classes, and every two in a row of stems and of classes; each once."""
    ends = ("^", *reading.stems, "$")
    pairs = (f"{first}_{second}" for first, second in pairwise(ends))
    classes = (name for _, _, name in reading.classes)
    class_pairs = (f"{first}_{second}" for first, second in pairwise(_in_classes(reading)))
    return tuple(dict.fromkeys((*reading.stems, *pairs, *reading.concept_names, *classes, *class_pairs)))


def _in_classes(reading: Reading) -> list[str]:
    """The message with its phrases replaced by their classes: "stop my methotrexate" is change, mine, medicine."""
    longest: dict[int, tuple[int, str]] = {}
    for start, end, name in reading.classes:
        if start not in longest:
            longest[start] = end, name
    result, position = ["^"], 0
    while position < len(reading.stems):
        end, name = longest.get(position, (position + 1, reading.stems[position]))
        result.append(name)
        position = end
    return [*result, "$"]


def character_features(message: str) -> tuple[str, ...]:
    """Pieces of the words as they were typed, each word between two dots; each piece once."""
    framed = [f".{word}." for word in words_of(message)]
    pieces = (
        f"~{word[start : start + length]}"
        for word in framed
        for length in CHARACTER_GRAMS
        for start in range(len(word) - length + 1)
    )
    return tuple(dict.fromkeys(pieces))


@dataclass(frozen=True, slots=True)
class KindModel:
    """Probabilities of each kind of message: one logistic regression a kind, scaled to sum to 1.

    Attributes:
        kinds: the kinds, in the order of the weights.
        intercepts: one for each kind.
        weights: for each feature, its inverse document frequency and then one weight for each kind,
            in hundredths, with spaces between (a text each loads eight times as fast as a list).
    """

    kinds: tuple[str, ...]
    intercepts: NDArray[numpy.float64]
    weights: Mapping[str, str]

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> "KindModel":
        """The model in the part ``kinds`` of ``model.json``."""
        return cls(tuple(table["names"]), numpy.array(table["intercepts"]), table["weights"])

    def probabilities(self, message: str, reading: Reading) -> NDArray[numpy.float64]:
        """The probability of each of ``kinds`` for a message."""
        sums = self.intercepts + self._block(word_features(reading)) + self._block(character_features(message))
        odds = 1 / (1 + numpy.exp(-sums))
        return numpy.asarray(odds / odds.sum())

    def _block(self, features: Iterable[str]) -> NDArray[numpy.float64]:
        """The sum of the features' weights times their values, which make a vector of length 1."""
        rows = [row for feature in features if (row := self.weights.get(feature)) is not None]
        if not rows:
            return numpy.zeros(len(self.kinds))
        table = numpy.array(" ".join(rows).split(), dtype=float).reshape(len(rows), -1) / 100
        values = table[:, 0] / numpy.linalg.norm(table[:, 0])
        return numpy.asarray(values @ table[:, 1:])


class Groups:
    """Which group of examples a message is most like, within a kind ("greeting" within "chat").

    Args:
        counts: for each kind and group, how often each term stands in its examples.
    """

    def __init__(self, counts: Mapping[str, Mapping[str, Mapping[str, int]]]) -> None:
        self._counts = counts
        self._index = cache(self._built)

    def nearest(self, kind: str, reading: Reading) -> str:
        """The name of the group; the last of the kind where nothing is alike."""
        names = tuple(self._counts[kind])
        matches = self._index(kind).search(dict.fromkeys(word_features(reading), 1.0))
        return names[matches[0].number if matches else -1]

    def _built(self, kind: str) -> BM25Index:
        return BM25Index(list(self._counts[kind].values()), EXAMPLES_K1)


@cache
def read_model(path: Path = MODEL) -> dict[str, Any]:
    """The trained weights.

    Raises:
        DataError: the file is missing or broken.
    """
    try:
        table: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read ({error}). Run 'make model' or reinstall the program.") from error
    return table
