"""Moves in a conversation, by their wording in ``bot/data/moves.toml``: doubt, "say that simpler", "no, I meant ...".

A message is cut into pieces at its punctuation. It makes a move when a piece is one of the move's ``patterns``, or
holds its ``words`` and nothing that says more, and every other piece is one, too, or an aside. Or it begins with one of
the move's ``begins``; the rest is the question.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from bot.data import FOLDER, read_table
from bot.dialogue.rules import (
    Literals,
    Pattern,
    found_in,
    is_list_of,
    parts_of,
    pattern_list,
    patterns_from,
    patterns_of,
)
from bot.errors import DataError
from bot.text.normal import words_of

MOVES = FOLDER / "moves.toml"

WHOLE = ("doubt", "simpler", "which", "other", "next", "more", "rest")
"""Moves that take up a message; ``bot/dialogue/shown.py`` knows what each is answered with."""

BEGINNINGS = ("courtesy", "change", "correction")
"""Moves that only begin one; where a message begins with several, the last of these counts."""

STEPS = ("other", "next", "rest")
"""Moves that an aside of their own may stand before: "done that, what next?"."""

LONGEST = 40
"""In how many words a move may be made; a longer message says something of its own."""

MOST_BEGINNINGS = 6
"""How many beginnings are taken from one message."""

_TABLES = {"asides", "small", "parts", "move"}
_PATTERNS = ("patterns", "begins", "ends", "asides", "unless")
_KEYS = {"name", "does", "words", "beside", "echoes", *_PATTERNS}
_END = re.compile(r"(?:[.!?;:…,]+|\s[-–—]+)(?:\s+|$)|\s*\n+\s*")
_MARKS = " .,!?;:…-–—\n"


def _as_whole(source: str) -> str:
    return f"^{source}$"


def _as_beginning(source: str) -> str:
    return rf"^{source}(?:$|(?=[\s,.!?;:…–—-]))"


def _as_ending(source: str) -> str:
    return rf"[\s,.!?;:…–—-]{source}[\s,.!?…]{{0,9}}$"


@dataclass(frozen=True, slots=True)
class Wording:
    """How one move is worded: see ``moves.toml``."""

    name: str
    patterns: tuple[Pattern, ...] = field(repr=False)
    begins: tuple[Pattern, ...] = field(repr=False)
    ends: tuple[Pattern, ...] = field(repr=False)
    asides: tuple[Pattern, ...] = field(repr=False)
    unless: tuple[Pattern, ...] = field(repr=False)
    words: frozenset[str] = field(repr=False)
    beside: frozenset[str] = field(repr=False)
    echoes: bool

    def takes_up(self, text: str, asides: Sequence[Pattern], small: Set[str], echo: Set[str]) -> bool:
        """Whether a message makes this move and says nothing else.

        Args:
            text: the message in normal form.
            asides: what may stand beside any move.
            small: the words that say nothing by themselves.
            echo: the words of the message before, and of what was quoted.
        """
        is_made = False
        for piece in _pieces(text):
            own = self.asides if is_made or self.name in STEPS else ()
            if self._is_made_by(piece, small, echo):
                is_made = True
            elif not (_says_nothing(piece, asides, small | echo) or found_in(own, piece)):
                return False
        return is_made and not found_in(self.unless, text)

    def _is_made_by(self, piece: str, small: Set[str], echo: Set[str]) -> bool:
        words = frozenset(words_of(piece))
        known = self.words | self.beside | small | (echo if self.echoes else frozenset())
        return (not words.isdisjoint(self.words) and words <= known) or found_in(self.patterns, piece.rstrip("?"))

    def without(self, text: str, held: Collection[str]) -> str | None:
        """``text`` without the words of this move that it begins or ends with; ``None`` where it does not.

        Args:
            text: the message in normal form.
            held: the literals that it holds.
        """
        for pattern in (*self.begins, *self.ends):
            match = pattern.compiled.search(text) if pattern.may_be_in(text, held) else None
            if match and not found_in(self.unless, text):
                return text[match.end() :].lstrip(_MARKS) if match.start() == 0 else text[: match.start() + 1].strip()
        return None

    def to_json(self) -> dict[str, Any]:
        """The wording as plain data."""
        patterns = {key: pattern_list(getattr(self, key)) for key in _PATTERNS}
        return {
            "name": self.name,
            **patterns,
            "words": sorted(self.words),
            "beside": sorted(self.beside),
            "echoes": self.echoes,
        }

    @staticmethod
    def from_json(table: Mapping[str, Any]) -> "Wording":
        """What ``to_json`` wrote down."""
        patterns, begins, ends, asides, unless = (patterns_from(table[key]) for key in _PATTERNS)
        words, beside = frozenset(table["words"]), frozenset(table["beside"])
        return Wording(table["name"], patterns, begins, ends, asides, unless, words, beside, table["echoes"])


@dataclass(frozen=True)
class Moves:
    """The wordings of all moves, in the order of the file: the first that takes up a message counts."""

    wordings: tuple[Wording, ...]
    asides: tuple[Pattern, ...] = field(repr=False)
    small: frozenset[str] = field(repr=False)

    @staticmethod
    @cache
    def load() -> "Moves":
        """Read the moves in ``bot/data``.

        Raises:
            DataError: the file cannot be read, or as for ``from_table``.
        """
        from bot.data.prepared import language_tables

        prepared = language_tables().get("moves")
        return Moves.from_json(prepared) if prepared else Moves.from_table(read_table(MOVES.name))

    @staticmethod
    def from_table(table: Mapping[str, Any]) -> "Moves":
        """The moves of a table like ``moves.toml``.

        Raises:
            DataError: a move is unknown, missing or incomplete, or a pattern is missing or broken.
        """
        if unknown := set(table) - _TABLES:
            raise DataError(f"{MOVES}: {min(unknown)!r} is not known. Use one of {', '.join(sorted(_TABLES))}.")
        entries = table.get("move", [])
        if not is_list_of(entries, dict):
            raise DataError(f"{MOVES}: each move must be written under [[move]].")
        parts = parts_of(table.get("parts", {}), MOVES)
        wordings = tuple(_wording(entry, parts) for entry in entries)
        if sorted(wording.name for wording in wordings) != sorted((*WHOLE, *BEGINNINGS)):
            raise DataError(f"{MOVES}: the names must be these, each once: {', '.join((*WHOLE, *BEGINNINGS))}.")
        asides = patterns_of(table.get("asides", []), parts, f"{MOVES}: asides", _as_whole)
        return Moves(wordings, asides, _words(table.get("small", ""), f"{MOVES}: small"))

    def to_json(self) -> dict[str, Any]:
        """The moves as plain data, with the literals of every pattern."""
        return {
            "moves": [each.to_json() for each in self.wordings],
            "asides": pattern_list(self.asides),
            "small": sorted(self.small),
        }

    @staticmethod
    def from_json(table: Mapping[str, Any]) -> "Moves":
        """What ``to_json`` wrote down."""
        wordings = tuple(map(Wording.from_json, table["moves"]))
        return Moves(wordings, patterns_from(table["asides"]), frozenset(table["small"]))

    def patterns(self) -> Iterator[Pattern]:
        """Every pattern."""
        for each in self.wordings:
            yield from (*each.patterns, *each.begins, *each.ends, *each.asides, *each.unless)
        yield from self.asides

    def compile(self) -> None:
        """Compile every pattern now instead of when it is first needed."""
        for pattern in self.patterns():
            _ = pattern.compiled

    def taking_up(self, text: str, echo: Set[str] = frozenset()) -> list[str]:
        """The moves that take up a message in normal form, in the order of the file; for ``echo`` see ``takes_up``."""
        if len(text.split()) > LONGEST:
            return []
        return [each.name for each in self.wordings if each.takes_up(text, self.asides, self.small, echo)]

    def beginning(self, text: str) -> tuple[str | None, str]:
        """The move that a message in normal form begins with, if one, and what follows it."""
        begun: str | None = None
        for _ in range(MOST_BEGINNINGS):
            held = self._literals.in_text(text)
            found = ((each.name, each.without(text, held)) for each in self.wordings if each.begins)
            step = next(((name, rest) for name, rest in found if rest is not None), None)
            if step is None:
                break
            text = step[1]
            begun = step[0] if begun is None else max(begun, step[0], key=BEGINNINGS.index)
        return begun, text

    @cached_property
    def _literals(self) -> Literals:
        """The literals of what begins or ends a message."""
        patterns = (pattern for each in self.wordings for pattern in (*each.begins, *each.ends))
        return Literals(literal for pattern in patterns for literal in pattern.literals)


def _pieces(text: str) -> Iterator[str]:
    """What stands between marks, each piece without them but for a question mark."""
    start = 0
    for mark in (*_END.finditer(text), None):
        piece = text[start : mark.start() if mark else None].strip(_MARKS)
        asks = "?" if mark and "?" in mark.group() else ""
        start = mark.end() if mark else start
        if piece:
            yield piece + asks


def _says_nothing(piece: str, asides: Sequence[Pattern], known: Set[str]) -> bool:
    """Whether a piece is an aside, or is made of known words and asks nothing."""
    is_known = not piece.endswith("?") and frozenset(words_of(piece)) <= known
    return is_known or found_in(asides, piece) or found_in(asides, piece.rstrip("?"))


def _wording(table: Mapping[str, Any], parts: Mapping[str, str]) -> Wording:
    where = f"{MOVES}: move {table.get('name', '(no name)')!r}"
    if unknown := set(table) - _KEYS:
        raise DataError(f"{where}: unknown key {min(unknown)!r}.")
    name, does = table.get("name"), table.get("does")
    if not isinstance(name, str) or not isinstance(does, str) or not does.strip():
        raise DataError(f"{where}: name and does must be texts in quotation marks.")
    key = "begins" if name in BEGINNINGS else "patterns"
    if not table.get(key):
        raise DataError(f"{where}: there are no {key}.")

    def of(key: str, form: Callable[[str], str]) -> tuple[Pattern, ...]:
        return patterns_of(table.get(key, []), parts, where, form)

    return Wording(
        name,
        patterns=of("patterns", _as_whole),
        begins=of("begins", _as_beginning),
        ends=of("ends", _as_ending),
        asides=of("asides", _as_whole),
        unless=of("unless", str),
        words=_words(table.get("words", ""), f"{where}: words"),
        beside=_words(table.get("beside", ""), f"{where}: beside"),
        echoes=table.get("echoes") is True,
    )


def _words(text: object, where: str) -> frozenset[str]:
    if not isinstance(text, str):
        raise DataError(f"{where} must be one text in quotation marks, with spaces between the words.")
    return frozenset(words_of(text))
