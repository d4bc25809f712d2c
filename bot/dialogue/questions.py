"""The questions that passages are offered for: an editor's, or one made of a passage's heading."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import Protocol

from bot.data import read_entries
from bot.database import Database
from bot.documents import Corpus, Passage
from bot.documents.model import PATH
from bot.index.bm25 import keys_of
from bot.text.normal import plain

MOST_ALIKE = 8
"""How many passages are looked at that are offered for the same words: where several documents answer a question, it is
offered with their titles alone."""

BROADEST = 100
"""How many whole lists, and how many passages from the beginning, may be offered to start from."""

KEPT = 4_096
"""Of how many passages the question is kept."""


class Questions(Protocol):
    """The questions that the passages of a corpus are offered for."""

    def of(self, number: int) -> str | None:
        """The question that a passage is offered for.

        Where passages of several documents would be offered for the same, the title goes before it.
        """
        ...

    def passage_for(self, question: str) -> Passage | None:
        """The first passage that is offered for a question, as it is offered."""
        ...

    def offered(self, words: str) -> Passage | None:
        """The same by the words of the question alone (``bot.text.normal.plain``)."""
        ...

    def headed(self, words: str) -> Passage | None:
        """The first passage under a heading that only one section has, by the words of the heading alone."""
        ...

    def broadest(self) -> Iterable[int]:
        """The numbers of passages to start from, whole lists first: they answer the broadest questions."""
        ...

    def spread(self, most: int) -> Iterable[int]:
        """The numbers of at most so many passages that are offered for something, from all over the corpus."""
        ...


class QuestionsOfPassages:
    """Those of a corpus whose passages are all in memory.

    Args:
        corpus: what may be quoted.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def of(self, number: int) -> str | None:
        """The question that a passage is offered for."""
        return self._asked.get(number)

    def passage_for(self, question: str) -> Passage | None:
        """The first passage that is offered for a question."""
        return self._first.get(question)

    def offered(self, words: str) -> Passage | None:
        """The same by the words of the question alone."""
        return self._offered.get(words)

    def headed(self, words: str) -> Passage | None:
        """The first passage under a heading that only one section has."""
        return self._headed.get(words)

    def broadest(self) -> Iterable[int]:
        """The numbers of all passages, whole lists first."""
        passages = self._corpus.passages
        return sorted(range(len(passages)), key=lambda number: passages[number].kind != "list")

    def spread(self, most: int) -> Iterable[int]:
        """The numbers of some passages."""
        numbers = list(self._asked)
        return numbers[:: max(1, len(numbers) // most)][:most]

    @cached_property
    def _asked(self) -> dict[int, str]:
        return asked_questions(self._corpus)

    @cached_property
    def _first(self) -> dict[str, Passage]:
        return offered_questions(self._corpus)

    @cached_property
    def _offered(self) -> dict[str, Passage]:
        return {plain(question): passage for question, passage in self._first.items()}

    @cached_property
    def _headed(self) -> dict[str, Passage]:
        return {plain(heading): passage for heading, passage in headed_passages(self._corpus).items()}


TABLES = (
    "CREATE TABLE asked (key, number, PRIMARY KEY (key, number)) WITHOUT ROWID",
    "CREATE TABLE questions (key, document, PRIMARY KEY (key, document)) WITHOUT ROWID",
    "CREATE TABLE headed (key, number, PRIMARY KEY (key, number)) WITHOUT ROWID",
)
"""What the questions need in a library's database.

``asked``: the first passage of each document that is offered for a question, by the question's words, with the title
before it and without. ``questions``: the documents that have passages which are offered for a question, by its letters.
``headed``: the first passage of each section, by the words of its heading.
"""


class StoredQuestions:
    """Those of a library, looked up one by one.

    Args:
        corpus: the library.
        database: its database.
    """

    def __init__(self, corpus: Corpus, database: Database) -> None:
        self._corpus = corpus
        self._database = database
        self.of = lru_cache(maxsize=KEPT)(self._of)
        self.passage_for = lru_cache(maxsize=KEPT)(self._passage_for)

    def _of(self, number: int) -> str | None:
        passage = self._corpus.passages[number]
        question = question_for(passage)
        if question is None:
            return None
        documents = self._database.rows("SELECT 1 FROM questions WHERE key = ? LIMIT 2", _key(question))
        return with_title(passage, question) if len(documents) > 1 else question

    def _passage_for(self, question: str) -> Passage | None:
        return self._first(question, lambda asked: asked == question)

    def offered(self, words: str) -> Passage | None:
        """The first passage that is offered for a question, by its words alone."""
        return self._first(words, lambda asked: plain(asked) == words)

    def _first(self, text: str, is_it: Callable[[str], bool]) -> Passage | None:
        rows = self._database.rows(
            "SELECT number FROM asked WHERE key = ? ORDER BY number LIMIT ?", _key(plain(text)), MOST_ALIKE
        )
        for (number,) in rows:
            question = self.of(number)
            if question is not None and is_it(question):
                return self._passage(number)
        return None

    def _passage(self, number: int) -> Passage:
        return self._corpus.passages[number]

    def headed(self, words: str) -> Passage | None:
        """The first passage under a heading that only one section has."""
        rows = self._database.rows("SELECT number FROM headed WHERE key = ? LIMIT 2", _key(words))
        return self._passage(rows[0][0]) if len(rows) == 1 else None

    def broadest(self) -> Iterator[int]:
        """Some whole lists, and then some passages from the beginning."""
        for where in ("WHERE kind = 'list'", ""):
            rows = self._database.rows(f"SELECT number FROM passages {where} ORDER BY number LIMIT ?", BROADEST)
            yield from (number for (number,) in rows)

    def spread(self, most: int) -> Iterable[int]:
        """The numbers of the first passages that are offered for something in some documents."""
        step = max(1, len(self._corpus.documents) // most)
        where = "WHERE passages > 0 AND number % ? = 0 ORDER BY number LIMIT ?"
        rows = self._database.rows(f"SELECT first, first + passages FROM documents {where}", step, most)
        for first, end in rows:
            offered = next((number for number in range(first, end) if self.of(number) is not None), None)
            if offered is not None:
                yield offered


class NoQuestions:
    """Where nothing can be looked up: none."""

    def of(self, number: int) -> None:
        """None."""

    def passage_for(self, question: str) -> None:
        """None."""

    def offered(self, words: str) -> None:
        """None."""

    def headed(self, words: str) -> None:
        """None."""

    def broadest(self) -> Iterable[int]:
        """None."""
        return ()

    def spread(self, most: int) -> Iterable[int]:
        """None."""
        return ()


def stored_questions(passages: Sequence[Passage]) -> Iterator[tuple[str, int, int]]:
    """The rows for ``TABLES`` of the passages of one document: a table, a key, and the number of a passage."""
    asked: dict[str, Passage] = {}
    headed: dict[int, Passage] = {}
    for passage in passages:
        question = question_for(passage)
        if question is not None:
            asked.setdefault(question, passage)
        section = passage.document.section_at(passage.start)
        if section is not None and section.heading:
            headed.setdefault(section.start, passage)
    for question, passage in asked.items():
        yield "questions", _key(question), passage.number
        for words in {plain(question), plain(with_title(passage, question))}:
            yield "asked", _key(words), passage.number
    for passage in headed.values():
        yield "headed", _key(plain(passage.section)), passage.number


def with_title(passage: Passage, question: str) -> str:
    """A question that several documents answer, for the one that a passage stands in."""
    return f"{passage.document.title}: {question}"


def _key(text: str) -> int:
    (key,) = keys_of([text]).view("int64").tolist()
    return int(key)


def question_for(passage: Passage) -> str | None:
    """A question that ``passage`` answers: its editor's, else one made of its heading."""
    if passage.question or not passage.section:
        return passage.question
    if passage.section.endswith("?"):
        return passage.section
    if plain(passage.section) in _untelling():
        parent = passage.path.rpartition(PATH)[0].rpartition(PATH)[2] or passage.document.title
        return f"What does it say about “{parent}: {passage.section}”?"
    return f"What does it say about “{passage.section}”?"


@cache
def _untelling() -> frozenset[str]:
    """Headings that need another before them."""
    return frozenset(map(plain, read_entries("untelling-headings.txt")))


def questions_of(corpus: Corpus) -> Questions:
    """The questions that the passages of a corpus are offered for."""
    return QuestionsOfPassages(corpus) if corpus.library is None else StoredQuestions(corpus, corpus.library)


def asked_questions(corpus: Corpus) -> dict[int, str]:
    """The question that each passage is offered for, by the passage's number.

    Where passages of several documents would be offered for the same, the title goes before it.
    """
    found = {passage.number: question for passage in corpus.passages if (question := question_for(passage))}
    documents: dict[str, set[str]] = {}
    for number, question in found.items():
        documents.setdefault(question, set()).add(corpus.passages[number].document.name)
    return {
        number: with_title(corpus.passages[number], question) if len(documents[question]) > 1 else question
        for number, question in found.items()
    }


def headed_passages(corpus: Corpus) -> dict[str, Passage]:
    """The headings that only one section has, each with the first passage under it."""
    found: dict[str, list[tuple[str, int]]] = {}
    first: dict[str, Passage] = {}
    for passage in corpus.passages:
        section = passage.document.section_at(passage.start)
        if section is not None and section.heading:
            place = (passage.document.name, section.start)
            places = found.setdefault(plain(section.heading), [])
            if place not in places:
                places.append(place)
                first.setdefault(section.heading, passage)
    return {heading: passage for heading, passage in first.items() if len(found[plain(heading)]) == 1}


def offered_questions(corpus: Corpus) -> dict[str, Passage]:
    """The questions that may be suggested, each with the first passage that it is suggested for."""
    first: dict[str, Passage] = {}
    for number, question in asked_questions(corpus).items():
        first.setdefault(question, corpus.passages[number])
    return first
