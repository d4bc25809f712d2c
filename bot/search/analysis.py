"""From a message or a passage to terms: normalised, mended, stemmed, with the lexicon's concepts."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.search.lexicon import Lexicon, Mappings
from bot.search.spelling import Speller

if TYPE_CHECKING:
    from nltk.stem.snowball import SnowballStemmer

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SUFFIX = re.compile(r"'(?:s|m|re|ve|ll|d)$")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘`´ʼ", "'"))


def normalised(text: str) -> str:
    """Lower case, compatibility forms unified, every apostrophe the same."""
    return unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold()


def words_of(text: str) -> list[str]:
    """The words of ``text`` in lower case; "don't" gives "do", "not", "Crohn's" gives "crohn"."""
    words: list[str] = []
    for found in _WORD.findall(normalised(text)):
        if found.endswith("n't"):
            words += [{"ca": "can", "wo": "will", "sha": "shall"}.get(found[:-3], found[:-3]), "not"]
        else:
            words.append(_SUFFIX.sub("", found).replace("'", ""))
    return [word for word in words if word]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the bot reads it.

    Attributes:
        words: the words, mended and in order.
        stems: the stem of each word; a word that is unknown everywhere stands for itself.
        content: for each word, whether it carries a subject (is no stop word).
        concepts: ``(start, end, "@name")`` of every lexicon phrase, over ``words``.
        classes: the same for phrases of the word classes.
        mended: ``(typed, understood)`` for each spelling that was mended.
        unknown: for each word, whether it is unknown everywhere.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    content: tuple[bool, ...]
    concepts: tuple[tuple[int, int, str], ...]
    classes: tuple[tuple[int, int, str], ...]
    mended: tuple[tuple[str, str], ...]
    unknown: tuple[bool, ...] = field(repr=False)

    @property
    def content_stems(self) -> tuple[str, ...]:
        """The stems that carry a subject."""
        return tuple(stem for stem, content in zip(self.stems, self.content, strict=True) if content)

    @property
    def concept_names(self) -> tuple[str, ...]:
        """The concepts, each once, in reading order."""
        return tuple(dict.fromkeys(name for _, _, name in self.concepts))

    @property
    def terms(self) -> tuple[str, ...]:
        """What a bare text is searched for: the stems that carry a subject, and the concepts."""
        return (*self.content_stems, *self.concept_names)

    @property
    def phrasing(self) -> tuple[str, ...]:
        """How it is put: every stem, every two stems in a row, and the concepts.

        People who ask for the same thing put it alike ("how much", "who can", "come off"), so
        examples are matched by all of it.
        """
        pairs = (f"{first}_{second}" for first, second in pairwise(self.stems))
        return tuple(dict.fromkeys((*self.stems, *pairs, *self.concept_names)))


@dataclass(frozen=True)
class Analyzer:
    """Reads messages and passages alike, so that both come out in the same terms.

    Attributes:
        lexicon: groups of words that mean the same; gives concepts.
        classes: groups of words of one class, for telling kinds of messages apart.
        mappings: chat English and misheard words, replaced first.
        speller: mends what is still unknown.
        stopwords: words that carry no subject.
        stem: the stem of a word.
    """

    lexicon: Lexicon
    classes: Lexicon
    mappings: Mappings
    speller: Speller
    stopwords: frozenset[str]
    stem: Callable[[str], str]

    def read(self, text: str) -> Reading:
        """``text`` in the bot's terms. Never fails; a text without words gives an empty reading."""
        words: list[str] = []
        mended: list[tuple[str, str]] = []
        for typed, meant in self.mappings.apply(words_of(text)):
            words += meant
            if typed != meant and len(" ".join(typed)) >= MENTIONED_LETTERS:
                mended.append((" ".join(typed), " ".join(meant)))
        words = self._mended(words, mended)
        unknown = tuple(not self.speller.knows(word) for word in words)
        stems = tuple(word if is_unknown else self.stem(word) for word, is_unknown in zip(words, unknown, strict=True))
        return Reading(
            words=tuple(words),
            stems=stems,
            content=tuple(word not in self.stopwords for word in words),
            concepts=tuple(self.lexicon.concepts(stems)),
            classes=tuple(self.classes.concepts(stems)),
            mended=tuple(dict.fromkeys(mended)),
            unknown=unknown,
        )

    def _mended(self, words: Sequence[str], mended: list[tuple[str, str]]) -> list[str]:
        result: list[str] = []
        position = 0
        while position < len(words):
            if len(mended) >= MOST_MENDED:
                return [*result, *words[position:]]
            typed, meant = self.speller.mend_at(words, position)
            if typed != meant:
                mended.append((" ".join(typed), " ".join(meant)))
            result += meant
            position += len(typed)
        return result


MOST_MENDED = 60
"""A message with more misspelt words is no English; mending it all would take seconds."""

MENTIONED_LETTERS = 4
"""A reply does not say that it read "u" as "you"; from this many letters on it does."""


class Stemmer:
    """Snowball's English stemmer, with the stems of known words looked up instead of computed."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = table

    def __call__(self, word: str) -> str:
        """The stem of ``word``."""
        stem = self._table.get(word)
        return stem if stem is not None else _snowball_stem(word)


@cache
def _snowball_stem(word: str) -> str:
    return str(_snowball().stem(word))


@cache
def _snowball() -> "SnowballStemmer":
    # Imported here: NLTK takes a third of a second to load and known words come with their stems.
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer("english")


class Rarity:
    """How much a word tells, from how rare it is in everyday English.

    Args:
        ranks: each everyday word's place in the order of frequency, from 0.
    """

    def __init__(self, ranks: Mapping[str, int]) -> None:
        self._ranks = ranks

    def __call__(self, word: str) -> float:
        """Between 0 (the most frequent word) and 1 (not an everyday word at all).

        By Zipf's law a word's information, minus the log of its probability, grows with the log
        of its rank.
        """
        rank = self._ranks.get(word)
        return 1.0 if rank is None else math.log(rank + 1) / self._log_size

    @cached_property
    def _log_size(self) -> float:
        return math.log(len(self._ranks) + 2)
