"""The plainest cries for help in other languages, from ``bot/data/cries.toml``."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any, Literal

from bot.data import FOLDER, parse_table
from bot.data.prepared import language_tables
from bot.dialogue.foreign import language_of
from bot.dialogue.sentences import REPLIES, Sentences
from bot.errors import DataError
from bot.text.message import Message
from bot.text.normal import normal, without_accents

CRIES = FOLDER / "cries.toml"

Sort = Literal["crisis", "call"]

_LISTS = ("alone", "call", "crisis")
_CLAUSE_END = re.compile(r"[.,;:!?¡¿…\n。！？、،؛؟।॥።፣፤]+")
_REPEATED = re.compile(r"(.)\1{2,}")
_LETTERS = str.maketrans({"đ": "d", "ł": "l", "ı": "i", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"})
"""What is typed for one another and has no accent that could be left off."""


@dataclass(frozen=True, slots=True)
class Cry:
    """A cry for help: the code of its language, and whether to call now or not to stay alone.

    Attributes:
        language: as in ``cries.toml``.
        sort: ``call`` where somebody is in danger, ``crisis`` for thoughts of suicide and for violence.
    """

    language: str
    sort: Sort

    @property
    def intent(self) -> str:
        """The name of the sentence that answers it."""
        return f"emergency/{'language' if self.sort == 'call' else 'crisis'}-{self.language}"


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases of all languages, folded, each with the number of its cry.

    Attributes:
        cries: what they say, in the order of the file.
        whole: the phrases of whole words, with a space on each side, by the first of their words.
        inside: the phrases that count inside a word too.
        alone: what counts only where it is a clause.
    """

    cries: list[Cry] = field(default_factory=list)
    whole: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    inside: list[tuple[str, int]] = field(default_factory=list)
    alone: dict[str, list[int]] = field(default_factory=dict)

    def add(self, cry: Cry, anywhere: Iterable[str], alone: Iterable[str], *, is_inside: bool) -> None:
        """Add the phrases of one language and one sort."""
        number = len(self.cries)
        self.cries.append(cry)
        for phrase in anywhere:
            if is_inside:
                self.inside.append((phrase, number))
            else:
                self.whole.setdefault(phrase.split()[0], []).append((f" {phrase} ", number))
        for clause in alone:
            self.alone.setdefault(clause, []).append(number)

    def found_in(self, text: str, clauses: Iterable[str]) -> list[Cry]:
        """The cries in a folded text with a space on each side, and in its clauses, in the order of the file."""
        numbers = {number for clause in clauses for number in self.alone.get(clause, ())}
        starting = (each for word in set(text.split()) for each in self.whole.get(word, ()))
        numbers.update(number for phrase, number in chain(starting, self.inside) if phrase in text)
        return [self.cries[number] for number in sorted(numbers)]


def cry_in(message: Message) -> Cry | None:
    """The cry for help in another language that ``message`` holds, if any; of several, a crisis before a call.

    Where it may be of several languages, it is of the one that the message is written in.
    """
    clauses = map(folded, _CLAUSE_END.split(message.normal))
    cries = _known().found_in(f" {folded(message.normal)} ", clauses)
    if not cries:
        return None
    language = language_of(message)
    return min(cries, key=lambda cry: (cry.language != language, cry.sort != "crisis"))


def folded(normal_text: str) -> str:
    """Words of a text in normal form, without accents, marks and repeated letters: "À l'aiiide!" gives "a l aide"."""
    return _spaced(_bare(normal_text))


def _bare(normal_text: str) -> str:
    return _REPEATED.sub(r"\1", without_accents(normal_text).translate(_LETTERS))


def _spaced(bare: str) -> str:
    return " ".join(bare.translate(_SPACES).split())


class _Spaces(dict[int, str]):
    """For every character itself where it is a letter, a mark of one or a figure, else a space."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        return self.setdefault(code, character if unicodedata.category(character)[0] in "LMN" else " ")


_SPACES = _Spaces()


def check_cries() -> None:
    """Read the cries now instead of with the first message.

    Raises:
        DataError: the file is missing or broken, or a language of it has no sentence.
    """
    _known()


@cache
def _known() -> _Phrases:
    prepared = language_tables().get("cries")
    return _phrases(prepared if prepared is not None else folded_cries(parse_table(CRIES.name)))


def folded_cries(tables: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The phrases of a table like ``cries.toml``, folded, by language and list.

    Raises:
        DataError: a list is not as it should be.
    """
    found: dict[str, dict[str, Any]] = {}
    for code, table in tables.items():
        where = f"{CRIES}: [{code}]"
        if not isinstance(table, dict) or set(table) - {*_LISTS, "inside_words"}:
            raise DataError(f"{where} may have {', '.join(_LISTS)} and inside_words, and nothing else.")
        lists = {name: _list(table.get(name, ""), f"{where} {name}") for name in _LISTS}
        found[code] = {**lists, "inside_words": bool(table.get("inside_words"))}
    return found


def _phrases(tables: Mapping[str, Mapping[str, Any]]) -> _Phrases:
    phrases = _Phrases()
    for code, table in tables.items():
        is_inside = table["inside_words"]
        phrases.add(_cry(code, "call"), table["call"], table["alone"], is_inside=is_inside)
        phrases.add(_cry(code, "crisis"), table["crisis"], (), is_inside=is_inside)
    return phrases


def _cry(code: str, sort: Sort) -> Cry:
    cry = Cry(code, sort)
    if cry.intent not in Sentences.load():
        raise DataError(f"{CRIES}: there is no reply {cry.intent!r} in {REPLIES.name}. Add it.")
    return cry


def _list(text: object, where: str) -> list[str]:
    """The phrases of a text, folded. A phrase without a letter would be found everywhere."""
    if not isinstance(text, str):
        raise DataError(f"{where} is not a text. Write it in quotation marks, with commas between the phrases.")
    phrases = list(map(_spaced, _bare(normal(text)).split(","))) if text else []
    if not all(phrases):
        raise DataError(f"{where} has two commas in a row, or one at an end. Take it out.")
    return phrases
