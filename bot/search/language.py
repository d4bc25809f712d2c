"""The bot's knowledge of everyday and medical English, from the word lists in ``bot/data``."""

import hashlib
import json
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, TypeVar

from bot.documents import Corpus
from bot.errors import CurationError, DataError
from bot.search.analysis import Analyzer, Rarity, Stemmer, words_of
from bot.search.lexicon import Lexicon, Mappings, PhraseTable, SynonymLine, parse_synonyms, read_lines
from bot.search.spelling import Speller

DATA = Path(__file__).resolve().parent.parent / "data"
SOURCES = ("everyday-words.txt", "stopwords.txt", "lexicon.txt", "classes.txt", "spelling.txt")
PREPARED = DATA / "prepared"

Value = TypeVar("Value")
Table = Mapping[str, Sequence[tuple[Sequence[str], Value]]]
"""What a ``PhraseTable`` is made of."""


@dataclass(frozen=True)
class Language:
    """Word lists, read once and shared by every corpus.

    Attributes:
        everyday: everyday words, the most frequent first.
        stopwords: words that carry no subject.
        lexicon: the concept of each phrase, by its stems.
        classes: the class of each phrase (a body part, a medicine, a farewell, ...), by its stems.
        mappings: the words meant by each stretch of words typed.
        medical: the words of the lexicon and of what mappings mean: right as they stand, and mended to.
        stems: the stem of every word above.
    """

    everyday: tuple[str, ...]
    stopwords: frozenset[str]
    lexicon: Table[str]
    classes: Table[str]
    mappings: Table[Sequence[str]]
    medical: Sequence[str]
    stems: Mapping[str, str]

    @classmethod
    def load(cls) -> "Language":
        """The word lists in ``bot/data``, from their prepared form when it is up to date.

        Raises:
            DataError: a list is missing or broken (with its line).
        """
        everyday = tuple(_entries("everyday-words.txt"))
        stopwords = frozenset(word for line in _entries("stopwords.txt") for word in line.split())
        if prepared := read_prepared("language", fingerprint()):
            return cls(everyday, stopwords, **prepared)
        return cls._computed(everyday, stopwords)

    @classmethod
    def _computed(cls, everyday: tuple[str, ...], stopwords: frozenset[str]) -> "Language":
        lexicon_lines = list(parse_synonyms(read_lines(DATA / "lexicon.txt"), "bot/data/lexicon.txt"))
        mappings: PhraseTable[Sequence[str]] = PhraseTable({})
        meant_words: set[str] = set()
        for line in parse_synonyms(read_lines(DATA / "spelling.txt"), "bot/data/spelling.txt"):
            meant = words_of(line.target or line.phrases[0])
            meant_words.update(meant)
            for phrase in line.phrases:
                typed = words_of(phrase)
                if typed and "'" not in phrase:  # ``words_of`` opens apostrophes by itself
                    mappings.add(typed, meant)
        class_lines = list(parse_synonyms(read_lines(DATA / "classes.txt"), "bot/data/classes.txt"))
        lines = chain(lexicon_lines, class_lines)
        medical = meant_words.union(*(words_of(phrase) for line in lines for phrase in line.phrases))
        stem = Stemmer({})
        stems = {word: stem(word) for word in sorted({*everyday, *stopwords, *medical})}
        lexicon, classes = (_phrase_table(lines, Stemmer(stems)) for lines in (lexicon_lines, class_lines))
        return cls(
            everyday,
            stopwords,
            lexicon.to_prepared(),
            classes.to_prepared(),
            mappings.to_prepared(),
            sorted(medical),
            stems,
        )

    def to_prepared(self) -> dict[str, Any]:
        """What ``load`` reads instead of computing it."""
        return {
            "lexicon": self.lexicon,
            "classes": self.classes,
            "mappings": self.mappings,
            "medical": self.medical,
            "stems": self.stems,
        }

    @cached_property
    def rarity(self) -> Rarity:
        """How much a word tells."""
        return Rarity(self.ranks)

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Each everyday word's place in the order of frequency, from 0."""
        return {word: rank for rank, word in enumerate(self.everyday)}

    def analyzer(self, corpus: Corpus) -> Analyzer:
        """Reads messages in the words of ``corpus`` and of the lists here.

        Raises:
            CurationError: a line of the curation's synonyms is not in Solr's format.
        """
        lexicon = PhraseTable(self.lexicon)
        stem = Stemmer(ChainMap(self._stems_of(corpus), dict(self.stems)))
        for phrase, name in _phrases(_curated_lines(corpus), stem):
            lexicon.add(phrase, name)
        return Analyzer(
            lexicon=Lexicon(lexicon),
            classes=Lexicon(PhraseTable(self.classes)),
            mappings=Mappings(PhraseTable(self.mappings)),
            speller=Speller(self.everyday, {*self.medical, *corpus_words(corpus)}, _phrases_of(corpus, self.stopwords)),
            stopwords=self.stopwords,
            stem=stem,
        )

    def corpus_stems(self, corpus: Corpus) -> dict[str, str]:
        """The stems of the corpus' words that the lists here do not hold."""
        stem = Stemmer({})
        return {word: stem(word) for word in sorted(corpus_words(corpus)) if word not in self.stems}

    def _stems_of(self, corpus: Corpus) -> dict[str, str]:
        prepared = read_prepared("index", corpus_fingerprint(corpus))
        return prepared["stems"] if prepared else self.corpus_stems(corpus)


def corpus_words(corpus: Corpus) -> set[str]:
    """The words of the documents, and of the synonyms and abbreviations in their curation."""
    curation = chain(corpus.synonyms, chain.from_iterable(corpus.abbreviations.items()))
    plurals = (f"{short}s" for short in corpus.abbreviations)
    texts = chain((document.text for document in corpus.documents), curation, plurals)
    return set(chain.from_iterable(map(words_of, texts)))


def corpus_fingerprint(corpus: Corpus) -> str:
    """What the prepared form of a corpus' index depends on."""
    return f"{corpus.fingerprint} {fingerprint()}"


@cache
def fingerprint() -> str:
    """A hash of the word lists: the same lists give the same, any change another."""
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update((DATA / name).read_bytes())
    return digest.hexdigest()


@cache
def read_prepared(name: str, expected: str) -> dict[str, Any] | None:
    """The content of ``bot/data/prepared/NAME.json``, if it was made from what has this fingerprint."""
    try:
        table: dict[str, Any] = json.loads((PREPARED / f"{name}.json").read_bytes())
    except (OSError, ValueError):
        return None
    return table["content"] if table.get("fingerprint") == expected else None


def _entries(name: str) -> list[str]:
    return [line for line in read_lines(DATA / name) if line and not line.startswith("#")]


def _phrase_table(lines: Iterable[SynonymLine], stem: Stemmer) -> PhraseTable[str]:
    table: PhraseTable[str] = PhraseTable({})
    for phrase, name in _phrases(lines, stem):
        table.add(phrase, name)
    return table


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
    return lines + [SynonymLine((meaning, short, f"{short}s"), None) for short, meaning in corpus.abbreviations.items()]


def _phrases_of(corpus: Corpus, stopwords: frozenset[str]) -> set[tuple[str, ...]]:
    """Every two words in a row of the corpus that both carry a subject."""
    texts = (words_of(document.text) for document in corpus.documents)
    pairs = chain.from_iterable(pairwise(words) for words in texts)
    return {pair for pair in pairs if stopwords.isdisjoint(pair)}
