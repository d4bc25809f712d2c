"""Everyday things, places and named things that a message asks about, and the material never mentions.

"Can I eat onions?" is not answered by what a leaflet says about onsets, nor "Can I get it in Turkey?" by where the
cells come from. What a person only tells on the way ("I live in Turkey, does it hurt?") is not asked about.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.data import FOLDER, read_table
from bot.errors import DataError
from bot.text.normal import normal, words_of

THINGS = FOLDER / "things.toml"

PERSON_BY = 3
"""By which word of a question its subject has been named: "should my mum ..."."""

NAMED = "named"
"""The sort of a thing that is told by its capital letters alone: "the Human Tissue Act", "the Omron one"."""

_SENTENCE = re.compile(
    r"(?<=[.!?;:…])\s+|\n+|,\s+(?=(?:how|does|do|can|could|will|would|is|are|what|where|when)\b)", re.I
)
_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_CLITIC = re.compile(r"['’](?:s|m|re|ve|ll|d)$", re.I)
_OPENER = re.compile(
    r"\W*(?:(?:hi|hello|ok|okay|so|and|but|also|please|right|well)\W+)*(?:what|whats|which|who|where|wheres|when|why|how|is|are|was|"
    r"were|do|does|did|can|could|will|would|should|shall|may|might|has|have|any)\b",
    re.I,
)
_IN_A_NAME = re.compile(r"(?<=\s)[A-Z][\w’'-]*\s+(?:of\s+|the\s+|of\s+the\s+)$")
"""What comes before a part of a longer name: "the Princess of Wales", "Henry the Eighth"."""

_PERSONS = frozenset("i i'm im i've ive my we we're our he his she her they their".split())
_DATES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december christmas easter ramadan english god".split()
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that a message asks about.

    Attributes:
        written: as it was typed.
        words: its words, in normal form.
        sort: ``food``, ``place``, ...; or ``NAMED``.
        is_plain: whether it stands in a whole question, and not in a few words ("and grapefruit?").
    """

    written: str
    words: tuple[str, ...]
    sort: str
    is_plain: bool


@dataclass(frozen=True, slots=True)
class Things:
    """The things of ``things.toml``: each word's sort, and the words by which a passage speaks of all of a sort."""

    sorts: Mapping[str, str]
    spoken_of: Mapping[str, frozenset[str]]

    @staticmethod
    @cache
    def load() -> "Things":
        """Read the things in ``bot/data``.

        Raises:
            DataError: the file cannot be read, or as for ``from_table``.
        """
        return Things.from_table(read_table(THINGS.name))

    @staticmethod
    def from_table(table: Mapping[str, Any]) -> "Things":
        """The things of a table like ``things.toml``.

        Raises:
            DataError: a sort has no words, or they are no text.
        """
        sorts: dict[str, str] = {}
        spoken_of: dict[str, frozenset[str]] = {}
        for sort, entry in table.items():
            try:
                words, others = entry["words"].split(), entry["spoken_of"].split()
            except (TypeError, KeyError, AttributeError) as error:
                raise DataError(f"{THINGS}: [{sort}] needs words and spoken_of, each a text.") from error
            sorts.update(dict.fromkeys(words, sort))
            spoken_of[sort] = frozenset(others)
        return Things(sorts, spoken_of)

    def sort_of(self, word: str) -> str | None:
        """The sort of a thing, of one or of many."""
        forms = [word, word.removesuffix("s"), word.removesuffix("es")]
        if word.endswith("ies"):
            forms.append(f"{word.removesuffix('ies')}y")
        return next((self.sorts[form] for form in forms if form in self.sorts), None)

    def asked_in(self, text: str) -> Iterator[Thing]:
        """The things that the questions in ``text`` are about, in order; in all sentences where none asks."""
        sentences = [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]
        asking = [each for each in sentences if each.rstrip().endswith("?") or _OPENER.match(each)] or sentences
        for sentence in asking:
            is_plain = _OPENER.match(sentence) is not None
            for place, written, sort in (*self._listed(sentence), *_named(sentence)):
                if _asks_about(sentence, place, is_plain) and not _IN_A_NAME.search(sentence[:place]):
                    yield Thing(written, tuple(words_of(normal(written))), sort, is_plain)

    def _listed(self, sentence: str) -> Iterator[tuple[int, str, str]]:
        for found in _WORD.finditer(sentence):
            written = _CLITIC.sub("", found[0])
            if sort := self.sort_of(written.lower()):
                yield found.start(), written, sort


def _named(sentence: str) -> Iterator[tuple[int, str, str]]:
    """What is written with capitals in a sentence that is not: two or more words in a row, or one after "the"."""
    words = list(_WORD.finditer(sentence))
    if sum(word[0].islower() for word in words) < 2:
        return
    place = 1
    while place < len(words):
        end = place
        while (
            end < len(words)
            and _is_name(words[end][0])
            and (end == place or _adjoin(sentence, words[end - 1 : end + 1]))
        ):
            end += 1
        is_longer = end < len(words) and words[end][0] == "of"
        if end - place > 1 or (end - place == 1 and words[place - 1][0].lower() == "the" and not is_longer):
            yield words[place].start(), _CLITIC.sub("", sentence[words[place].start() : words[end - 1].end()]), NAMED
        place = max(end, place + 1)


def _is_name(word: str) -> bool:
    return word[0].isupper() and word.lower() not in _DATES and not word.startswith(("I'", "I’")) and word != "I"


def _adjoin(sentence: str, words: Collection[re.Match[str]]) -> bool:
    first, second = words
    return sentence[first.end() : second.start()] == " "


def _asks_about(sentence: str, place: int, is_plain: bool) -> bool:
    """Whether a sentence asks about what stands at ``place``, and tells nothing of anybody before it.

    A question may name one person where it begins ("can I eat onions"), a few words none.
    """
    if is_plain and "," in sentence[:place]:
        return False
    told = sentence[:place] if is_plain else sentence
    words = [word[0].lower() for word in _WORD.finditer(told)]
    return _PERSONS.isdisjoint(words[PERSON_BY:] if is_plain else words)
