"""Nouns that tell little by themselves, and what tells them apart: "folic acid", "hip operation", "vitamin D".

Half of such a name is not the name: a leaflet on folic acid says nothing on tranexamic acid.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.text.message import Message, Sentence
from bot.text.names import COLOUR, KIND, KIND_BEFORE, PLAIN, Names
from bot.text.normal import normal, words_of
from bot.text.numbered import numbered_in

PRONOUNS = frozenset({"one", "ones"})
"""What stands for a kind that was named before: "and the purple one?"."""

MOST_WORDS = 3
"""How many words before the noun its name may have, for the reply to say it: "blood pressure tablets"."""

PARTS = frozenset({"@class-body-part", "@class-inner-organ"})
"""The classes of words for parts of the body."""

SHORTEST = 3
"""A word that is not known to mean anything tells nothing apart if it has fewer letters."""

PAST_OR_MANNER = ("ed", "ly")
"""How words end that say what was done with a thing, and not what it is: "coated tablets"."""


@dataclass(frozen=True, slots=True)
class Specified:
    """A noun with what tells it apart.

    Attributes:
        kinds: the first nouns of the kinds that it is of.
        word: the word that tells it apart.
        place: where ``word`` stands.
        written: both, as a reply says them.
        is_pair: whether the two stand together in every text that speaks of it ("vitamin D", not the letter alone).
    """

    kinds: frozenset[str]
    word: str
    place: int
    written: str
    is_pair: bool = False


def specified_in(
    message: Message, sentences: Iterable[Sentence], names: Names, earlier: frozenset[str] = frozenset()
) -> Iterator[Specified]:
    """The nouns in some sentences of a message that are told apart; ``earlier`` are the kinds spoken of before."""
    words = message.words
    for sentence in sentences:
        for name in numbered_in(words[sentence.start : sentence.end], names):
            yield _pair(name.noun, name.number, sentence.start + name.place)
        for place in range(sentence.start + 1, sentence.end):
            kind, before = names.kind_of(words[place]), words[place - 1]
            if kind and message.content[place - 1] and _tells_apart(message, place - 1, names):
                start = _start(message, place, sentence.start)
                yield Specified(frozenset({kind}), before, place - 1, " ".join(words[start : place + 1]))
                further = place - 2
                if further >= sentence.start and _is_part(message, further):
                    yield Specified(frozenset({kind}), words[further], further, " ".join(words[further : place + 1]))
            elif earlier and words[place] in PRONOUNS and names.kind_of(before, COLOUR):
                yield Specified(earlier, before, place - 1, f"{before} {min(earlier)}")


def kinds_of(message: Message, names: Names) -> frozenset[str]:
    """The kinds that a message speaks of."""
    return frozenset(filter(None, map(names.kind_of, message.words)))


def _tells_apart(message: Message, place: int, names: Names) -> bool:
    """Whether a word before a noun tells of which kind it is, and is nothing that any thing may be.

    Words that are known to mean something do; not very short ones, and none that was only guessed.
    """
    word = message.words[place]
    if names.knows(word):
        return True
    if any(names.kind_of(word, heading) for heading in (KIND, KIND_BEFORE, PLAIN)) or word.endswith(PAST_OR_MANNER):
        return False
    is_meant = any(start <= place < end for start, end, _ in (*message.concepts, *message.classes))
    return is_meant or (
        word.isalpha() and len(word) >= SHORTEST and all(word not in meant.split() for _, meant in message.mended)
    )


def pairs_in(text: str, names: Names) -> frozenset[str]:
    """The names in a text whose noun comes first, as ``Specified.written``, in lower case."""
    return frozenset(name.written for name in numbered_in(words_of(normal(text)), names))


def _pair(noun: str, word: str, place: int) -> Specified:
    return Specified(frozenset({noun}), word, place, f"{noun} {word.upper()}", is_pair=True)


def _is_part(message: Message, place: int) -> bool:
    """Whether a word is a part of the body: "knee keyhole surgery" says more than the word before the noun."""
    return any(start == place == end - 1 and name in PARTS for start, end, name in message.classes)


def _start(message: Message, noun: int, first: int) -> int:
    """Where the name of the thing at ``noun`` begins: with the phrase that the word before it ends."""
    phrases = (*message.concepts, *message.classes)
    starts = (start for start, end, _ in phrases if end == noun and max(first, noun - MOST_WORDS) <= start)
    return min(starts, default=noun - 1)
