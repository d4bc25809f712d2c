"""What the bot knows of English, from the word lists in ``bot/data``, and the analyser that reads with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import Any

from bot.data import read_entries, read_lines
from bot.errors import CurationError, DataError
from bot.settings import SETTINGS, Settings
from bot.text.dictation import Dictation
from bot.text.hearing import Hearing, names_by_sound
from bot.text.message import Analyser, Information
from bot.text.names import Name, Names, parse_names
from bot.text.normal import normal, words_of
from bot.text.own.reading import Reading
from bot.text.own.texts import WordsOfTexts
from bot.text.own.words import WordsOfCorpus
from bot.text.phrases import Entries, PhraseTable, SynonymLine, parse_synonyms
from bot.text.spelling import Speller, sound_of


@dataclass(frozen=True)
class Vocabulary:
    """Word lists, read once and shared by every corpus.

    Attributes:
        everyday: everyday words, the most frequent first.
        stopwords: words that carry no subject.
        medical: the words of the lexicon and of what mappings mean: right as they stand, and mended to.
        stems: the stem of every word above.
        lexicon: the concept or word class of each phrase, by its stems.
        mappings: the words that are meant by each stretch of words typed.
        marks: the mark that is meant by what is said for it ("question mark").
        sounds: how each of the medical words sounds that is long enough to be known by it.
        names: names of medicines, diseases and parts of the body: right as they stand.
        heard_names: those that may be heard in other words, by their consonants.
    """

    everyday: Sequence[str]
    stopwords: frozenset[str]
    medical: Sequence[str]
    stems: Mapping[str, str]
    lexicon: Entries[str]
    mappings: Entries[Sequence[str]]
    marks: Mapping[str, str]
    sounds: Mapping[str, str]
    names: Names
    heard_names: Mapping[str, Sequence[str]]

    @classmethod
    def computed(cls) -> "Vocabulary":
        """The word lists in ``bot/data``, worked out now.

        Raises:
            DataError: a list is missing or broken (with its line).
        """
        everyday = tuple(read_entries("everyday-words.txt"))
        stopwords = frozenset(word for line in read_entries("stopwords.txt") for word in line.split())
        concepts, classes = (
            list(parse_synonyms(read_lines(name), f"bot/data/{name}")) for name in ("lexicon.txt", "classes.txt")
        )
        mappings: PhraseTable[Sequence[str]] = PhraseTable({})
        marks: dict[str, str] = {}
        meant_words: set[str] = set()
        for line in parse_synonyms(read_lines("spelling.txt"), "bot/data/spelling.txt"):
            meant = _words(line.target or line.phrases[0])
            if line.target and not meant:
                marks.update(dict.fromkeys(line.phrases, line.target))
                continue
            meant_words.update(meant)
            for phrase in line.phrases:
                typed = _words(phrase)
                if typed and "'" not in phrase:  # ``words_of`` opens apostrophes by itself
                    mappings.add(typed, meant)
        medical = meant_words.union(*(_words(phrase) for line in chain(concepts, classes) for phrase in line.phrases))
        names = parse_names(read_lines("names.txt"), "bot/data/names.txt")
        stems = {word: stem(word) for word in sorted({*everyday, *stopwords, *medical, *names.listed})}
        sounds = {
            word: sound_of(word) for word in sorted(medical) if len(word) >= SETTINGS.shortest_joined and word.isalpha()
        }
        for name, found in (("everyday-words.txt", everyday), ("stopwords.txt", stopwords), ("lexicon.txt", sounds)):
            if not found:
                raise DataError(f"bot/data/{name}: there is no word in this file.")

        def stem_of(word: str) -> str:
            return stems.get(word) or stem(word)

        lexicon: PhraseTable[str] = PhraseTable({})
        for stemmed, name in _phrases([*concepts, *classes, *names.groups()], stem_of, PhraseTable({})):
            lexicon.add(stemmed, name)
        return cls(
            everyday=everyday,
            stopwords=stopwords,
            medical=sorted(medical),
            stems=stems,
            lexicon=lexicon.entries,
            mappings=mappings.entries,
            marks=marks,
            sounds=sounds,
            names=names,
            heard_names=names_by_sound(names.listed, SETTINGS.shortest_of_others),
        )

    def to_json(self) -> dict[str, Any]:
        """What ``from_json`` reads; texts joined, because one long text loads faster than many short ones."""
        return {
            "everyday": "\n".join(self.everyday),
            "stopwords": " ".join(sorted(self.stopwords)),
            "medical": "\n".join(self.medical),
            "words": "\n".join(self.stems),
            "stems": "\n".join(self.stems.values()),
            "lexicon": self.lexicon,
            "mappings": self.mappings,
            "marks": dict(self.marks),
            "sounds": "\n".join(f"{word} {sound}" for word, sound in self.sounds.items()),
            "names": "\n".join(f"{word} {name.sort} {name.thing}" for word, name in self.names.listed.items()),
            "endings": dict(self.names.endings),
            "heard_names": dict(self.heard_names),
            "kinds": {word: list(name) for word, name in self.names.kinds.items()},
        }

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> "Vocabulary":
        """What ``to_json`` wrote down."""
        names = (line.split(" ") for line in table["names"].split("\n"))
        return cls(
            everyday=table["everyday"].split("\n"),
            stopwords=frozenset(table["stopwords"].split(" ")),
            medical=table["medical"].split("\n"),
            stems=dict(zip(table["words"].split("\n"), table["stems"].split("\n"), strict=True)),
            lexicon=table["lexicon"],
            mappings=table["mappings"],
            marks=table["marks"],
            sounds=dict(line.split(" ", 1) for line in table["sounds"].split("\n")),
            names=Names(
                {word: Name(sort, thing) for word, sort, thing in names},
                table["endings"],
                {word: Name(*name) for word, name in table["kinds"].items()},
            ),
            heard_names=table["heard_names"],
        )

    @cached_property
    def information(self) -> Information:
        """How much a word tells."""
        return Information({word: rank for rank, word in enumerate(self.everyday)})

    @cached_property
    def everyday_set(self) -> frozenset[str]:
        """The everyday words, to look one up."""
        return frozenset(self.everyday)

    @cached_property
    def medical_set(self) -> frozenset[str]:
        """The words of the lexicon, to look one up."""
        return frozenset(self.medical)

    def stem(self, word: str) -> str:
        """The stem of a word, looked up or computed."""
        return self.stems.get(word) or stem(word)

    def reading(
        self,
        synonyms: Sequence[str] = (),
        abbreviations: Mapping[str, str] | None = None,
        settings: Settings = SETTINGS,
    ) -> Reading:
        """How the words of a corpus are read, with an editor's synonyms and abbreviations: see ``analyser``.

        Raises:
            CurationError: a line of ``synonyms`` is not in Solr's format.
        """
        mappings = PhraseTable(self.mappings)
        for line in _curated_lines(synonyms, abbreviations or {}):
            if line.target is not None:
                for typed in filter(None, (_read(phrase, mappings) for phrase in line.phrases)):
                    mappings.add(typed, _read(line.target, mappings))
        return Reading(
            mappings=mappings,
            curated=tuple(_curated_words(synonyms, abbreviations or {})),
            stopwords=self.stopwords,
            everyday=self.everyday_set,
            names=self.names,
            information=self.information,
            stem=self.stem,
            settings=settings,
        )

    def analyser(
        self,
        words: WordsOfCorpus | Iterable[str] = (),
        synonyms: Sequence[str] = (),
        abbreviations: Mapping[str, str] | None = None,
        settings: Settings = SETTINGS,
    ) -> Analyser:
        """An analyser that knows a corpus's own words too, and an editor's synonyms and abbreviations.

        Args:
            words: the words of what may be quoted, or its texts.
            synonyms: lines in Solr's format.
            abbreviations: a short form to what it stands for.
            settings: the tuned numbers.

        Raises:
            CurationError: a line of ``synonyms`` is not in Solr's format.
        """
        reading = self.reading(synonyms, abbreviations, settings)
        own = words if isinstance(words, WordsOfCorpus) else WordsOfTexts([("", text) for text in words], reading)

        def stem_of(word: str) -> str:
            return self.stems.get(word) or own.stem_of(word) or stem(word)

        lexicon = PhraseTable(self.lexicon)
        groups = [line for line in _curated_lines(synonyms, abbreviations or {}) if line.target is None]
        for phrase, name in _phrases(groups, stem_of, reading.mappings):
            lexicon.add(phrase, name)
        speller = Speller(self.everyday, self.everyday_set, self.medical_set, own, self.sounds, self.names, settings)
        return Analyser(
            lexicon=lexicon,
            mappings=reading.mappings,
            speller=speller,
            hearing=Hearing(
                speller, self.information, self.stopwords, own, self.medical_set, self.heard_names, settings
            ),
            dictation=Dictation(self.marks),
            stopwords=self.stopwords,
            stem=stem_of,
            information=self.information,
            settings=settings,
        )

    def own_stems(
        self, texts: Iterable[str], synonyms: Sequence[str], abbreviations: Mapping[str, str]
    ) -> dict[str, str]:
        """The stems of the words of a corpus that the word lists lack: see ``analyser``."""
        words = {*chain.from_iterable(map(_words, texts)), *_curated_words(synonyms, abbreviations)}
        return {word: stem(word) for word in sorted(words) if word not in self.stems}


def _curated_words(synonyms: Sequence[str], abbreviations: Mapping[str, str]) -> Iterator[str]:
    curated = chain(synonyms, chain.from_iterable(abbreviations.items()), (f"{short}s" for short in abbreviations))
    return chain.from_iterable(map(_words, curated))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a word, computed (Snowball's English stemmer)."""
    from bot.text.nltk_parts import stemmer

    return str(stemmer().stem(word))


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of ``bot/data``, from its prepared form when that is up to date.

    Raises:
        DataError: a list is missing or broken.
    """
    from bot.data.prepared import language_tables

    prepared = language_tables().get("vocabulary")
    return Vocabulary.from_json(prepared) if prepared else Vocabulary.computed()


def _words(text: str) -> list[str]:
    return words_of(normal(text))


def _read(phrase: str, mappings: PhraseTable[Sequence[str]]) -> list[str]:
    """The words of a phrase as the words of a message are read: "anaesthetic" as "anesthetic"."""
    return [word for typed, meant in mappings.replaced(_words(phrase)) for word in meant or typed]


def _phrases(
    lines: Iterable[SynonymLine], stem_of: Callable[[str], str], mappings: PhraseTable[Sequence[str]]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every phrase by its stems, with the name of its group: ``@cost`` for a concept, ``@class-...`` for a class."""
    for line in lines:
        name = "@" + line.phrases[0].replace(" ", "-")
        for phrase in dict.fromkeys(tuple(map(stem_of, _read(phrase, mappings))) for phrase in line.phrases):
            if phrase:
                yield phrase, name


def _curated_lines(synonyms: Sequence[str], abbreviations: Mapping[str, str]) -> list[SynonymLine]:
    try:
        lines = list(parse_synonyms(synonyms, "synonyms"))
    except DataError as error:
        raise CurationError(f"curation: {error}") from error
    return lines + [SynonymLine((meaning, short, f"{short}s"), None) for short, meaning in abbreviations.items()]
