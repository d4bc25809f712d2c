"""Which leaflets of a folder a message names, by the words of their titles: "having a colonoscopy, can I eat"."""

from collections.abc import Callable, Iterable
from functools import cached_property

from bot.documents import Corpus
from bot.evidence.query import Query
from bot.settings import Settings
from bot.text.message import Message


class Titles:
    """The words by which the titles of the documents are told apart.

    Args:
        corpus: what may be quoted.
        read: reads a text.
        settings: the tuned numbers.
    """

    def __init__(self, corpus: Corpus, read: Callable[[str], Message], settings: Settings) -> None:
        self._corpus = corpus
        self._read = read
        self._settings = settings

    def named(self, query: Query) -> frozenset[int] | None:
        """The numbers of the documents that are named, or ``None`` where none is, or there is only one.

        A message that names none may lean on an earlier one that does.
        """
        if len(self._corpus.documents) < 2:
            return None
        for message in (query.message, *query.earlier):
            if found := self._named_by(message):
                return found
        return None

    def named_before(self, query: Query) -> frozenset[int]:
        """The numbers of the documents that were named last in the conversation; empty where none was."""
        return next(filter(None, map(self._named_by, query.before)), frozenset())

    def terms_of(self, numbers: Iterable[int]) -> frozenset[str]:
        """The terms that carry a subject of the titles of the documents ``numbers``."""
        titles = (self._read(self._corpus.documents[number].title) for number in numbers)
        return frozenset(term for title in titles for term in title.subject_terms)

    def _named_by(self, message: Message) -> frozenset[int]:
        told: dict[int, float] = {}
        for information, terms in message.told:
            numbers: dict[int, float] = {}
            for number, weight in (each for term in terms for each in self._telling.get(term, ())):
                numbers[number] = max(weight, numbers.get(number, 0.0))  # in whatever order the terms come
            is_name = information >= self._settings.least_name
            for number, weight in numbers.items():
                told[number] = told.get(number, 0.0) + (max(weight, self._settings.least_named) if is_name else weight)
        enough = {number: share for number, share in told.items() if share >= self._settings.least_named}
        most = max(enough.values(), default=0.0)
        return frozenset(number for number, share in enough.items() if share == most)

    @cached_property
    def _telling(self) -> dict[str, list[tuple[int, float]]]:
        """For each term of a title that not all of them hold: the documents, and how much of the title it tells."""
        titles = [self._read(document.title).told for document in self._corpus.documents]
        counts: dict[str, int] = {}
        for title in titles:
            for term in _terms(title):
                counts[term] = counts.get(term, 0) + 1
        telling: dict[str, list[tuple[int, float]]] = {}
        for number, title in enumerate(titles):
            own = [(told, [t for t in terms if counts[t] <= self._most_titles]) for told, terms in title]
            total = sum(told for told, terms in own if terms)
            for told, terms in own:
                for term in terms:
                    telling.setdefault(term, []).append((number, told / total))
        return telling

    @property
    def _most_titles(self) -> int:
        return max(1, int(self._settings.most_titles * len(self._corpus.documents)))


def _terms(title: Iterable[tuple[float, frozenset[str]]]) -> set[str]:
    return {term for _, terms in title for term in terms}
