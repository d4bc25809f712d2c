"""One choice on all signals; the weights here are made up, so that each test shows one thing."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.decision import Choice, Decision
from bot.dialogue.kinds import read_model
from bot.dialogue.reply import KINDS

MESSAGE_KINDS = ("emergency", "crisis", "personal", "distress", "chat", "elsewhere", "question", "practical")
SHARES = st.lists(st.floats(0.001, 1), min_size=len(MESSAGE_KINDS), max_size=len(MESSAGE_KINDS))


def decision(elsewhere: float = 0.0, personal: float = 0.0) -> Decision:
    one = numpy.array([1.0])
    return Decision(("fit",), 0.5 * one, one, 20 * one, 0.0, {"elsewhere": elsewhere, "personal": personal})


def figures(fit: float = 0.5, pointed: float = 0.0, **kinds: float) -> dict[str, float]:
    return {**{f"kind:{kind}": kinds.get(kind, 0.0) for kind in MESSAGE_KINDS}, "fit": fit, "pointed": pointed}


def choose(fit: float = 0.5, pointed: float = 0.0, **kinds: float) -> Choice:
    return decision().choose(figures(fit, pointed, **kinds))


@given(SHARES, st.floats(0, 1), st.sampled_from([0.0, 1.0]))
def test_the_most_probable_kind_is_chosen(shares: list[float], fit: float, pointed: float) -> None:
    choice = decision(1.0, 0.8).choose(figures(fit, pointed, **dict(zip(MESSAGE_KINDS, shares, strict=True))))
    assert set(choice.probabilities) == set(KINDS)
    assert sum(choice.probabilities.values()) == pytest.approx(1)
    assert choice.probabilities[choice.kind] == max(choice.probabilities.values())
    assert choice.kind in choice.reason


@pytest.mark.parametrize("kind", ["question", "practical"])
def test_a_question_is_answered_when_a_passage_fits_and_else_declined(kind: str) -> None:
    assert choose(0.9, **{kind: 1.0}).kind == "answer"
    assert choose(0.1, **{kind: 1.0}).kind == "decline"


@pytest.mark.parametrize(
    ("kind", "reply"),
    [
        ("emergency", "emergency"),
        ("crisis", "emergency"),
        ("personal", "refer"),
        ("distress", "refer"),
        ("chat", "chat"),
        ("elsewhere", "decline"),
    ],
)
def test_other_kinds_are_not_answered_however_well_a_passage_fits(kind: str, reply: str) -> None:
    assert choose(1.0, **{kind: 1.0}).kind == reply


def test_an_emergency_needs_the_least_evidence() -> None:
    assert choose(1.0, emergency=0.5, question=0.5).kind == "emergency"
    assert choose(1.0, emergency=0.48, question=0.52).kind == "emergency"
    assert choose(1.0, chat=0.48, question=0.52).kind == "answer"


def test_emergency_and_crisis_count_together() -> None:
    assert choose(1.0, emergency=0.3, crisis=0.3, question=0.4).kind == "emergency"


def test_what_points_at_a_passage_is_answered_with_it() -> None:
    assert choose(0.0, 1.0, chat=0.9, question=0.1).kind == "answer"
    assert choose(0.0, 1.0, emergency=0.9, question=0.1).kind == "emergency"


def test_without_examples_other_kinds_give_way_to_a_passage_that_surely_fits() -> None:
    seen = figures(1.0, elsewhere=0.6, question=0.4)
    assert decision().choose(seen).kind == "decline"
    assert decision(elsewhere=1.0).choose(seen).kind == "answer"
    assert decision(elsewhere=1.0).choose(figures(0.1, elsewhere=0.6, question=0.4)).kind == "decline"


@pytest.mark.parametrize("part", ["curated", "uncurated"])
def test_the_shipped_weights_fit_together(part: str) -> None:
    shipped = Decision.from_json(read_model()[part])
    assert len(shipped.signals) == len(shipped.means) == len(shipped.scales) == len(shipped.weights)
    assert (shipped.scales > 0).all()
    assert all(0 <= share <= 1 for share in shipped.overrules.values())
