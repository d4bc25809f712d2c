"""Mends misspelt words against the words that the bot knows.

A word that everyday English or the corpus knows is never touched. Candidates come from RapidFuzz
(letters) and from Jellyfish's Metaphone (sound).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

SHORTEST_WORD = 4
"""Words of fewer letters have too many neighbours to be mended safely."""

LONGEST_WORD = 40
"""A longer run of letters is no word."""

SHORTEST_JOINED = 8
"""Words typed apart ("immuno suppressants") or as one ("stemsells") have at least so many letters together."""

LEAST_SIMILARITY = 0.72
"""Optimal string alignment similarity under which two words are taken for different ones."""

LEAST_SIMILARITY_OF_SOUND_ALIKES = 0.5
"""The same for words and phrases of the corpus that sound exactly alike ("room atoid", "steem sels")."""

SOUND_BONUS = 0.12
"""What sounding the same adds to the similarity of two words ("kemo", "chemo")."""

RARITY_PENALTY = 0.10
"""What the rarest everyday word loses against a word of the corpus or the lexicon."""

MOST_REMEMBERED = 10_000
"""How many words' nearest words are remembered."""

FARTHEST_LENGTH = 3
"""Words that differ by more letters in length are not compared."""

Words = tuple[str, ...]


COMMON_WORDS = 12_000
"""How many everyday words a misspelt word may be mended to; rarer ones would steal medical words."""

EVERYDAY_PRIOR = 0.9
"""How ready to be mended to the most frequent everyday word is, against 1 for a word of the corpus."""


class Speller:
    """Finds the known words that a misspelt stretch was meant to be.

    Args:
        everyday: everyday words, the most frequent first: right as they stand.
        everyday_set: the same, to look one up.
        medical: words of the lexicon: right as they stand, and first to be mended to.
        own: words of the corpus; the same.
        phrases: two words in a row that the corpus uses, for sound-alikes.
        sounds: how words sound, where that was worked out beforehand.
    """

    def __init__(  # noqa: PLR0913 - the word lists, each for itself
        self,
        everyday: Sequence[str],
        everyday_set: Collection[str],
        medical: Collection[str],
        own: Collection[str],
        phrases: Collection[Words],
        sounds: Mapping[str, str],
    ) -> None:
        self._everyday = everyday
        self._everyday_set = everyday_set
        self._domain = frozenset((*medical, *own))
        self._phrases = phrases
        self._sounds = sounds
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
        return SHORTEST_WORD <= len(word) <= LONGEST_WORD and word.isalpha() and not self.knows(word)

    def _mended_together(self, pair: Words) -> Words | None:
        """What two words are meant to be together, where that fits better than each alone."""
        whole = "".join(pair)
        if len(whole) < SHORTEST_JOINED or not whole.isalpha():
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
        for cut in range(SHORTEST_WORD, len(word) - SHORTEST_WORD + 1):
            parts = word[:cut], word[cut:]
            if all(self._targets.get(part) == 1.0 for part in parts):
                return parts
        return None

    def _sound_alike(self, whole: str) -> Words | None:
        """The long word or the phrase of the corpus that ``whole`` sounds exactly like."""
        from rapidfuzz.distance import OSA

        if len(whole) < SHORTEST_JOINED:
            return None
        candidates = [
            (OSA.normalized_similarity(whole, "".join(meant)), meant)
            for meant in self._by_sound.get(sound_of(whole), ())
        ]
        similarity, meant = max(candidates, default=(0.0, ()))
        return meant if similarity >= LEAST_SIMILARITY_OF_SOUND_ALIKES else None

    def _nearest(self, word: str) -> tuple[str | None, float]:
        """The known word most like ``word``, if any is like it, and how much."""
        remembered = self._mended.get(word)
        if remembered is not None:
            return remembered
        best: tuple[str | None, float] = (None, LEAST_SIMILARITY)
        sound = sound_of(word)
        for candidate, similarity in self._candidates(word):
            score = similarity - RARITY_PENALTY * (1 - self._targets[candidate])
            if sound_of(candidate) == sound:
                score += SOUND_BONUS
            elif candidate[0] != word[0]:
                score -= SOUND_BONUS
            if score > best[1]:
                best = candidate, score
        if len(self._mended) >= MOST_REMEMBERED:
            self._mended.clear()
        self._mended[word] = best
        return best

    def _candidates(self, word: str) -> Iterator[tuple[str, float]]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        for length in range(len(word) - FARTHEST_LENGTH, len(word) + FARTHEST_LENGTH + 1):
            found = process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.normalized_similarity,
                score_cutoff=LEAST_SIMILARITY - SOUND_BONUS,
                limit=8,
            )
            yield from ((candidate, similarity) for candidate, similarity, _ in found)

    @cached_property
    def _targets(self) -> Mapping[str, float]:
        """Words to mend to, each with a prior between 0 (rare) and 1 (of the corpus or the lexicon)."""
        common = self._everyday[:COMMON_WORDS]
        everyday = {word: EVERYDAY_PRIOR * (1 - rank / COMMON_WORDS) for rank, word in enumerate(common)}
        return everyday | dict.fromkeys(self._domain, 1.0)

    @cached_property
    def _by_length(self) -> Mapping[int, list[str]]:
        groups: dict[int, list[str]] = defaultdict(list)
        for target in sorted(self._targets):
            if target.isalpha() and len(target) >= SHORTEST_WORD:
                groups[len(target)].append(target)
        return groups

    @cached_property
    def _by_sound(self) -> Mapping[str, list[Words]]:
        groups: dict[str, list[Words]] = defaultdict(list)
        words = ((target,) for target, prior in self._targets.items() if prior == 1.0)
        for meant in sorted({*words, *self._phrases}):
            whole = "".join(meant)
            if len(whole) >= SHORTEST_JOINED and whole.isalpha():
                groups[self._sounds.get(whole) or sound_of(whole)].append(meant)
        return groups


def sound_of(word: str) -> str:
    """How a word sounds, by Jellyfish's Metaphone."""
    from jellyfish import metaphone

    return metaphone(word)
