"""The engine on disk: a library's database, and an index of Tantivy's that finds passages in it."""

import io
import json
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy
from numpy.typing import NDArray

from bot.database import Database
from bot.documents.stored import unusable
from bot.index.arrays import Candidates, GapArrays, Numbers, PassageArrays, gaps_named
from bot.index.bm25 import BM25, Keys, Statistics, Terms, keys_of
from bot.index.columns import COLUMNS, Row, Shape, arrays_of, postings_of
from bot.index.engine import FIELDS, Field, Owner
from bot.index.fulltext import FullText
from bot.settings import Settings

COUNTED = ("text", "phrases", "examples")
"""The postings of which statistics are kept, each at its place: its number in the database."""

DOCUMENTS_KEPT = 64
"""Of how many documents the gaps are kept."""

COARSE = 4
"""How many times more passages Tantivy is asked for than are wanted, so that the best by the formula are among them. Of
1,000 questions to 40,000 passages of MedQuAD, the 10 best are among its first 20 for 99.4%, among 40 for 99.7%; the 100
best, which are asked for, among 400 for all."""

_BLOBS = ", ".join(f"{column} BLOB" for column in COLUMNS)
TABLES = (
    f"CREATE TABLE evidence (number INTEGER PRIMARY KEY, {_BLOBS})",
    *(f"CREATE TABLE {field}_terms (number INTEGER PRIMARY KEY, keys BLOB, counts BLOB, length)" for field in FIELDS),
    "CREATE TABLE terms (field, key, frequency NOT NULL, total NOT NULL, PRIMARY KEY (field, key)) WITHOUT ROWID",
    "CREATE TABLE fields (field INTEGER PRIMARY KEY, entries NOT NULL, filled NOT NULL, length NOT NULL)",
    "CREATE TABLE lines (key, kind, number, PRIMARY KEY (key, kind, number)) WITHOUT ROWID",
)
"""What the engine needs in the database, besides the documents."""


class DiskEngine:
    """Searches a library. It can be shared by threads.

    Args:
        folder: the library.
        database: its database, open.
        settings: the tuned numbers.

    Raises:
        DataError: Tantivy is not installed.
        ValueError, sqlite3.Error: the library is broken.
    """

    def __init__(self, folder: Path, database: Database, settings: Settings) -> None:
        self._database = database
        self._found = FullText(folder)
        self._settings = settings
        facts = dict(database.rows("SELECT name, value FROM facts"))
        self.size = int(facts["passages"])
        self._with_examples = int(facts["with_examples"])
        self._shape = Shape(**json.loads(facts["shape"]))
        self.first_document = database.rows("SELECT coalesce(min(number), 0) FROM documents")[0][0]
        self.gaps = lru_cache(maxsize=DOCUMENTS_KEPT)(self._gaps_of)

    def everything(self) -> Candidates:
        """All passages, with all of their terms."""
        return self._everything

    @cached_property
    def _everything(self) -> Candidates:
        keys = numpy.array(self._column("SELECT DISTINCT key FROM terms"), dtype="int64").view("uint64")
        numbers = numpy.array(self._column("SELECT number FROM evidence ORDER BY number"), dtype="int64")
        return self.candidates(numbers, numpy.sort(keys))

    def best(self, field: Field, terms: Terms, most: int, documents: Sequence[int] | None = None) -> Numbers:
        """The numbers of the passages with the highest scores, in reading order."""
        if field == "examples" and not self._with_examples:
            return numpy.zeros(0, dtype="int64")
        numbers = self._found.best(field, terms, COARSE * most, documents)
        rows = self._rows(f"SELECT number, keys, counts, length FROM {field}_terms", numbers)
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
        rows = self._rows(f"SELECT number, {', '.join(COLUMNS)} FROM evidence", numbers)
        arrays: PassageArrays = arrays_of(rows, keys, self._shape)
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
        rows = self._database.rows("SELECT first_gap, gap_arrays FROM documents WHERE number = ?", document)
        first, content = rows[0]
        if content is None:
            return self._no_gaps
        return gaps_named(arrays_in(content), document, first)

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

    def _column(self, statement: str) -> list[int]:
        return [value for (value,) in self._database.rows(statement)]

    def _rows(self, statement: str, numbers: Numbers) -> list[Row]:
        """The rows of some passages, in reading order."""
        where = "WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number"
        return self._database.rows(f"{statement} {where}", json.dumps(numbers.tolist()))


def open_engine(folder: Path, database: Database, settings: Settings) -> DiskEngine:
    """The engine of a library.

    Raises:
        DataError: Tantivy is not installed.
        CorpusError: the library is broken.
    """
    try:
        return DiskEngine(folder, database, settings)
    except (ValueError, KeyError, sqlite3.Error) as error:
        raise unusable(folder, error) from error


def arrays_in(content: bytes) -> Mapping[str, NDArray[numpy.generic]]:
    """The arrays in a column that ``bot.index.arrays.to_bytes`` made, by name."""
    with numpy.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return dict(arrays)
