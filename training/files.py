"""Writing the model, and comparing two."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy

from bot.evidence.encoder import SHA256
from bot.evidence.figures import FIGURES, FIGURES_WITH_MEANING
from bot.evidence.signals import SIGNALS, SIGNALS_WITH_MEANING
from bot.evidence.vectors import VectorTable
from bot.model import FORMAT, Choice, Linear, Model, Weights
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
    return Model(
        **vars(_blank_weights(FIGURES, SIGNALS)),
        with_meaning=_blank_weights(FIGURES_WITH_MEANING, SIGNALS_WITH_MEANING),
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


def _blank_weights(figures: Sequence[str], signals: tuple[str, ...]) -> Weights:
    none, ones = numpy.zeros(0), numpy.ones(len(signals))
    return Weights(
        ranking=numpy.zeros(len(figures)),
        coverage=Linear(signals, 0 * ones, ones, 0 * ones, 0.0),
        decision=Choice((), (), none, none, none, none),
    )


def manifest_of(
    model: Model, figures: Mapping[str, Any], trained_on: str, vectors: Mapping[str, Any]
) -> dict[str, Any]:
    """What stands in ``manifest.json``; ``vectors`` is ``made_from``."""
    return {
        "format": FORMAT,
        "trained_on": trained_on,
        "vectors": dict(vectors),
        "cross_validated": figures,
        **model.weights.to_json(FIGURES),
        "with_meaning": model.with_meaning.to_json(FIGURES_WITH_MEANING),
        "intents": {
            "names": list(model.intents),
            "intercepts": model.intent_intercepts.tolist(),
            "scale": model.intent_scale,
        },
    }


def made_from(lessons: str, table: VectorTable) -> dict[str, Any]:
    """What the vectors were made from: the teacher's weights and all that it taught (``Lessons.fingerprint``)."""
    return {"teacher": SHA256, "made_from": lessons, "terms": len(table.keys)}


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
    """What tells two models apart beyond rounding, in words, or ``None``; their vectors are not looked at."""
    found = _weights_differ(new.weights, old.weights) or _intents_differ(new, old)
    with_meaning = _weights_differ(new.with_meaning, old.with_meaning)
    return found or (f"{with_meaning}, with meaning" if with_meaning else None)


def _weights_differ(new: Weights, old: Weights) -> str | None:
    parts = (_figures_differ, _search_differs, _decision_differs)
    return next(filter(None, (differ(new, old) for differ in parts)), None)


def _figures_differ(new: Weights, old: Weights) -> str | None:
    for name in ("coverage", "decision"):
        a, b = getattr(new, name), getattr(old, name)
        if a.names != b.names:
            return f"the figures of the {name}, or their order"
        for part in ("means", "scales", "weights"):
            if not numpy.allclose(getattr(a, part), getattr(b, part), atol=TOLERANCE, rtol=TOLERANCE):
                return f"the {part} of the {name}"
    return None


def _search_differs(new: Weights, old: Weights) -> str | None:
    if not numpy.isclose(new.coverage.intercept, old.coverage.intercept, atol=TOLERANCE):
        return "the intercept of the coverage"
    if not numpy.allclose(new.ranking, old.ranking, atol=TOLERANCE, rtol=TOLERANCE):
        return "the weights of the ranking"
    return None


def _decision_differs(new: Weights, old: Weights) -> str | None:
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


def vectors_differ(new: VectorTable, old: VectorTable) -> str | None:
    """What tells two tables of vectors apart, in words, or ``None``."""
    if not numpy.array_equal(new.keys, old.keys):
        return "the terms that have vectors"
    a, b = new.values.astype(float), old.values.astype(float)
    lengths = numpy.linalg.norm(a, axis=1) * numpy.linalg.norm(b, axis=1)
    cosines = (a * b).sum(axis=1) / numpy.maximum(lengths, 1e-9)
    return "the vectors" if float(cosines.mean()) < LEAST_COSINE else None
