"""SQLite's full-text search, FTS5."""

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

from benchmarks.library.engines.engine import BEST


class FTS5:
    """A table without its content, and a connection for each thread."""

    is_kept = True

    def prepare(self) -> None:
        """Nothing."""

    def build(self, source: Path, folder: Path) -> None:
        """Write in one transaction, and merge."""
        database = sqlite3.connect(folder / "passages.sqlite")
        database.execute(
            "CREATE VIRTUAL TABLE passages USING fts5(terms, content = '', tokenize = 'unicode61 remove_diacritics 0')"
        )
        with source.open(encoding="utf-8") as lines, database:
            database.executemany("INSERT INTO passages (rowid, terms) VALUES (?, ?)", enumerate(lines))
        with database:
            database.execute("INSERT INTO passages (passages) VALUES ('optimize')")
        database.close()

    def open(self, folder: Path) -> None:
        """Connect."""
        self._path = folder / "passages.sqlite"
        self._of_thread = threading.local()
        self._database()

    def search(self, question: str) -> Sequence[int]:
        """Any of the terms."""
        words = " OR ".join(f'"{term}"' for term in question.split()) or '""'
        query = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?"
        return [number for (number,) in self._database().execute(query, (words, BEST))]

    def _database(self) -> sqlite3.Connection:
        if not hasattr(self._of_thread, "database"):
            self._of_thread.database = sqlite3.connect(self._path, check_same_thread=False)
        database: sqlite3.Connection = self._of_thread.database
        return database


ENGINE = FTS5
