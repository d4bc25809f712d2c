"""What a passage stands under, with the words that people ask for it by."""

from functools import cache

from bot.data import read_entries
from bot.documents import Passage
from bot.errors import DataError
from bot.text.normal import plain

FILE = "asked-headings.txt"


def asked_context(passage: Passage) -> str:
    """``Passage.context``, and under a heading such as "Don't" how people ask for what stands there.

    Raises:
        DataError: a line of the data file has no arrow.
    """
    lines = passage.context.split("\n")
    asked = (_asked().get(plain(line), "") for line in lines)
    return "\n".join(filter(None, (*lines, *asked)))


@cache
def _asked() -> dict[str, str]:
    """How people ask, by the words of a heading alone."""
    found: dict[str, str] = {}
    for line in read_entries(FILE):
        headings, arrow, asked = line.partition("=>")
        if not arrow:
            raise DataError(f"{FILE}: {line!r} has no arrow. Write: heading, heading => how people ask")
        found |= {plain(heading): asked.strip() for heading in headings.split(",")}
    return found
