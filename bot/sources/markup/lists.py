"""A list of a page while it is written."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sources.numerals import Numeral, numeral

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

LISTS, ITEMS = ("ul", "ol", "dl", "dir"), ("li", "dt")

_FORMS: dict[str, Numeral] = {"1": "1", "a": "a", "A": "A", "i": "i", "I": "I"}


@dataclass(slots=True)
class List:
    """A list: what marks its items, and whether a line announces it.

    Attributes:
        form: how its items are counted, if they are.
        number: that of its last item, or what comes before the first.
        is_begun: whether words of the item were written.
        has_items: whether it has any yet.
    """

    form: Numeral | None
    is_announced: bool
    number: int = 0
    is_begun: bool = False
    has_items: bool = False

    @classmethod
    def of(cls, node: "LexborNode", is_announced: bool) -> "List":
        """That of an element."""
        if node.tag != "ol":
            return cls(None, is_announced)
        form = _FORMS.get(node.attributes.get("type") or "1", "1")
        return cls(form, is_announced, _whole(node.attributes.get("start"), 1) - 1)

    def begin_item(self, node: "LexborNode") -> None:
        """Go on to the next item; it may say its number."""
        self.number = _whole(node.attributes.get("value"), self.number + 1)
        self.is_begun, self.has_items = False, True

    @property
    def mark(self) -> str:
        """What marks the item."""
        return f"{numeral(self.number, self.form)}." if self.form else "-"


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,4}", text.strip()) else otherwise
