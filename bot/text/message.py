"""A text that is analysed once: everybody downstream reads its attributes."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from bot.settings import SETTINGS, Settings
from bot.text.dictation import Dictation
from bot.text.hearing import Heard, Hearing
from bot.text.normal import normal, sentences_of, words_of
from bot.text.phrases import PhraseTable
from bot.text.spelling import Speller

CLASS = "@class-"
"""What the names of word classes begin with; the names of concepts begin with ``@`` alone."""

Found = tuple[int, int, str]
"""``(start, end, name)`` of a phrase over the words of a message."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its text in normal form, its words' places in the message, and whether it asks something."""

    text: str
    start: int
    end: int
    asks: bool


@dataclass(frozen=True)
class Message:
    """A text as the bot reads it: a person's message, an example, or a stretch of a document.

    Attributes:
        text: as it was typed.
        normal: its normal form (``bot.text.normal``).
        sentences: in order.
        words: the words, mended and in order.
        stems: the stem of each word; a word that is unknown everywhere stands for itself.
        content: for each word, whether it carries a subject (is no stop word).
        unknown: for each word, whether it is unknown everywhere.
        information: for each word, how much it tells, from 0 (the most frequent word) to 1.
        concepts: every phrase of the lexicon that means something.
        classes: every phrase of a word class (a body part, a medicine, a farewell, ...).
        mended: ``(typed, understood)`` for each spelling that was mended.
    """

    text: str
    normal: str
    sentences: tuple[Sentence, ...]
    words: tuple[str, ...]
    stems: tuple[str, ...]
    content: tuple[bool, ...]
    unknown: tuple[bool, ...]
    information: tuple[float, ...]
    concepts: tuple[Found, ...]
    classes: tuple[Found, ...]
    mended: tuple[tuple[str, str], ...] = ()

    @cached_property
    def has_subject(self) -> bool:
        """Whether any word carries a subject."""
        return any(self.content)

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The words that carry a subject, in order."""
        return tuple(word for word, content in zip(self.words, self.content, strict=True) if content)

    @cached_property
    def concept_names(self) -> tuple[str, ...]:
        """The concepts, each once, in reading order."""
        return tuple(dict.fromkeys(name for _, _, name in self.concepts))

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """What it is found by: every stem, every two stems in a row within a sentence, and the concepts, each once.

        Stop words count too: people who ask for the same thing put it alike ("how much", "who can", "come off").
        How little a frequent word tells is left to the index, which knows in how many entries it stands.
        """
        pairs = (
            f"{first}_{second}"
            for sentence in self.sentences
            for first, second in pairwise(self.stems[sentence.start : sentence.end])
        )
        return tuple(dict.fromkeys((*self.stems, *pairs, *self.concept_names)))

    @cached_property
    def subject_terms(self) -> tuple[str, ...]:
        """The stems of the words that carry a subject, and the concepts, each once."""
        stems = (stem for stem, content in zip(self.stems, self.content, strict=True) if content)
        return tuple(dict.fromkeys((*stems, *self.concept_names)))

    @cached_property
    def told(self) -> tuple[tuple[float, frozenset[str]], ...]:
        """For each word that carries a subject: how much it tells, and the terms that mean it."""
        meaning: dict[int, list[str]] = {}
        for start, end, name in self.concepts:
            for place in range(start, end):
                meaning.setdefault(place, []).append(name)
        return tuple(
            (self.information[place], frozenset((stem, *meaning.get(place, ()))))
            for place, (stem, content) in enumerate(zip(self.stems, self.content, strict=True))
            if content
        )

    def weights(self, story_weight: float) -> dict[str, float]:
        """The terms with their weights: where some sentences ask, the terms of the others weigh ``story_weight``."""
        asking = [sentence for sentence in self.sentences if sentence.asks]
        if not asking or len(asking) == len(self.sentences):
            return dict.fromkeys(self.terms, 1.0)
        asked = {place for sentence in asking for place in range(sentence.start, sentence.end)}
        weights = dict.fromkeys(self.terms, story_weight)
        for sentence in asking:
            stems = self.stems[sentence.start : sentence.end]
            weights.update(dict.fromkeys(stems, 1.0))
            weights.update(dict.fromkeys((f"{first}_{second}" for first, second in pairwise(stems)), 1.0))
        weights.update((name, 1.0) for start, _, name in self.concepts if start in asked)
        return weights


@dataclass(frozen=True)
class Analyser:
    """Reads messages, examples and passages alike, so that all come out in the same terms.

    Attributes:
        lexicon: names of concepts and word classes, by phrases of stems.
        mappings: chat English and misheard words, replaced first.
        speller: mends what is still unknown.
        hearing: finds what was meant by words that only sound like it.
        dictation: writes marks that were dictated as words.
        stopwords: words that carry no subject.
        stem: the stem of a word.
        information: how much a word tells, from 0 to 1.
        settings: the tuned numbers.
    """

    lexicon: PhraseTable[str]
    mappings: PhraseTable[Sequence[str]]
    speller: Speller
    hearing: Hearing
    dictation: Dictation
    stopwords: frozenset[str]
    stem: Callable[[str], str]
    information: Callable[[str], float]
    settings: Settings = field(default=SETTINGS)

    def read(self, text: str) -> Message:
        """``text``, analysed. Never fails; a text without words gives a message without terms."""
        tries = _Tries(self.settings.most_words_mended, self.settings.most_odd_words)
        return self._read(text, tries, self.speller.knows)

    def read_own(self, text: str) -> Message:
        """A text of the material itself, analysed as it stands: nothing is mended there, and nothing heard.

        All its words are the corpus's own, so ``read`` would find the same, in more time.
        """
        return self._read(text, _Tries(0, 0), lambda word: True)

    def _read(self, text: str, tries: "_Tries", knows: Callable[[str], bool]) -> Message:
        form = normal(text)[: self.settings.longest_message]
        words: list[str] = []
        mended: dict[tuple[str, str], None] = {}
        sentences: list[Sentence] = []
        for sentence in sentences_of(self.dictation.written(form)):
            start = len(words)
            left = max(0, self.settings.most_words - start)
            typed = words_of(sentence)[:left] if left else []
            understood, pairs = self._understood(typed, tries)
            words += understood
            mended.update(dict.fromkeys(pairs))
            sentences.append(Sentence(sentence, start, len(words), _asks(sentence, typed)))
        unknown = tuple(not knows(word) for word in words)
        stems = tuple(word if is_unknown else self.stem(word) for word, is_unknown in zip(words, unknown, strict=True))
        found = self.lexicon.all_in(stems)
        return Message(
            text=text,
            normal=form,
            sentences=tuple(sentences),
            words=tuple(words),
            stems=stems,
            content=tuple(word not in self.stopwords for word in words),
            unknown=unknown,
            information=tuple(map(self.information, words)),
            concepts=tuple(phrase for phrase in found if not phrase[2].startswith(CLASS)),
            classes=tuple(phrase for phrase in found if phrase[2].startswith(CLASS)),
            mended=tuple(mended),
        )

    def _understood(self, typed: Sequence[str], tries: "_Tries") -> tuple[list[str], list[tuple[str, str]]]:
        """The words that are meant, and ``(typed, meant)`` for what was mended."""
        words: list[str] = []
        pairs: list[tuple[str, str]] = []
        for phrase, meant in self.mappings.replaced(typed):
            words += meant or phrase
            if meant and list(meant) != list(phrase):
                written = " ".join(phrase)
                if len(written) >= self.settings.least_letters_mentioned:
                    pairs.append((written, " ".join(meant)))
        for start, end, heard in reversed(self._heard_in(words, tries)):
            understood = [word for phrase, meant in self.mappings.replaced(heard) for word in meant or phrase]
            pairs.append((" ".join(words[start:end]), " ".join(understood)))
            words[start:end] = understood
        return self._mended(words, tries, pairs), pairs

    def _heard_in(self, words: Sequence[str], tries: "_Tries") -> Sequence[Heard]:
        """What only sounds like what was meant."""
        odd = self.hearing.odd_places(words)[: tries.odd_words] if tries.odd_words else []
        tries.odd_words -= len(odd)
        heard = self.hearing.heard_in(words, odd) if odd else []
        return [each for each in heard if not self._is_phrase(words, each)] or self.hearing.spelt_out(words)

    def _is_phrase(self, words: Sequence[str], heard: Heard) -> bool:
        """Whether the words that would be read otherwise hold a phrase of the lexicon ("ct scan")."""
        typed = list(map(self.stem, words[heard.start : heard.end]))
        meant = list(map(self.stem, heard.meant))
        phrases = (typed[start:end] for start, end, _ in self.lexicon.all_in(typed) if end - start > 1)
        return any(phrase != meant for phrase in phrases)

    def _mended(self, words: Sequence[str], tries: "_Tries", pairs: list[tuple[str, str]]) -> list[str]:
        """``words`` with their spelling mended; what was mended is added to ``pairs``."""
        result: list[str] = []
        position = 0
        while position < len(words) and tries.mended_words > 0:
            if self.speller.may_be_mended(words, position):
                tries.mended_words -= 1
            stretch, meaning = self.speller.mend_at(words, position)
            if stretch != meaning:
                pairs.append((" ".join(stretch), " ".join(meaning)))
            result += meaning
            position += len(stretch)
        return [*result, *words[position:]]


@dataclass(slots=True)
class _Tries:
    """How many words of a message may still be mended, and around how many others may be heard."""

    mended_words: int
    odd_words: int


_ASKING = frozenset(
    "what which who whom whose where when why how is are does do did can could will would has have was were should "
    "may might".split()
)
"""Words that a question begins with."""


def _asks(sentence: str, words: Sequence[str]) -> bool:
    return sentence.rstrip().endswith("?") or (bool(words) and words[0] in _ASKING)


class Information:
    """How much a word tells, from how rare it is in everyday English.

    Args:
        ranks: each everyday word's place in the order of frequency, from 0.
    """

    def __init__(self, ranks: Mapping[str, int]) -> None:
        self._ranks = ranks
        self._log_size = math.log(len(ranks) + 2)

    def __call__(self, word: str) -> float:
        """Between 0 (the most frequent word) and 1 (not an everyday word at all).

        By Zipf's law a word's information, minus the log of its probability, grows with the log of its rank.
        """
        rank = self._ranks.get(word)
        return 1.0 if rank is None else math.log(rank + 1) / self._log_size
