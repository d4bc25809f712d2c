"""Lists of phrases in a data file: each line a name and, after the colon, words or phrases parted by commas."""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

from bot.data import FOLDER, read_entries
from bot.errors import DataError


class PhraseLists:
    """The lists of one file, which is read when the first is looked at.

    Args:
        file: its name in ``bot/data``.
        names: those of the lists; the file has each of them, and no other.
    """

    def __init__(self, file: str, names: Iterable[str]) -> None:
        self._file = file
        self._names = frozenset(names)
        self.compiled = lru_cache(maxsize=None)(self._compiled)

    def _compiled(self, name: str, pattern: str) -> re.Pattern[str]:
        """``pattern`` with any phrase of the list ``name``, the longest first, where it says ``PHRASES``.

        Raises:
            DataError: the file is missing, has a line of another form, or lacks a list.
        """
        phrases = sorted(self._lists[name], key=len, reverse=True)
        return re.compile(pattern.replace("PHRASES", "|".join(map(re.escape, phrases))))

    @cached_property
    def _lists(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        for line in read_entries(self._file):
            name, colon, phrases = line.partition(":")
            found = [phrase.strip() for phrase in phrases.split(",")]
            if not colon or name not in self._names or not all(found):
                raise DataError(
                    f"{FOLDER / self._file}: {line[:40]!r}: write 'name: phrase, phrase' with a known name."
                )
            table[name] = found
        if missing := sorted(self._names - set(table)):
            raise DataError(f"{FOLDER / self._file}: there is no line {missing[0]!r}.")
        return table
