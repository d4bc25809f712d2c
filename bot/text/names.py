"""Names of medicines, diseases and parts of the body, so that one name is never taken for another."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bot.errors import DataError
from bot.text.phrases import SynonymLine

ENDING = "ending of a medicine"
"""The heading in ``names.txt`` over the endings of names that are not listed."""

SHORTEST_UNLISTED = 7
"""A word with such an ending has at least so many letters; shorter ones are everyday words' misspellings."""


class Name(NamedTuple):
    """What a word names: its sort (``medicine``, ``disease``, ``body``), and the first name of the same thing."""

    sort: str
    thing: str


@dataclass(frozen=True)
class Names:
    """Tells which words are names, and of what.

    Attributes:
        listed: what each name names.
        endings: how names of medicines end that are not listed.
    """

    listed: Mapping[str, Name]
    endings: tuple[str, ...] = ()

    def knows(self, word: str) -> bool:
        """Whether ``word`` is listed, alone or as one of several ("migraines")."""
        return word in self.listed or (word.endswith("s") and word[:-1] in self.listed)

    def of(self, word: str, is_everyday: bool = False) -> Name | None:
        """What ``word`` names; a word that is not listed, and no everyday one, may end as names of medicines do."""
        name = self.listed.get(word) or (self.listed.get(word[:-1]) if word.endswith("s") else None)
        if name is None and not is_everyday and len(word) >= SHORTEST_UNLISTED and word.endswith(self.endings):
            return Name("medicine", word)
        return name

    def words_for(self, name: Name) -> Collection[str]:
        """Every listed name of the same thing."""
        return self._words.get(name, ())

    def groups(self) -> Iterator[SynonymLine]:
        """The names of one thing, where it has more than one: they mean the same."""
        return (SynonymLine(tuple(words), None) for words in self._words.values() if len(words) > 1)

    @cached_property
    def _words(self) -> Mapping[Name, list[str]]:
        words: dict[Name, list[str]] = {}
        for word, name in self.listed.items():
            words.setdefault(name, []).append(word)
        return words


def parse_names(lines: Iterable[str], source: str) -> Names:
    """The names in a word list: names of one thing on one line, under ``## sort``.

    Raises:
        DataError: a line stands under no heading or has an empty entry.
    """
    listed: dict[str, Name] = {}
    endings: list[str] = []
    sort = ""
    for number, line in enumerate(lines, 1):
        if line.startswith("## "):
            sort = line[3:].strip()
        elif line.strip() and not line.startswith("#"):
            words = [word.strip() for word in line.split(",")]
            if not (sort and all(words)):
                raise DataError(f"{source}, line {number}: write 'name, name' under '## medicine', not {line!r}.")
            if sort == ENDING:
                endings += words
            else:
                listed.update(dict.fromkeys(words, Name(sort, words[0])))
    return Names(listed, tuple(endings))
