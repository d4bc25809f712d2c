"""A million passages out of a library of 40,000: ``python -m benchmarks.library.grown SMALL LARGE --copies 25``.

To read a million passages takes the better part of an hour, and says nothing about how they are searched. So the rows
of the smaller library are copied: in each copy, half of each passage's terms and half of its sentences' vectors are
exchanged with those of another passage, chosen at random. The vocabulary stays the same, and the lists of who holds a
term grow with the passages, which is the harder case.
"""

import argparse
import json
import random
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from time import process_time
from typing import Any

import numpy
from tqdm import tqdm

from bot.database import Database, writing
from bot.folders import DATABASE
from bot.index.bm25 import Statistics
from bot.index.columns import COLUMNS, POSTINGS, Row, postings_of
from bot.index.fulltext import FullTextWriter
from bot.index.stored import COUNTED
from bot.indexing.preparing import Prepared
from bot.indexing.writer import LibraryWriter
from bot.text.own.tables import WordTables
from bot.text.vocabulary import vocabulary

SEED = 1


def grow(small: Path, large: Path, copies: int) -> None:
    """Write the larger library.

    Args:
        small: a library without curation.
        large: the folder of the new one; it must not be there.
        copies: how many times as many passages it has.
    """
    large.mkdir(parents=True)
    chance = random.Random(SEED)
    with closing(Database(small / DATABASE)) as database:
        facts = dict(database.rows("SELECT name, value FROM facts"))
        evidence: list[Row] = database.rows(f"SELECT number, {', '.join(COLUMNS)} FROM evidence ORDER BY number")
        with writing(large / DATABASE, anew=True) as connection, FullTextWriter(large) as found:
            writer = LibraryWriter(connection, found, WordTables(vocabulary().reading()))
            writer.create()
            _copy_words(small, connection)
            writer.note(**{name: facts[name] for name in facts if not name.startswith("next_")})
            for copy in tqdm(range(copies), file=sys.stderr):
                rows = evidence if not copy else [_mixed(row, chance.choice(evidence)) for row in evidence]
                for documents in _documents(database, rows, copy):
                    writer.add_rows(documents)
                writer.gather(_statistics(rows))
            writer.write_statistics()
            writer.note(shape=facts["shape"])
            writer.count()
            found.commit()


def _copy_words(small: Path, connection: sqlite3.Connection) -> None:
    """The tables of words: each word stands oftener, which changes little."""
    connection.execute("COMMIT")
    connection.execute("ATTACH ? AS small", (str(small / DATABASE),))
    connection.execute("BEGIN")
    tables = connection.execute("SELECT name FROM small.sqlite_schema WHERE type = 'table' AND name GLOB 'words_*'")
    for (name,) in tables.fetchall():
        connection.execute(f"DELETE FROM main.{name}")
        connection.execute(f"INSERT INTO main.{name} SELECT * FROM small.{name}")
    connection.execute("COMMIT")
    connection.execute("DETACH small")
    connection.execute("BEGIN")


def _mixed(row: Row, other: Row) -> Row:
    """A row with half of another's terms and vectors."""
    own, its = (dict(zip(COLUMNS, each[1:], strict=True)) for each in (row, other))
    for name in POSTINGS:
        keys, counts = f"{name}_keys", f"{name}_counts"
        held: dict[int, int] = {}
        for values, half in ((own, slice(None, None, 2)), (its, slice(1, None, 2))):
            terms = numpy.frombuffer(values[keys], "<u8").tolist()
            held |= dict(zip(terms[half], numpy.frombuffer(values[counts], "<u2").tolist()[half], strict=True))
        own[keys] = numpy.array(list(held), "<u8").tobytes()
        own[counts] = numpy.array(list(held.values()), "<u2").tobytes()
        own[f"{name}_length"] = sum(held.values())
    return (row[0], *own.values())


def _documents(database: Database, evidence: Sequence[Row], copy: int) -> Iterator[Prepared]:
    """The documents of a copy."""
    by_number = {row[0]: row for row in evidence}
    columns = "number, name, first, passages, title_told, details, sections, pages, text"
    for number, name, first, count, told, details, sections, pages, text in database.rows(
        f"SELECT {columns} FROM documents ORDER BY number"
    ):
        numbers = range(first, first + count)
        passages: list[Any] = database.rows(
            "SELECT number, start, end, kind, sentences, question, examples, governed_by, spans FROM passages "
            "WHERE document = ? ORDER BY number",
            number,
        )
        keyed = [
            (table, key, own)
            for table in ("asked", "headed")
            for key, own in database.rows(
                f"SELECT key, number FROM {table} WHERE number BETWEEN ? AND ?", first, first + count - 1
            )
        ]
        questions = database.rows("SELECT key FROM questions WHERE document = ?", number)
        keyed += [("questions", key, first) for (key,) in questions]
        keys = [key for (key,) in database.rows("SELECT key FROM title_terms WHERE document = ?", number)]
        written = {"details": details, "sections": sections, "pages": pages, "text": text, "title_told": told}
        yield Prepared(
            name=f"{copy:03}-{name}",
            fingerprint="",
            title=json.loads(details)["title"],
            first=first,
            document={**written, "gap_arrays": None, "synonyms": None, "abbreviations": None},
            passages=passages,
            gaps=(),
            evidence=[by_number[own] for own in numbers],
            keyed=keyed,
            title_keys=keys,
            lines=(),
        )


def _statistics(rows: Sequence[Row]) -> dict[str, Statistics]:
    columns = dict(zip(COLUMNS, zip(*(row[1:] for row in rows), strict=True), strict=True))
    found = {}
    for name in COUNTED:
        terms, counts, lengths = (columns[f"{name}_{part}"] for part in ("keys", "counts", "length"))
        keys = numpy.unique(numpy.frombuffer(b"".join(terms), "<u8"))
        found[name] = postings_of(terms, counts, lengths, keys).statistics
    return found


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("small", type=Path)
    parser.add_argument("large", type=Path)
    parser.add_argument("--copies", type=int, default=25)
    arguments = parser.parse_args()
    started = process_time()
    grow(arguments.small, arguments.large, arguments.copies)
    print(f"{process_time() - started:.0f} s of a core")


if __name__ == "__main__":
    main()
