"""What messages are about, told by their words: stems, and the phrases that mean the same.

The words of one message are not worth the same. "How much is the car park?" is about parking; money is only what is
asked about it. So subjects come in three sorts, which ``bot/data/subjects.toml`` tells apart.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from bot.data import FOLDER, read_table
from bot.documents import Corpus
from bot.errors import DataError
from bot.evidence.vectors import Vectors, VectorTable
from bot.sanitising import on_one_line
from bot.text.message import Message
from bot.text.normal import plain, without_accents
from bot.text.phrases import PhraseTable, parse_synonyms
from bot.text.vocabulary import vocabulary

SUBJECTS = FOLDER / "subjects.toml"

Sort = Literal["thing", "aspect", "little"]
"""A thing that is asked about; what is asked about it; and what tells little where nothing else is told."""

LEAST_INFORMATION = 0.6
"""How much a word must tell, from 0 to 1, to be a subject by itself: about the 500 most frequent words do not."""

PLAIN = 0.8
"""How much a word must tell to mean the same in every message: "nappy" does, "plate" does not."""

OWN_SHARE = 0.3
"""The share of the titles, or of the passages, that a word stands in where all the material is about it."""

FEWEST_OWN = 3
"""It stands in so many passages, too: of four passages, two may share a word by chance."""

SAID = 0.2
"""How much what the material says counts beside what it does not, when it is chosen what a group is about. "When can I
fly after having a stent?" is declined for the flight, in a leaflet that speaks of stents."""

_Phrase = tuple[int, int, str]
_Pair = tuple[str, str]
_WORD = re.compile(r"[^\W_]+")


