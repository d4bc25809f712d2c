"""How long ago a leaflet was reviewed."""

import re
from datetime import date

YEARS = 3
"""After so many years without a review a leaflet may be out of date: the NHS reviews its pages every three."""

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def is_stale(reviewed: str | None, today: date) -> bool:
    """Whether a review is more than ``YEARS`` years past; not where its day cannot be told.

    Args:
        reviewed: as an editor wrote it down (see ``latest_day``).
        today: the day to count from.
    """
    day = latest_day(reviewed)
    return day is not None and (day[0] + YEARS, *day[1:]) < (today.year, today.month, today.day)


def is_to_come(reviewed: str | None, today: date) -> bool:
    """Whether a day of review lies after ``today``: a slip of the pen, or the day of the next review."""
    day = latest_day(reviewed)
    return day is not None and day[0] > today.year


def latest_day(reviewed: str | None) -> tuple[int, int, int] | None:
    """The year, the month and the day of a review, the latest that may be meant; ``None`` where no year can be told.

    Args:
        reviewed: "2026-03-01", "2026-03", "2026", "March 2026", or a text with one year in it.
    """
    text = (reviewed or "").strip()
    found = _DATE.fullmatch(text)
    if found:
        return int(found[1]), int(found[2] or 12), int(found[3] or 31)
    years = set(_YEAR.findall(text))
    if len(years) != 1:
        return None
    months = {month.lower()[:3] for month in _MONTH.findall(text)}
    return int(years.pop()), _MONTHS.index(months.pop()) + 1 if len(months) == 1 else 12, 31
