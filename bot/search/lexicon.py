"""Word lists in Solr's synonym format, read and applied.

A line ``a, b, c d`` is a group: words and phrases that mean the same, named by its first entry.
A line ``x, y => z`` is a mapping: what is typed on the left is read as what stands on the right.
Lines that begin with ``#`` are comments. The format is that of Lucene's ``SolrSynonymParser``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from bot.errors import DataError

Phrase = tuple[str, ...]
Value = TypeVar("Value")


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


def read_lines(path: Path) -> list[str]:
    """The lines of a data file.

    Raises:
        DataError: the file is missing or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read ({error}). Reinstall the program.") from error


class PhraseTable(Generic[Value]):
    """Finds known phrases in a sequence of words; several words win over fewer.

    Args:
        by_first: for the first word of known phrases, ``(the other words, value)`` of each.
    """

    def __init__(self, by_first: Mapping[str, Sequence[tuple[Sequence[str], Value]]]) -> None:
        self._by_first = dict(by_first)

    def add(self, phrase: Sequence[str], value: Value) -> None:
        """Remember ``value`` for ``phrase``, which has at least one word."""
        first, *others = phrase
        self._by_first[first] = [*self._by_first.get(first, ()), (others, value)]

    def at(self, words: Sequence[str], position: int) -> list[tuple[int, Value]]:
        """``(length, value)`` of every known phrase that begins at ``position``, longest first."""
        known = self._by_first.get(words[position])
        if known is None:
            return []
        following = words[position + 1] if position + 1 < len(words) else None
        found = [
            (1 + len(others), value)
            for others, value in known
            if not others
            or (others[0] == following and list(words[position + 1 : position + 1 + len(others)]) == others)
        ]
        return sorted(found, key=lambda entry: -entry[0]) if len(found) > 1 else found

    def to_prepared(self) -> Mapping[str, Sequence[tuple[Sequence[str], Value]]]:
        """What the table was made of and what was added, as plain data."""
        return self._by_first


class Lexicon:
    """Which concepts the words of a message belong to.

    Args:
        table: the concept of each phrase, phrases given by their stems, so that one entry stands
            for its inflections.
    """

    def __init__(self, table: PhraseTable[str]) -> None:
        self._table = table

    def concepts(self, stems: Sequence[str]) -> list[tuple[int, int, str]]:
        """``(start, end, concept)`` for every group with a phrase in ``stems``, in reading order."""
        return [
            (position, position + length, concept)
            for position in range(len(stems))
            for length, concept in self._table.at(stems, position)
        ]


class Mappings:
    """Replaces what is typed by what is meant: chat English and misheard words.

    Args:
        table: the words that are meant, for each phrase that is typed.
    """

    def __init__(self, table: PhraseTable[Sequence[str]]) -> None:
        self._table = table

    def apply(self, words: Sequence[str]) -> Iterator[tuple[Phrase, Phrase]]:
        """``(typed, meant)`` for each stretch of ``words``; equal where nothing is known."""
        position = 0
        while position < len(words):
            length, meant = next(iter(self._table.at(words, position)), (1, (words[position],)))
            yield tuple(words[position : position + length]), tuple(meant)
            position += length
