"""The engine on disk: a library's database, and an index of Tantivy's that finds passages in it."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from bot.database import Database
from bot.documents.stored import unusable
from bot.index.arrays import Numbers
from bot.index.bm25 import Terms
from bot.index.columns import COLUMNS, Row
from bot.index.engine import FIELDS, Field
from bot.index.fulltext import FullText
from bot.index.stored import StoredEngine
from bot.settings import Settings

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


class DiskEngine(StoredEngine):
    """Searches a library on disk.

    Args:
        folder: the library.
        database: its database, open.
        settings: the tuned numbers.

    Raises:
        DataError: Tantivy is not installed.
        ValueError, sqlite3.Error: the library is broken.
    """

    def __init__(self, folder: Path, database: Database, settings: Settings) -> None:
        super().__init__(database, settings)
        self._found = FullText(folder)

    def _find(self, field: Field, terms: Terms, most: int, documents: Sequence[int] | None) -> Numbers:
        return self._found.best(field, terms, COARSE * most, documents)

    def _terms_of(self, field: Field, numbers: Numbers) -> list[Row]:
        return self._rows(f"SELECT number, keys, counts, length FROM {field}_terms", numbers)

    def _rows_of(self, numbers: Numbers) -> list[Row]:
        return self._rows(f"SELECT number, {', '.join(COLUMNS)} FROM evidence", numbers)

    def _gap_content(self, document: int) -> bytes | None:
        rows = self._database.rows("SELECT gap_arrays FROM documents WHERE number = ?", document)
        content: bytes | None = rows[0][0]
        return content

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
