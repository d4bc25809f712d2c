"""Phrases that stand for something, found in a sequence of words; word lists are in Solr's synonym format.

A line ``a, b, c d`` is a group: words and phrases that mean the same, named by its first entry.
A line ``x, y => z`` is a mapping: what is typed on the left is read as what stands on the right.
Lines that begin with ``#`` are remarks. The format is that of Lucene's ``SolrSynonymParser``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.errors import DataError

Value = TypeVar("Value")
Entries = Mapping[str, Sequence[tuple[Sequence[str], Value]]]
"""For the first word of known phrases, ``(the other words, value)`` of each."""


@dataclass(frozen=True, slots=True)
class SynonymLine:
    """One line: its phrases, and what they are read as (``None`` for a group)."""

    phrases: tuple[str, ...]
    target: str | None


def parse_synonyms(lines: Iterable[str], source: str) -> Iterator[SynonymLine]:
    """The entries of a word list; ``source`` names it in errors.

    Raises:
        DataError: a line has an empty entry or more than one ``=>``.
    """
    for number, line in enumerate(lines, 1):
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        left, *right = content.split("=>")
        phrases = tuple(phrase.strip() for phrase in left.split(","))
        if not all(phrases) or len(right) > 1 or (right and not right[0].strip()):
            raise DataError(f"{source}, line {number}: write 'a, b, c' or 'typed, typed => meant', not {content!r}.")
        yield SynonymLine(phrases, right[0].strip() if right else None)


class PhraseTable(Generic[Value]):
    """Finds known phrases in a sequence of words; several words win over fewer."""

    def __init__(self, entries: Entries[Value]) -> None:
        self.entries = dict(entries)
        self._by_second: dict[str, dict[str | None, list[tuple[Sequence[str], Value]]]] = {}

    def add(self, phrase: Sequence[str], value: Value) -> None:
        """Remember ``value`` for ``phrase``, which has at least one word."""
        first, *others = phrase
        self.entries[first] = [*self.entries.get(first, ()), (others, value)]
        self._by_second.pop(first, None)

    def at(self, words: Sequence[str], position: int) -> list[tuple[int, Value]]:
        """``(length, value)`` of every known phrase that begins at ``position``, longest first."""
        first = words[position]
        if first not in self.entries:
            return []
        known = self._by_second.get(first) or self._sorted(first)
        alone = [(1, value) for _, value in known.get(None, ())]
        longer = known.get(words[position + 1], ()) if position + 1 < len(words) else ()
        if not longer:
            return alone
        found = [
            (1 + len(others), value)
            for others, value in longer
            if len(others) == 1 or list(words[position + 1 : position + 1 + len(others)]) == list(others)
        ]
        return [*sorted(found, key=lambda entry: -entry[0]), *alone]

    def _sorted(self, first: str) -> dict[str | None, list[tuple[Sequence[str], Value]]]:
        """What follows the word ``first`` in phrases, by the second word; ``None`` where there is none."""
        by_second: dict[str | None, list[tuple[Sequence[str], Value]]] = {}
        for others, value in self.entries[first]:
            by_second.setdefault(others[0] if others else None, []).append((others, value))
        self._by_second[first] = by_second
        return by_second

    def all_in(self, words: Sequence[str]) -> list[tuple[int, int, Value]]:
        """``(start, end, value)`` of every known phrase in ``words``, in reading order."""
        entries = self.entries
        return [
            (position, position + length, value)
            for position, word in enumerate(words)
            if word in entries
            for length, value in self.at(words, position)
        ]

    def replaced(self, words: Sequence[str]) -> Iterator[tuple[tuple[str, ...], Value | None]]:
        """The words in stretches: a known phrase with its value, any other word alone with ``None``."""
        entries, position = self.entries, 0
        while position < len(words):
            found = self.at(words, position) if words[position] in entries else ()
            length, value = found[0] if found else (1, None)
            yield tuple(words[position : position + length]), value
            position += length
