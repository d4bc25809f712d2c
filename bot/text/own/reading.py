"""How the words of a corpus are read and counted, whether they are kept in memory or stored."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, pairwise

from bot.settings import Settings
from bot.text.names import Names
from bot.text.normal import normal, words_of
from bot.text.numbered import numbered_in
from bot.text.own.words import Words
from bot.text.phrases import PhraseTable
from bot.text.sounds import consonants_of, readings
from bot.text.spelling import sound_of

Titled = tuple[str, str]
"""The title of a document, and its text."""


@dataclass(frozen=True)
class Counted:
    """How often things stand in texts.

    Attributes:
        words: words.
        pairs: two words in a row of which neither is a stop word.
        numbered: names whose noun comes first ("vitamin d"), in titles too.
    """

    words: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    numbered: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Reading:
    """How words are read: by the word lists, and by an editor's synonyms and abbreviations.

    Attributes:
        mappings: what is read as something else.
        curated: the words of the synonyms and abbreviations, as often as they stand there.
        stopwords: words that carry no subject.
        everyday: words of everyday English.
        names: names of medicines and the like.
        information: how much a word tells, from 0 to 1.
        stem: the stem of a word.
        settings: the tuned numbers.
    """

    mappings: PhraseTable[Sequence[str]]
    curated: Sequence[str]
    stopwords: frozenset[str]
    everyday: AbstractSet[str]
    names: Names
    information: Callable[[str], float]
    stem: Callable[[str], str]
    settings: Settings

    def count(self, texts: Iterable[Titled], into: Counted | None = None) -> Counted:
        """What stands in ``texts``, added to what was counted before."""
        counted = Counted() if into is None else into
        stopwords = self.stopwords
        for title, text in texts:
            words = words_of(normal(text))
            counted.words.update(words)
            counted.pairs.update(
                pair for pair in pairwise(words) if pair[0] not in stopwords and pair[1] not in stopwords
            )
            titled = [*words_of(normal(title)), *words]
            counted.numbered.update(name.written for name in numbered_in(titled, self.names))
        return counted

    def words_as_read(self, words: Mapping[str, int]) -> Counter[str]:
        """How often each word stands in texts, as it is read."""
        result: Counter[str] = Counter()
        for word, count in words.items():
            result[self._read(word)] += count
        return result

    def words_said(self, words: Mapping[str, int]) -> Counter[str]:
        """How often each word stands in texts or is meant by one that does."""
        result: Counter[str] = Counter()
        for word, count in words.items():
            for said in {word, *chain.from_iterable(meant for _, meant in self.mappings.at([word], 0))}:
                result[said] += count
        return result

    def by_sound(self, counted: Counted) -> Counter[tuple[str, Words]]:
        """The long words, and two words in a row, with how they sound: of what holds no name."""
        result: Counter[tuple[str, Words]] = Counter()
        is_name = cache(self._is_name)
        singles = (((word,), count) for word, count in counted.words.items())
        for words, count in chain[tuple[Words, int]](singles, counted.pairs.items()):
            whole = "".join(words)
            if len(whole) >= self.settings.shortest_joined and whole.isalpha() and not any(map(is_name, words)):
                result[sound_of(whole), words] += count
        return result

    def by_consonants(self, counted: Counted) -> Counter[tuple[str, Words]]:
        """The rare words, and two words in a row, as read, with their consonants."""
        result: Counter[tuple[str, Words]] = Counter()
        for words, count in chain(self._rare(counted.words), self._plain_pairs(counted.pairs)):
            for row in readings(consonants_of(words)):
                if len(row) >= self.settings.fewest_consonants_heard:
                    result[row, words] += count
        return result

    def _read(self, word: str) -> str:
        """``word`` as it is read, where it is read as one word: "diarrhoea" as "diarrhea"."""
        found = self.mappings.at([word], 0)
        return found[0][1][0] if found and len(found[0][1]) == 1 else word

    def _is_name(self, word: str) -> bool:
        return self.names.of(word, is_everyday=word in self.everyday) is not None

    def _rare(self, words: Mapping[str, int]) -> Iterator[tuple[Words, int]]:
        for word, count in self.words_as_read(words).items():
            is_long = len(word) >= self.settings.shortest_mended and word.isalpha()
            if is_long and word not in self.stopwords and self.information(word) >= self.settings.least_odd:
                yield (word,), count

    def _plain_pairs(self, pairs: Mapping[tuple[str, str], int]) -> Iterator[tuple[Words, int]]:
        read = cache(self._read)
        for pair, count in pairs.items():
            first, second = map(read, pair)
            if all(word.isalpha() and len(word) >= self.settings.shortest_of_phrases for word in (first, second)):
                yield (first, second), count
