"""Whether the right passage is found, among 40,000 and in one article: the bot beside stemmed BM25, in one run.

MedQuAD's questions are those that no other answer has in the same words. The leaflets have no headings here: MedQuAD's
are the questions themselves. What is right is any passage of the question's own answer, in its own document, also where
another document answers in the same words. The other systems get the stems of each passage, alone and after those of
its document's title, since a question names its subject and many passages do not.
"""

import shutil
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.library.engines.engine import BEST
from benchmarks.library.engines.with_bot import OurBot
from benchmarks.library.material import stemming, text_of
from benchmarks.library.medquad import Leaflet, asked_once, subset
from benchmarks.library.systems import System
from benchmarks.squad import Article
from bot import Bot
from bot.documents import Passage

Ranking = Sequence[int]
"""Numbers of passages, the best first."""


class Unit(NamedTuple):
    """A passage as all systems get it: the file that it stands in, where it begins, its file's title, its words."""

    file: str
    start: int
    title: str
    text: str


@dataclass(frozen=True)
class Collection:
    """Texts, their passages, and questions with the numbers of the passages that are right.

    Attributes:
        texts: by the names of their files.
        units: the passages, in order within each file.
        questions: each with what is right.
    """

    texts: Mapping[str, str]
    units: Sequence[Unit]
    questions: Sequence[tuple[str, frozenset[int]]]

    def number_of(self, passage: Passage) -> int:
        """The number of the unit that a passage of the bot stands in."""
        first, starts = self._starts[passage.document.name]
        return first + bisect_right(starts, passage.start) - 1

    @cached_property
    def _starts(self) -> dict[str, tuple[int, list[int]]]:
        starts: dict[str, tuple[int, list[int]]] = {}
        for number, unit in enumerate(self.units):
            starts.setdefault(unit.file, (number, []))[1].append(unit.start)
        return starts


@dataclass
class Found:
    """What a way of searching found, question by question: the place of the first right passage, from 1, or ``None``.

    Attributes:
        way: how it was searched.
        is_ours: whether by the bot.
        places: in the order of the questions.
    """

    way: str
    is_ours: bool
    places: list[int | None] = field(default_factory=list)

    def within(self, number: int) -> list[bool]:
        """For each question, whether a right passage is among the first ``number``."""
        return [place is not None and place <= number for place in self.places]

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return vars(self)


def of_medquad(leaflets: Sequence[Leaflet], passages: int, questions: int) -> Collection:
    """So many questions to their answers, among so many passages."""
    chosen = subset(leaflets, passages)
    texts: dict[str, str] = {}
    units: list[Unit] = []
    numbers: dict[tuple[str, int], list[int]] = {}
    for leaflet in chosen:
        file = f"{leaflet.name}.txt"
        texts[file] = text_of(leaflet, headings=False)
        position = 0
        for number, answer in enumerate(leaflet.answers):
            for passage in map(" ".join, answer.passages):
                position = texts[file].index(f"\n\n{passage}\n", position) + 2
                numbers.setdefault((leaflet.name, number), []).append(len(units))
                units.append(Unit(file, position, leaflet.title, passage))
    asked = asked_once(chosen)[:questions]
    return Collection(texts, units, [(text, frozenset(numbers[leaflet.name, n])) for text, leaflet, n in asked])


def of_articles(articles: Sequence[Article]) -> Collection:
    """The questions of encyclopedia articles, among the paragraphs of all of them."""
    texts: dict[str, str] = {}
    units: list[Unit] = []
    questions: list[tuple[str, frozenset[int]]] = []
    for number, article in enumerate(articles):
        file = f"article-{number:02}.txt"
        first = len(units)
        texts[file] = "\n\n".join((f"# {article.title}", *article.paragraphs)) + "\n"
        position = 0
        for paragraph in article.paragraphs:
            position = texts[file].index(paragraph, position)
            units.append(Unit(file, position, article.title, paragraph))
        questions += [(question, frozenset((first + place,))) for question, place in article.questions]
    return Collection(texts, units, questions)


def found_by(system: System, collection: Collection, folder: Path) -> list[Found]:
    """What a system finds; another than ours, in passages alone and after their titles."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if system.is_ours:
        return list(_by_the_bot(system.name, collection, folder))
    stems = stemming()
    texts: dict[str, Callable[[Unit], str]] = {
        system.name: lambda unit: unit.text,
        f"{system.name}, with titles": lambda unit: f"{unit.title}\n\n{unit.text}",
    }
    questions = [" ".join(dict.fromkeys(stems(question))) for question, _ in collection.questions]
    found = []
    for way, text in texts.items():
        terms = folder / "terms.txt"
        terms.write_text("".join(f"{' '.join(stems(text(unit)))}\n" for unit in collection.units), encoding="utf-8")
        rankings = system.rank(terms, folder / "index", questions)
        found.append(Found(way, False, list(_places(rankings, collection))))
    return found


def _by_the_bot(name: str, collection: Collection, folder: Path) -> Iterator[Found]:
    bot = _indexed(collection, folder)
    passages = bot.corpus.passages

    def ranked(question: str) -> Ranking:
        return [collection.number_of(passages[number]) for number in bot.evidence(question).ranking[:BEST]]

    def quoted(question: str) -> Ranking:
        return [collection.number_of(quote.passage) for quote in bot.reply(question).quotes]

    questions = [question for question, _ in collection.questions]
    yield Found(f"{name}: its ranking", True, list(_places(map(ranked, questions), collection)))
    yield Found(
        f"{name}: its quotes, of which there are up to three", True, list(_places(map(quoted, questions), collection))
    )


def _indexed(collection: Collection, folder: Path) -> Bot:
    """A bot on the collection, by the way that a library goes: a folder, ``bot index``, the index."""
    source = folder / "leaflets"
    source.mkdir()
    for file, text in collection.texts.items():
        (source / file).write_text(text, encoding="utf-8")
    engine = OurBot()
    engine.build(source, folder / "index")
    engine.open(folder / "index")
    return engine.bot


def _places(rankings: Iterable[Ranking], collection: Collection) -> Iterator[int | None]:
    for ranking, (_, right) in zip(rankings, collection.questions, strict=True):
        yield next((place for place, number in enumerate(ranking, 1) if number in right), None)
