"""When a leaflet was last reviewed."""

from datetime import date
from pathlib import Path

import pytest

from bot.authoring.review_dates import review_dates
from tests.authoring.planted import leaflet_of, under

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("reviewed", "urgency", "said"),
    [
        ("2019-03-01", "soon", "more than 3 years ago"),
        ('"March 2019"', "soon", "more than 3 years ago"),
        ('"last spring"', "look", "tells no day"),
        ('"2031-01"', "soon", "yet to come"),
        ("", "look", "Nobody wrote down"),
    ],
)
def test_what_is_told_of(tmp_path: Path, reviewed: str, urgency: str, said: str) -> None:
    curation = f"reviewed = {reviewed}" if reviewed else ""
    (finding,) = review_dates(leaflet_of(tmp_path, under("Afterwards", "Rest for a day."), curation), TODAY)
    assert finding.urgency == urgency
    assert said in finding.wrong


@pytest.mark.parametrize("reviewed", ["2026-03-01", '"March 2025"', '"2024"'])
def test_a_review_that_is_not_long_ago_is_not_told_of(tmp_path: Path, reviewed: str) -> None:
    leaflet = leaflet_of(tmp_path, under("Afterwards", "Rest for a day."), f"reviewed = {reviewed}")
    assert list(review_dates(leaflet, TODAY)) == []
