"""The folders of leaflets that are measured, and the same passages as terms for other systems.

A leaflet is a file of its own, also in the largest library: it opens and reads as fast as a few large ones, and titles
are as many as a library of a million passages has (126,000).
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.library.medquad import Leaflet, Sentences, asked_once, exchanged, subset
from bot.text.normal import normal, words_of
from bot.text.vocabulary import vocabulary

REMEMBERED = 400_000
"""How many sentences' terms are kept: copies hold the same sentences at other places."""

LATENCY_QUESTIONS, WARMING_QUESTIONS, LOAD_QUESTIONS = 1_000, 100, 5_000
"""How many questions are asked one by one, before them and uncounted, and by many at once. No two are the same."""


class Size(NamedTuple):
    """How large a library is: the passages of its whole leaflets, times one and its changed copies."""

    passages: int
    copies: int = 0

    @property
    def total(self) -> int:
        """How many passages it has."""
        return self.passages * (1 + self.copies)


SIZES = {size.total: size for size in (Size(20), Size(1_000), Size(40_000), Size(40_000, copies=24))}


class Material:
    """What is measured at one size, in a folder.

    Attributes:
        leaflets: the folder of plain texts, as people would have them.
        terms: a line of terms for each passage, in order.
    """

    def __init__(self, folder: Path, total: int) -> None:
        self.leaflets = folder / f"leaflets-{total}"
        self.terms = folder / f"terms-{total}.txt"
        self._done = folder / f"made-{total}"

    @property
    def is_made(self) -> bool:
        """Whether all of it is there."""
        return self._done.exists()

    def make(self, leaflets: Sequence[Leaflet], size: Size) -> None:
        """Write it, of all leaflets that there are."""
        self.leaflets.mkdir(parents=True, exist_ok=True)
        chosen = subset(leaflets, size.passages)
        stems = stemming()
        with self.terms.open("w", encoding="utf-8") as terms:
            for copy in range(size.copies + 1):
                print(f"{self.leaflets}: {size.passages * (copy + 1):,} passages ...", file=sys.stderr)
                copied = exchanged(chosen, copy) if copy else chosen
                write_leaflets(copied, self.leaflets)
                passages = (passage for leaflet in copied for passage in leaflet.passages)
                terms.writelines(f"{terms_of(passage, stems)}\n" for passage in passages)
        self._done.touch()


def write_leaflets(leaflets: Iterable[Leaflet], folder: Path) -> None:
    """A plain text for each leaflet, under its name."""
    for leaflet in leaflets:
        (folder / f"{leaflet.name}.txt").write_text(text_of(leaflet), encoding="utf-8")


def text_of(leaflet: Leaflet, *, headings: bool = True) -> str:
    """The leaflet as a plain text: its title, its questions as headings, and a paragraph for each passage.

    Args:
        leaflet: the leaflet.
        headings: whether its questions stand in it.
    """
    blocks = [f"# {leaflet.title}"]
    for answer in leaflet.answers:
        blocks += [f"## {answer.question}"] if headings else []
        blocks += [" ".join(passage) for passage in answer.passages]
    return "\n\n".join(blocks) + "\n"


def stemming() -> Callable[[str], Sequence[str]]:
    """Gives the stems of a text's words, stop words left out, as the bot's own word lists have both."""
    words = vocabulary()
    stem = lru_cache(maxsize=REMEMBERED)(words.stem)
    return lambda text: [stem(word) for word in words_of(normal(text)) if word not in words.stopwords]


def terms_of(passage: Sentences, stems: Callable[[str], Sequence[str]]) -> str:
    """The terms of a passage, with a space between them."""
    return " ".join(term for sentence in passage for term in stems(sentence))


class Questions(NamedTuple):
    """Questions of MedQuAD, each in words of its own: as they stand there, or as terms.

    Attributes:
        one_by_one: timed one after the other.
        warming: asked before.
        load: asked by many at once.
    """

    one_by_one: Sequence[str]
    warming: Sequence[str]
    load: Sequence[str]

    @classmethod
    def of(cls, leaflets: Sequence[Leaflet]) -> "Questions":
        """The first that a hash puts in order."""
        asked = [question for question, _, _ in asked_once(leaflets)]
        first, second = LATENCY_QUESTIONS, LATENCY_QUESTIONS + WARMING_QUESTIONS
        return cls(asked[:first], asked[first:second], asked[second : second + LOAD_QUESTIONS])

    def as_terms(self, stems: Callable[[str], Sequence[str]]) -> "Questions":
        """The same as a line of terms each, no term twice."""
        return Questions(*([" ".join(dict.fromkeys(stems(question))) for question in part] for part in self))
