"""The trained weights: two files of arrays, and beside them a manifest that says what they were trained on.

``training/train.py`` writes all three. ``manifest.json`` holds what is short: the weights of ranking, coverage and
decision, for the list of evidence without meaning and for the one with it, the cross-validated figures, fingerprints of
the data. ``intents.npz`` and ``vectors.npz`` hold the tables (vectors hardly pack, and open faster unpacked).
``wordpieces.txt`` is the vocabulary of the sentence encoder.
"""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from bot.errors import DataError
from bot.index.bm25 import Floats, Keys

FOLDER = Path(__file__).resolve().parent
FORMAT = 4


@dataclass(frozen=True)
class Linear:
    """A logistic regression on named figures.

    Attributes:
        names: the figures, in the order of the weights.
        means: what is taken from each figure.
        scales: what it is then divided by.
        weights: one for each figure.
        intercept: what is added.
    """

    names: tuple[str, ...]
    means: Floats
    scales: Floats
    weights: Floats
    intercept: float

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> "Linear":
        """The regression that ``to_json`` wrote down."""
        means, scales, weights = (numpy.array(table[name], dtype="float64") for name in ("means", "scales", "weights"))
        return cls(tuple(table["names"]), means, scales, weights, float(table["intercept"]))

    def to_json(self) -> dict[str, Any]:
        """Plain data, rounded to six places."""
        return {
            "names": list(self.names),
            "means": [round(float(value), 6) for value in self.means],
            "scales": [round(float(value), 6) for value in self.scales],
            "weights": [round(float(value), 6) for value in self.weights],
            "intercept": round(self.intercept, 6),
        }

    def log_odds(self, figures: Mapping[str, float]) -> float:
        """The logarithm of the odds that it holds."""
        values = numpy.array([figures[name] for name in self.names])
        return float(self.weights @ ((values - self.means) / self.scales)) + self.intercept


@dataclass(frozen=True)
class Choice:
    """A multinomial logistic regression on named figures.

    Attributes:
        names: the figures, in the order of the columns.
        kinds: what is chosen among, in the order of the rows.
        means, scales: ``float64 [figures]``: what is taken from each figure, and what it is then divided by.
        weights: ``float64 [kinds, figures]``.
        intercepts: ``float64 [kinds]``.
    """

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    means: Floats
    scales: Floats
    weights: Floats
    intercepts: Floats

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> "Choice":
        """The regression that ``to_json`` wrote down."""
        arrays = (numpy.array(table[name], dtype="float64") for name in ("means", "scales", "weights", "intercepts"))
        return cls(tuple(table["names"]), tuple(table["kinds"]), *arrays)

    def to_json(self) -> dict[str, Any]:
        """Plain data, rounded to six places."""
        arrays = {name: getattr(self, name).round(6).tolist() for name in ("means", "scales", "weights", "intercepts")}
        return {"names": list(self.names), "kinds": list(self.kinds), **arrays}

    def probabilities(self, figures: Mapping[str, float]) -> dict[str, float]:
        """How probable each kind is; they sum to 1."""
        values = numpy.array([figures[name] for name in self.names])
        scores = self.weights @ ((values - self.means) / self.scales) + self.intercepts
        shares = numpy.exp(scores - scores.max())
        return dict(zip(self.kinds, (shares / shares.sum()).tolist(), strict=True))


@dataclass(frozen=True)
class Weights:
    """What is fitted to a list of evidence: see ``Model``."""

    ranking: Floats
    coverage: Linear
    decision: Choice

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> "Weights":
        """The weights that stand in a manifest."""
        return cls(
            ranking=numpy.array(table["ranking"]["weights"]),
            coverage=Linear.from_json(table["coverage"]),
            decision=Choice.from_json(table["decision"]),
        )

    def to_json(self, figures: Sequence[str]) -> dict[str, Any]:
        """Plain data, rounded to six places; ``figures`` are the names of what passages are ranked by."""
        return {
            "ranking": {"figures": list(figures), "weights": [round(float(weight), 6) for weight in self.ranking]},
            "coverage": self.coverage.to_json(),
            "decision": self.decision.to_json(),
        }


@dataclass(frozen=True)
class Model:
    """Everything that was trained.

    Attributes:
        ranking: the weight of each figure of a passage (``bot.evidence.rank.FIGURES``).
        coverage: whether the best passage answers a question, from the signals of the search.
        decision: which kind of reply is right, from intents and coverage.
        with_meaning: these three for the list of evidence that holds meaning (``bot.evidence.meaning``).
        intents: the names of the intents, in the order of the columns of ``intent_weights``.
        intent_intercepts: ``float64 [intents]``.
        intent_keys: ``uint32 [features]``, ascending: see ``bot.index.bm25.short_keys_of``.
        intent_idf: ``float32 [features]``: inverse document frequencies.
        intent_weights: ``int8 [features, intents]``, to be divided by ``intent_scale``.
        intent_scale: see above.
        vector_keys: ``uint64 [terms]``, ascending: see ``bot.index.bm25.keys_of``.
        vectors: ``int8 [terms, dimensions]``.
        manifest: all of ``manifest.json``.
    """

    ranking: Floats
    coverage: Linear
    decision: Choice
    with_meaning: Weights
    intents: tuple[str, ...]
    intent_intercepts: Floats
    intent_keys: NDArray[numpy.uint32]
    intent_idf: NDArray[numpy.float32]
    intent_weights: NDArray[numpy.int8]
    intent_scale: float
    vector_keys: Keys
    vectors: NDArray[numpy.int8]
    manifest: Mapping[str, Any]

    @property
    def weights(self) -> Weights:
        """What is fitted to the list of evidence that this model is for."""
        return Weights(self.ranking, self.coverage, self.decision)

    def for_meaning(self) -> "Model":
        """The model for the list of evidence that holds meaning; all else is shared."""
        return replace(self, **vars(self.with_meaning))


@cache
def load_model(folder: Path = FOLDER) -> Model:
    """The trained weights in ``folder``.

    Raises:
        DataError: a file is missing, broken, or of another format.
    """
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        if manifest.get("format") != FORMAT:
            raise ValueError(f"format {manifest.get('format')!r} is not {FORMAT}")
        intents, vectors = (_arrays(folder / name) for name in ("intents.npz", "vectors.npz"))
        return Model(
            **vars(Weights.from_json(manifest)),
            with_meaning=Weights.from_json(manifest["with_meaning"]),
            intents=tuple(manifest["intents"]["names"]),
            intent_intercepts=numpy.array(manifest["intents"]["intercepts"]),
            intent_scale=manifest["intents"]["scale"],
            manifest=manifest,
            **{name: intents[name] for name in ("intent_keys", "intent_idf", "intent_weights")},
            **{name: vectors[name] for name in ("vector_keys", "vectors")},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile) as error:
        raise DataError(
            f"{folder}: the model cannot be read ({error}). Run 'make model' or reinstall the program."
        ) from error


def _arrays(path: Path) -> dict[str, Any]:
    with numpy.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
        return dict(arrays)
