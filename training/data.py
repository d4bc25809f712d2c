"""What the bot learns from: examples of every intent, leaflets with cases and drafted curations, and the article."""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy

from bot.documents import Corpus, load_corpus
from bot.documents.corpus import read_corpus, source_files

FOLDER = Path(__file__).parent
EXAMPLES = FOLDER / "examples"
LEAFLETS = FOLDER / "leaflets"
HELD_BACK = FOLDER / "held-back"
"""Ten leaflets, the first by the SHA-256 of their names, that nothing is trained on: for choosing between ways."""

ARTICLE_CASES = FOLDER / "article.cases.jsonl"
"""The looked-at half of the messages about the article, by author: for building. The other half measures."""

FOLLOW_UPS = FOLDER / "article-follow-ups.jsonl"


class Example(NamedTuple):
    """A message as people type it, the file it stands in, and the heading above it there."""

    text: str
    kind: str
    intent: str


class Case(NamedTuple):
    """A message with what is expected; ``relevant`` are the numbers of the passages that answer it."""

    question: str
    history: tuple[str, ...]
    expect: str
    kind: str
    relevant: tuple[int, ...]
    golds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """A corpus with all its curation, and cases about it."""

    name: str
    corpus: Corpus
    cases: tuple[Case, ...]


class Level(NamedTuple):
    """How much of a curation is kept.

    Attributes:
        name: for tables.
        examples: how many examples a passage keeps, at the most.
        passages: how many passages keep theirs; ``None`` for all.
        gaps: whether the gaps are kept.
    """

    name: str
    examples: int
    passages: int | None = None
    gaps: bool = False


ALL = 10_000
LEVELS = (
    Level("bare", 0),
    Level("one on one passage", 1, passages=1),
    Level("1", 1),
    Level("1, gaps", 1, gaps=True),
    Level("3", 3),
    Level("3, gaps", 3, gaps=True),
    Level("8", 8),
    Level("8, gaps", 8, gaps=True),
)
"""What leaflets are trained with."""

ARTICLE_LEVELS = (
    *LEVELS,
    Level("20", 20),
    Level("20, gaps", 20, gaps=True),
    Level("50", 50),
    Level("50, gaps", 50, gaps=True),
    Level("all", ALL),
    Level("all, gaps", ALL, gaps=True),
)


def read_examples(folder: Path = EXAMPLES) -> Iterator[Example]:
    """Every example in the files of ``folder``: one a line, under headings ``## intent``."""
    for path in sorted(folder.glob("*.txt")):
        intent = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                intent = line[3:].strip()
            elif line.strip():
                yield Example(line.strip(), path.stem, intent)


def leaflets(folder: Path = LEAFLETS) -> list[Material]:
    """The leaflets of a folder, each with its curation and its cases."""
    return [material(path) for path in sorted(folder.glob("*.txt"))]


def material(path: Path) -> Material:
    """The leaflet in a file, with the curation and the cases that lie beside it."""
    corpus = load_corpus(path)
    return Material(path.stem, corpus, tuple(read_cases(path.with_suffix(".cases.jsonl"), corpus)))


def article(cases: Path) -> Material:
    """The article, with the cases in a file."""
    corpus = read_corpus(source_files())
    return Material("article", corpus, tuple(read_cases(cases, corpus)))


def read_cases(path: Path, corpus: Corpus) -> Iterator[Case]:
    """The cases in a file of JSON Lines."""
    for line in path.read_text(encoding="utf-8").splitlines():
        entry: dict[str, Any] = json.loads(line)
        golds: Sequence[str] = entry.get("gold", ())
        relevant = tuple(p.number for p in corpus.passages if any(gold in p.text for gold in golds))
        history = tuple(entry.get("history", ()))
        yield Case(entry["question"], history, entry["expect"], entry.get("kind", ""), relevant, tuple(golds))


def at_level(corpus: Corpus, level: Level, seed: int = 0) -> Corpus:
    """The corpus with as much of its curation as ``level`` says, the examples drawn by ``seed``."""
    chance = numpy.random.default_rng([seed, zlib.crc32(corpus.fingerprint.encode())])
    numbers = [passage.number for passage in corpus.passages if passage.examples]
    kept = set(numbers)
    if level.passages is not None and numbers:
        kept = set(chance.permutation(numbers)[: level.passages].tolist())
    passages = []
    for passage in corpus.passages:
        order = chance.permutation(len(passage.examples))[: level.examples if passage.number in kept else 0]
        passages.append(replace(passage, examples=tuple(passage.examples[place] for place in order)))
    return replace(corpus, passages=tuple(passages), gaps=corpus.gaps if level.gaps else (), index=None)


def without_fold(corpus: Corpus, fold: int, folds: int) -> Corpus:
    """The corpus without the examples of one fold."""

    def kept(examples: Sequence[str]) -> tuple[str, ...]:
        return tuple(text for text in examples if fold_of(text, folds) != fold)

    return replace(
        corpus,
        passages=tuple(replace(passage, examples=kept(passage.examples)) for passage in corpus.passages),
        gaps=tuple(replace(gap, examples=kept(gap.examples)) for gap in corpus.gaps),
        index=None,
    )


def fold_of(text: str, folds: int) -> int:
    """Which fold a text belongs to: by its letters alone, so that it never changes."""
    return zlib.crc32(text.encode()) % folds
