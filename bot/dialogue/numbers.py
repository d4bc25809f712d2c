"""The numbers that a reply names, as data: what a telephone can dial, and what each is for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

LABELS: Mapping[str, str] = {
    "emergency": "Emergency services",
    "police": "Police",
    "advice": "Medical advice",
    "poison": "Poison advice",
    "crisis": "Someone to talk to",
    "violence": "Help with violence",
    "assault": "Help after sexual assault",
    "child": "Help for children",
}
"""What a line is called that has no name of its own (``regions.toml``)."""

LINES_OF: Mapping[str, tuple[str, ...]] = {
    "number": ("emergency",),
    "danger": ("emergency", "police"),
    "talk": ("crisis", "violence"),
    **{line: (line,) for line in LABELS},
}
"""The lines that each placeholder of ``replies.toml`` names; other placeholders name none."""

_NUMBER = re.compile(r"\d+(?:[ -]\d+)*")
_NOTE = re.compile(r"\s*\(([^()]*)\)|\s+(in [^,()]+)")
_NAME = re.compile(r"\b[A-Z]{2,}(?=\s*\Z)")
_TO_TEXT = re.compile(r"\btext\b[^,\d]*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number to call.

    Attributes:
        line: what it is for: a key of ``LABELS``.
        label: whose it is, to be shown beside it: "Samaritans".
        number: as it is shown: "116 123".
        source: the page that it was read on.
        checked: the day, or "not checked".
    """

    line: str
    label: str
    number: str
    source: str
    checked: str

    @property
    def tel(self) -> str:
        """The address that dials it, for a link: "tel:116123". It is dialled as in its own country."""
        return f"tel:{re.sub('[^0-9]', '', self.number)}"

    def to_json(self) -> dict[str, str]:
        """The number as plain data."""
        return {**asdict(self), "tel": self.tel}

    @staticmethod
    def from_json(table: Mapping[str, Any]) -> "Number":
        """What ``to_json`` wrote down.

        Raises:
            KeyError, TypeError: a value is missing, or no text.
        """
        values = {name: table[name] for name in ("line", "label", "number", "source", "checked")}
        if not all(isinstance(value, str) for value in values.values()):
            raise TypeError("a value of a number to call is no text")
        return Number(**values)


def numbers_in(line: str, text: str, name: str, source: str, checked: str) -> Iterator[Number]:
    """The numbers in what ``regions.toml`` says of a line; one that is only for text messages is none to call.

    Args:
        line: a key of ``LABELS``.
        text: "1813 (Dutch) or 0800 32 123 (French)", "NHS 111".
        name: whose line it is, or ``""``.
        source, checked: as of ``Number``.
    """
    before = 0
    for match in _NUMBER.finditer(text):
        between, before = text[before : match.start()], match.end()
        if _TO_TEXT.search(between):
            continue
        named = _NAME.search(between)
        label = name or (f"{named[0]} {match[0]}" if named else LABELS[line])
        note = _NOTE.match(text, match.end())
        if note:
            label = f"{label} ({note[1]})" if note[1] else f"{label} {note[2].strip()}"
        yield Number(line, label[0].upper() + label[1:], match[0], source, checked)


def distinct(numbers: Iterable[Number]) -> tuple[Number, ...]:
    """Each number once, as it came first."""
    first: dict[str, Number] = {}
    for number in numbers:
        first.setdefault(number.tel, number)
    return tuple(first.values())
