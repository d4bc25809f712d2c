"""Writing the model, and comparing two."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy

from bot.evidence.rank import FIGURES, SIGNALS
from bot.model import FORMAT, Choice, Linear, Model
from training import data

INTENTS = ("intent_keys", "intent_idf", "intent_weights")
VECTORS = ("vector_keys", "vectors")

TOLERANCE = 0.05
"""How far a weight of ranking, coverage or decision may be from the shipped one: other machines round otherwise."""

WEIGHT_TOLERANCE = 4
"""The same for the intents' weights, which are whole numbers up to 127."""

LEAST_COSINE = 0.98
"""How alike, on average, the vectors of the same term must be in two models."""


def blank_model() -> Model:
    """A model of nothing, to put trained parts into."""
    none = numpy.zeros(0)
    ones = numpy.ones(len(SIGNALS))
    return Model(
        ranking=numpy.zeros(len(FIGURES)),
        coverage=Linear(SIGNALS, 0 * ones, ones, 0 * ones, 0.0),
        decision=Choice((), (), none, none, none, none),
        intents=(),
        intent_intercepts=none,
        intent_keys=none.astype("uint32"),
        intent_idf=none.astype("float32"),
        intent_weights=none.astype("int8"),
        intent_scale=1.0,
        vector_keys=none.astype("uint64"),
        vectors=none.astype("int8"),
        manifest={},
    )


def manifest_of(model: Model, figures: Mapping[str, Any], trained_on: str) -> dict[str, Any]:
    """What stands in ``manifest.json``."""
    return {
        "format": FORMAT,
        "trained_on": trained_on,
        "cross_validated": figures,
        "ranking": {"figures": list(FIGURES), "weights": [round(float(weight), 6) for weight in model.ranking]},
        "coverage": model.coverage.to_json(),
        "decision": model.decision.to_json(),
        "intents": {
            "names": list(model.intents),
            "intercepts": model.intent_intercepts.tolist(),
            "scale": model.intent_scale,
        },
    }


def write(model: Model, manifest: Mapping[str, Any], folder: Path) -> None:
    """Write the model's files."""
    arrays = {name: getattr(model, name) for name in INTENTS}
    arrays["intent_idf"] = arrays["intent_idf"].astype("float16")
    with (folder / "intents.npz").open("wb") as file:
        numpy.savez_compressed(file, allow_pickle=False, **arrays)
    with (folder / "vectors.npz").open("wb") as file:
        numpy.savez(file, allow_pickle=False, **{name: getattr(model, name) for name in VECTORS})
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def fingerprint() -> str:
    """A hash of everything that is trained on: word lists, examples, leaflets, and the article with its curation."""
    root = data.FOLDER.parent
    paths = [
        *(root / "bot" / "data").glob("*.txt"),
        *(root / "corpus").glob("*.t*"),
        data.FOLLOW_UPS,
        data.ARTICLE_CASES,
    ]
    paths += [*data.EXAMPLES.iterdir(), *data.LEAFLETS.iterdir()]
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.suffix in (".txt", ".toml", ".jsonl")):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def difference(new: Model, old: Model) -> str | None:
    """What tells two models apart beyond rounding, in words, or ``None``."""
    parts = (_figures_differ, _search_differs, _decision_differs, _intents_differ, _vectors_differ)
    return next(filter(None, (differ(new, old) for differ in parts)), None)


def _figures_differ(new: Model, old: Model) -> str | None:
    for name in ("coverage", "decision"):
        a, b = getattr(new, name), getattr(old, name)
        if a.names != b.names:
            return f"the figures of the {name}, or their order"
        for part in ("means", "scales", "weights"):
            if not numpy.allclose(getattr(a, part), getattr(b, part), atol=TOLERANCE, rtol=TOLERANCE):
                return f"the {part} of the {name}"
    return None


def _search_differs(new: Model, old: Model) -> str | None:
    if not numpy.isclose(new.coverage.intercept, old.coverage.intercept, atol=TOLERANCE):
        return "the intercept of the coverage"
    if not numpy.allclose(new.ranking, old.ranking, atol=TOLERANCE, rtol=TOLERANCE):
        return "the weights of the ranking"
    return None


def _decision_differs(new: Model, old: Model) -> str | None:
    if new.decision.kinds != old.decision.kinds:
        return "the kinds of the decision, or their order"
    if not numpy.allclose(new.decision.intercepts, old.decision.intercepts, atol=TOLERANCE):
        return "the intercepts of the decision"
    return None


def _intents_differ(new: Model, old: Model) -> str | None:
    if new.intents != old.intents:
        return "the names of the intents, or their order"
    if not numpy.allclose(new.intent_intercepts, old.intent_intercepts, atol=TOLERANCE):
        return "the intercepts of the intents"
    shared, here, there = numpy.intersect1d(new.intent_keys, old.intent_keys, return_indices=True)
    if len(shared) < 0.99 * max(len(new.intent_keys), len(old.intent_keys)):
        return "the features of the intents"
    gaps = numpy.abs(new.intent_weights[here].astype(int) - old.intent_weights[there].astype(int))
    return "the weights of the intents" if gaps.max(initial=0) > WEIGHT_TOLERANCE else None


def _vectors_differ(new: Model, old: Model) -> str | None:
    if not numpy.array_equal(new.vector_keys, old.vector_keys):
        return "the terms that have vectors"
    a, b = new.vectors.astype(float), old.vectors.astype(float)
    lengths = numpy.linalg.norm(a, axis=1) * numpy.linalg.norm(b, axis=1)
    cosines = (a * b).sum(axis=1) / numpy.maximum(lengths, 1e-9)
    return "the vectors" if float(cosines.mean()) < LEAST_COSINE else None
