"""The trained weights: read, checked, and written down so that they can be read again."""

import json
import shutil
from pathlib import Path
from unittest.mock import ANY

import numpy
import pytest

from bot.dialogue.decide import decision_figures
from bot.dialogue.reply import KINDS
from bot.errors import DataError
from bot.evidence.encoder import SHA256
from bot.evidence.figures import FIGURES_WITH_MEANING
from bot.evidence.signals import SIGNALS, SIGNALS_WITH_MEANING
from bot.model import FOLDER, FORMAT, Choice, Linear, load_model

FILES = ["manifest.json", "intents.npz", "vectors.npz"]
LINEAR = Linear(
    names=("length", "share"),
    means=numpy.array([2.0, 0.5]),
    scales=numpy.array([2.0, 0.25]),
    weights=numpy.array([1.0, -2.0]),
    intercept=0.5,
)
CHOICE = Choice(
    names=("share",),
    kinds=("yes", "no"),
    means=numpy.array([0.5]),
    scales=numpy.array([0.5]),
    weights=numpy.array([[2.0], [-1.0]]),
    intercepts=numpy.array([0.25, 0.0]),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


def test_the_log_odds_are_a_weighted_sum_of_figures_by_name() -> None:
    assert LINEAR.log_odds({"share": 0.75, "length": 4.0, "more": 9.0}) == pytest.approx(1 - 2 + 0.5)


def test_the_probabilities_of_a_choice_are_shares_of_one() -> None:
    shares = CHOICE.probabilities({"share": 1.0})
    assert list(shares) == ["yes", "no"]
    assert sum(shares.values()) == pytest.approx(1)
    assert numpy.log(shares["yes"] / shares["no"]) == pytest.approx(2 + 0.25 + 1)


def test_a_choice_between_improbable_kinds_stays_a_number() -> None:
    far = Choice(("share",), ("yes", "no"), numpy.zeros(1), numpy.ones(1), numpy.array([[1e4], [-1e4]]), numpy.zeros(2))
    assert far.probabilities({"share": 1.0}) == {"yes": 1.0, "no": 0.0}


def test_a_missing_figure_is_an_error() -> None:
    with pytest.raises(KeyError, match="share"):
        LINEAR.log_odds({"length": 1.0})
    with pytest.raises(KeyError, match="share"):
        CHOICE.probabilities({})


def test_regressions_survive_json() -> None:
    linear, choice = (json.loads(json.dumps(each.to_json())) for each in (LINEAR, CHOICE))
    assert Linear.from_json(linear).to_json() == linear
    assert Linear.from_json(linear).log_odds({"length": 1.0, "share": 1.0}) == LINEAR.log_odds(
        {"length": 1.0, "share": 1.0}
    )
    assert Choice.from_json(choice).to_json() == choice
    assert Choice.from_json(choice).probabilities({"share": 0.0}) == CHOICE.probabilities({"share": 0.0})


def test_what_is_shipped_fits_together() -> None:
    model = load_model()
    assert model.decision.kinds == KINDS
    assert model.decision.weights.shape == (len(KINDS), len(model.decision.names))
    assert (model.decision.scales > 0).all()
    assert (model.coverage.scales > 0).all()
    assert model.intent_weights.shape == (len(model.intent_keys), len(model.intents))
    assert model.intent_idf.shape == model.intent_keys.shape
    assert model.intent_intercepts.shape == (len(model.intents),)
    assert len(model.vectors) == len(model.vector_keys)
    for keys in (model.intent_keys, model.vector_keys):
        assert (keys[:-1] < keys[1:]).all()


def test_the_decision_is_weighed_by_the_figures_that_are_made() -> None:
    signals = dict.fromkeys(SIGNALS, 0.0)
    model = load_model()
    assert tuple(decision_figures(dict.fromkeys(model.intents, 0.05), 0.5, signals)) == model.decision.names


def test_it_says_what_it_was_trained_on_and_how_good_it_was_then() -> None:
    manifest = load_model().manifest
    assert manifest["format"] == FORMAT
    assert len(manifest["trained_on"]) == 64
    assert manifest["cross_validated"].keys() == {"search", "search_with_meaning", "intents"}
    assert manifest["vectors"] == {"teacher": SHA256, "made_from": ANY, "terms": len(load_model().vectors)}


def test_the_model_for_meaning_shares_all_that_is_not_fitted_to_its_evidence() -> None:
    plain, other = load_model(), load_model().for_meaning()
    assert other.coverage.names == SIGNALS_WITH_MEANING
    assert len(other.ranking) == len(FIGURES_WITH_MEANING) == len(plain.ranking) + 1
    assert other.ranking[-1] > 0
    assert other.decision.names == plain.decision.names
    assert other.vectors is plain.vectors
    assert other.intent_weights is plain.intent_weights


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b"{}", b'{"format": 1}'])
def test_a_model_that_is_missing_or_broken_is_an_error_that_says_what_to_do(
    folder: Path, name: str, content: bytes | None
) -> None:
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    with pytest.raises(DataError, match=r"the model cannot be read .*'make model'"):
        load_model(folder)


def test_another_format_is_an_error_that_names_both(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "format": FORMAT + 1}), encoding="utf-8")
    with pytest.raises(DataError, match=f"format {FORMAT + 1} is not {FORMAT}"):
        load_model(folder)


@pytest.mark.parametrize("name", FILES[1:])
def test_half_a_file_of_arrays_is_an_error(folder: Path, name: str) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(DataError, match="'make model'"):
        load_model(folder)


def test_nothing_in_it_is_executed(folder: Path) -> None:
    with (folder / "intents.npz").open("wb") as file:
        numpy.savez(file, **dict.fromkeys(("intent_keys", "intent_idf"), numpy.array([{}], dtype=object)))  # type: ignore[arg-type]
    with pytest.raises(DataError, match=r"(?i)pickle"):
        load_model(folder)
