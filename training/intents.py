"""Fits what kind of message it is: one logistic regression an intent, on how messages are worded."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy
import scipy.sparse
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.dialogue.intents import WAYS_OF_ASKING, features
from bot.index.bm25 import Floats, short_keys_of
from bot.model import Model
from bot.text.message import Message

LEAST_COUNT = 2
"""A feature is looked at that stands in so many messages."""

SUBJECT = "question/subject"
"""What a message is whose label is a way of asking: a question about a subject."""

KEPT = 24_500
"""How many features are kept, those with the greatest weights. On messages of other hands, of those in danger as many
were noticed, at 2% false alarms: 52% with 16,000, 56% with all 40,000; more would not fit into 500 kB."""

TRIFLE = 1
"""A weight that is no greater, in whole numbers up to 127, is left out: it changes nothing, and zeros pack well."""

STRENGTH = 10.0
"""Inverse regularisation."""

BALANCE = 0.5
"""How far a rare intent is made to count as much as all others: 1 fully, 0 not at all. In between, short plain messages
raise fewer alarms: on those of other hands, of the dangerous ones 38% stayed above 2% of the others (27% at 1)."""


@dataclass(frozen=True)
class IntentWeights:
    """What ``bot.model.Model`` holds of the intents."""

    names: tuple[str, ...]
    intercepts: Floats
    keys: NDArray[numpy.uint32]
    idf: NDArray[numpy.float32]
    weights: NDArray[numpy.int8]
    scale: float

    def into(self, model: Model) -> Model:
        """``model`` with these intents."""
        return replace(
            model,
            intents=self.names,
            intent_intercepts=self.intercepts,
            intent_keys=self.keys,
            intent_idf=self.idf,
            intent_weights=self.weights,
            intent_scale=self.scale,
        )


class Labelled(NamedTuple):
    """A message with its intent, its weight, and the fold that it belongs to."""

    message: Message
    intent: str
    weight: float
    fold: int


def fit_intents(labelled: Sequence[Labelled]) -> IntentWeights:
    """The weights of the features for each intent."""
    rows = [features(row.message) for row in labelled]
    labels, counts = [row.intent for row in labelled], [row.weight for row in labelled]
    plain = numpy.array([SUBJECT if label in WAYS_OF_ASKING else label for label in labels])
    seen = Counter(feature for row in rows for feature in row)
    names = [feature for feature, count in sorted(seen.items()) if count >= LEAST_COUNT]
    idf = numpy.array([math.log(len(rows) / seen[name]) for name in names])
    places = {name: place for place, name in enumerate(names)}
    matrix = _matrix(rows, places, idf)
    ways = tuple(way for way in WAYS_OF_ASKING if way in labels)
    intents = (*sorted(set(plain.tolist())), *ways)
    fits = []
    for intent in intents:
        is_own = (numpy.array(labels) if intent in ways else plain) == intent
        regression = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)
        fits.append(regression.fit(matrix, is_own, numpy.array(counts) * _balanced(is_own)))
    table = numpy.array([fit.coef_[0] for fit in fits]).T
    kept = numpy.sort(numpy.argsort(-numpy.abs(table).max(axis=1), kind="stable")[:KEPT])
    keys, order = numpy.unique(short_keys_of([names[place] for place in kept]), return_index=True)
    scale = 127 / float(numpy.abs(table[kept]).max())
    weights = numpy.round(table[kept][order] * scale).astype("int8")
    weights[numpy.abs(weights) <= TRIFLE] = 0
    return IntentWeights(
        names=intents,
        intercepts=numpy.array([round(float(fit.intercept_[0]), 4) for fit in fits]),
        keys=keys,
        idf=idf[kept][order].astype("float32"),
        weights=weights,
        scale=scale,
    )


def _balanced(is_own: NDArray[numpy.bool_]) -> Floats:
    """How much each message counts, so that an intent's own and the others' count more nearly alike."""
    share = is_own.mean()
    weights: Floats = (0.5 / numpy.where(is_own, share, 1 - share)) ** BALANCE
    return weights


def _matrix(rows: Sequence[Sequence[str]], places: dict[str, int], idf: Floats) -> scipy.sparse.csr_matrix:
    indices, starts, values = [], [0], []
    for row in rows:
        known = [places[feature] for feature in row if feature in places]
        length = float(numpy.linalg.norm(idf[known])) or 1.0
        indices += known
        values += [idf[place] / length for place in known]
        starts.append(len(indices))
    shape = (len(rows), len(places))
    return scipy.sparse.csr_matrix((values, numpy.array(indices, "int32"), numpy.array(starts, "int32")), shape=shape)
