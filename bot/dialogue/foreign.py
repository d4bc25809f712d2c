"""Noticing a message in another language than English, from ``bot/data/languages.toml``.

The bot is for English, so it is reluctant: where a message could be English, it is.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from bot.data import FOLDER, read_table
from bot.dialogue.sentences import REPLIES, Sentences
from bot.errors import DataError
from bot.text.message import Message

LANGUAGES = FOLDER / "languages.toml"

FEWEST_HITS = 2
"""How many small words of a language, at least, make a message one of that language."""

MIXED = 2
"""From so many small English words on a message is a mixed one, and must have more than twice as many of the other
language; a single one may be a word of that language too. "mi padre dolor pecho fuerte, he is white" is so left to what
is known of English. Of 302 plain questions in other languages this cost none."""

_Range = tuple[str, str]
"""The first letter and the last."""

_MARKS = str.maketrans(dict.fromkeys("।॥.,;:!?", " "))
COMMON = 0.7
"""A word that tells no more than this in English may be English: "son hits me" is no Spanish."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class _Latin:
    """A language in Latin script: its small words, and letters that English does not have."""

    words: frozenset[str]
    letters: frozenset[str]

    def hits(self, words: frozenset[str], characters: frozenset[str]) -> int:
        return len(self.words & words) + bool(self.letters & characters)


@dataclass(frozen=True, slots=True)
class _Languages:
    """What languages are noticed by.

    Attributes:
        scripts: the letters of each script, by the code of its greatest language.
        letters: for such a code, the letters that only another language of the script has.
        small_words: the same for small words.
        latin: the languages in Latin script.
        english: small English words.
    """

    scripts: Mapping[str, tuple[_Range, ...]]
    letters: Mapping[str, Mapping[str, frozenset[str]]]
    small_words: Mapping[str, Mapping[str, frozenset[str]]]
    latin: Mapping[str, _Latin]
    english: frozenset[str]

    @property
    def codes(self) -> frozenset[str]:
        """Every language that can be told."""
        others = (code for tables in (self.letters, self.small_words) for table in tables.values() for code in table)
        return frozenset((*self.scripts, *self.latin, *others))


def language_of(message: Message) -> str | None:
    """Tell the code of the language of ``message``, if it is clearly not English.

    It is that of ISO 639 ("tl" for Filipino, "yue" for Cantonese), "hi-latn" for Hindi or Urdu in Latin letters, or
    "other" for a script whose languages have no sentences.
    """
    known = _known()
    return _by_script(message.normal, known) or _by_words(message, known)


def check_languages() -> None:
    """Read the languages now instead of with the first message.

    Raises:
        DataError: the file is missing or broken, or a language of it has no sentence.
    """
    _known()


def _by_script(text: str, known: _Languages) -> str | None:
    if text.isascii():
        return None
    characters = Counter(text)
    letters = sum(count for character, count in characters.items() if character.isalpha())
    counts = Counter({code: _count_within(ranges, characters) for code, ranges in known.scripts.items()})
    if counts["ja"]:
        counts["ja"] += counts.pop("zh", 0)
    code, count = counts.most_common(1)[0]
    return None if count < FEWEST_HITS or 2 * count < letters else _within_script(code, text, known)


def _count_within(ranges: tuple[_Range, ...], characters: Counter[str]) -> int:
    return sum(
        count for character, count in characters.items() if any(first <= character <= last for first, last in ranges)
    )


def _within_script(code: str, text: str, known: _Languages) -> str:
    """``code``, or the other language of its script that ``text`` is told to be in by its letters or small words."""
    letters, words = frozenset(text), frozenset(text.translate(_MARKS).split())
    by_letter = (other for other, telling in known.letters.get(code, {}).items() if telling & letters)
    by_words = (
        other for other, telling in known.small_words.get(code, {}).items() if len(telling & words) >= FEWEST_HITS
    )
    return next(chain(by_letter, by_words), code)


def _by_words(message: Message, known: _Languages) -> str | None:
    text = message.normal
    words = frozenset(_WORD.findall(text))
    characters = frozenset(text)
    hits = {code: language.hits(words, characters) for code, language in known.latin.items()}
    code = max(hits, key=hits.__getitem__)
    english = len(known.english & words)
    least = max(FEWEST_HITS, english + 1 if english < MIXED else 2 * english + 1)
    common = {word for word, told in zip(message.words, message.information, strict=True) if told <= COMMON}
    is_telling = not (known.latin[code].words & words) <= common or known.latin[code].letters & characters
    return code if hits[code] >= least and is_telling else None


def _range(written: str) -> _Range:
    first, last = written.split("-")
    return first, last


@cache
def _known() -> _Languages:
    return _languages(read_table(LANGUAGES.name))


def _languages(tables: Mapping[str, Any]) -> _Languages:
    try:
        if not (tables["scripts"] and tables["latin"]):
            raise KeyError("no language")
        known = _Languages(
            scripts={code: tuple(map(_range, ranges)) for code, ranges in tables["scripts"].items()},
            letters={
                script: {code: frozenset(letters) for code, letters in table.items()}
                for script, table in tables["letters"].items()
            },
            small_words={
                script: {code: frozenset(words.split()) for code, words in table.items()}
                for script, table in tables["small_words"].items()
            },
            latin={
                code: _Latin(frozenset(table["words"].split()), frozenset(table["letters"]))
                for code, table in tables["latin"].items()
            },
            english=frozenset(tables["english"]["words"].split()),
        )
    except (KeyError, AttributeError, TypeError, ValueError, OverflowError) as error:
        raise DataError(f"{LANGUAGES}: cannot be read ({error!r}). Mend the file or reinstall the program.") from error
    for name in (f"decline/language-{code}" for code in sorted(known.codes)):
        if name not in Sentences.load():
            raise DataError(f"{LANGUAGES}: there is no reply {name!r} in {REPLIES.name}. Add it.")
    return known
