"""Names of medicines, diseases and parts of the body, so that one name is never taken for another."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from bot.errors import DataError
from bot.text.phrases import SynonymLine

ENDING = "ending of a "
"""How the headings in ``names.txt`` begin over the endings of names that are not listed; the sort follows."""

KIND, KIND_BEFORE, COLOUR, PLAIN = "kind", "kind before its name", "colour", "no name of a kind"
"""The headings over nouns that another word tells apart ("folic acid", "vitamin D"), and over what tells nothing."""

SHORTEST_UNLISTED = 7
"""A word with such an ending has at least so many letters; shorter ones are everyday words' misspellings."""


class Name(NamedTuple):
    """What a word names: its sort (``medicine``, ``disease``, ``procedure``, ...), and the first name of the thing."""

    sort: str
    thing: str


@dataclass(frozen=True)
class Names:
    """Tells which words are names, and of what.

    Attributes:
        listed: what each name names.
        endings: how names end that are not listed, and of what sort such a name is.
        kinds: nouns that tell little without the word beside them ("folic acid"), under ``kind``, and the other words
            that say how they are told apart, each with its heading.
    """

    listed: Mapping[str, Name]
    endings: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Name] = field(default_factory=dict)

    def knows(self, word: str) -> bool:
        """Whether ``word`` is listed, alone or as one of several ("migraines")."""
        return word in self.listed or (word.endswith("s") and word[:-1] in self.listed)

    def of(self, word: str, is_everyday: bool = False) -> Name | None:
        """What ``word`` names; a word that is not listed, and no everyday one, may end as names do."""
        name = self.listed.get(word) or (self.listed.get(word[:-1]) if word.endswith("s") else None)
        if name is None and not is_everyday and (ending := self.ending_of(word)):
            return Name(self.endings[ending], word)
        return name

    def ending_of(self, word: str) -> str:
        """The ending that shows that ``word`` is a name, or nothing."""
        if len(word) < SHORTEST_UNLISTED or not word.endswith(self._endings):
            return ""
        return next(ending for ending in self._endings if word.endswith(ending))

    def kind_of(self, word: str, heading: str = KIND) -> str | None:
        """The first noun of the kind that ``word`` speaks of, or of one of another heading; else ``None``."""
        forms = (word, word.removesuffix("s"), f"{word.removesuffix('ies')}y")
        found = (self.kinds[form] for form in forms if form in self.kinds)
        return next((kind.thing for kind in found if kind.sort == heading), None)

    @cached_property
    def nouns_before(self) -> Mapping[str, str]:
        """The first noun of each kind that is named before what tells it apart, by each form of its nouns."""
        kinds = [word for word, kind in self.kinds.items() if kind.sort == KIND_BEFORE]
        forms = chain.from_iterable((kind, f"{kind}s", kind[:-1], f"{kind[:-1]}ies") for kind in kinds)
        return {form: noun for form in forms if (noun := self.kind_of(form, KIND_BEFORE))}

    def words_for(self, name: Name) -> Collection[str]:
        """Every listed name of the same thing."""
        return self._words.get(name, ())

    def groups(self) -> Iterator[SynonymLine]:
        """The names of one thing, where it has more than one: they mean the same."""
        return (SynonymLine(tuple(words), None) for words in self._words.values() if len(words) > 1)

    @cached_property
    def _endings(self) -> tuple[str, ...]:
        return tuple(self.endings)

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
    kinds: dict[str, Name] = {}
    endings: dict[str, str] = {}
    sort = ""
    for number, line in enumerate(lines, 1):
        if line.startswith("## "):
            sort = line[3:].strip()
        elif line.strip() and not line.startswith("#"):
            words = [word.strip() for word in line.split(",")]
            if not (sort and all(words)):
                raise DataError(f"{source}, line {number}: write 'name, name' under '## medicine', not {line!r}.")
            if sort.startswith(ENDING):
                endings.update(dict.fromkeys(words, sort.removeprefix(ENDING)))
            else:
                into = kinds if sort in (KIND, KIND_BEFORE, COLOUR, PLAIN) else listed
                into.update((word, Name(sort, words[0])) for word in words if word not in into or into is listed)
    return Names(listed, endings, kinds)
