"""What on a page is no part of the leaflet, by the names and words in ``bot/data/furniture.toml``."""

import re
from dataclasses import dataclass, fields
from functools import cache

from bot.data import FOLDER, read_table
from bot.errors import DataError

FURNITURE = "furniture.toml"

LONGEST_LINE = 20
"""A line of the publisher's has so many words at the most."""

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = re.compile(r"__|--")
"""What stands after these tells a part or a variant of what is named: "related-nav__list", "care-card--urgent"."""

_EDGES = re.compile(r"\W+")


@dataclass(frozen=True)
class Furniture:
    """The lists of the file, each under its name there."""

    tags: frozenset[str]
    withdrawn: frozenset[str]
    roles: frozenset[str]
    names: frozenset[str]
    unseen: frozenset[str]
    boxes: frozenset[str]
    headings: frozenset[str]
    contents: frozenset[str]
    publishers: frozenset[str]
    lines: frozenset[str]

    def is_named(self, names: str) -> bool:
        """Whether the names of an element are those of furniture."""
        return _has(self.names, names)

    def is_unseen(self, names: str) -> bool:
        """Whether they are those of what is not shown."""
        return _has(self.unseen, names)

    def is_box(self, names: str) -> bool:
        """Whether they are those of a box."""
        return _has(self.boxes, names)

    def heads_links(self, heading: str) -> bool:
        """Whether a heading heads links to elsewhere, or a list of contents."""
        return _is(self.headings, heading) or _is(self.contents, heading)

    def heads_contents(self, heading: str) -> bool:
        """Whether a heading heads a list of contents or a menu, and never text."""
        return _is(self.contents, heading)

    def is_publisher(self, words: str) -> bool:
        """Whether words are the name of a body that publishes: "National Institute of Mental Health"."""
        return not self.publishers.isdisjoint(_EDGES.split(words.casefold()))

    def is_line(self, words: str) -> bool:
        """Whether a line is the publisher's: "Page last reviewed: ..."."""
        return len(words.split()) <= LONGEST_LINE and _is(self.lines, words)


@cache
def furniture() -> Furniture:
    """The lists.

    Raises:
        DataError: the file is missing or broken, or a list is missing, unknown or no list of words.
    """
    table = read_table(FURNITURE)
    names = {field.name for field in fields(Furniture)}
    if wrong := sorted(names ^ set(table)):
        raise DataError(f"{FOLDER / FURNITURE}: the list {wrong[0]!r} is missing or not known.")
    for name, words in table.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            raise DataError(f"{FOLDER / FURNITURE}: {name!r} must be a list of words.")
    return Furniture(**{name: frozenset(word.casefold() for word in words) for name, words in table.items()})


def _has(known: frozenset[str], names: str) -> bool:
    """Whether one of the names ends in a known one, or begins with one that ends in "..."."""
    for name in names.split():
        block = _PARTS.split(name)[0]
        words = [word.casefold() for word in _EDGES.split(_HUMP.sub(" ", block).replace("_", " ")) if word]
        ends = {" ".join(words[-size:]) for size in range(1, len(words) + 1)}
        begins = {" ".join((*words[:size], "...")) for size in range(1, len(words) + 1)}
        if not known.isdisjoint(ends | begins | {f"{end} ..." for end in ends}):
            return True
    return False


def _is(known: frozenset[str], words: str) -> bool:
    """Whether words are a known phrase, or begin as one that ends in "..."; also where two were run into one."""
    forms = (" ".join(form.casefold().split()).rstrip(":… ") for form in (words, _HUMP.sub(" ", words)))
    return any(form in known or form.startswith(_beginnings(known)) for form in forms)


@cache
def _beginnings(known: frozenset[str]) -> tuple[str, ...]:
    return tuple(phrase.removesuffix("...") for phrase in known if phrase.endswith("..."))
