"""The bot's knowledge of everyday and medical English, from the word lists in ``bot/data``."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from bot.documents import Corpus
from bot.errors import CurationError, DataError
from bot.search.analysis import Analyzer, Rarity, Stemmer, words_of
from bot.search.lexicon import Lexicon, Mappings, PhraseTable, SynonymLine, parse_synonyms, read_lines
from bot.search.spelling import Speller

DATA = Path(__file__).resolve().parent.parent / "data"
SOURCES = ("everyday-words.txt", "stopwords.txt", "lexicon.txt", "spelling.txt")
PREPARED = DATA / "prepared" / "language.json"

COMMON_WORDS = 12_000
"""How many everyday words a misspelt word may be mended to; rarer ones would steal medical words."""

EXAMPLE_WORD_RANK = 20_000
"""A word of an editor's example is trusted to be spelt right when it is among so many everyday words."""


@dataclass(frozen=True)
class Language:
    """Word lists, read once and shared by every corpus.

    Attributes:
        everyday: everyday words, the most frequent first.
        stopwords: words that carry no subject.
        lexicon: ``(stems of a phrase, concept)``.
        mappings: ``(words as typed, words as meant)``.
        stems: the stem of every word above.
    """

    everyday: tuple[str, ...]
    stopwords: frozenset[str]
    lexicon: tuple[tuple[tuple[str, ...], str], ...]
    mappings: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    stems: Mapping[str, str]

    @classmethod
    def load(cls) -> "Language":
        """The word lists in ``bot/data``, from their prepared form when it is up to date.

        Raises:
            DataError: a list is missing or broken (with its line).
        """
        everyday = _entries("everyday-words.txt")
        stopwords = frozenset(word for line in _entries("stopwords.txt") for word in line.split())
        prepared = _prepared()
        if prepared is None:
            return cls._computed(everyday, stopwords)
        return cls(
            everyday=tuple(everyday),
            stopwords=stopwords,
            lexicon=tuple((tuple(phrase), name) for phrase, name in prepared["lexicon"]),
            mappings=tuple((tuple(typed), tuple(meant)) for typed, meant in prepared["mappings"]),
            stems=prepared["stems"],
        )

    @classmethod
    def _computed(cls, everyday: list[str], stopwords: frozenset[str]) -> "Language":
        stem = Stemmer({})
        lexicon_lines = list(parse_synonyms(read_lines(DATA / "lexicon.txt"), "bot/data/lexicon.txt"))
        mappings = tuple(
            (tuple(words_of(phrase)), tuple(words_of(line.target or line.phrases[0])))
            for line in parse_synonyms(read_lines(DATA / "spelling.txt"), "bot/data/spelling.txt")
            for phrase in line.phrases
            if "'" not in phrase  # ``words_of`` opens these by itself
        )
        words = {
            *everyday,
            *stopwords,
            *(word for _, meant in mappings for word in meant),
            *(word for line in lexicon_lines for phrase in line.phrases for word in words_of(phrase)),
        }
        stems = {word: stem(word) for word in sorted(words)}
        lexicon = tuple(_phrases(lexicon_lines, Stemmer(stems)))
        return cls(tuple(everyday), stopwords, lexicon, mappings, stems)

    @cached_property
    def rarity(self) -> Rarity:
        """How much a word tells."""
        return Rarity(self.ranks)

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Each everyday word's place in the order of frequency, from 0."""
        return {word: rank for rank, word in enumerate(self.everyday)}

    @cached_property
    def stemmer(self) -> Stemmer:
        """The stem of a word."""
        return Stemmer(self.stems)

    def analyzer(self, corpus: Corpus) -> Analyzer:
        """Reads messages in the words of ``corpus`` and of the lists here.

        Raises:
            CurationError: a line of the curation's synonyms is not in Solr's format.
        """
        lexicon: PhraseTable[str] = PhraseTable(self.lexicon)
        for phrase, name in _phrases(_curated_lines(corpus), self.stemmer):
            lexicon.add(phrase, name)
        domain = {
            *self._domain_words,
            *words_of(" ".join(corpus.synonyms)),
            *words_of(" ".join(chain.from_iterable(corpus.abbreviations.items()))),
            *chain.from_iterable(words_of(document.text) for document in corpus.documents),
            *(word for word in _example_words(corpus) if self.ranks.get(word, EXAMPLE_WORD_RANK) < EXAMPLE_WORD_RANK),
        }
        common = self.everyday[:COMMON_WORDS]
        targets = {word: 0.9 * (1 - rank / COMMON_WORDS) for rank, word in enumerate(common)}
        targets.update(dict.fromkeys(domain, 1.0))
        return Analyzer(
            lexicon=Lexicon(lexicon),
            mappings=Mappings(PhraseTable(self.mappings)),
            speller=Speller(targets, known=self.ranks.keys() | domain, phrases=_phrases_of(corpus, self.stopwords)),
            stopwords=self.stopwords,
            stem=self.stemmer,
        )

    @cached_property
    def _domain_words(self) -> frozenset[str]:
        """The words of the lexicon and of what mappings mean: right as they stand, and mended to."""
        lexicon_words = (word for line in _entries("lexicon.txt") for word in words_of(line))
        return frozenset(chain(lexicon_words, (word for _, meant in self.mappings for word in meant)))

    def to_prepared(self) -> dict[str, Any]:
        """What ``load`` reads instead of computing it, as plain data."""
        return {
            "fingerprint": _fingerprint(),
            "lexicon": self.lexicon,
            "mappings": self.mappings,
            "stems": self.stems,
        }


def _entries(name: str) -> list[str]:
    return [line for line in read_lines(DATA / name) if line and not line.startswith("#")]


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update((DATA / name).read_bytes())
    return digest.hexdigest()


def _prepared() -> dict[str, Any] | None:
    try:
        prepared: dict[str, Any] = json.loads(PREPARED.read_bytes())
    except (OSError, ValueError):
        return None
    return prepared if prepared.get("fingerprint") == _fingerprint() else None


def _phrases(lines: Iterable[SynonymLine], stem: Stemmer) -> Iterable[tuple[tuple[str, ...], str]]:
    for line in lines:
        name = "@" + line.phrases[0].replace(" ", "-")
        for phrase in dict.fromkeys(tuple(map(stem, words_of(phrase))) for phrase in line.phrases):
            if phrase:
                yield phrase, name


def _curated_lines(corpus: Corpus) -> list[SynonymLine]:
    try:
        lines = list(parse_synonyms(corpus.synonyms, "synonyms"))
    except DataError as error:
        raise CurationError(f"curation: {error}") from error
    return lines + [SynonymLine((meaning, short, short + "s"), None) for short, meaning in corpus.abbreviations.items()]


def _example_words(corpus: Corpus) -> Counter[str]:
    examples = chain(
        chain.from_iterable(passage.examples for passage in corpus.passages),
        chain.from_iterable(topic.examples for topic in corpus.uncovered),
    )
    return Counter(word for example in examples for word in words_of(example))


def _phrases_of(corpus: Corpus, stopwords: frozenset[str]) -> set[tuple[str, ...]]:
    """Every two words in a row of the corpus that both carry a subject."""
    texts = (words_of(document.text) for document in corpus.documents)
    pairs = chain.from_iterable(pairwise(words) for words in texts)
    return {pair for pair in pairs if stopwords.isdisjoint(pair)}
