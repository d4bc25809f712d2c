"""What is known of a corpus's own words, counted in memory."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from bot.text.own.reading import Counted, Reading, Titled
from bot.text.own.words import Words, WordsOfCorpus


class WordsOfTexts(WordsOfCorpus):
    """The words of texts, counted when one is first asked for.

    Args:
        texts: what may be quoted, each with its title.
        reading: how words are read.
        stems: the stems of words that the word lists lack, where they were worked out beforehand.
    """

    def __init__(self, texts: Collection[Titled], reading: Reading, stems: Mapping[str, str] | None = None) -> None:
        self._texts = texts
        self._reading = reading
        self._stems = stems or {}

    def holds(self, word: str) -> bool:
        return word in self._counted.words

    def of_length(self, length: int) -> Sequence[str]:
        return self._by_length.get(length, ())

    def sounding(self, sound: str) -> Collection[Words]:
        return self._by_sound.get(sound, ())

    def count(self, word: str) -> int:
        return self._as_read.get(word, 0)

    @cached_property
    def total(self) -> int:
        return self._counted.words.total()

    def with_consonants(self, row: str) -> Collection[tuple[Words, int]]:
        return self._by_consonants.get(row, ())

    def have_consonants(self, row: str) -> bool:
        return row in self._by_consonants

    def stem_of(self, word: str) -> str | None:
        return self._stems.get(word)

    def says(self, word: str) -> bool:
        return word in self._said

    def says_stem(self, stem: str) -> bool:
        return stem in self._stems_said

    def ending_in(self, ending: str) -> Collection[str]:
        return [word for word in self._said if word.endswith(ending)]

    def names_numbered(self, written: str) -> bool:
        return written in self._counted.numbered

    @cached_property
    def _counted(self) -> Counted:
        return self._reading.count(self._texts, Counted(Counter(self._reading.curated)))

    @cached_property
    def _as_read(self) -> Mapping[str, int]:
        return self._reading.words_as_read(self._counted.words)

    @cached_property
    def _said(self) -> Mapping[str, int]:
        return self._reading.words_said(self._counted.words)

    @cached_property
    def _stems_said(self) -> frozenset[str]:
        return frozenset(self._stems.get(word) or self._reading.stem(word) for word in self._said)

    @cached_property
    def _by_length(self) -> Mapping[int, list[str]]:
        groups: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._counted.words):
            if word.isalpha() and len(word) >= self._reading.settings.shortest_mended:
                groups[len(word)].append(word)
        return groups

    @cached_property
    def _by_sound(self) -> Mapping[str, list[Words]]:
        groups: dict[str, list[Words]] = defaultdict(list)
        for sound, words in self._reading.by_sound(self._counted):
            groups[sound].append(words)
        return groups

    @cached_property
    def _by_consonants(self) -> Mapping[str, list[tuple[Words, int]]]:
        groups: dict[str, list[tuple[Words, int]]] = defaultdict(list)
        for (row, words), count in self._reading.by_consonants(self._counted).items():
            groups[row].append((words, count))
        return groups
