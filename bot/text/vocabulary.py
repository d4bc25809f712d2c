"""What the bot knows of English, from the word lists in ``bot/data``, and the analyser that reads with it."""

from collections import ChainMap, Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain, pairwise
from typing import Any

from bot.data import read_entries, read_lines
from bot.errors import CurationError, DataError
from bot.settings import SETTINGS, Settings
from bot.text.dictation import Dictation
from bot.text.hearing import Hearing, names_by_sound
from bot.text.message import Analyser, Information
from bot.text.names import Name, Names, parse_names
from bot.text.normal import normal, words_of
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
        lexicon: PhraseTable[str] = PhraseTable({})
        for stemmed, name in _phrases([*concepts, *classes, *names.groups()], stems, PhraseTable({})):
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

    def stem(self, word: str) -> str:
        """The stem of a word, looked up or computed."""
        return self.stems.get(word) or stem(word)

    def analyser(
        self,
        texts: Iterable[str] = (),
        synonyms: Sequence[str] = (),
        abbreviations: Mapping[str, str] | None = None,
        stems: Mapping[str, str] | None = None,
        settings: Settings = SETTINGS,
    ) -> Analyser:
        """An analyser that knows the words of ``texts`` too, and an editor's synonyms and abbreviations.

        Args:
            texts: what may be quoted.
            synonyms: lines in Solr's format.
            abbreviations: a short form to what it stands for.
            stems: the stems of words that the word lists lack, where they were computed beforehand (``own_stems``).
            settings: the tuned numbers.

        Raises:
            CurationError: a line of ``synonyms`` is not in Solr's format.
        """
        lexicon = PhraseTable(self.lexicon)
        mappings = PhraseTable(self.mappings)
        abbreviations = abbreviations or {}
        known = ChainMap(dict(stems or {}), self.stems)  # type: ignore[arg-type]
        for line in _curated_lines(synonyms, abbreviations):
            if line.target is None:
                for phrase, name in _phrases([line], known, mappings):
                    lexicon.add(phrase, name)
            else:
                for typed in filter(None, (_read(phrase, mappings) for phrase in line.phrases)):
                    mappings.add(typed, _read(line.target, mappings))
        spoken = [_words(text) for text in texts]
        own = {*chain.from_iterable(spoken), *_curated_words(synonyms, abbreviations)}
        pairs: Counter[tuple[str, ...]] = Counter(
            pair for words in spoken for pair in pairwise(words) if self.stopwords.isdisjoint(pair)
        )
        counts = Counter(chain(chain.from_iterable(spoken), _curated_words(synonyms, abbreviations)))
        speller = Speller(self.everyday, self.everyday_set, self.medical, own, pairs, self.sounds, self.names, settings)
        return Analyser(
            lexicon=lexicon,
            mappings=mappings,
            speller=speller,
            hearing=Hearing(
                speller,
                self.information,
                self.stopwords,
                _as_read(counts, mappings),
                _phrases_as_read(pairs, mappings),
                self.medical,
                self.heard_names,
                settings,
            ),
            dictation=Dictation(self.marks),
            stopwords=self.stopwords,
            stem=lambda word: known.get(word) or stem(word),
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


def _read_one(word: str, mappings: PhraseTable[Sequence[str]]) -> str:
    """``word`` as it is read, where it is read as one word: "diarrhoea" as "diarrhea"."""
    found = mappings.at([word], 0)
    return found[0][1][0] if found and len(found[0][1]) == 1 else word


def _as_read(counts: Mapping[str, int], mappings: PhraseTable[Sequence[str]]) -> Mapping[str, int]:
    """How often each word stands in texts, as it is read."""
    result: Counter[str] = Counter()
    for word, count in counts.items():
        result[_read_one(word, mappings)] += count
    return result


def _phrases_as_read(
    counts: Mapping[tuple[str, ...], int], mappings: PhraseTable[Sequence[str]]
) -> Mapping[tuple[str, ...], int]:
    """The same for words in a row."""
    result: Counter[tuple[str, ...]] = Counter()
    for phrase, count in counts.items():
        result[tuple(_read_one(word, mappings) for word in phrase)] += count
    return result


def _read(phrase: str, mappings: PhraseTable[Sequence[str]]) -> list[str]:
    """The words of a phrase as the words of a message are read: "anaesthetic" as "anesthetic"."""
    return [word for typed, meant in mappings.replaced(_words(phrase)) for word in meant or typed]


def _phrases(
    lines: Iterable[SynonymLine], stems: Mapping[str, str], mappings: PhraseTable[Sequence[str]]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every phrase by its stems, with the name of its group: ``@cost`` for a concept, ``@class-...`` for a class."""
    for line in lines:
        name = "@" + line.phrases[0].replace(" ", "-")
        for phrase in dict.fromkeys(
            tuple(stems.get(word) or stem(word) for word in _read(phrase, mappings)) for phrase in line.phrases
        ):
            if phrase:
                yield phrase, name


def _curated_lines(synonyms: Sequence[str], abbreviations: Mapping[str, str]) -> list[SynonymLine]:
    try:
        lines = list(parse_synonyms(synonyms, "synonyms"))
    except DataError as error:
        raise CurationError(f"curation: {error}") from error
    return lines + [SynonymLine((meaning, short, f"{short}s"), None) for short, meaning in abbreviations.items()]
