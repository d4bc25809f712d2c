"""Writing the model, and comparing two."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy
import pytest

from bot.evidence.figures import FIGURES, FIGURES_WITH_MEANING
from bot.evidence.signals import SIGNALS, SIGNALS_WITH_MEANING
from bot.evidence.vectors import VectorTable
from bot.model import Model, load_model
from training import data
from training.files import (
    INTENTS,
    TOLERANCE,
    VECTORS,
    blank_model,
    difference,
    fingerprint,
    manifest_of,
    vectors_differ,
    write,
)

MODEL = load_model()
VECTORS_FROM = {"teacher": "a", "made_from": "b", "terms": 3}
Change = Callable[[Model], Model]


def test_a_model_that_was_written_is_read_again(tmp_path: Path) -> None:
    write(MODEL, manifest_of(MODEL, {"search": {}}, "abc", VECTORS_FROM), tmp_path)
    again = load_model(tmp_path)
    assert difference(again, MODEL) is None
    for name in (*INTENTS, *VECTORS):
        assert numpy.array_equal(getattr(again, name), getattr(MODEL, name))
    assert again.manifest["vectors"] == VECTORS_FROM
    assert (again.manifest["trained_on"], again.manifest["cross_validated"]) == ("abc", {"search": {}})


def test_the_shipped_manifest_is_what_would_be_written_of_the_shipped_model() -> None:
    manifest = MODEL.manifest
    assert manifest_of(MODEL, manifest["cross_validated"], manifest["trained_on"], manifest["vectors"]) == manifest


def test_a_model_of_nothing_has_a_place_for_every_figure() -> None:
    blank = blank_model()
    assert blank.ranking.tolist() == [0] * len(FIGURES)
    assert blank.coverage.log_odds(dict.fromkeys(SIGNALS, 1.0)) == 0
    with_meaning = blank.for_meaning()
    assert with_meaning.ranking.tolist() == [0] * len(FIGURES_WITH_MEANING)
    assert with_meaning.coverage.log_odds(dict.fromkeys(SIGNALS_WITH_MEANING, 1.0)) == 0


def test_a_model_is_like_itself_and_like_one_that_was_rounded_otherwise() -> None:
    assert difference(MODEL, MODEL) is None
    near = replace(
        MODEL,
        ranking=MODEL.ranking + TOLERANCE / 2,
        intent_weights=(MODEL.intent_weights // 2 * 2).astype("int8"),
    )
    assert difference(near, MODEL) is None


def far(model: Model, name: str, part: str) -> Model:
    regression = getattr(model, name)
    return replace(model, **{name: replace(regression, **{part: getattr(regression, part) + 1.0})})


def other_weights(model: Model) -> Model:
    weights = model.intent_weights.copy()
    weights[0, 0] = -100 if weights[0, 0] > 0 else 100
    return replace(model, intent_weights=weights)


CHANGES: list[tuple[Change, str]] = [
    (lambda m: replace(m, ranking=m.ranking + 1), "ranking"),
    (lambda m: far(m, "coverage", "weights"), "weights of the coverage"),
    (lambda m: far(m, "coverage", "means"), "means of the coverage"),
    (lambda m: far(m, "coverage", "intercept"), "intercept of the coverage"),
    (lambda m: replace(m, coverage=replace(m.coverage, names=m.coverage.names[::-1])), "figures of the coverage"),
    (lambda m: far(m, "decision", "scales"), "scales of the decision"),
    (lambda m: far(m, "decision", "intercepts"), "intercepts of the decision"),
    (lambda m: replace(m, decision=replace(m.decision, kinds=m.decision.kinds[::-1])), "kinds of the decision"),
    (lambda m: replace(m, intents=m.intents[::-1]), "names of the intents"),
    (lambda m: replace(m, intent_intercepts=m.intent_intercepts + 1), "intercepts of the intents"),
    (lambda m: replace(m, intent_keys=m.intent_keys + 1), "features of the intents"),
    (other_weights, "weights of the intents"),
    (
        lambda m: replace(m, with_meaning=replace(m.with_meaning, ranking=m.with_meaning.ranking + 1)),
        "the weights of the ranking, with meaning",
    ),
    (
        lambda m: replace(m, with_meaning=far(m.for_meaning(), "decision", "weights").weights),
        "the weights of the decision, with meaning",
    ),
]


@pytest.mark.parametrize(("change", "said"), CHANGES, ids=[said for _, said in CHANGES])
def test_what_tells_two_models_apart_is_said(change: Change, said: str) -> None:
    found = difference(change(MODEL), MODEL)
    assert found is not None
    assert said in found


def test_what_tells_two_tables_of_vectors_apart_is_said() -> None:
    table = VectorTable(MODEL.vector_keys, MODEL.vectors)
    assert vectors_differ(table, table) is None
    assert vectors_differ(replace(table, keys=table.keys + 1), table) == "the terms that have vectors"
    assert vectors_differ(replace(table, values=table.values[::-1]), table) == "the vectors"


def test_other_material_has_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint()
    assert before == fingerprint()
    monkeypatch.setattr(data, "LEAFLETS", data.HELD_BACK)
    assert fingerprint() != before
