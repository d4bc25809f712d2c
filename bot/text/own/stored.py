"""What is known of a corpus's own words, looked up in the tables of ``WordTables``."""

import sqlite3
from collections.abc import Callable, Collection, Sequence
from functools import cached_property, lru_cache
from typing import Any

from bot.settings import SETTINGS
from bot.text.own.words import Words, WordsOfCorpus

LAST = "\U0010ffff"
"""Sorts after every letter."""


class StoredWords(WordsOfCorpus):
    """The words of a corpus, of which only those are read that are asked about. It can be shared by threads.

    Nothing is looked up when it is made. The tables must not change while it is used, for words are remembered.

    Args:
        connect: gives a connection to the database with the tables, for the thread that asks.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        remembered = lru_cache(maxsize=SETTINGS.most_words_remembered)
        self._typed = remembered(self._is_typed)
        self._counts = remembered(self._count_of)
        self._stems = remembered(self._look_up_stem)

    def holds(self, word: str) -> bool:
        return self._typed(word)

    def of_length(self, length: int) -> Sequence[str]:
        return [word for (word,) in self._all("SELECT word FROM words_typed WHERE length = ? ORDER BY word", length)]

    def sounding(self, sound: str) -> Collection[Words]:
        rows = self._all("SELECT words FROM words_by_sound WHERE sound = ?", sound)
        return [tuple(words.split(" ")) for (words,) in rows]

    def count(self, word: str) -> int:
        return self._counts(word)

    @cached_property
    def total(self) -> int:
        return self._number("SELECT count FROM words_total WHERE everything = ?", 0)

    def with_consonants(self, row: str) -> Collection[tuple[Words, int]]:
        rows = self._all("SELECT words, count FROM words_by_consonants WHERE consonants = ?", row)
        return [(tuple(words.split(" ")), count) for words, count in rows]

    def have_consonants(self, row: str) -> bool:
        return self._any("SELECT 1 FROM words_by_consonants WHERE consonants = ? LIMIT 1", row)

    def stem_of(self, word: str) -> str | None:
        return self._stems(word)

    def says(self, word: str) -> bool:
        return self._stems(word) is not None

    def says_stem(self, stem: str) -> bool:
        return self._any("SELECT 1 FROM words_said WHERE stem = ? LIMIT 1", stem)

    def ending_in(self, ending: str) -> Collection[str]:
        first = ending[::-1]
        rows = self._all("SELECT word FROM words_said WHERE reversed >= ? AND reversed < ?", first, first + LAST)
        return [word for (word,) in rows]

    def names_numbered(self, written: str) -> bool:
        return self._any("SELECT 1 FROM words_numbered WHERE written = ?", written)

    def _is_typed(self, word: str) -> bool:
        return self._any("SELECT 1 FROM words_typed WHERE word = ?", word)

    def _count_of(self, word: str) -> int:
        return self._number("SELECT count FROM words_read WHERE word = ?", word)

    def _look_up_stem(self, word: str) -> str | None:
        rows = self._all("SELECT stem FROM words_said WHERE word = ?", word)
        return rows[0][0] if rows else None

    def _number(self, statement: str, value: str | int) -> int:
        rows = self._all(statement, value)
        return rows[0][0] if rows else 0

    def _any(self, statement: str, value: str) -> bool:
        return bool(self._all(statement, value))

    def _all(self, statement: str, *values: str | int) -> list[Any]:
        return self._connect().execute(statement, values).fetchall()
