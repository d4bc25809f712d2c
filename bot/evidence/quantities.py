"""Doses and other quantities: whether a text that gives some gives the one that a message asks about.

"25 mg" is not "1.25 mg" and not "5 mg"; it is within "15 to 30 mg". What people weigh is within "over 20 kg" and "up to
40 kg" too; but "no more than 50 mg" says nothing about tablets of 2.5 mg.
"""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from bot.text.message import Message
from bot.text.normal import normal, plain_numbers

UNITS = {
    "mcg": ("mass", 0.001), "μg": ("mass", 0.001), "ug": ("mass", 0.001), "microgram": ("mass", 0.001),
    "mg": ("mass", 1.0), "milligram": ("mass", 1.0), "g": ("mass", 1000.0), "gram": ("mass", 1000.0),
    "kg": ("weight", 1.0), "kilo": ("weight", 1.0), "kilogram": ("weight", 1.0),
    "ml": ("volume", 1.0), "millilitre": ("volume", 1.0), "milliliter": ("volume", 1.0),
    "l": ("volume", 1000.0), "litre": ("volume", 1000.0), "liter": ("volume", 1000.0),
    "unit": ("units", 1.0), "iu": ("units", 1.0), "percent": ("percent", 1.0),
}  # fmt: skip
"""What each unit measures, and how large it is beside the others of its kind. Kilograms are what people weigh."""

STRENGTHS = frozenset({"mass", "units"})
"""What medicines are measured by. A limit on them ("no more than 50 mg") holds no other amount."""

SMALL = 1.0
"""A volume by units of no more millilitres is a medicine's."""

NEAR = 40
"""How many characters before and after a quantity are looked at for words that make a range of it."""

MOST_ASKED = 20
"""A message asks about no more quantities than so many."""

_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?<![\w.])(?P<low>\d+(?:\.\d+)?)(?:[ -]?(?P<low_unit>{_UNIT})s?)?"
    rf"(?:\s?(?P<between>to|and|or|[-–—])\s?(?P<high>\d+(?:\.\d+)?))?[ -]?(?P<unit>{_UNIT})(?P<plural>s?)(?!\w)"
)
_MORE = re.compile(
    r"\b(?:over|above|more than|at least|exceed\w*|from|heavier than|greater than|minimum)\W+(?:\w+\W+)?$"
)
_LESS = re.compile(r"\b(?:under|below|less than|up to|at most|within|lighter than|maximum|limit)\W+(?:\w+\W+){0,2}$")
_NOT = re.compile(r"\b(?:no|not|never|don't)\b[^.;]*$")
_OR_MORE = re.compile(r"\W*(?:or|and) (?:more|over|above|heavier|higher)|\+")
_OR_LESS = re.compile(r"\W*(?:or|and) (?:less|under|below|lighter|lower)")


class Quantity(NamedTuple):
    """Amounts from ``low`` to ``high`` of what a unit measures, and how it was written."""

    kind: str
    low: float
    high: float
    written: str

    @property
    def number(self) -> str:
        """The number, as texts are read."""
        return self.written.partition(" ")[0]

    def holds(self, other: "Quantity") -> bool:
        """Whether ``other`` lies within."""
        return self.kind == other.kind and self.low <= other.low and other.high <= self.high


def quantities_of(text: str, is_limit_meant: bool = True) -> Iterator[Quantity]:
    """The quantities in a text, with the ranges that words give them; strengths only where limits are meant."""
    form = plain_numbers(normal(text))
    for found in _QUANTITY.finditer(form):
        before = form[max(0, found.start() - NEAR) : found.start()]
        low, high = float(found["low"]), float(found["high"] or found["low"])
        kind, size = UNITS[found["unit"]]
        low_kind, low_size = UNITS[found["low_unit"] or found["unit"]]
        is_range = found["between"] in ("to", "-", "–", "—") or before.endswith("between ")
        if found["high"] and not is_range:
            yield Quantity(low_kind, low * low_size, low * low_size, "")
            low, low_size = high, size
        first, last = low * low_size, high * size
        if is_limit_meant or not (kind in STRENGTHS or (kind == "volume" and size <= SMALL)):
            first, last = _bounded(before, form[found.end() : found.end() + NEAR], first, last)
        yield Quantity(kind, first, last, f"{found['high'] or found['low']} {found['unit']}{found['plural']}")


def _bounded(before: str, after: str, low: float, high: float) -> tuple[float, float]:
    """The range that words around a quantity give it: "over", "up to", "or more"; any where one is negated."""
    is_more, is_less = _MORE.search(before), _LESS.search(before)
    if (bound := is_more or is_less) and _NOT.search(before[: bound.start()]):
        return 0.0, math.inf
    if is_more or _OR_MORE.match(after):
        return low, math.inf
    return (0.0, high) if is_less or _OR_LESS.match(after) else (low, high)


def asked_quantities(message: Message) -> list[Quantity]:
    """The quantities in the sentences that ask, or in all where none does; not those that are open to one side."""
    asking = [sentence for sentence in message.sentences if sentence.asks] or message.sentences
    found = (quantity for sentence in asking for quantity in quantities_of(sentence.text))
    closed = (quantity for quantity in found if quantity.written and quantity.high < math.inf and quantity.low > 0)
    return list(islice(closed, MOST_ASKED))


def another_quantity(asked: Sequence[Quantity], text: str) -> Quantity | None:
    """A quantity of ``asked`` that is not in ``text``, though others of its kind are."""
    given = list(quantities_of(text, is_limit_meant=False))
    for quantity in asked:
        same_kind = [each for each in given if each.kind == quantity.kind]
        if same_kind and not any(each.holds(quantity) for each in same_kind):
            return quantity
    return None


def gives(asked: Sequence[Quantity], text: str) -> bool:
    """Whether every quantity of ``asked`` is in ``text``."""
    given = list(quantities_of(text, is_limit_meant=False))
    return all(any(each.holds(quantity) for each in given) for quantity in asked)
