"""What the engines have in common that look things up in a database: statistics, exact ranking, gaps, examples."""

import io
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

import numpy
from numpy.typing import NDArray

from bot.database import Database
from bot.index.arrays import Candidates, GapArrays, Numbers, gaps_named
from bot.index.bm25 import BM25, Keys, Statistics, Terms, keys_of
from bot.index.columns import Row, Shape, arrays_of, postings_of
from bot.index.engine import Field, Owner
from bot.settings import Settings

COUNTED = ("text", "phrases", "examples")
"""The postings of which statistics are kept, each at its place: its number in the database."""

DOCUMENTS_KEPT = 64
"""Of how many documents the gaps are kept."""


class StoredEngine(ABC):
    """Searches a library. It can be shared by threads.

    How passages are found, and where their rows stand, differs: that is left to its heirs.

    Args:
        database: open, with the library's facts, statistics and lines, and the numbers of its documents.
        settings: the tuned numbers.

    Raises:
        ValueError, sqlite3.Error: the library is broken.
    """

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        facts = dict(database.rows("SELECT name, value FROM facts"))
        self.size = int(facts["passages"])
        self._with_examples = int(facts["with_examples"])
        self._shape = Shape(**json.loads(facts["shape"]))
        self.first_document = database.rows("SELECT coalesce(min(number), 0) FROM documents")[0][0]
        self.gaps = lru_cache(maxsize=DOCUMENTS_KEPT)(self._gaps_of)

    @abstractmethod
    def _find(self, field: Field, terms: Terms, most: int, documents: Sequence[int] | None) -> Numbers:
        """The numbers of passages among which are the ``most`` best, by whatever scores, in no order."""

    @abstractmethod
    def _terms_of(self, field: Field, numbers: Numbers) -> list[Row]:
        """For each passage that is there: its number, its terms, how often each stands there, and how many there are.

        In reading order.
        """

    @abstractmethod
    def _rows_of(self, numbers: Numbers) -> list[Row]:
        """The rows of the passages that are there (``bot.index.columns``), in reading order."""

    @abstractmethod
    def _gap_content(self, document: int) -> bytes | None:
        """The arrays of a document's gaps (``bot.index.arrays.gaps_to_bytes``), if it has any."""

    def everything(self) -> Candidates:
        """All passages, with all of their terms."""
        return self._everything

    @cached_property
    def _everything(self) -> Candidates:
        keys = numpy.array(self._database.rows("SELECT DISTINCT key FROM terms"), dtype="int64").view("uint64")
        documents = self._database.rows("SELECT first, passages FROM documents ORDER BY first")
        numbers = [numpy.arange(first, first + count, dtype="int64") for first, count in documents]
        return self.candidates(numpy.concatenate(numbers), numpy.sort(keys.ravel()))

    def best(self, field: Field, terms: Terms, most: int, documents: Sequence[int] | None = None) -> Numbers:
        """The numbers of the passages with the highest scores, in reading order."""
        if field == "examples" and not self._with_examples:
            return numpy.zeros(0, dtype="int64")
        rows = self._terms_of(field, self._find(field, terms, most, documents))
        if not rows:
            return numpy.zeros(0, dtype="int64")
        found, held, counts, lengths = zip(*rows, strict=True)
        order = numpy.argsort(terms.keys)
        keys = terms.keys[order]
        k1, b = self._norms[field]
        formula = BM25(postings_of(held, counts, lengths, keys), k1, b, self.statistics(keys)[field])
        scores = formula.scores(Terms(keys, terms.weights[order]))
        best = numpy.argsort(-scores, kind="stable")[:most]
        return numpy.sort(numpy.array(found, dtype="int64")[best[scores[best] > 0]])

    def statistics(self, keys: Keys) -> Mapping[str, Statistics]:
        """Those of all passages for the terms ``keys``, which ascend."""
        asked = json.dumps(keys.view("int64").tolist())
        rows = self._database.rows(
            "SELECT field, key, frequency, total FROM terms "
            "WHERE field IN (0, 1, 2) AND key IN (SELECT value FROM json_each(?))",
            asked,
        )
        table = numpy.array(rows, dtype="int64").reshape(-1, 4)
        table = table[numpy.argsort(table[:, 1].copy().view("uint64"), kind="stable")]
        found = {}
        for number, name in enumerate(COUNTED):
            own = table[table[:, 0] == number]
            entries, filled, length = self._fields[number]
            found[name] = Statistics(
                entries, filled, float(length), own[:, 1].copy().view("uint64"), own[:, 2], own[:, 3]
            )
        return found

    def candidates(self, numbers: Numbers, keys: Keys) -> Candidates:
        """The passages ``numbers``, in reading order."""
        arrays = arrays_of(self._rows_of(numbers), keys, self._shape)
        return Candidates(arrays, self.statistics(keys), self.size, self._with_examples)

    def passages_of(self, document: int) -> Numbers:
        """The numbers of the passages of a document."""
        rows = self._database.rows("SELECT first, passages FROM documents WHERE number = ?", document)
        first, count = rows[0] if rows else (0, 0)
        return numpy.arange(first, first + count, dtype="int64")

    def owner_of_line(self, words: str) -> Owner | None:
        """Whose example the words of a message are."""
        (key,) = keys_of([words]).view("int64").tolist()
        rows = self._database.rows("SELECT kind, number FROM lines WHERE key = ? LIMIT 2", key)
        return rows[0] if len(rows) == 1 else None

    def _gaps_of(self, document: int) -> GapArrays:
        ((first, count),) = self._database.rows("SELECT first_gap, gaps FROM documents WHERE number = ?", document)
        content = self._gap_content(document) if count else None
        return self._no_gaps if content is None else gaps_named(arrays_in(content), document, first)

    @cached_property
    def _no_gaps(self) -> GapArrays:
        return GapArrays.none(self._shape.dimensions)

    @cached_property
    def _fields(self) -> Mapping[int, tuple[int, int, int]]:
        rows = self._database.rows("SELECT field, entries, filled, length FROM fields")
        return {field: (entries, filled, length) for field, entries, filled, length in rows}

    @cached_property
    def _norms(self) -> Mapping[Field, tuple[float, float]]:
        settings = self._settings
        return {"text": (settings.text_k1, settings.text_b), "examples": (settings.examples_k1, settings.examples_b)}


def arrays_in(content: bytes) -> Mapping[str, NDArray[numpy.generic]]:
    """The arrays in a column that ``bot.index.arrays.to_bytes`` made, by name."""
    with numpy.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return dict(arrays)
