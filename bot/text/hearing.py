"""Hears the words of the material in words that only sound like them: "he meta poetic", "otto immune", "bow marrow".

Programs that write down what is said, and people who write as they speak, put ordinary words in the place of one that
they do not know. So two to four words in a row, one of which is unusual here, are compared with what the material
speaks of. They are read as that where they sound like it and it is far likelier that it was said, by how often people
and the material use the words. A word that is known is never mended alone, and no name is ever taken away.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.settings import Settings
from bot.text.names import Name
from bot.text.own.words import Words, WordsOfCorpus
from bot.text.sounds import NOTHING_SAID, and_then, apart, consonants, consonants_of, readings, said
from bot.text.spelling import Speller

OPPOSITES = ("hyper", "hypo")
"""Beginnings that sound the same and mean the opposite: nothing is read as such a word for its sound."""

LETTERS = {
    "a": "a ay eh hay", "b": "b be bee", "c": "c see sea", "d": "d dee", "e": "e ee", "f": "f eff", "g": "g gee",
    "h": "h aitch", "i": "i eye", "j": "j jay", "k": "k kay", "l": "l el ell", "m": "m em", "n": "n en",
    "o": "o oh owe", "p": "p pee pea", "q": "q cue queue", "r": "r are", "s": "s es ess", "t": "t tea tee",
    "u": "u you", "v": "v vee", "w": "w", "x": "x ex", "y": "y why", "z": "z zed zee",
}  # fmt: skip
"""What the names of letters are heard as."""

PLAIN_WORDS = frozenset("a ay eh hay be see sea i eye o oh owe pea queue cue are tea you why ex".split())
"""Those that are words of their own: "can I see you" does not ask for an ICU."""

LETTERS_SPELT = 2
"""How many of the words in which letters are spelt out are no such words."""

ENDINGS = ("", "s", "es", "ed", "ing")
"""Endings of a word that do not make it another."""

_LETTER = {heard: letter for letter, names in LETTERS.items() for heard in names.split()}
_LETTERS_IN_A_ROW = re.compile("[a-z]+")


class Heard(NamedTuple):
    """A stretch of words, and what is heard in it."""

    start: int
    end: int
    meant: Words


class _Target(NamedTuple):
    """What may be heard: its words, how unlikely it is, and whether the material holds it."""

    words: Words
    surprise: float
    is_own: bool


class _Likeness(NamedTuple):
    """How like a run of words is to a target.

    Attributes:
        gain: by how much likelier it is that the target was said.
        changed: how unlikely it is that the target is misheard or written so.
        sounds_apart, letters_apart: how far apart they are.
    """

    gain: float
    changed: float
    sounds_apart: float
    letters_apart: int
    target: _Target


class Hearing:
    """Finds what was meant by words that only sound like it.

    Args:
        speller: knows words and names.
        information: how much a word tells, from 0 to 1.
        stopwords: words that carry no subject.
        own: the words of the material.
        medical: words of the lexicon, which are not taken away lightly.
        names: names that may be meant though the material lacks them, by their consonants.
        settings: the tuned numbers.
    """

    def __init__(  # noqa: PLR0913 - what is known of words, each for itself
        self,
        speller: Speller,
        information: Callable[[str], float],
        stopwords: Collection[str],
        own: WordsOfCorpus,
        medical: Collection[str],
        names: Mapping[str, Sequence[str]],
        settings: Settings,
    ) -> None:
        self._speller = speller
        self._information = information
        self._stopwords = stopwords
        self._own = own
        self._medical = medical
        self._names = names
        self._settings = settings
        remembered = lru_cache(maxsize=settings.most_words_remembered)
        self._is_odd = remembered(self._looks_odd)
        self._surprise = remembered(self._surprise_of)
        self._surprise_mended = remembered(self._surprise_of_mended)

    def odd_places(self, words: Sequence[str]) -> list[int]:
        """Where words stand that are unusual here: what is misheard holds one of them."""
        return [place for place, word in enumerate(words) if self._is_odd(word)]

    def heard_in(self, words: Sequence[str], odd: Sequence[int]) -> list[Heard]:
        """What is heard in ``words`` around the ``odd`` places, in order; no word is in two of them."""
        found = [
            (likeness.gain, start, end, likeness.target.words)
            for start, end, row in self._runs(words, odd)
            if (likeness := self._meant_by(tuple(words[start:end]), row))
        ]
        chosen: list[Heard] = []
        for _, start, end, meant in sorted(found, key=lambda each: (-each[0], each[1:])):
            if all(end <= other.start or other.end <= start for other in chosen):
                chosen.append(Heard(start, end, meant))
        return sorted(chosen)

    def _runs(self, words: Sequence[str], odd: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        """The stretches of a few words with an odd one that have the consonants of something, with these."""
        longest = self._settings.most_words_heard
        for start in sorted({start for place in odd for start in range(max(0, place - longest + 1), place + 1)}):
            first_odd = next(place for place in odd if place >= start)
            row, last = "", NOTHING_SAID
            for place in range(start, min(start + longest, len(words))):
                if not words[place].isalpha():
                    break
                word = consonants(words[place])
                row, last = and_then(row, last, word), word
                if start < place >= first_odd:
                    yield from ((start, place + 1, heard) for heard in readings(row) if self._is_row(heard))

    def spelt_out(self, words: Sequence[str]) -> list[Heard]:
        """The abbreviations of the material that are spelt out: "see bee tee"."""
        least, most = self._settings.shortest_abbreviation, self._settings.longest_abbreviation
        letters = "".join(_LETTER.get(word, " ") for word in words)
        for run in _LETTERS_IN_A_ROW.finditer(letters):
            for start in range(run.start(), run.end() - least + 1):
                for end in range(start + least, min(start + most, run.end()) + 1):
                    short = letters[start:end]
                    is_first = letters.find(short) == start
                    if is_first and _are_letters(words[start:end]) and self._is_abbreviation(short):
                        return [Heard(start, end, (short,))]
        return []

    def _is_abbreviation(self, letters: str) -> bool:
        """Whether letters are a rare word of the material."""
        return self._information(letters) >= self._settings.least_odd and self._own.count(letters) > 0

    def _looks_odd(self, word: str) -> bool:
        return (
            2 < len(word) <= self._settings.longest_mended
            and word.isalpha()
            and word not in self._stopwords
            and self._information(word) >= self._settings.least_odd
            and not self._own.count(word)
            and not self._must_stay(word)
            and not self._names_in((word,))
        )

    def _surprise_of(self, word: str) -> float:
        """How unlikely a word is: minus the logarithm of its probability, by everyday English and the material."""
        if word in self._stopwords:
            return self._settings.surprise_of_stopwords
        if len(word) == 1:
            return self._settings.surprise_of_letters
        information = self._information(word)
        if not self._speller.knows(word):
            is_long = len(word) >= self._settings.shortest_mended
            information = self._settings.information_of_unknown if is_long else self._settings.information_of_short
        everyday = math.exp(-self._settings.surprise_of_rarest * information)
        count = self._own.count(word)
        return -math.log((everyday + count / self._own.total) / 2 if count else everyday)

    def _surprise_of_mended(self, word: str) -> float:
        """The same for a word that was typed, which may be a misspelling of another by itself."""
        surprise = self._surprise(word)
        typed, meant = self._speller.mend_at([word], 0)
        if typed == meant:
            return surprise
        changed = self._settings.surprise_of_letter * _letters_apart(typed, meant)
        return min(surprise, sum(map(self._surprise, meant)) + self._settings.least_gain + changed)

    def _meant_by(self, run: Words, row: str) -> _Likeness | None:
        """What was meant by ``run``, whose consonants are ``row``, if it is clear."""
        surprise = sum(map(self._surprise_mended, run))
        candidates = {target for target in self._with_consonants(row) if self._may_stand_for(run, surprise, target)}
        if not candidates:
            return None
        likenesses = [self._likeness(run, surprise, target) for target in candidates]
        best = min(likenesses, key=lambda each: (-each.gain, each.target))
        return best if self._is_plain(run, best) and self._is_only_name(run, row, best) else None

    def _is_only_name(self, run: Words, row: str, best: _Likeness) -> bool:
        """Whether no other name is about as like ``run`` as the one that was meant, if it is one."""
        names = self._names_in(best.target.words)
        others = self._with_consonants(row) if names else ()
        near = best.changed + self._settings.least_lead_over_names
        return all(
            self._likeness(run, 0.0, other).changed >= near
            for other in others
            if self._names_in(other.words) and self._names_in(other.words) != names
        )

    def _may_stand_for(self, run: Words, surprise: float, target: _Target) -> bool:
        """Whether ``run`` may mean something else than itself, likely enough, with no name lost."""
        changed = self._settings.surprise_of_letter * _letters_apart(run, target.words)
        return (
            surprise - target.surprise - changed >= self._settings.least_gain
            and not all(any(_is_form_of(whole, word) for word in run) for whole in target.words)
            and self._names_in(run) <= self._names_in(target.words)
        )

    def _names_in(self, words: Words) -> frozenset[Name]:
        """The names in ``words``, but for parts of the body, which are everyday words."""
        names = (self._speller.names.of(word, is_everyday=True) for word in words)
        return frozenset(name for name in names if name and name.sort != "body")

    def _likeness(self, run: Words, surprise: float, target: _Target) -> _Likeness:
        sounds = _sounds_apart(said(run), said(target.words))
        letters = _letters_apart(run, target.words)
        changed = self._settings.surprise_of_sound * sounds + self._settings.surprise_of_letter * letters
        return _Likeness(surprise - target.surprise - changed, changed, sounds, letters, target)

    def _is_plain(self, run: Words, likeness: _Likeness) -> bool:
        """Whether so like a target leaves no doubt: see the settings."""
        if likeness.gain < self._least_gain(run, likeness.target):
            return False
        if likeness.letters_apart and any(word.startswith(OPPOSITES) for word in likeness.target.words):
            return False
        if not likeness.target.is_own and not self._is_exact(run, likeness):
            return False
        return self._is_close(*_without_shared(run, likeness.target.words), likeness) and self._takes_all(run, likeness)

    def _least_gain(self, run: Words, target: _Target) -> float:
        """How much likelier ``target`` must be: more where it is everyday English, and where a word gets lost."""
        settings = self._settings
        if not target.is_own:
            return settings.least_gain_of_others
        typed, meant = _without_shared(run, target.words)
        is_everyday = len(meant) == len(target.words) and all(
            self._information(word) < 1 and not self._names_in((word,)) for word in meant
        )
        takes_any = any(word in self._medical and self._information(word) >= settings.least_kept for word in typed)
        everyday = settings.more_gain_of_everyday if is_everyday else 0.0
        return settings.least_gain + everyday + (settings.more_gain_over_lexicon if takes_any else 0.0)

    def _is_exact(self, run: Words, likeness: _Likeness) -> bool:
        """Whether it sounds exactly alike, with most of the letters, but is not just written apart."""
        most = self._settings.most_letters_of_others * len("".join(run))
        return likeness.sounds_apart == 0 and 0 < likeness.letters_apart <= most

    def _is_close(self, typed: Words, meant: Words, likeness: _Likeness) -> bool:
        """Whether ``typed`` and ``meant``, without the words that they share, are close in sound and in letters."""
        settings = self._settings
        length = len(consonants_of(meant)) if typed and meant else 0
        if length < settings.fewest_consonants:
            return False
        if any(self._must_stay(word) and not any(word[:-1] in whole for whole in meant) for word in typed):
            return False
        if likeness.sounds_apart > settings.most_apart * length:
            return False
        if len(typed) == 1:
            is_alike = likeness.sounds_apart == 0 and likeness.letters_apart <= length
            is_telling = any(self._information(word) >= settings.least_kept for word in meant)
            return is_alike and is_telling and typed[0] not in self._medical
        is_exact = likeness.sounds_apart == 0 and sum(map(self._is_odd, typed)) > 1
        share = settings.most_letters_if_exact if is_exact else settings.most_letters
        each = settings.letters_for_a_consonant_if_exact if is_exact else settings.letters_for_a_consonant
        return likeness.letters_apart <= min(each * (length - 1), share * len("".join(meant)))

    def _must_stay(self, word: str) -> bool:
        """Whether a word tells so much here that it was hardly typed for its sound."""
        if word in self._stopwords:
            return False
        is_own = self._information(word) >= self._settings.least_kept and self._own.count(word) > 0
        return is_own or (word in self._medical and len(word) >= self._settings.shortest_kept)

    def _takes_all(self, run: Words, likeness: _Likeness) -> bool:
        """Whether the run without its first or its last word is less like the target: "clinic ads" is no "clinics"."""

        def unlike(words: Words, sounds: float) -> float:
            return self._settings.weight_of_sounds * sounds + _letters_apart(words, likeness.target.words)

        whole = unlike(run, likeness.sounds_apart)
        return all(
            whole < unlike(part, _sounds_apart(said(part), said(likeness.target.words))) for part in (run[1:], run[:-1])
        )

    def _with_consonants(self, row: str) -> Iterator[_Target]:
        """What has these consonants: of the material, and the rare names that it lacks."""
        for words, count in self._own.with_consonants(row):
            is_word = len(words) == 1
            yield _Target(words, self._surprise(words[0]) if is_word else -math.log(count / self._own.total / 2), True)
        for name in self._names.get(row, ()):
            if self._information(name) >= self._settings.least_odd_of_others and not self._own.count(name):
                yield _Target((name,), self._settings.surprise_of_others, False)

    def _is_row(self, row: str) -> bool:
        """Whether anything has these consonants that may be heard."""
        return len(row) >= self._settings.fewest_consonants_heard and (
            row in self._names or self._own.have_consonants(row)
        )


def names_by_sound(names: Iterable[str], shortest: int) -> dict[str, list[str]]:
    """Names of at least ``shortest`` letters, by their consonants."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if len(name) >= shortest and name.isalpha():
            for row in readings(consonants_of((name,))):
                groups[row].append(name)
    return groups


def _is_form_of(whole: str, word: str) -> bool:
    """Whether ``whole`` is ``word`` but for its ending: a "numb bum" is no "numbing"."""
    return whole.startswith(word) and whole[len(word) :] in ENDINGS


def _are_letters(words: Sequence[str]) -> bool:
    return sum(word not in PLAIN_WORDS for word in words) >= LETTERS_SPELT


def _without_shared(typed: Words, meant: Words) -> tuple[Words, Words]:
    """``typed`` and ``meant`` without the words that both begin or end with."""
    while typed and meant and typed[0] == meant[0]:
        typed, meant = typed[1:], meant[1:]
    while typed and meant and typed[-1] == meant[-1]:
        typed, meant = typed[:-1], meant[:-1]
    return typed, meant


def _sounds_apart(one: str, other: str) -> float:
    return min(apart(first, second) for first in readings(one) for second in readings(other))


def _letters_apart(typed: Words, meant: Words) -> int:
    from rapidfuzz.distance import OSA

    return OSA.distance("".join(typed), "".join(meant))
