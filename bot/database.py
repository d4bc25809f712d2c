"""One SQLite file: read as it was when it was opened, written whole or not at all.

SQLite keeps what was there safe: a program that is killed, a disk that is full and a second writer leave the file as it
was before. Nothing in it is ever executed.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

PAGE = 16_384
"""Bytes that are read at once: a passage with all that is known of it takes about 4,000."""

PATIENCE = 2.0
"""Seconds that are waited for another writer."""


class Database:
    """A database as it was when it was opened, whatever is written since. It can be shared by threads, and pickled.

    Args:
        path: the file.

    Raises:
        sqlite3.Error: it cannot be read, or is no database.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = _opened(path)

    def connect(self) -> sqlite3.Connection:
        """The connection, on which nothing can be written."""
        return self._connection

    def rows(self, statement: str, *values: object) -> list[Any]:
        """What a statement finds, as tuples."""
        return self._connection.execute(statement, values).fetchall()

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.path,)


def _opened(path: Path) -> sqlite3.Connection:
    """A connection that stays at what is there now. Where the folder may not be written, nobody else writes either."""
    for options in ("mode=ro", "mode=ro&immutable=1"):
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?{options}", uri=True, check_same_thread=False, isolation_level=None
        )
        try:
            connection.execute("PRAGMA query_only = 1")
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.OperationalError:
            connection.close()
            if options.endswith("immutable=1"):
                raise
            continue
        return connection
    raise AssertionError


@contextmanager
def writing(path: Path, *, anew: bool) -> Iterator[sqlite3.Connection]:
    """A connection on which everything is written when the block ends, or nothing where it fails.

    Args:
        path: the file.
        anew: whether it is made now, where nobody looks; then it is written faster, and of no use if that fails.

    Raises:
        sqlite3.OperationalError: somebody else writes there ("database is locked"), or the disk is full.
    """
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        if anew:
            connection.execute(f"PRAGMA page_size = {PAGE}")
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA cache_size = -200000")
        else:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
        if anew:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
