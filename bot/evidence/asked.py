"""Evidence from what kind of thing is asked for: a number, a date, a name, a price. Does the passage hold one?

``bot/data/asked.toml`` says how each kind of thing is asked for, and how a passage that holds one is told.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy
from numpy.typing import NDArray

from bot.data import FOLDER, read_table
from bot.documents import Passage
from bot.errors import DataError
from bot.evidence.query import Query
from bot.index.bm25 import Floats
from bot.text.normal import normal

FILE = FOLDER / "asked.toml"

_KEYS = {"name", "exact", "asked", "held", "case"}
_PART = re.compile(r"<([a-z]+)>")


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of thing that may be asked for.

    Attributes:
        name: what it is, in words.
        exact: whether a passage that holds none cannot be the answer.
        asked: finds the messages that ask for it, in normal form.
        held: an expression that finds the texts that hold one; it is compiled only where a corpus is read.
        as_written: whether ``held`` looks at the text as it is written, and not at its normal form.
    """

    name: str
    exact: bool
    asked: re.Pattern[str]
    held: str
    as_written: bool


class Asked:
    """Which passages hold what is asked for.

    Args:
        held: ``bool [passages, things]``, of ``things_of_passages``.
    """

    def __init__(self, held: NDArray[numpy.bool_]) -> None:
        self._held = held
        self._is_exact = numpy.array([thing.exact for thing in things()], dtype=bool)

    def holds(self, query: Query) -> Floats:
        """``float64 [passages]``: the share that each passage holds of the things asked for; 0 if there are none."""
        asked = asked_for(query)
        if not asked.any():
            return numpy.zeros(len(self._held))
        return numpy.asarray(self._held[:, asked].mean(axis=1), dtype="float64")

    def lacks(self, query: Query, number: int) -> tuple[float, float]:
        """Whether the passage ``number`` lacks an exact thing that is asked for, and whether it lacks a loose one."""
        lacking = asked_for(query) & ~self._held[number]
        return float((lacking & self._is_exact).any()), float((lacking & ~self._is_exact).any())


@lru_cache(maxsize=1)
def asked_for(query: Query) -> NDArray[numpy.bool_]:
    """``bool [things]``: which kinds of things a message asks for."""
    return numpy.array([thing.asked.search(query.message.normal) is not None for thing in things()])


def things_of_passages(passages: Sequence[Passage]) -> NDArray[numpy.bool_]:
    """``bool [passages, things]``: which kinds of things each passage holds, in all that is quoted of it."""
    rows = numpy.zeros((len(passages), len(things())), dtype=bool)
    for row, passage in zip(rows, passages, strict=True):
        written = passage.quoted
        plain = normal(written)
        texts = (written if thing.as_written else plain for thing in things())
        row[:] = [re.search(thing.held, text) is not None for thing, text in zip(things(), texts, strict=True)]
    return rows


@cache
def things() -> tuple[Thing, ...]:
    """The kinds of things in ``bot/data/asked.toml``, in its order.

    Raises:
        DataError: an entry is incomplete, or an expression is broken.
    """
    table = read_table(FILE.name)
    parts = table.get("parts", {})
    return tuple(_thing(entry, parts) for entry in table.get("thing", []))


def _thing(entry: dict[str, Any], parts: dict[str, str]) -> Thing:
    name = entry.get("name", "(no name)")
    missing, unknown = _KEYS - {"case"} - set(entry), set(entry) - _KEYS
    if missing or unknown:
        what = "missing" if missing else "unknown"
        raise DataError(f"{FILE}: thing {name!r}: {what} key {min(missing or unknown)!r}.")
    try:
        asked, held = (_either(entry[key], parts) for key in ("asked", "held"))
        return Thing(name, bool(entry["exact"]), re.compile(asked), held, bool(entry.get("case", False)))
    except (re.error, KeyError, TypeError) as error:
        raise DataError(f"{FILE}: thing {name!r}: an expression is broken ({error}).") from error


def _either(sources: Iterable[str], parts: dict[str, str]) -> str:
    return "|".join(f"(?:{_PART.sub(lambda found: parts[found[1]], source)})" for source in sources)
