"""Leaflets made of MedQuAD, 16,407 questions with answers from nine sites of the NIH (Ben Abacha and Demner-Fushman,
BMC Bioinformatics 2019, CC BY 4.0; not shipped): one of each document, its answers cut into passages at sentence ends.
"""

import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from bot.documents.limits import MAXIMUM_PARAGRAPH_WORDS
from bot.documents.sentences import sentence_spans

Sentences = tuple[str, ...]
"""Those of one passage."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of a document, and its answer's passages."""

    question: str
    passages: tuple[Sentences, ...]


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A document of MedQuAD.

    Attributes:
        name: of its file, without the ending.
        title: what it is about, MedQuAD's "focus".
        answers: in its order.
    """

    name: str
    title: str
    answers: tuple[Answer, ...]

    @property
    def passages(self) -> Iterator[Sentences]:
        """Those of all its answers."""
        return (passage for answer in self.answers for passage in answer.passages)

    @property
    def size(self) -> int:
        """How many passages it has."""
        return sum(len(answer.passages) for answer in self.answers)


def read_medquad(path: Path) -> list[Leaflet]:
    """The leaflets of MedQuAD, in an order that a hash of their names gives.

    Args:
        path: JSON lines, packed by gzip, with ``document``, ``focus``, ``question`` and ``answer``.
    """
    answers: defaultdict[tuple[str, str], list[Answer]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for pair in map(json.loads, lines):
            answer = Answer(_on_one_line(pair["question"]), tuple(cut(_on_one_line(pair["answer"]))))
            answers[pair["document"], _on_one_line(pair["focus"])].append(answer)
    leaflets = [
        Leaflet(document.removesuffix(".xml").replace("/", "-"), title, tuple(found))
        for (document, title), found in answers.items()
    ]
    return sorted(leaflets, key=lambda leaflet: by_chance(leaflet.name))


def by_chance(name: str) -> str:
    """What to sort by for an order that is any, and always the same."""
    return sha256(name.encode()).hexdigest()


def cut(answer: str) -> Iterator[Sentences]:
    """The passages of an answer: as many sentences as our reader leaves together, a longer sentence by its words."""
    passage: list[str] = []
    words = 0
    for start, end in sentence_spans(answer, 0, len(answer)):
        for piece in _pieces(answer[start:end].lstrip("-•*·# ")):
            count = len(piece.split())
            if passage and words + count > MAXIMUM_PARAGRAPH_WORDS:
                yield tuple(passage)
                passage, words = [], 0
            passage.append(piece)
            words += count
    if passage:
        yield tuple(passage)


def _pieces(sentence: str) -> Iterator[str]:
    words = sentence.split()
    for first in range(0, len(words), MAXIMUM_PARAGRAPH_WORDS):
        yield " ".join(words[first : first + MAXIMUM_PARAGRAPH_WORDS])


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def subset(leaflets: Iterable[Leaflet], passages: int) -> list[Leaflet]:
    """The first whole leaflets that have so many passages together.

    Raises:
        ValueError: there are not so many, or the leaflets do not add up to that number.
    """
    chosen: list[Leaflet] = []
    left = passages
    for leaflet in leaflets:
        if 0 < leaflet.size <= left:
            chosen.append(leaflet)
            left -= leaflet.size
    if left:
        raise ValueError(f"{passages:,} passages are wanted, and only {passages - left:,} can be put together.")
    return chosen


def exchanged(leaflets: Sequence[Leaflet], copy: int) -> list[Leaflet]:
    """A copy of the leaflets in which half of each passage's sentences are exchanged at random with others.

    A sentence's place is taken by one of as many words, so that passages keep their lengths: the vocabulary does not
    grow, and the lists of who holds a word do.

    Args:
        leaflets: what is copied.
        copy: the number of the copy, which names its leaflets and is its seed.
    """
    chance = random.Random(copy)
    places = [_half(passage, chance) for leaflet in leaflets for passage in leaflet.passages]
    passages = [list(passage) for leaflet in leaflets for passage in leaflet.passages]
    by_length: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, half in enumerate(places):
        for place in half:
            by_length[len(passages[number][place].split())].append((number, place))
    for alike in by_length.values():
        sentences = [passages[number][place] for number, place in alike]
        chance.shuffle(sentences)
        for (number, place), sentence in zip(alike, sentences, strict=True):
            passages[number][place] = sentence
    following = iter(passages)
    return [
        replace(
            leaflet,
            name=f"copy-{copy:02}-{leaflet.name}",
            answers=tuple(
                replace(answer, passages=tuple(tuple(next(following)) for _ in answer.passages))
                for answer in leaflet.answers
            ),
        )
        for leaflet in leaflets
    ]


def _half(passage: Sentences, chance: random.Random) -> list[int]:
    """The places of half of the sentences; of an odd number, sometimes one more."""
    return chance.sample(range(len(passage)), (len(passage) + chance.randrange(2)) // 2)


def asked_once(leaflets: Iterable[Leaflet]) -> list[tuple[str, Leaflet, int]]:
    """The questions that no other answer has in the same words, in any order that is always the same.

    Returns:
        ``(question, leaflet, number of the answer)`` for each.
    """
    asked = [(answer.question, leaflet, n) for leaflet in leaflets for n, answer in enumerate(leaflet.answers)]
    times = Counter(_worded(question) for question, _, _ in asked)
    once = [each for each in asked if times[_worded(each[0])] == 1]
    return sorted(once, key=lambda each: by_chance(each[0]))


def _worded(question: str) -> str:
    return "".join(filter(str.isalnum, question.casefold()))
