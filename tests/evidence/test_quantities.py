"""An amount is in a text where it is given, or lies within a range that is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evidence.quantities import another_quantity, asked_quantities, gives, quantities_of
from bot.text.vocabulary import vocabulary

READ = vocabulary().analyser().read


def is_another(asked: str, text: str) -> bool:
    return another_quantity(asked_quantities(READ(asked)), text) is not None


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("is 5 mg safe?", "Take 5 mg."),
        ("is .5 mg safe?", "Take 0.50mg."),
        ("is 1000 mg safe?", "Take 1,000 mg."),
        ("is 1 g safe?", "Take 1000 mg."),
        ("are 500 micrograms safe?", "Take 0.5 mg."),
        ("is 20 mg safe?", "Take 15 to 30 mg."),
        ("is 20 mg safe?", "Take 15-30 mg."),
        ("is 20 mg safe?", "Take between 15 and 30 mg."),
        ("is 20 mg safe?", "Take 15 mg to 30 mg."),
        ("is 20 mg safe?", "Take 10 or 20 mg."),
        ("is 20 mg safe?", "Take it with 200 ml of water."),
        ("is 20 mg safe?", "Take it twice a day."),
        ("does it help 90% of people?", "It helps 90 percent."),
        ("is it safe?", "Take 5 mg."),
        ("is 1,25 mg safe?", "Take 1.25 mg."),
        ("is 20 kg enough?", "Up to 40 kg: one tablet."),
        ("is 20 kg enough?", "10 kg or more: one tablet."),
        ("is 20 kg enough?", "Over 10 kg: one tablet."),
        ("is 20 kg enough?", "No more than 10 kg."),
    ],
)
def test_an_amount_that_is_given(asked: str, text: str) -> None:
    assert not is_another(asked, text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("is 25 mg safe?", "Take 1.25 mg."),
        ("is 5 mg safe?", "Take 0.5 mg."),
        ("is .5 mg safe?", "Take 5 mg."),
        ("is 5 mg safe?", "Take 5 micrograms."),
        ("is 10 mg safe?", "Take 15 to 30 mg."),
        ("is 40 mg safe?", "Take 15-30 mg."),
        ("is 40 mg safe?", "Take up to 30 mg."),
        ("are there 2.5 mg tablets?", "Take no more than 50 mg."),
        ("are there 5 ml spoons?", "Take up to 20 ml."),
        ("are there 10 units?", "Over 5 units is too much."),
        ("is 1,25 mg safe?", "Take 25 mg."),
        ("is 1,250 mg safe?", "Take 1.25 mg."),
        ("is 10 mg safe?", "Over 30 mg is safe."),
        ("is 15 mg safe?", "Take 10 or 20 mg."),
        ("are 100 units safe?", "Take 1,000 units."),
        ("does it help 10% of people?", "It helps 90%."),
    ],
)
def test_an_amount_that_is_not_given_though_others_are(asked: str, text: str) -> None:
    assert is_another(asked, text)


def test_what_is_told_is_not_asked() -> None:
    assert not is_another("I took 20 mg. Is 5 mg safe?", "Take 5 mg.")


@given(tenths=st.integers(1, 50_000), unit=st.sampled_from(["mg", "ml", "mcg", "units"]))
def test_every_amount_is_given_by_itself_however_it_is_written(tenths: int, unit: str) -> None:
    amount = tenths / 10
    asked = list(quantities_of(f"{amount} {unit}"))
    assert len(asked) == 1
    for written in (f"{amount}{unit}", f"it holds {amount}0 {unit}.", f"{amount:,} {unit}"):
        assert gives(asked, written)
