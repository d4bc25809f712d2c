"""Mends misspelt words against the words that the bot knows.

A word that everyday English or the corpus knows is never touched. Candidates come from RapidFuzz
(letters) and from Jellyfish's Metaphone (sound).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from bot.settings import Settings

Words = tuple[str, ...]


class Speller:
    """Finds the known words that a misspelt stretch was meant to be.

    Args:
        everyday: everyday words, the most frequent first: right as they stand.
        everyday_set: the same, to look one up.
        medical: words of the lexicon: right as they stand, and first to be mended to.
        own: words of the corpus; the same.
        phrases: two words in a row that the corpus uses, for sound-alikes.
        sounds: how words sound, where that was worked out beforehand.
        settings: the tuned numbers.
    """

    def __init__(  # noqa: PLR0913 - the word lists, each for itself
        self,
        everyday: Sequence[str],
        everyday_set: Collection[str],
        medical: Collection[str],
        own: Collection[str],
        phrases: Collection[Words],
        sounds: Mapping[str, str],
        settings: Settings,
    ) -> None:
        self._everyday = everyday
        self._everyday_set = everyday_set
        self._domain = frozenset((*medical, *own))
        self._phrases = phrases
        self._sounds = sounds
        self._settings = settings
        self._mended: dict[str, tuple[str | None, float]] = {}

    def knows(self, word: str) -> bool:
        """Whether ``word`` is right as it stands."""
        return word in self._domain or word in self._everyday_set

    def may_be_mended(self, words: Sequence[str], position: int) -> bool:
        """Whether ``mend_at`` would look for what was meant at ``position``, which takes about half a millisecond."""
        return self._is_misspelt(words[position]) or (
            position + 1 < len(words) and self._is_misspelt(words[position + 1])
        )

    def warm_up(self) -> None:
        """Sort the words by length and by sound now instead of at the first misspelt word."""
        _ = self._by_length, self._by_sound

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
        return (word,), self._sound_alike(word) or self._split(word) or (self._nearest(word)[0] or word,)

    def _is_misspelt(self, word: str) -> bool:
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
        if self._targets.get(whole, 0.0) == 1.0:
            return (whole,)
        meant, score = self._nearest(whole)
        apart = [self._nearest(word)[1] for word in pair if self._is_misspelt(word)]
        return (meant,) if meant and self._targets[meant] == 1.0 and score > max(apart) else None

    def _split(self, word: str) -> Words | None:
        """The two words that were typed as one ("stemcells")."""
        for cut in range(self._settings.shortest_mended, len(word) - self._settings.shortest_mended + 1):
            parts = word[:cut], word[cut:]
            if all(self._targets.get(part) == 1.0 for part in parts):
                return parts
        return None

    def _sound_alike(self, whole: str) -> Words | None:
        """The long word or the phrase of the corpus that ``whole`` sounds exactly like."""
        from rapidfuzz.distance import OSA

        if len(whole) < self._settings.shortest_joined:
            return None
        candidates = [
            (OSA.normalized_similarity(whole, "".join(meant)), meant)
            for meant in self._by_sound.get(sound_of(whole), ())
        ]
        similarity, meant = max(candidates, default=(0.0, ()))
        return meant if similarity >= self._settings.least_similarity_of_sound_alikes else None

    def _nearest(self, word: str) -> tuple[str | None, float]:
        """The known word most like ``word``, if any is like it, and how much."""
        remembered = self._mended.get(word)
        if remembered is not None:
            return remembered
        best: tuple[str | None, float] = (None, self._settings.least_similarity)
        sound = sound_of(word)
        for candidate, similarity in self._candidates(word):
            score = similarity - self._settings.rarity_penalty * (1 - self._targets[candidate])
            if sound_of(candidate) == sound:
                score += self._settings.sound_bonus
            elif candidate[0] != word[0]:
                score -= self._settings.sound_bonus
            if score > best[1]:
                best = candidate, score
        if len(self._mended) >= self._settings.most_words_remembered:
            self._mended.clear()
        self._mended[word] = best
        return best

    def _candidates(self, word: str) -> Iterator[tuple[str, float]]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        for length in range(len(word) - self._settings.farthest_length, len(word) + self._settings.farthest_length + 1):
            found = process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.normalized_similarity,
                score_cutoff=self._settings.least_similarity - self._settings.sound_bonus,
                limit=8,
            )
            yield from ((candidate, similarity) for candidate, similarity, _ in found)

    @cached_property
    def _targets(self) -> Mapping[str, float]:
        """Words to mend to, each with a prior between 0 (rare) and 1 (of the corpus or the lexicon)."""
        common = self._everyday[: self._settings.common_words]
        everyday = {
            word: self._settings.everyday_prior * (1 - rank / self._settings.common_words)
            for rank, word in enumerate(common)
        }
        return everyday | dict.fromkeys(self._domain, 1.0)

    @cached_property
    def _by_length(self) -> Mapping[int, list[str]]:
        groups: dict[int, list[str]] = defaultdict(list)
        for target in sorted(self._targets):
            if target.isalpha() and len(target) >= self._settings.shortest_mended:
                groups[len(target)].append(target)
        return groups

    @cached_property
    def _by_sound(self) -> Mapping[str, list[Words]]:
        groups: dict[str, list[Words]] = defaultdict(list)
        words = ((target,) for target, prior in self._targets.items() if prior == 1.0)
        for meant in sorted({*words, *self._phrases}):
            whole = "".join(meant)
            if len(whole) >= self._settings.shortest_joined and whole.isalpha():
                groups[self._sounds.get(whole) or sound_of(whole)].append(meant)
        return groups


def sound_of(word: str) -> str:
    """How a word sounds, by Jellyfish's Metaphone."""
    from jellyfish import metaphone

    return metaphone(word)
