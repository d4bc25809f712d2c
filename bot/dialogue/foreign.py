"""Noticing a message in another language than English, from ``bot/data/languages.toml``.

The bot is for English, so it is reluctant: where a message could be English, it is.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.data import FOLDER, read_table
from bot.errors import DataError
from bot.text.message import Message

LANGUAGES = FOLDER / "languages.toml"

FEWEST_HITS = 2
"""How many small words of a language, at least, make a message one of that language."""

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
    scripts: Mapping[str, re.Pattern[str]]
    telling_letters: Mapping[str, frozenset[str]]
    latin: Mapping[str, _Latin]
    english: frozenset[str]


def language_of(message: Message) -> str | None:
    """Tell the ISO 639-1 code of the language of ``message`` ("tl" for Filipino), if it is clearly not English."""
    known = load_languages()
    return _by_script(message.normal, known) or _by_words(message.normal, known)


def _by_script(text: str, known: _Languages) -> str | None:
    letters = sum(map(str.isalpha, text))
    counts = Counter({code: len(script.findall(text)) for code, script in known.scripts.items()})
    if counts["ja"]:
        counts["ja"] += counts.pop("zh", 0)
    code, count = counts.most_common(1)[0]
    if count < FEWEST_HITS or 2 * count < letters:
        return None
    return next((other for other, telling in known.telling_letters.items() if telling & set(text)), code)


def _by_words(text: str, known: _Languages) -> str | None:
    words = frozenset(_WORD.findall(text))
    characters = frozenset(text)
    hits = {code: language.hits(words, characters) for code, language in known.latin.items()}
    code = max(hits, key=hits.__getitem__)
    return code if hits[code] >= FEWEST_HITS and hits[code] > len(known.english & words) else None


@cache
def load_languages() -> _Languages:
    """Read the file.

    Raises:
        DataError: it cannot be read.
    """
    tables = read_table(LANGUAGES.name)
    try:
        if not (tables["scripts"] and tables["latin"]):
            raise KeyError("no language")
        return _Languages(
            scripts={code: re.compile(f"[{''.join(ranges)}]") for code, ranges in tables["scripts"].items()},
            telling_letters={code: frozenset(letters) for code, letters in tables["letters"].items()},
            latin={
                code: _Latin(frozenset(table["words"].split()), frozenset(table["letters"]))
                for code, table in tables["latin"].items()
            },
            english=frozenset(tables["english"]["words"].split()),
        )
    except (KeyError, AttributeError, TypeError, ValueError, OverflowError, re.error) as error:
        raise DataError(f"{LANGUAGES}: cannot be read ({error!r}). Mend the file or reinstall the program.") from error
