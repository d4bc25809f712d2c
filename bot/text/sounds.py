"""How words sound in English, coarsely: enough to tell that "he meta poetic" is "hematopoietic".

A sound is a row of letters: ``@`` for a vowel or several in a row, ``J`` for the sounds of "sh" and "j", ``C`` for a
"ch" (which may be a ``k``), ``0`` for "th", ``.`` for an "r" at the end, which many people only say before a vowel; the
other consonants stand for themselves. Metaphone, which tells single words apart, keeps what gets lost between words.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_VOWELS = "aeiouy"
_SPELLINGS = (
    ("^(?:kn|gn|pn|mn)", "n"),
    ("^(?:ps|x)", "s"),
    (f"^wr|^r(?=[{_VOWELS}])", "R"),
    (f"^y(?=[{_VOWELS}])", ""),
    ("(?:ss|t|c)ion", "J@n"),
    ("tch|sh|[ct]i(?=ous|al|an|ent)|sci(?=ous)|dg|j|g(?=[eiy])", "J"),
    ("ph|ff?", "f"),
    ("(?<!^)gh", ""),
    ("gg?h?", "g"),
    (f"ng(?![{_VOWELS}])", "n"),
    ("x|cc(?=[eiy])", "ks"),
    ("sc(?=[eiy])|c(?=[eiy]|ae|oe)|zz?", "s"),
    ("ch", "C"),
    ("th", "0"),
    ("mm|m[bn]$", "m"),
    ("ck|cc|kk|[qc]", "k"),
    (f"(?<=[^{_VOWELS}rl])le?$", "@l"),
    (f"(?<=[^{_VOWELS}rl])les$", "@ls"),
    (f"(?<=[^{_VOWELS}r])e$", ""),
    (f"(?<=[^{_VOWELS}rsxzcgh])es$", "s"),
    (f"r+h?(?=[{_VOWELS}](?!$)|[aiouy])", "R"),
    ("r+h?e?$", "."),
    ("r+h?", ""),
    (f"w(?=[{_VOWELS}])", "w"),
    ("[hw]", ""),
    (f"[{_VOWELS}][{_VOWELS}hw]*", "@"),
)
"""What letters are read as: the first that fits."""

_SPELLING = re.compile("|".join(f"({spelling})" for spelling, _ in _SPELLINGS))
_SOUNDS = ("", *(heard for _, heard in _SPELLINGS))

_NAMES_OF_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "@ b@ s@ d@ @ @f J@ @J @ J@ k@ @l @m @n @ p@ k@ @. @s t@ @ v@ d@b@l@ @ks @ s@d".split(),
        strict=True,
    )
)

_MERGED = str.maketrans({**dict(zip("bdgv0JnR", "ptkftsmr", strict=True)), "w": "", ".": ""})
_UNHEARD = re.compile("[td0](?=[sJC])|(?<=[^@Rtd0])[td0](?=[^@Rtd0])")
"""A "t" or "d" that nobody hears: "parro(t)s", "col(d) poss copy"."""

_MUTE = frozenset("td0")
_AGAIN = re.compile(r"(.)\1+")
_BEFORE_LIPS = re.compile("n(?=[mpb])")

_ALIKE, _OTHER = 0.4, 1.0
_ALIKE_AS = {letter: group for group, letters in enumerate(("bp", "dt0", "gk", "sJ", "mn", "fv")) for letter in letters}
"""Consonants that are easily taken for each other, by their group."""

_LEFT_OUT = {"@": 0.4, "w": 0.4, "R": 0.6}


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """How a word of small letters sounds; a single letter sounds like its name."""
    if len(word) == 1:
        return _NAMES_OF_LETTERS.get(word, "")
    heard = _AGAIN.sub(r"\1", _SPELLING.sub(lambda found: _SOUNDS[found.lastindex or 0], word))
    return heard if "@" in heard else f"{heard}@"


@lru_cache(maxsize=65536)
def said(words: tuple[str, ...]) -> str:
    """How words sound that are said in a row."""
    linked = "".join(map(sound, words)).replace(".@", "R@").replace(".", "")
    return _AGAIN.sub(r"\1", _BEFORE_LIPS.sub("m", linked))


def readings(heard: str) -> tuple[str, ...]:
    """The ways to say a sound whose "ch" may be that of "ache" or that of "each"."""
    return (heard.replace("C", "k"), heard.replace("C", "J")) if "C" in heard else (heard,)


class Consonants(NamedTuple):
    """The consonants of a word, with those that are easily taken for each other as one.

    Attributes:
        letters: the consonants.
        first, last: the first and the last sound.
        is_weak: whether the last one is a "t" or "d" after another consonant.
    """

    letters: str
    first: str
    last: str
    is_weak: bool


NOTHING_SAID = Consonants("", "@", "@", False)


@lru_cache(maxsize=65536)
def consonants(word: str) -> Consonants:
    """The consonants of a word."""
    heard = sound(word)
    letters = _AGAIN.sub(r"\1", _UNHEARD.sub("", heard).translate(_MERGED)).replace("@", "")
    is_weak = len(heard) > 1 and heard[-1] in _MUTE and heard[-2] not in "@Rtd0"
    return Consonants(letters, heard[:1], heard[-1:], is_weak)


def and_then(row: str, last: Consonants, word: Consonants) -> str:
    """The consonants of words in a row, which end in ``last``, and then a ``word``."""
    added, last_sound, first = word.letters, last.last, word.first
    if first == "@":
        return f"{row}r{added}" if last_sound == "." else row + added
    if last_sound in _MUTE and (first in "sJC" or (last.is_weak and first not in "Rtd0")):
        row = row[:-1]
    return row + added[1:] if last_sound != "@" and row[-1:] == added[:1] else row + added


def consonants_of(words: Iterable[str]) -> str:
    """The consonants of words that are said in a row."""
    row, last = "", NOTHING_SAID
    for word in map(consonants, words):
        row, last = and_then(row, last, word), word
    return row


@lru_cache(maxsize=65536)
def apart(one: str, other: str) -> float:
    """How far two sounds are apart: 1 for another consonant, less for one that is like it, or for a vowel more."""
    row = [0.0]
    for letter in other:
        row.append(row[-1] + _LEFT_OUT.get(letter, _OTHER))
    for letter in one:
        left_out = _LEFT_OUT.get(letter, _OTHER)
        above, row = row, [row[0] + left_out]
        for place, against in enumerate(other):
            changed = above[place] + _changed(letter, against)
            row.append(min(changed, above[place + 1] + left_out, row[-1] + _LEFT_OUT.get(against, _OTHER)))
    return row[-1]


def _changed(letter: str, other: str) -> float:
    if letter == other:
        return 0.0
    if "@" in (letter, other):
        return 2 * _OTHER
    return _ALIKE if _ALIKE_AS.get(letter, letter) == _ALIKE_AS.get(other) else _OTHER
