"""Which leaflets of a folder a message names, by the words of their titles: "having a colonoscopy, can I eat"."""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache

from bot.documents import Corpus
from bot.evidence.query import Query
from bot.index.bm25 import keys_of
from bot.settings import Settings
from bot.text.message import Message

TABLES = ("CREATE TABLE title_terms (key, document, PRIMARY KEY (key, document)) WITHOUT ROWID",)
"""What the titles need in a library's database."""


Told = Sequence[tuple[float, frozenset[str]]]
"""For each word that carries a subject: how much it tells, from 0 to 1, and the terms that it is found by."""


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
        self._holders = lru_cache(maxsize=settings.remembered_texts)(self._holding)
        self._told = lru_cache(maxsize=settings.remembered_texts)(self._told_by)
        self._weights = lru_cache(maxsize=settings.remembered_texts)(self._weights_in)

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
        return frozenset(term for number in numbers for _, terms in self._told(number) for term in terms)

    def _named_by(self, message: Message) -> frozenset[int]:
        told: dict[int, float] = {}
        for information, terms in message.told:
            weights: dict[int, float] = {}
            for number, weight in ((n, self._weights(n)[term]) for term in terms for n in self._holders(term)):
                weights[number] = max(weight, weights.get(number, 0.0))  # in whatever order the terms come
            is_name = information >= self._settings.least_name
            for number, weight in weights.items():
                told[number] = told.get(number, 0.0) + (max(weight, self._settings.least_named) if is_name else weight)
        enough = {number: share for number, share in told.items() if share >= self._settings.least_named}
        most = max(enough.values(), default=0.0)
        return frozenset(number for number, share in enough.items() if share == most)

    def _weights_in(self, number: int) -> dict[str, float]:
        """How much of a title each of its terms tells that not too many titles hold."""
        own = [(told, [term for term in terms if self._holders(term)]) for told, terms in self._told(number)]
        total = sum(told for told, terms in own if terms)
        return {term: told / total for told, terms in own for term in terms}

    def _told_by(self, number: int) -> Told:
        """What a title tells."""
        library = self._corpus.library
        if library is None:
            return told_by_title(self._corpus.documents[number].title, self._read)
        ((told,),) = library.rows("SELECT title_told FROM documents WHERE number = ?", number)
        return [(information, frozenset(terms)) for information, terms in json.loads(told)]

    def _holding(self, term: str) -> Sequence[int]:
        """The numbers of the documents whose titles hold a term; none where they are too many to name any."""
        library, most = self._corpus.library, self._most_titles
        if library is None:
            holders = self._documents_by_term.get(term, ())
        else:
            (key,) = keys_of([term]).view("int64").tolist()
            rows = library.rows("SELECT document FROM title_terms WHERE key = ? LIMIT ?", key, most + 1)
            holders = [number for (number,) in rows]
        return holders if len(holders) <= most else ()

    @cached_property
    def _documents_by_term(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number in range(len(self._corpus.documents)):
            for term in {term for _, terms in self._told(number) for term in terms}:
                found.setdefault(term, []).append(number)
        return found

    @cached_property
    def _most_titles(self) -> int:
        settings, count = self._settings, len(self._corpus.documents)
        return max(1, min(settings.most_named, int(settings.most_titles * count)))


def told_by_title(title: str, read: Callable[[str], Message]) -> Told:
    """How much each word of a title tells, and the terms that it is found by; without words that carry no subject."""
    return list(read(title).told)
