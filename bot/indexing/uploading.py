"""Writes a library to a cluster: what ``bot index -o opensearch://...`` does.

The library is made in a folder of its own, and then sent: a new version is written beside the old one, and takes its
name when all of it has arrived (``bot.cluster.versions``). If anything fails before that, nothing has changed.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy

from bot.cluster import bulk, versions
from bot.cluster.connection import Connection, Question
from bot.cluster.entries import MAPPINGS, entry_of
from bot.cluster.packing import pack
from bot.data.prepared import program_fingerprints
from bot.database import Database
from bot.documents.clustered import CATALOGUE, DOCUMENTS, FORMAT, TABLES, record_of
from bot.documents.library import DOCUMENT, GAP, PASSAGE
from bot.errors import ClusterError
from bot.folders import DATABASE
from bot.index.clustered import BODY
from bot.index.columns import COLUMNS, Row
from bot.index.engine import FIELDS
from bot.index.fulltext import words_of
from bot.indexing.library import Changes, Progress, write_library
from bot.interrupts import raising

PIECE = 1_000_000
"""How many bytes of the catalogue stand in one entry, before they are compressed."""

BODIES: Mapping[str, Mapping[str, Any]] = {
    "": BODY,
    DOCUMENTS: {"settings": {"number_of_shards": 1}, "mappings": MAPPINGS},
    CATALOGUE: {"settings": {"number_of_shards": 1}, "mappings": MAPPINGS},
}
"""The parts of a library on a cluster; see ``bot.documents.clustered``."""

FIRST = 100
"""How many whole lists, and how many passages, the catalogue keeps to begin with: as many as are looked at."""

ELSEWHERE = frozenset({"documents", "passages", "gaps", "evidence", "dropped", *(f"{field}_terms" for field in FIELDS)})
"""The tables of a library that stand in its catalogue in another form, or not at all."""

Entry = tuple[str, Mapping[str, object]]


def write_clustered(
    files: Sequence[Path], connection: Connection, encoding: str | None = None, progress: Progress = lambda done: None
) -> Changes:
    """Make a library of ``files``, and let it take the place of the one on the cluster.

    Args:
        files: the leaflets; their curations stand beside them.
        connection: to the cluster.
        encoding: that of the letters of the files; without, UTF-8 where a file says nothing else.
        progress: told how many more files are done.

    Raises:
        CurationError, DocumentError, DataError, OSError: as for ``write_library``.
        ClusterError: the cluster is away or refuses. What was there is as it was.
    """
    _see_that_it_is_there(connection)
    with raising(), TemporaryDirectory(prefix="bot-") as place:
        changes = write_library(files, Path(place, "library"), encoding, progress)
        with closing(Database(Path(place, "library", DATABASE))) as database:
            _upload(database, Path(place, "catalogue.sqlite"), connection)
    return changes


def _see_that_it_is_there(connection: Connection) -> None:
    """Ask anything, so that a wrong address or password is told of before the work and not after it."""
    path = f"/{connection.address.index}/_mapping"
    connection.ask(Question("GET", path, forgiven=("index_not_found_exception",)))


def _upload(database: Database, catalogue: Path, connection: Connection) -> None:
    write_catalogue(database, catalogue)
    with catalogue.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    version = versions.begin(connection, BODIES)
    try:
        counts = {
            "": bulk.write(connection, version.index(), _passages(database)),
            DOCUMENTS: bulk.write(connection, version.index(DOCUMENTS), _documents(database)),
            CATALOGUE: bulk.write(connection, version.index(CATALOGUE), _pieces(catalogue)),
        }
    except BaseException:
        _discard(connection, version)
        raise
    about = {
        "format": FORMAT,
        "made_from": program_fingerprints(),
        "documents": counts[DOCUMENTS],
        "catalogue": digest,
        "pieces": counts[CATALOGUE],
    }
    versions.publish(connection, version, counts, about)  # where it fails, the version may be the current one already


def _discard(connection: Connection, version: versions.Version) -> None:
    """Remove what is of no use, unless the cluster is away; the next version then removes it."""
    try:
        versions.discard(connection, version, list(BODIES))
    except ClusterError:
        return


def _passages(database: Database) -> Iterator[Entry]:
    """An entry for each passage."""
    for row in database.connect().execute(f"SELECT number, {', '.join(COLUMNS)} FROM evidence ORDER BY number"):
        values = dict(zip(COLUMNS, row[1:], strict=True))
        entry: dict[str, object] = {"number": row[0], "document": values["document"], **entry_of(pack(row))}
        entry |= {field: words for field in FIELDS if (words := _words(values, field))}
        yield str(row[0]), entry


def _words(values: Mapping[str, Any], field: str) -> str:
    """The terms of a passage, each as often as it stands there."""
    keys = numpy.frombuffer(values[f"{field}_keys"], "<u8")
    counts = numpy.frombuffer(values[f"{field}_counts"], "<u2").tolist()
    return " ".join(" ".join([word] * count) for word, count in zip(words_of(keys), counts, strict=True))


def _documents(database: Database) -> Iterator[Entry]:
    """An entry for each document."""
    columns = ("number", "first", "passages", "first_gap", "gaps", "gap_arrays", *DOCUMENT)
    for row in database.connect().execute(f"SELECT {', '.join(columns)} FROM documents ORDER BY number"):
        number, first, passages, first_gap, gaps, gap_arrays, *document = row
        record = record_of(
            tuple(document),
            _between(database, "passages", PASSAGE, first, passages),
            _between(database, "gaps", GAP, first_gap, gaps),
            gap_arrays,
        )
        yield str(number), entry_of(record)


def _between(database: Database, table: str, columns: Sequence[str], first: int, count: int) -> list[Row]:
    statement = f"SELECT {', '.join(columns)} FROM {table} WHERE number >= ? AND number < ? ORDER BY number"
    return database.rows(statement, first, first + count)


def _pieces(catalogue: Path) -> Iterator[Entry]:
    """The catalogue, piece by piece."""
    with catalogue.open("rb") as stream:
        for number, piece in enumerate(iter(lambda: stream.read(PIECE), b"")):
            yield str(number), entry_of(zlib.compress(piece))


def write_catalogue(database: Database, file: Path) -> None:
    """Write what is left of a library's database without what stands in the cluster's entries.

    Args:
        database: the library's.
        file: where to; it is not there yet.
    """
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("ATTACH ? AS library", (str(database.path),))
        connection.execute("BEGIN")
        kept = "SELECT name, sql FROM library.sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT IN " + (
            "(SELECT value FROM json_each(?)) ORDER BY type DESC"
        )
        for name, statement in connection.execute(kept, (json.dumps(sorted(ELSEWHERE)),)).fetchall():
            connection.execute(statement)
            if statement.startswith("CREATE TABLE"):
                connection.execute(f"INSERT INTO main.{name} SELECT * FROM library.{name}")
        for statement in TABLES:
            connection.execute(statement)
        columns = "number, name, title_told, first, passages, first_gap, gaps, synonyms, abbreviations"
        connection.execute(f"INSERT INTO main.documents SELECT {columns} FROM library.documents")
        for where in ("WHERE kind = 'list'", ""):
            some = f"SELECT number, kind FROM library.passages {where} ORDER BY number LIMIT {FIRST}"
            connection.execute(f"INSERT OR IGNORE INTO main.passages {some}")
        connection.execute("COMMIT")
