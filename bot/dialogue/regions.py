"""Emergency and crisis lines by country, from ``bot/data/regions.toml``."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bot.data import FOLDER, read_table
from bot.dialogue.numbers import LINES_OF, Number, distinct, numbers_in
from bot.errors import DataError, UsageError

REGIONS = FOLDER / "regions.toml"

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_LOCALE_COUNTRY = re.compile(r"[A-Za-z]{2,3}[_-]([A-Za-z]{2})\b")
_DIGITS = re.compile(r"\d+(?:[ -]\d+)*")
_LINES = ("emergency", "police", "advice", "poison", "violence", "assault", "child")
_KEYS = {"name", "countries", "crisis", *_LINES}
_CODE = re.compile("[A-Z]{2}")
_GENERAL_KEYS = {"name", "emergency", "directory", "advice", "poison", "source", "checked"}


@dataclass(frozen=True, slots=True)
class Line:
    """A number to call. ``source`` is the page it was read on, ``checked`` the day, or "not checked"."""

    number: str
    source: str
    checked: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name}, {self.number}" if self.name else self.number


@dataclass(frozen=True, slots=True)
class Region:
    """What to call in one country. Every text can stand in a sentence after "Call" or a colon.

    Attributes:
        code: two letters, or ``None`` for the general text.
        emergency, police: what to call when somebody is in danger.
        advice: urgent medical advice.
        poison: advice on poisoning.
        crisis, violence, assault, child: whom to talk to; a directory where no line is known.
        number: the digits alone of ``emergency``, for sentences in other languages.
        danger: the digits of ``emergency`` and ``police``.
        talk: a colon and the digits of the lines for a crisis and for violence; nothing where there are none.
        lines: everything above that is a line, with its source.
        numbers: those to call, by what for; of several lines for one thing, those of the one that is named.
    """

    code: str | None
    name: str
    emergency: str
    police: str
    advice: str
    poison: str
    crisis: str
    violence: str
    assault: str
    child: str
    number: str
    danger: str
    talk: str
    lines: tuple[Line, ...] = field(default=(), repr=False)
    numbers: Mapping[str, tuple[Number, ...]] = field(default_factory=dict, repr=False, compare=False)

    def called(self, placeholders: Iterable[str]) -> tuple[Number, ...]:
        """The numbers that sentences with these placeholders name, each once, in their order."""
        lines = (line for placeholder in placeholders for line in LINES_OF.get(placeholder, ()))
        return distinct(number for line in lines for number in self.numbers.get(line, ()))

    def values(self) -> dict[str, str]:
        """Give what the placeholders of ``replies.toml`` stand for in this country."""
        names = ("emergency", "police", "advice", "poison", "crisis", "violence", "assault", "child")
        digits = ("number", "danger", "talk")
        return {"country": self.name, **{name: getattr(self, name) for name in (*names, *digits)}}


def region(code: str | None) -> Region:
    """Give the lines of a country; the general text for ``None``.

    Raises:
        UsageError: there is no entry for ``code``.
        DataError: the data file is broken.
    """
    regions = _known()
    known = code.upper() if code else None
    if known not in regions:
        codes = ", ".join(sorted(name for name in regions if name))
        raise UsageError(f"there are no emergency numbers for {code!r}. Known countries: {codes}.")
    return regions[known]


def region_from_locale(environ: Mapping[str, str]) -> str | None:
    """Read the country from the locale ("en_GB.UTF-8" gives "GB"); ``None`` where it names none that is known."""
    locale = next(filter(None, map(environ.get, _LOCALE_VARIABLES)), "")
    match = _LOCALE_COUNTRY.match(locale)
    code = match[1].upper() if match else None
    return code if code in _known() else None


@cache
def _known() -> dict[str | None, Region]:
    return _regions(read_table(REGIONS.name))


def _regions(tables: dict[str, Any]) -> dict[str | None, Region]:
    for code, table in tables.items():
        if not isinstance(table, dict):
            raise DataError(f"{REGIONS}: {code} must be a table, written under [{code}].")
    general = tables.pop("general", {})
    if set(general) != _GENERAL_KEYS:
        raise DataError(f"{REGIONS}: [general] needs exactly {', '.join(sorted(_GENERAL_KEYS))}.")
    for key, value in general.items():
        _text(value, f"{REGIONS}: [general] {key}")
    regions: dict[str | None, Region] = {None: _region(None, {"name": general["name"]}, general)}
    for key, table in tables.items():
        for code in (key, *_list(table.get("countries", []), f"{REGIONS}: [{key}] countries")):
            if not isinstance(code, str) or not _CODE.fullmatch(code):
                raise DataError(f"{REGIONS}: [{key}]: {code!r} is not two capital letters.")
            if code in regions:
                raise DataError(f"{REGIONS}: there are two entries for {code}.")
            regions[code] = _region(code, table, general)
    return regions


def _region(code: str | None, table: Mapping[str, Any], general: Mapping[str, str]) -> Region:
    where = f"{REGIONS}: [{code or 'general'}]"
    unknown = set(table) - _KEYS
    if unknown:
        raise DataError(f"{where} has the unknown key {min(unknown)!r}. Known: {', '.join(sorted(_KEYS))}.")
    if "name" not in table or (code and "emergency" not in table):
        raise DataError(f"{where} needs a name and an emergency number.")
    lines = {kind: _line(table[kind], f"{where} {kind}") for kind in _LINES if kind in table}
    crisis = tuple(_line(entry, f"{where} crisis") for entry in _list(table.get("crisis", []), f"{where} crisis"))
    emergency = str(lines.get("emergency", general["emergency"]))
    if not _DIGITS.search(emergency):
        raise DataError(f"{where} emergency: there is no number in {emergency!r}. Write one.")
    police = str(lines.get("police", emergency))
    to_talk_to = _digits(*(line.number for line in (*crisis[:1], lines.get("violence")) if line))

    def text(kind: str, otherwise: str) -> str:
        return str(lines.get(kind, otherwise))

    return Region(
        code=code,
        name=_text(table["name"], f"{where} name"),
        emergency=emergency,
        police=police,
        advice=text("advice", general["advice"]),
        poison=text("poison", general["poison"]),
        crisis=str(crisis[0]) if crisis else general["directory"],
        violence=text("violence", general["directory"]),
        assault=text("assault", general["directory"]),
        child=text("child", general["directory"]),
        number=_digits(emergency),
        danger=_digits(emergency, police),
        talk=f": {to_talk_to}" if to_talk_to else "",
        lines=(*lines.values(), *crisis),
        numbers=_numbers({**lines, **({"crisis": crisis[0]} if crisis else {})}, general),
    )


def _numbers(lines: Mapping[str, Line], general: Mapping[str, str]) -> dict[str, tuple[Number, ...]]:
    """The numbers to call, by what for; without a line for the police, those for every emergency."""
    elsewhere = Line(general["emergency"], general["source"], general["checked"])
    known = {"emergency": elsewhere, **lines}
    numbers = {
        kind: tuple(numbers_in(kind, line.number, line.name, line.source, line.checked)) for kind, line in known.items()
    }
    return {"police": numbers["emergency"], **numbers}


def _digits(*texts: str) -> str:
    """The numbers in ``texts``, each once. Spaces within one do not break: from right to left its parts would swap."""
    numbers = [re.sub(r"[ -]", "\N{NO-BREAK SPACE}", number) for text in texts for number in _DIGITS.findall(text)]
    return " / ".join(dict.fromkeys(numbers))


def _line(entry: object, where: str) -> Line:
    if not isinstance(entry, dict):
        raise DataError(f'{where} must be written like {{ number = "112", source = "https://...", checked = "..." }}.')
    try:
        return Line(**{key: _text(value, f"{where} {key}") for key, value in entry.items()})
    except TypeError as error:
        raise DataError(f"{where} needs number, source and checked, and may have a name ({error}).") from error


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise DataError(f"{where} must be a text in quotation marks, and not an empty one.")
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise DataError(f"{where} must be a list, in square brackets.")
    return value


def known_regions() -> Iterator[Region]:
    """Yield every entry of the data file, the general one first."""
    yield from _known().values()


def emergency_numbers() -> frozenset[str]:
    """The numbers of all countries to call when somebody is in danger, or in a crisis, without spaces."""
    texts = (text for region in known_regions() for text in (region.emergency, region.police, region.crisis))
    return frozenset(number for text in texts for number in re.findall(r"\d+", text))
