"""Names whose noun comes first: "vitamin D", "vitamins B6 and B 12", "type 2"."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.text.names import Names

NUMBER = re.compile(r"[a-z]?\d{1,2}|[a-z]|[ivx]+")
"""What tells a kind apart that is named before it: "vitamin B12", "type 2", "hepatitis B", "factor VIII"."""

JOINING = frozenset({"and", "or"})
"""What stands between two names of one kind: "vitamins A and D"."""

VITAMIN = re.compile(r"b\d{1,2}|d[23]|k[12]")
"""A vitamin that is named by its letter alone: "and B6?"."""


class Numbered(NamedTuple):
    """Such a name: its noun, the number or letter that tells it apart, and the place of that among the words."""

    noun: str
    number: str
    place: int

    @property
    def written(self) -> str:
        """Both, in lower case."""
        return f"{self.noun} {self.number}".lower()


def numbered_in(words: Sequence[str], names: Names) -> Iterator[Numbered]:
    """The names in some words whose noun comes first."""
    nouns = names.nouns_before
    if nouns.keys().isdisjoint(words) and not any(map(VITAMIN.fullmatch, {*words})):
        return
    noun, last = "", ""
    for place, word in enumerate(words):
        if word in nouns:
            noun = nouns[word]
        elif last == "b" and noun == "vitamin" and word.isdigit():
            yield Numbered(noun, f"b{word}", place)
        elif noun and NUMBER.fullmatch(word):
            yield Numbered(noun, word, place)
        elif word not in JOINING:
            noun = ""
            if VITAMIN.fullmatch(word):
                yield Numbered("vitamin", word, place)
        last = word
