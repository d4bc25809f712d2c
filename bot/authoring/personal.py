"""What in a line may tell who somebody is, by ``bot/data/personal-data.toml``."""

import re
from functools import cache
from typing import NamedTuple

from bot.data import parse_table
from bot.errors import DataError

FILE = "personal-data.toml"


class Sign(NamedTuple):
    """Something that may tell who somebody is."""

    name: str
    pattern: re.Pattern[str]


def personal_data(text: str) -> str | None:
    """What in a text may tell who somebody is, or ``None``.

    Raises:
        DataError: the data file is broken.
    """
    return next((f"{sign.name} (“{found[0]}”)" for sign in _signs() if (found := sign.pattern.search(text))), None)


@cache
def _signs() -> tuple[Sign, ...]:
    try:
        return tuple(
            Sign(entry["name"], re.compile(entry["pattern"], 0 if entry.get("exact") else re.IGNORECASE))
            for entry in parse_table(FILE)["sign"]
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise DataError(f"{FILE}: an entry is broken ({error}). Each [[sign]] has a name and a pattern.") from error
