"""How long ago a leaflet was reviewed."""

import re
from datetime import date

YEARS = 3
"""After so many years without a review a leaflet may be out of date: the NHS reviews its pages every three."""

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def is_stale(reviewed: str | None, today: date) -> bool:
    """Whether a review is more than ``YEARS`` years past; not where its day cannot be told.

    Args:
        reviewed: as an editor wrote it down: "2026-03-01", "2026-03" or "2026"; of the latter two the last day counts.
        today: the day to count from.
    """
    found = _DATE.fullmatch((reviewed or "").strip())
    if found is None:
        return False
    year, month, day = int(found[1]), int(found[2] or 12), int(found[3] or 31)
    return (year + YEARS, month, day) < (today.year, today.month, today.day)
