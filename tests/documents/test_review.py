"""How long ago a leaflet was reviewed."""

from datetime import date

import pytest

from bot.documents.review import is_stale

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize("reviewed", ["2023-11-25", "2023-10", "2022", "2019-1-2", " 2020-01-01 "])
def test_a_review_more_than_three_years_past_is_stale(reviewed: str) -> None:
    assert is_stale(reviewed, TODAY)


@pytest.mark.parametrize("reviewed", ["2023-11-26", "2023-11", "2023", "2026-11-26", "2030", None, "", "last spring"])
def test_a_later_one_or_one_whose_day_cannot_be_told_is_not(reviewed: str | None) -> None:
    assert not is_stale(reviewed, TODAY)
