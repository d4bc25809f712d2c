"""When a leaflet was last reviewed: too long ago, or nobody knows."""

from collections.abc import Iterator
from datetime import date

from bot.authoring.findings import Finding
from bot.authoring.leaflet import Leaflet
from bot.documents.review import YEARS, is_stale, is_to_come, latest_day
from bot.sanitising import on_one_line

ANEW = "Ask who is responsible whether it still holds. Then write the new day into the .toml beside it."
WRITE = "Write the day into the .toml beside it, like: reviewed = 2026-03-01"


def review_dates(leaflet: Leaflet, today: date) -> Iterator[Finding]:
    """What is to be said about the day of the last review, if anything."""
    reviewed = leaflet.document.details.reviewed
    told = on_one_line(reviewed or "")
    if is_stale(reviewed, today):
        wrong = f"Its last review, “{told}”, was more than {YEARS} years ago."
        yield Finding("review", "soon", leaflet.name, wrong, ANEW)
    elif reviewed is None:
        yield Finding("review", "look", leaflet.name, "Nobody wrote down when it was last reviewed.", WRITE)
    elif latest_day(reviewed) is None:
        yield Finding("review", "look", leaflet.name, f"“{told}” tells no day of a review.", WRITE)
    elif is_to_come(reviewed, today):
        yield Finding("review", "soon", leaflet.name, f"Its last review, “{told}”, is yet to come.", WRITE)
