"""Mends misspelt words against the words that the bot knows.

A word that everyday English or the corpus knows is never touched. Candidates come from RapidFuzz
(letters) and from Jellyfish's Metaphone (sound).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

SHORTEST_WORD = 4
"""Words of fewer letters have too many neighbours to be mended safely."""

LEAST_SIMILARITY = 0.72
"""Damerau-Levenshtein similarity under which two words are taken for different ones."""

SOUND_BONUS = 0.12
"""What sounding the same adds to the similarity of two words ('kemo', 'chemo')."""

RARITY_PENALTY = 0.10
"""What the rarest everyday word loses against a word of the corpus or the lexicon."""


DOMAIN_PRIOR = 1.0
"""The prior of a word of the corpus or the lexicon; everyday words have less."""

Words = tuple[str, ...]


class Speller:
    """Finds the known word that a misspelt one was meant to be.

    Args:
        targets: words to mend to, each with a prior between 0 (rare) and 1 (of the corpus).
        known: words that are right as they stand.
    """

    def __init__(self, targets: Mapping[str, float], known: Collection[str]) -> None:
        self._targets = targets
        self._known = known
        self._mended: dict[str, str | None] = {}

    def mend(self, word: str) -> str | None:
        """The known word nearest to ``word``, or ``None`` when it is known or nothing is near."""
        if not self._is_misspelt(word):
            return None
        if word not in self._mended:
            self._mended[word] = self._nearest(word)
        return self._mended[word]

    def knows(self, word: str) -> bool:
        """Whether ``word`` is right as it stands."""
        return word in self._known

    def mend_at(self, words: Sequence[str], position: int) -> tuple[Words, Words]:
        """What was typed at ``position`` and what was meant; more than one word when split or joined.

        Equal where nothing is mended.
        """
        word = words[position]
        if not self._is_misspelt(word):
            following = words[position + 1] if position + 1 < len(words) else ""
            if self._is_misspelt(following) and (whole := self._joined(word, following)):
                return (word, following), (whole,)
            return (word,), (word,)
        if position + 1 < len(words) and (whole := self._joined(word, words[position + 1])):
            return (word, words[position + 1]), (whole,)
        return (word,), self._split(word) or (self.mend(word) or word,)

    def _is_misspelt(self, word: str) -> bool:
        return len(word) >= SHORTEST_WORD and word.isalpha() and word not in self._known

    def _joined(self, first: str, second: str) -> str | None:
        """The medical word that was typed in two ("immuno suppressants", "room atoid")."""
        word = first + second
        if not word.isalpha() or len(word) < 2 * SHORTEST_WORD:
            return None
        whole = word if word in self._known else self.mend(word)
        return whole if whole and self._targets.get(whole, 0.0) >= DOMAIN_PRIOR else None

    def _split(self, word: str) -> Words | None:
        """The two words that were typed as one ("stemcells")."""
        for cut in range(SHORTEST_WORD, len(word) - SHORTEST_WORD + 1):
            parts = word[:cut], word[cut:]
            if all(self._targets.get(part, 0.0) >= DOMAIN_PRIOR for part in parts):
                return parts
        return None

    def _nearest(self, word: str) -> str | None:
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        sound = _sound(word)
        best, best_score = None, LEAST_SIMILARITY
        cutoff = LEAST_SIMILARITY - SOUND_BONUS
        near: dict[str, float] = {}
        for length in range(len(word) - 3, len(word) + 4):
            for candidate, similarity, _ in process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=DamerauLevenshtein.normalized_similarity,
                score_cutoff=cutoff,
                limit=8,
            ):
                near[candidate] = similarity
        for candidate, similarity in near.items():
            score = similarity - RARITY_PENALTY * (1 - self._targets[candidate])
            if _sound(candidate) == sound:
                score += SOUND_BONUS
            elif candidate[0] != word[0]:
                score -= SOUND_BONUS
            if score > best_score:
                best, best_score = candidate, score
        return best

    @cached_property
    def _by_length(self) -> Mapping[int, list[str]]:
        groups: dict[int, list[str]] = defaultdict(list)
        for target in sorted(self._targets):
            if target.isalpha() and len(target) >= SHORTEST_WORD:
                groups[len(target)].append(target)
        return groups


def _sound(word: str) -> str:
    from jellyfish import metaphone

    return metaphone(word)
