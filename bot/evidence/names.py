"""Which medicines, diseases and parts of the body a message asks about, and whether the material mentions them.

A medicine is mentioned by any of its names ("Lasix", "furosemide"); a disease also by its adjective ("diabetic") and,
where it is an everyday word, by its kinds ("osteoarthritis" mentions arthritis); and each by the other words of its
concept ("blood thinners" mentions warfarin), unless the document's title is about another medicine.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from bot.documents import Document, Passage
from bot.evidence.kinds import Specified, kinds_of, pairs_in, specified_in
from bot.evidence.query import Query
from bot.evidence.things import NAMED, Thing, Things
from bot.settings import Settings
from bot.text.message import Analyser, Message, Sentence
from bot.text.names import KIND, Name
from bot.text.normal import normal, words_of
from bot.text.readers import Readers

DOCUMENTS_KEPT = 64
PASSAGES_KEPT = 256
"""Of how many documents, and of how many passages, the words are remembered. They are read only when a passage is about
to be quoted."""

AGAIN_AND_AGAIN = 2
"""How often a document names what it is about, where its title does not."""

TELLERS = frozenset("i my we our he his she her they their mum dad".split())
"""What a story before a comma begins with: "I have psoriasis, what does it cost?"."""

POINTING_TO_A_THING = "that"
"""What a question says for the medicine that was named before it; "it" may also be what the material is about."""

TAKING = frozenset("take takes taking took on with use uses using have has got given prescribed started".split())
"""Words of a sentence that says what a person takes: "I am on terbutaline. Can I drink alcohol?"."""

ADJECTIVES = (
    ("itis", "itic"),
    ("sis", "tic"),
    ("sy", "tic"),
    ("es", "ic"),
    ("ia", "ic"),
    ("ion", "ive"),
    ("a", "atic"),
)
"""How names of diseases end, and their adjectives."""


class Said:
    """What a text says.

    Args:
        words: all of them.
        subjects: what its title names; where the title names nothing, the one thing of a sort that it names again and
            again, beside nothing else of that sort.
        concepts: finds what it speaks of in other words than names, when that is first asked.
    """

    def __init__(
        self, words: frozenset[str], subjects: frozenset[Name], concepts: Callable[[], frozenset[str]]
    ) -> None:
        self.words = words
        self.subjects = subjects
        self._find_concepts = concepts

    @cached_property
    def concepts(self) -> frozenset[str]:
        """What it speaks of in other words than names."""
        return self._find_concepts()


@dataclass(frozen=True, slots=True)
class Asked:
    """A name that a message asks about: the word, what it names, and the concepts that it stands for."""

    word: str
    name: Name
    concepts: frozenset[str]


class NamesOfCorpus:
    """Tells which names messages ask about and documents mention.

    Args:
        passages: what may be quoted.
        analyser: knows names, and the words of the corpus.
        readers: read what was asked, and what the material says, and remember it.
        settings: the tuned numbers.
    """

    def __init__(self, passages: Sequence[Passage], analyser: Analyser, readers: Readers, settings: Settings) -> None:
        self._passages = passages
        self._analyser = analyser
        self._speller = analyser.speller
        self._own = analyser.speller.own
        self._read = readers.asked
        self._read_own = readers.material
        self._settings = settings
        self._things = Things.load()
        self._said = lru_cache(maxsize=DOCUMENTS_KEPT)(self._said_in)
        self._curated = lru_cache(maxsize=PASSAGES_KEPT)(self._curated_in)
        self._pairs = lru_cache(maxsize=PASSAGES_KEPT)(self._pairs_with)

    def warm_up(self) -> None:
        """Look through the words of the corpus now instead of at the first name that is asked about."""
        self._own.says_stem("")
        _ = self._stems_of_names, self._phrases_of

    def missing(self, query: Query, sort: str | None = None) -> str | None:
        """A name, of any sort or of one, that the message asks about and that stands nowhere in the corpus."""
        asked = (each for each in self._asked(query.message, self._speller.name_of) if sort in (None, each.name.sort))
        return next((each.word for each in asked if not self._is_said_anywhere(each)), None)

    def stands_anywhere(self, asked: Asked) -> bool:
        """Whether a name stands anywhere in the corpus."""
        if self._own.names_numbered(asked.word.lower()):
            return True
        return self._is_said_anywhere(replace(asked, concepts=frozenset()))

    def missing_thing(self, text: str, passage: Passage | None = None) -> Thing | None:
        """An everyday thing, or one with a name of its own, that is asked about and stands nowhere in the corpus.

        Nothing that the material may mean by another word, nor where ``passage``, which is to be quoted, speaks of all
        things of the sort; then only what the question is plainly about.
        """
        for thing in self._things.asked_in(text):
            if passage is not None and (not thing.is_plain or self._speaking_of(passage, thing)):
                continue
            is_name = any(map(self._speller.name_of, thing.words))
            if not (is_name or self._holds_any(thing) or (passage is not None and self._expects(passage, thing))):
                return thing
        return None

    def _expects(self, passage: Passage, thing: Thing) -> bool:
        """Whether an editor expects a thing in messages for a passage."""
        return self._curated(passage.number).issuperset(thing.words)

    def _holds_any(self, thing: Thing) -> bool:
        concepts = {concept for word in thing.words for concept in self._read(word).concept_names}
        held = (self._own.says(word) or self._own.says_stem(self._analyser.stem(word)) for word in thing.words)
        return any(held) if thing.sort != NAMED else all(held) or any(map(self._means, concepts))

    def means_any(self, message: Message, passage: Passage, thing: Thing) -> bool:
        """Whether a message asks in a passage's own word for all things of a sort; then it is not about the thing.

        "Can I fly to Spain" asks whether to fly, where the passage says "fly".
        """
        return not self._speaking_of(passage, thing).isdisjoint(message.stems)

    def _speaking_of(self, passage: Passage, thing: Thing) -> frozenset[str]:
        """The stems by which a passage speaks of all things of a sort: "fly" of every place, "eat" of every food."""
        spoken = self._things.spoken_of.get(thing.sort, frozenset())
        return frozenset(self._read_own(passage.quoted).stems).intersection(map(self._analyser.stem, spoken))

    def stands_as_word(self, word: str) -> bool:
        """Whether ``word`` stands anywhere in the corpus."""
        return self._own.holds(word)

    def mistaken(self, query: Query, passage: Passage) -> Asked | None:
        """A name that the message asks about and the passage's document does not mention, though it names another.

        Another of its sort, in the passage or in the title, or the only one that the document names at all, and that
        the message does not name as well.
        """
        message = query.message
        if half := self.half_named(query, passage):
            return half
        asked, told = self._asked(message, self._name_or_like_one(message)), self._told(query)
        if not (asked or told):
            return None
        own, subjects = self._names_in(message), self._said(passage.document).subjects
        others = subjects.union(*map(self._names_in, map(self._read_own, (passage.text, passage.section)))) - own
        if own.isdisjoint(subjects):
            asked += (each for each in told if each.name.sort in {subject.sort for subject in subjects})
        sorts = {name.sort for name in others}
        mistaken = (each for each in asked if each.name.sort in sorts and not self._is_mentioned(passage, each))
        return next(mistaken, None)

    def half_named(self, query: Query, passage: Passage) -> Asked | None:
        """A noun of which the passage speaks, but with another word that tells it apart, and that word not at all.

        "Tranexamic acid", where the material mentions folic acid alone; see ``bot.evidence.kinds``.
        """
        names = self._speller.names
        earlier = frozenset[str]().union(*(kinds_of(message, names) for message in query.earlier[:1]))
        asked = list(specified_in(query.message, _asking(query.message), names, earlier))
        if not asked:
            return None
        texts = map(self._read_own, (passage.text, passage.section, passage.document.title))
        given = [each for text in texts for each in specified_in(text, text.sentences, names)]
        words = {each.word for each in asked if each.is_pair}
        others = frozenset[str]().union(
            *(each.kinds for each in given if each.word not in (words if each.is_pair else query.message.words))
        )
        for each in asked:
            if each.kinds.isdisjoint(others) or self._tells(query.message, each, passage):
                continue
            return Asked(each.written, Name(KIND, each.written), frozenset())
        return None

    def _tells(self, message: Message, asked: Specified, passage: Passage) -> bool:
        """Whether the corpus has the word that tells a noun apart, or an editor expects it in messages."""
        if asked.is_pair:
            return asked.written.lower() in self._pairs(passage.number)
        word = asked.word
        of_noun = {concept for start, _, concept in message.concepts if start > asked.place}
        concepts = {concept for start, end, concept in message.concepts if start <= asked.place < end} - of_noun
        name = self._speller.name_of(word) or Name(KIND, word)
        return (
            self._is_said_anywhere(Asked(word, name, frozenset(concepts)))
            or self._own.says_stem(self._analyser.stem(word))
            or word in self._curated(passage.number)
        )

    def _curated_in(self, number: int) -> frozenset[str]:
        """The words that an editor expects in messages for a passage."""
        return frozenset(words_of(normal(_curation(self._passages[number]))))

    def _pairs_with(self, number: int) -> frozenset[str]:
        """The names whose noun comes first, in the document of a passage, or in messages that an editor expects."""
        passage = self._passages[number]
        text = "\n\n".join((passage.document.title, passage.document.text, _curation(passage)))
        return pairs_in(text, self._speller.names)

    def _is_mentioned(self, passage: Passage, asked: Asked) -> bool:
        """Whether the passage's document mentions a name, or an editor expects it in messages for the passage.

        What the document is about mentions no other of its kind: rituximab is a biologic, and is not infliximab.
        """
        title = self._read_own(passage.document.title)
        subjects = self._names_at(title, range(len(title.words)), self._speller.name_of)
        medicines = [subject for subject in subjects if subject.name.sort == "medicine"]
        classes = (self._classes(passage.document, medicine) for medicine in medicines)
        asked = replace(asked, concepts=asked.concepts.difference(*classes))
        if self._mentions(self._said(passage.document), asked):
            return True
        return any(self._speller.name_of(word) == asked.name for word in self._curated(passage.number))

    def _classes(self, document: Document, medicine: Asked) -> frozenset[str]:
        """What a medicine is: its concepts, and those that the document says of it ("is an antihistamine")."""
        names = "|".join(map(re.escape, {medicine.word, *self._speller.names.words_for(medicine.name)}))
        said = re.findall(rf"\b(?:{names})\b\W+(?:is|are)\W+([^.;:\n]*)", normal(document.text))
        return medicine.concepts.union(*(self._read_own(text).concept_names for text in said[:AGAIN_AND_AGAIN]))

    def _asked(self, message: Message, name_of: Callable[[str], Name | None]) -> list[Asked]:
        """The names in the sentences that ask, or in all where none does; no diseases in a story before a comma.

        Where they name nothing and say "that", the medicines in the others: "We have loratadine. Does that help?"
        """
        asking = _asking(message)
        asked = [
            asked
            for sentence in asking
            for asked in self._names_at(message, range(sentence.start, sentence.end), name_of)
            if not (asked.name.sort == "disease" and asked.word in _told_before_comma(sentence))
        ]
        words = {word for sentence in asking for word in message.words[sentence.start : sentence.end]}
        if asked or POINTING_TO_A_THING not in words:
            return asked
        told = self._names_at(message, range(len(message.words)), name_of)
        return [each for each in told if each.name.sort == "medicine"]

    def _told(self, query: Query) -> list[Asked]:
        """What a person takes or has by any sentence, or else by the message that this one leans on.

        "I take terbutaline. Can I drink alcohol?" asks about terbutaline, where the title names another medicine.
        """
        for message in (query.message, *query.earlier[:1]):
            taking = [each for each in message.sentences if TAKING.intersection(message.words[each.start : each.end])]
            places = [place for sentence in taking for place in range(sentence.start, sentence.end)]
            if named := list(self._names_at(message, places, self._name_or_like_one(message))):
                return named
        return []

    def _names_at(
        self, message: Message, places: Iterable[int], name_of: Callable[[str], Name | None]
    ) -> Iterator[Asked]:
        for place in places:
            word = message.words[place]
            if name := name_of(word):
                concepts = frozenset(concept for start, end, concept in message.concepts if start <= place < end)
                yield Asked(word, name, concepts)

    def _name_or_like_one(self, message: Message) -> Callable[[str], Name | None]:
        """Tells names, and the first unknown words that may be a name, but it is not plain which."""
        unknown = (word for word, is_unknown in zip(message.words, message.unknown, strict=True) if is_unknown)
        tried = frozenset(list(unknown)[: self._settings.most_words_mended])
        speller = self._speller
        return lambda word: speller.name_of(word) or (speller.perhaps_name_of(word) if word in tried else None)

    def _names_in(self, message: Message) -> frozenset[Name]:
        return frozenset(filter(None, map(self._speller.name_of, message.words)))

    def _mentions(self, said: Said, asked: Asked) -> bool:
        """Whether a document mentions a name."""
        if not said.words.isdisjoint(self._forms_of(asked)):
            return True
        if self._has_kinds(asked) and _is_kind(word for word in said.words if word.endswith(asked.word)):
            return True
        return not said.concepts.isdisjoint(asked.concepts)

    def _is_said_anywhere(self, asked: Asked) -> bool:
        """Whether the corpus mentions a name."""
        if any(map(self._own.says, self._forms_of(asked))):
            return True
        if self._has_kinds(asked) and _is_kind(self._own.ending_in(asked.word)):
            return True
        return any(map(self._means, asked.concepts))

    def _means(self, concept: str) -> bool:
        """Whether the corpus speaks of a concept: one whose words all stand somewhere is taken to be said."""
        return any(all(map(self._own.says_stem, phrase)) for phrase in self._phrases_of.get(concept, ()))

    def _forms_of(self, asked: Asked) -> Iterator[str]:
        """How what is asked about stands in texts, by any of its names."""
        return _forms({asked.word, *self._speller.names.words_for(asked.name)}, asked.name.sort)

    def _has_kinds(self, asked: Asked) -> bool:
        """Whether what is asked about is a disease whose kinds have its name in theirs: "osteoarthritis"."""
        return asked.name.sort == "disease" and self._speller.is_everyday(asked.word)

    def _said_in(self, document: Document) -> Said:
        """What a document says: read as messages are, but for misspellings."""
        stretches = self._analyser.mappings.replaced(words_of(normal(f"{document.title}\n\n{document.text}")))
        words = [word for typed, meant in stretches for word in meant or typed]
        return Said(frozenset(words), self._subjects(document.title, words), lambda: self._concepts_in(words))

    def _concepts_in(self, words: Sequence[str]) -> frozenset[str]:
        stems = [self._analyser.stem(word) for word in words]
        found = self._analyser.lexicon.all_in(stems)
        return frozenset(name for start, end, name in found if self._stems_of_names.isdisjoint(stems[start:end]))

    def _subjects(self, title: str, words: Iterable[str]) -> frozenset[Name]:
        named = self._names_in(self._read_own(title))
        counts: Counter[Name] = Counter()
        for word, count in Counter(words).items():
            if name := self._speller.name_of(word):
                counts[name] += count
        sorts = Counter(name.sort for name in counts)
        only = (name for name, count in counts.items() if sorts[name.sort] == 1 and count >= AGAIN_AND_AGAIN)
        return named or frozenset(only)

    @cached_property
    def _phrases_of(self) -> Mapping[str, Sequence[Sequence[str]]]:
        """The phrases of each concept, by their stems, but for those with a name in them."""
        phrases: dict[str, list[Sequence[str]]] = defaultdict(list)
        for first, entries in self._analyser.lexicon.entries.items():
            for others, concept in entries:
                if self._stems_of_names.isdisjoint((first, *others)):
                    phrases[concept].append((first, *others))
        return phrases

    @cached_property
    def _stems_of_names(self) -> frozenset[str]:
        return frozenset(map(self._analyser.stem, self._speller.names.listed))


def _is_kind(words: Iterable[str]) -> bool:
    """Whether any of some words that end in a disease is a kind of it; what comes before it ("prediabetes") is none."""
    return any(not word.startswith("pre") for word in words)


def _curation(passage: Passage) -> str:
    """What an editor wrote for a passage, in paragraphs."""
    return "\n\n".join((passage.question or "", *passage.examples))


def _asking(message: Message) -> Sequence[Sentence]:
    """The sentences that ask, or all where none does."""
    return [sentence for sentence in message.sentences if sentence.asks] or message.sentences


def _told_before_comma(sentence: Sentence) -> Collection[str]:
    """The words of a sentence that only tell a story, before the last comma."""
    first, comma, _ = sentence.text.rpartition(",")
    words = words_of(first) if comma else []
    return words if words and words[0] in TELLERS else ()


def _forms(names: Iterable[str], sort: str) -> Iterator[str]:
    """Names as they stand in texts: alone, as more than one, and diseases as adjectives."""
    for name in names:
        yield from (name, f"{name}s")
        if sort == "disease":
            yield from (name.removesuffix(end) + adjective for end, adjective in ADJECTIVES if name.endswith(end))