class Subject(NamedTuple):
    """Something that a message is about.

    Attributes:
        name: what it has in common with others: a stem, or the name of a group of phrases (``@cost``).
        stems: those of its words; of a phrase with a word that means the same alone ("car park"), that word's.
        typed: how it was typed; empty where that cannot be told.
        meant: how it was understood; the same where nothing was mended.
        information: how much it tells of what the material lacks, from 0 to 1.
        sort: what it is good for.
        is_plain: whether it surely means the same as in other messages: a rare word, a name, a thing of
            ``subjects.toml``, or all that the message tells.
    """

    name: str
    stems: tuple[str, ...]
    typed: str
    meant: str
    information: float
    sort: Sort
    is_plain: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What a message is about.

    Attributes:
        subjects: in reading order, each once.
        pairs: every two telling words in a row, by their stems, as they were typed.
        known: the names of those that are groups of phrases that mean the same.
        listed: the names of those of them that stand in ``subjects.toml``, and not only in the lexicon.
        vector: ``float32 [dimensions]``: what all of it means (``bot.evidence.vectors``).
    """

    subjects: tuple[Subject, ...]
    pairs: Mapping[_Pair, str]
    known: frozenset[str]
    listed: frozenset[str]
    vector: Vectors


@dataclass(frozen=True, slots=True)
class _Lists:
    """What ``subjects.toml`` holds, by stems and by the names of groups."""

    same: PhraseTable[str]
    names: frozenset[str]
    sorts: Mapping[str, Sort]
    nothing: frozenset[str]


class Subjects:
    """Tells what messages about a corpus are about.

    Args:
        corpus: what its titles and most of its passages name goes without saying.
        read: reads a text as the bot reads messages.
        table: the vectors of terms.

    Raises:
        DataError: the list of subjects is missing or broken.
    """

    def __init__(self, corpus: Corpus, read: Callable[[str], Message], table: VectorTable) -> None:
        self._read = read
        self._table = table
        self._lists = _lists()
        titles = [read(document.title) for document in corpus.documents]
        passages = [read(passage.text) for passage in corpus.passages]
        self._own = frozenset((*_frequent(titles, fewest=1), *_frequent(passages, FEWEST_OWN)))
        self._said = frozenset(term for passage in passages for term in passage.subject_terms)

    def of(self, text: str, topic: str | None = None) -> Told:
        """What ``text`` is about; ``topic`` is what the reply named of it, where it did."""
        message = self._heard(text)
        spelling = _Spelling(message)
        phrases = self._phrases(message)
        found: dict[str, Subject] = {}
        for subject in self._subjects(message, phrases, spelling):
            found.setdefault(subject.name, subject)
        for subject in self._named(topic) if topic else ():
            same = found.get(subject.name, subject)
            found[subject.name] = same._replace(information=1.0, sort="thing", is_plain=True)
        if len({subject.stems for subject in found.values()}) == 1:
            found = {name: subject._replace(is_plain=True) for name, subject in found.items()}
        known = frozenset(name for _, _, name in phrases if name in found)
        vector = self._table.of(dict.fromkeys(message.terms, 1.0))
        return Told(tuple(found.values()), self._pairs(message, spelling), known, known & self._lists.names, vector)

    def _heard(self, text: str) -> Message:
        """``text``, analysed, with stems also of the words that the bot does not know: people may ask for "prams"."""
        message = self._read(text)
        if not any(message.unknown):
            return message
        return replace(message, stems=tuple(map(vocabulary().stem, message.words)))

    def _named(self, topic: str) -> Iterator[Subject]:
        """What a reply named: what its words are, and where it is no single word, all of it."""
        told = self._heard(topic)
        subjects = list(self._subjects(told, self._phrases(told), _Spelling(told)))
        yield from subjects
        if len(told.stems) != 1 or not subjects:
            yield Subject(f"={plain(topic)}", told.stems, topic, topic, 1.0, "thing", True)

    def _phrases(self, message: Message) -> list[_Phrase]:
        """The phrases that mean something, none within a longer one; those of the list go before the lexicon's.

        The lexicon has groups of medicines of one kind; one medicine's name is never another's.
        """
        own = self._lists.same.all_in(message.stems)
        places = {(start, end) for start, end, _ in own}
        lexicon = (each for each in message.concepts if each[:2] not in places and not _is_kind(message, each))
        found = [*own, *lexicon]
        return [each for each in found if not any(_is_within(each, other) for other in found)]

    def _subjects(self, message: Message, phrases: Sequence[_Phrase], spelling: "_Spelling") -> Iterator[Subject]:
        """In reading order: the phrases, and the words that stand in none of them."""
        found = [(*each, sort) for each in phrases if (sort := self._sort_of_phrase(message, each))]
        covered = {place for start, end, _, _ in found for place in range(start, end)}
        for place, stem in enumerate(message.stems):
            sort = self._sort_of_word(message, place)
            if place not in covered and sort is not None:
                found.append((place, place + 1, stem, sort))
        for start, end, name, sort in sorted(found):
            told = max(message.information[start:end])
            yield Subject(
                name=name,
                stems=self._core(message, start, end, name),
                typed=spelling.typed(start, end),
                meant=spelling.meant(start, end),
                information=told * (SAID if name in self._said else 1.0),
                sort=sort,
                is_plain=told >= PLAIN or (sort == "thing" and name in self._lists.names),
            )

    def _core(self, message: Message, start: int, end: int, name: str) -> tuple[str, ...]:
        """The stem of the word of a phrase that means the same alone, or else the stems of all of it."""
        if end - start == 1:
            return message.stems[start:end]
        alone = (message.stems[place] for place in range(start, end) if name in self._names_of(message.words[place]))
        first = next(alone, None)
        return (first,) if first else message.stems[start:end]

    def _names_of(self, word: str) -> set[str]:
        """The groups that a word names alone."""
        message = self._heard(word)
        return {name for _, _, name in (*self._lists.same.all_in(message.stems), *message.concepts)}

    def _sort_of_phrase(self, message: Message, phrase: _Phrase) -> Sort | None:
        start, end, name = phrase
        says_nothing = name in self._lists.nothing or name in self._own
        if says_nothing or not any(self._may_tell(message, place) for place in range(start, end)):
            return None
        return self._lists.sorts.get(name, "thing")

    def _sort_of_word(self, message: Message, place: int) -> Sort | None:
        if not self._may_tell(message, place):
            return None
        sort = self._lists.sorts.get(message.stems[place])
        return sort or ("thing" if message.information[place] >= LEAST_INFORMATION else None)

    def _may_tell(self, message: Message, place: int) -> bool:
        """Whether a word carries a subject, and another than that of all the material."""
        word, stem = message.words[place], message.stems[place]
        is_word = message.content[place] and len(word) > 1 and word.isalpha()
        return is_word and stem not in self._own and stem not in self._lists.nothing

    def _pairs(self, message: Message, spelling: "_Spelling") -> dict[_Pair, str]:
        pairs: dict[_Pair, str] = {}
        for sentence in message.sentences:
            for place, after in pairwise(range(sentence.start, sentence.end)):
                if self._may_tell(message, place) and self._may_tell(message, after):
                    is_told = self._sort_of_word(message, place) or self._sort_of_word(message, after)
                    typed = spelling.typed(place, after + 1)
                    if is_told and typed == spelling.meant(place, after + 1):
                        pairs.setdefault((message.stems[place], message.stems[after]), typed)
        return pairs


class _Spelling:
    """How the words of a message were spelt."""

    def __init__(self, message: Message) -> None:
        self._message = message
        text = on_one_line(message.text)
        folded = without_accents(text)
        self._text = text if len(folded) == len(text) else folded
        found = list(_WORD.finditer(folded))
        self._words = [each[0].casefold() for each in found]
        self._spans = [each.span() for each in found]

    def typed(self, start: int, end: int) -> str:
        """How the words at ``start`` to ``end`` of the message were typed; empty where that cannot be told."""
        words = list(self._message.words[start:end])
        for place in range(len(self._words) - len(words) + 1):
            if self._words[place : place + len(words)] == words:
                return self._shown(self._spans[place][0], self._spans[place + len(words) - 1][1])
        meant = " ".join(words)
        return next((typed for typed, read in self._message.mended if read == meant), "")

    def meant(self, start: int, end: int) -> str:
        """How they should have been typed: so, but for what is no word and was mended ("anaesthetic" is one)."""
        typed, meant = self.typed(start, end), " ".join(self._message.words[start:end])
        is_right = typed in vocabulary().everyday_set or plain(typed) == meant
        return typed if is_right else meant

    def _shown(self, start: int, end: int) -> str:
        """What was typed, without the capital that begins a sentence."""
        typed = self._text[start:end]
        before = self._text[:start].rstrip()
        is_first = not before or before[-1] in ".!?:"
        return typed[0].lower() + typed[1:] if is_first and typed[1:].islower() else typed


def _is_kind(message: Message, phrase: _Phrase) -> bool:
    """Whether a group of phrases is of the kind of a medicine that stands there by its name."""
    start, end, name = phrase
    named = vocabulary().names.listed.get(message.words[start]) if end - start == 1 else None
    return named is not None and named.sort == "medicine" and name != _name(named.thing)


def _is_within(found: _Phrase, other: _Phrase) -> bool:
    return other[0] <= found[0] and found[1] <= other[1] and other[1] - other[0] > found[1] - found[0]


def _frequent(texts: Sequence[Message], fewest: int) -> Iterator[str]:
    """The stems and concepts of what all the material is about.

    Of many documents it is what most are called by: "warfarin" tells which of forty leaflets is meant.
    """
    counts = Counter(term for text in texts for term in text.subject_terms)
    return (term for term, count in counts.items() if count >= max(fewest, OWN_SHARE * len(texts)))


@cache
def _lists() -> _Lists:
    return _lists_of(read_table(SUBJECTS.name), vocabulary().analyser().read)


def _lists_of(table: Mapping[str, Any], read: Callable[[str], Message]) -> _Lists:
    try:
        groups = list(parse_synonyms(table["same"], SUBJECTS.name))
        entries = {key: [entry.strip() for entry in table[key].split(",")] for key in ("aspects", "little", "nothing")}
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{SUBJECTS}: cannot be read ({error!r}). Mend the file or reinstall the program.") from error
    same: PhraseTable[str] = PhraseTable({})
    for group in groups:
        for stems in dict.fromkeys(read(phrase).stems for phrase in group.phrases):
            if stems:
                same.add(stems, _name(group.phrases[0]))
    names = {
        key: frozenset(name for entry in listed for name in _names(entry, read)) for key, listed in entries.items()
    }
    sorts: dict[str, Sort] = {**dict.fromkeys(names["little"], "little"), **dict.fromkeys(names["aspects"], "aspect")}
    return _Lists(same, frozenset(_name(group.phrases[0]) for group in groups), sorts, names["nothing"])


def _names(entry: str, read: Callable[[str], Message]) -> Iterator[str]:
    """What an entry of a list stands for: a group of phrases, and a word in any form."""
    yield _name(entry)
    stems = read(entry).stems
    if len(stems) == 1:
        yield stems[0]


def _name(phrase: str) -> str:
    return "@" + phrase.replace(" ", "-")
