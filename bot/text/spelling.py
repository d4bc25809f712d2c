"""Mends misspelt words against the words that the bot knows.

A word that everyday English or the corpus knows is never touched, nor is a name of a medicine or a disease; and an
unknown word is mended to such a name only where it is plainly a misspelling of it and of no other. Candidates come
from RapidFuzz (letters) and from Jellyfish's Metaphone (sound).
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy
from numpy.typing import NDArray

from bot.settings import Settings
from bot.text.names import Name, Names
from bot.text.own.words import Words, WordsOfCorpus

LETTERS = 32
"""By the remainder of its code each Latin letter has a place of its own among so many."""

ROUNDING = 1e-6
"""What the share of letters that may differ is rounded up by."""


class Speller:
    """Finds the known words that a misspelt stretch was meant to be.

    Args:
        everyday: everyday words, the most frequent first: right as they stand.
        everyday_set: the same, to look one up.
        medical: words of the lexicon: right as they stand, and first to be mended to.
        own: the words of the corpus; the same, and two of them in a row for sound-alikes.
        sounds: how words sound, where that was worked out beforehand.
        names: names of medicines and the like: right as they stand, and mended to with care.
        settings: the tuned numbers.

    Attributes:
        own, names: as they were given.
        knows: whether a word is right as it stands.
        perhaps_name_of: what an unknown word may name, where it is like a name but not plainly that and no other.
    """

    def __init__(  # noqa: PLR0913 - the word lists, each for itself
        self,
        everyday: Sequence[str],
        everyday_set: Collection[str],
        medical: Collection[str],
        own: WordsOfCorpus,
        sounds: Mapping[str, str],
        names: Names,
        settings: Settings,
    ) -> None:
        self._everyday = everyday
        self._everyday_set = everyday_set
        self._medical = medical
        self._sounds = sounds
        self.names = names
        self.own = own
        self._settings = settings
        self._mended: dict[str, tuple[str | None, float]] = {}
        self._lengths: dict[int, _SameLength | None] = {}
        remembered = lru_cache(maxsize=settings.most_words_remembered)
        self.perhaps_name_of = remembered(self._perhaps_name_of)
        self.knows = remembered(self._knows)
        self._is_misspelt = remembered(self._looks_misspelt)

    def _knows(self, word: str) -> bool:
        return word in self._everyday_set or word in self._medical or self.names.knows(word) or self.own.holds(word)

    def name_of(self, word: str) -> Name | None:
        """What ``word`` names, if it is the name of a medicine, a disease or a part of the body."""
        return self.names.of(word, is_everyday=self.is_everyday(word))

    def _perhaps_name_of(self, word: str) -> Name | None:
        if not self._is_misspelt(word):
            return None
        alike = (
            (similarity, name) for candidate, similarity in self._candidates(word) if (name := self.name_of(candidate))
        )
        similarity, nearest = max(alike, default=(0.0, None))
        return (
            Name(nearest.sort, word)
            if nearest and similarity >= self._settings.least_similarity_of_names_by_sound
            else None
        )

    def is_everyday(self, word: str) -> bool:
        """Whether ``word`` is a word of everyday English."""
        return word in self._everyday_set

    def may_be_mended(self, words: Sequence[str], position: int) -> bool:
        """Whether ``mend_at`` would look for what was meant at ``position``, which takes about half a millisecond."""
        return self._is_misspelt(words[position]) or (
            position + 1 < len(words) and self._is_misspelt(words[position + 1])
        )

    def warm_up(self) -> None:
        """Sort the words by length and by sound now instead of at the first misspelt word."""
        for length in range(self._settings.shortest_mended, self._settings.longest_mended):
            self._of_length(length)
        _ = self._medical_by_sound
        self.own.sounding("")

    def mend_at(self, words: Sequence[str], position: int) -> tuple[Words, Words]:
        """What was typed at ``position`` and what was meant; more than one word when split or joined.

        Equal where nothing is mended.
        """
        word = words[position]
        following = words[position + 1] if position + 1 < len(words) else ""
        is_misspelt = self._is_misspelt(word)
        may_be_split = following and (is_misspelt or self._is_misspelt(following))
        if may_be_split and (meant := self._mended_together((word, following))):
            return (word, following), meant
        if not is_misspelt:
            return (word,), (word,)
        nearest = self._nearest(word)[0] or word
        if self.name_of(nearest):
            return (word,), (nearest,)
        return (word,), self._sound_alike(word) or self._split(word) or (nearest,)

    def _looks_misspelt(self, word: str) -> bool:
        return (
            self._settings.shortest_mended <= len(word) <= self._settings.longest_mended
            and word.isalpha()
            and not self.knows(word)
        )

    def _mended_together(self, pair: Words) -> Words | None:
        """What two words are meant to be together, where that fits better than each alone."""
        whole = "".join(pair)
        if len(whole) < self._settings.shortest_joined or not whole.isalpha():
            return None
        if alike := self._sound_alike(whole):
            return alike
        if self._is_of_domain(whole):
            return (whole,)
        meant, score = self._nearest(whole)
        apart = [self._nearest(word)[1] for word in pair if self._is_misspelt(word)]
        return (meant,) if meant and self._is_of_domain(meant) and score > max(apart) else None

    def _split(self, word: str) -> Words | None:
        """The two words that were typed as one ("stemcells")."""
        for cut in range(self._settings.shortest_mended, len(word) - self._settings.shortest_mended + 1):
            parts = word[:cut], word[cut:]
            if all(map(self._is_of_domain, parts)):
                return parts
        return None

    def _sound_alike(self, whole: str) -> Words | None:
        """The long word or the phrase of the corpus that ``whole`` sounds exactly like, with no name in it."""
        from rapidfuzz.distance import OSA

        if len(whole) < self._settings.shortest_joined:
            return None
        sound = sound_of(whole)
        alike = {*self._medical_by_sound.get(sound, ()), *self.own.sounding(sound)}
        candidates = ((OSA.normalized_similarity(whole, "".join(meant)), meant) for meant in alike)
        similarity, meant = max(candidates, default=(0.0, ()))
        return meant if similarity >= self._settings.least_similarity_of_sound_alikes else None

    def _nearest(self, word: str) -> tuple[str | None, float]:
        """The known word most like ``word``, if any is like it, and how much; none where a name may be meant."""
        remembered = self._mended.get(word)
        if remembered is not None:
            return remembered
        found, score, names = self._most_like(word)
        best = self._unless_another_name(word, found, names) if found else None
        if len(self._mended) >= self._settings.most_words_remembered:
            self._mended.clear()
        self._mended[word] = best, score if best else self._settings.least_similarity
        return self._mended[word]

    def _most_like(self, word: str) -> tuple[str | None, float, dict[Name, tuple[float, str]]]:
        """The known word most like ``word``, how much, and every name that is like it, with how much."""
        best: tuple[str | None, float] = (None, self._settings.least_similarity)
        sound = sound_of(word)
        names: dict[Name, tuple[float, str]] = {}
        for candidate, similarity in self._candidates(word):
            sounds_alike = sound_of(candidate) == sound
            if name := self.name_of(candidate):
                names[name] = max((similarity, candidate), names.get(name, (0.0, "")))
            if name and not self._is_plain(similarity, sounds_alike):
                continue
            if not (sounds_alike or self._is_of_one_stem(word, candidate)):
                continue
            score = similarity - self._settings.rarity_penalty * (1 - self._prior(candidate))
            if sounds_alike:
                score += self._settings.sound_bonus
            elif candidate[0] != word[0]:
                score -= self._settings.sound_bonus
            if score > best[1]:
                best = candidate, score
        return *best, names

    def _unless_another_name(self, word: str, found: str, names: Mapping[Name, tuple[float, str]]) -> str | None:
        """``found``, unless a name is more like ``word``, or another name is about as like it."""
        from rapidfuzz.distance import OSA

        if name := self.name_of(found):
            return self._only_name(name, found, names)
        most = max((similarity for similarity, _ in names.values()), default=0.0)
        return found if OSA.normalized_similarity(word, found) >= most else None

    def _is_plain(self, similarity: float, sounds_alike: bool) -> bool:
        """Whether a word so like a name is plainly a misspelling of it."""
        least = self._settings.least_similarity_of_names
        return similarity >= (self._settings.least_similarity_of_names_by_sound if sounds_alike else least)

    def _is_of_one_stem(self, word: str, candidate: str) -> bool:
        """Whether a word that ends as names do ("endometritis", "colposcopy") has the ending and stem of another."""
        from rapidfuzz.distance import OSA

        ending = self.names.ending_of(word)
        if not ending:
            return True
        stems = word.removesuffix(ending), candidate.removesuffix(ending)
        least = self._settings.least_similarity_of_stems
        return candidate.endswith(ending) and OSA.normalized_similarity(*stems) >= least

    def _only_name(self, name: Name, word: str, names: Mapping[Name, tuple[float, str]]) -> str | None:
        """``word``, which is ``name``, or ``None`` where another of ``names`` may as well be meant.

        Of two, the one of the corpus is meant where it is more alike, unless the other is its opposite. An everyday
        name is meant rather than a rare one, unless the rare one is more alike, its opposite, or in the corpus.
        """
        others = {other: found for other, found in names.items() if other != name}
        if self.own.holds(word) and all(
            similarity < names[name][0]
            and not self.own.holds(other.thing)
            and not self.own.holds(found)
            and not _opposite(name.thing, other.thing)
            for other, (similarity, found) in others.items()
        ):
            return word
        least = names[name][0] - self._settings.names_apart
        near = {other: found for other, found in names.items() if found[0] >= least}
        everyday = [other for other in near if self.is_everyday(other.thing)]
        if len(near) == 1 or len(everyday) != 1:
            return word if len(near) == 1 else None
        (similarity, meant), *_ = (near.pop(other) for other in everyday)
        is_plain = all(
            found[0] <= similarity and not self.own.holds(other.thing) and not _opposite(everyday[0].thing, other.thing)
            for other, found in near.items()
        )
        return meant if is_plain else None

    def _candidates(self, word: str) -> Iterator[tuple[str, float]]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        least = self._settings.least_similarity - self._settings.sound_bonus
        for length in range(len(word) - self._settings.farthest_length, len(word) + self._settings.farthest_length + 1):
            group = self._of_length(length)
            if group is None:
                continue
            found = process.extract(
                word,
                group.with_letters_of(word, math.floor((1 - least) * max(length, len(word)) + ROUNDING)),
                scorer=OSA.normalized_similarity,
                score_cutoff=least,
                limit=8,
            )
            yield from ((candidate, similarity) for candidate, similarity, _ in found)

    def _is_of_domain(self, word: str) -> bool:
        """Whether ``word`` is of the lexicon or of the corpus: what is mended to first."""
        return word in self._medical or self.own.holds(word)

    def _prior(self, target: str) -> float:
        """How ready to be mended to a word is, between 0 (rare) and 1 (of the corpus or the lexicon)."""
        return 1.0 if self._is_of_domain(target) else self._general[target]

    def _of_length(self, length: int) -> "_SameLength | None":
        """The words of so many letters to mend to, in order, if there are any."""
        if length not in self._lengths:
            words = sorted({*self._general_by_length.get(length, ()), *self.own.of_length(length)})
            self._lengths[length] = _SameLength.of(words) if words else None
        return self._lengths[length]

    @cached_property
    def _general(self) -> Mapping[str, float]:
        """Words to mend to that the corpus may lack, and that are none of the lexicon, each with its prior."""
        names = dict.fromkeys(self.names.listed, self._settings.name_prior)
        common = self._everyday[: self._settings.common_words]
        everyday = {
            word: self._settings.everyday_prior * (1 - rank / self._settings.common_words)
            for rank, word in enumerate(common)
        }
        return names | everyday

    @cached_property
    def _general_by_length(self) -> Mapping[int, list[str]]:
        groups: dict[int, list[str]] = defaultdict(list)
        for target in {*self._general, *self._medical}:
            if target.isalpha() and len(target) >= self._settings.shortest_mended:
                groups[len(target)].append(target)
        return groups

    @cached_property
    def _medical_by_sound(self) -> Mapping[str, list[Words]]:
        """The long words of the lexicon that are no names, by how they sound."""
        groups: dict[str, list[Words]] = defaultdict(list)
        for word in self._medical:
            if len(word) >= self._settings.shortest_joined and word.isalpha() and not self.name_of(word):
                groups[self._sounds.get(word) or sound_of(word)].append((word,))
        return groups


@dataclass(frozen=True, slots=True)
class _SameLength:
    """Words of one length, so that most of those which cannot be like another are passed over at once.

    Attributes:
        words: in order.
        held: ``uint8 [2 * LETTERS, words]``: whether each word holds a letter, and whether it holds it twice. Letters
            beyond the Latin ones may share a place.
        sizes: ``uint8 [words]``: how many of these hold of each word.
    """

    words: Sequence[str]
    held: NDArray[numpy.uint8]
    sizes: NDArray[numpy.uint8]

    @classmethod
    def of(cls, words: Sequence[str]) -> "_SameLength":
        """The words with their letters."""
        codes = numpy.array(words).view("uint32").reshape(len(words), -1) % LETTERS
        held = numpy.zeros((2 * LETTERS, len(words)), dtype="uint8")
        rows = numpy.arange(len(words))
        for column in codes.T:
            held[column + LETTERS * held[column, rows], rows] = 1
        return cls(words, held, held.sum(axis=0, dtype="uint8"))

    def with_letters_of(self, word: str, most: int) -> list[str]:
        """The words with at most ``most`` letters that ``word`` lacks, and the other way round; no other is as near.

        Each letter that one has and the other lacks takes an edit, which brings the other one at the most.
        """
        codes = [ord(letter) % LETTERS for letter in word]
        places = list({code + LETTERS * (code in codes[:number]) for number, code in enumerate(codes)})
        shared = self.held[places].sum(axis=0, dtype="uint8")
        found = numpy.flatnonzero(shared + most >= numpy.maximum(self.sizes, len(places)))
        return [self.words[number] for number in found.tolist()]


def _opposite(one: str, other: str) -> bool:
    """Whether one name says too much and the other too little: "hypertension", "hypotension"."""
    return {one[:4], other[:4]} == {"hype", "hypo"}


def sound_of(word: str) -> str:
    """How a word sounds, by Jellyfish's Metaphone."""
    from jellyfish import metaphone

    return metaphone(word)
