"""Writes what was prepared into a library's database, and into the index that finds passages by their terms."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy

from bot.dialogue import questions
from bot.documents import library as documents
from bot.evidence import titles
from bot.index import disk
from bot.index.arrays import gaps_named
from bot.index.bm25 import Keys, Statistics
from bot.index.columns import COLUMNS, Row, postings_of
from bot.index.engine import FIELDS
from bot.index.fulltext import FullTextWriter
from bot.index.stored import COUNTED, arrays_in
from bot.indexing.preparing import Batch, Prepared
from bot.text.own.tables import WordTables

MOST_UNWRITTEN = 32
"""Of how many batches the statistics are gathered before they are written down."""

TABLES = ("CREATE TABLE dropped (number INTEGER PRIMARY KEY)",)
"""The documents that were taken out of the database, and not yet out of the index of terms."""

_ADD_TERM = (
    "INSERT INTO terms VALUES (?, ?, ?, ?) ON CONFLICT (field, key) "
    "DO UPDATE SET frequency = frequency + excluded.frequency, total = total + excluded.total"
)
_ADD_FIELD = (
    "INSERT INTO fields VALUES (?, ?, ?, ?) ON CONFLICT (field) DO UPDATE SET "
    "entries = entries + excluded.entries, filled = filled + excluded.filled, length = length + excluded.length"
)


class LibraryWriter:
    """Adds documents to a library, and takes them out. Nothing is committed here.

    Args:
        connection: the database, in a transaction.
        found: the index of terms.
        words: the tables of words.
    """

    def __init__(self, connection: sqlite3.Connection, found: FullTextWriter, words: WordTables) -> None:
        self._connection = connection
        self._found = found
        self._words = words
        self._next: dict[str, int] = {}
        self._statistics: list[Mapping[str, Statistics]] = []

    def create(self) -> None:
        """Make the tables."""
        for statement in (*documents.TABLES, *disk.TABLES, *titles.TABLES, *questions.TABLES, *TABLES):
            self._connection.execute(statement)
        self._words.create(self._connection)

    def add(self, batch: Batch) -> None:
        """Add what came of some files."""
        for prepared in batch.documents:
            self.add_rows(prepared)
        self._words.add(self._connection, [(each.title, each.document["text"]) for each in batch.documents])
        if batch.documents:
            self.note(shape=json.dumps(asdict(batch.shape)))
            self.gather(batch.statistics)

    def gather(self, statistics: Mapping[str, Statistics]) -> None:
        """Add the statistics of passages that are added."""
        self._statistics.append(statistics)
        if len(self._statistics) >= MOST_UNWRITTEN:
            self.write_statistics()

    def note(self, **facts: str) -> None:
        """Write down facts about the whole."""
        self._connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", list(facts.items()))

    def write_statistics(self) -> None:
        """Write down the statistics that were gathered."""
        for place, name in enumerate(COUNTED):
            self._change_statistics(place, [each[name] for each in self._statistics], 1)
        self._statistics.clear()

    def count(self) -> tuple[int, int]:
        """Write down how many of everything there are; returns how many documents, and how many passages."""
        sums = "coalesce(sum(passages), 0), coalesce(sum(gaps), 0), count(*), count(synonyms)"
        ((passages, gaps, number, curated),) = self._rows(f"SELECT {sums} FROM documents")
        ((with_examples,),) = self._rows("SELECT count(*) FROM examples_terms")
        counts = {"documents": number, "passages": passages, "gaps": gaps, "curated": curated}
        given = {f"next_{kind}": self._given(kind) for kind in ("document", "passage", "gap")}
        everything = {**counts, "with_examples": with_examples, **given}
        self.note(**{name: str(value) for name, value in everything.items()})
        return number, passages

    def documents(self) -> dict[str, tuple[int, str]]:
        """The number and the fingerprint of each document, by its name."""
        rows = self._rows("SELECT name, number, fingerprint FROM documents")
        return {name: (number, fingerprint) for name, number, fingerprint in rows}

    def tidy(self) -> None:
        """Drop from the index of terms what the database does not hold, now or since somebody was interrupted."""
        for (number,) in self._rows("SELECT number FROM dropped"):
            self._found.drop_document(number)
        self._found.drop_documents_from(self._given("document"))
        self._connection.execute("DELETE FROM dropped")

    def remove(self, number: int) -> None:
        """Take a document out of the database, not yet out of the index of terms."""
        columns = "name, first, passages, first_gap, gaps, details, text, gap_arrays"
        ((_, first, count, first_gap, gaps, details, text, content),) = self._rows(
            f"SELECT {columns} FROM documents WHERE number = ?", number
        )
        self._words.remove(self._connection, [(json.loads(details)["title"], text)])
        self._forget_statistics(first, first + count, gaps, content)
        of_passages, of_gaps = (first, first + count), (first_gap, first_gap + gaps)
        for table in ("passages", "evidence", "asked", "headed", *(f"{field}_terms" for field in FIELDS)):
            self._connection.execute(f"DELETE FROM {table} WHERE number >= ? AND number < ?", of_passages)
        self._connection.execute("DELETE FROM gaps WHERE number >= ? AND number < ?", of_gaps)
        for kind, span in (("passage", of_passages), ("gap", of_gaps)):
            self._connection.execute("DELETE FROM lines WHERE kind = ? AND number >= ? AND number < ?", (kind, *span))
        for table in ("questions", "title_terms"):
            self._connection.execute(f"DELETE FROM {table} WHERE document = ?", (number,))
        self._connection.execute("DELETE FROM documents WHERE number = ?", (number,))
        self._connection.execute("INSERT INTO dropped VALUES (?)", (number,))

    def add_rows(self, prepared: Prepared) -> None:
        """Add the rows of a document, and its passages' terms; not its words, nor the statistics."""
        number, first, first_gap = (self._given(kind) for kind in ("document", "passage", "gap"))
        self._insert("documents", [{
            "number": number, "name": prepared.name, "fingerprint": prepared.fingerprint, "first": first,
            "passages": len(prepared.passages), "first_gap": first_gap, "gaps": len(prepared.gaps),
            **prepared.document,
        }])  # fmt: skip
        moved = first - prepared.first
        self._many("passages", [(own + moved, number, *others) for own, *others in prepared.passages])
        self._many("gaps", [(own + first_gap, *others) for own, *others in prepared.gaps])
        rows = [(own + moved, number, *others) for own, _, *others in prepared.evidence]
        self._many("evidence", rows)
        self._add_terms(number, rows)
        for table, key, own in prepared.keyed:
            self._connection.execute(
                f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", (key, number if table == "questions" else own + moved)
            )
        self._many("title_terms", [(key, number) for key in prepared.title_keys])
        starts = {"passage": moved, "gap": first_gap}
        self._many("lines", [(key, kind, own + starts[kind]) for key, kind, own in prepared.lines])
        self._next |= {
            "document": number + 1,
            "passage": first + len(prepared.passages),
            "gap": first_gap + len(prepared.gaps),
        }

    def _add_terms(self, document: int, rows: Sequence[Row]) -> None:
        """Add passages to the index of terms, and their terms to the database."""
        for row in rows:
            values = dict(zip(COLUMNS, row[1:], strict=True))
            terms = {}
            for field in FIELDS:
                keys, counts, length = (values[f"{field}_{part}"] for part in ("keys", "counts", "length"))
                if length:
                    self._many(f"{field}_terms", [(row[0], keys, counts, length)])
                    terms[field] = (numpy.frombuffer(keys, "<u8"), numpy.frombuffer(counts, "<u2").tolist())
            self._found.add(row[0], document, terms)

    def _given(self, kind: str) -> int:
        """The next number for a document, a passage or a gap: never one that was given before."""
        if kind not in self._next:
            rows = self._rows("SELECT value FROM facts WHERE name = ?", f"next_{kind}")
            self._next[kind] = int(rows[0][0]) if rows else 0
        return self._next[kind]

    def _forget_statistics(self, first: int, end: int, gaps: int, content: bytes | None) -> None:
        """Take the passages and the gaps of a document out of the statistics."""
        for place, name in enumerate(COUNTED):
            rows = self._rows(
                f"SELECT {name}_keys, {name}_counts, {name}_length FROM evidence WHERE number >= ? AND number < ?",
                first,
                end,
            )
            keys = numpy.unique(numpy.frombuffer(b"".join(row[0] for row in rows), "<u8"))
            terms, counts, lengths = zip(*rows, strict=True)
            found = postings_of(terms, counts, lengths, keys).statistics
            if name == "examples" and content is not None:
                found += gaps_named(arrays_in(content), 0, 0).examples.statistics
            self._change_statistics(place, [found], -1)
        self._connection.execute("DELETE FROM terms WHERE frequency <= 0")

    def _change_statistics(self, place: int, found: Sequence[Statistics], sign: int) -> None:
        keys: Keys = numpy.concatenate([each.keys for each in found]) if found else numpy.zeros(0, dtype="uint64")
        own, ranks = numpy.unique(keys, return_inverse=True)
        sums = (
            sign * numpy.bincount(ranks, numpy.concatenate(values), minlength=len(own)).astype("int64")
            for values in ([each.frequencies for each in found], [each.totals for each in found])
            if found
        )
        signed = sorted(zip(own.view("int64").tolist(), *(each.tolist() for each in sums), strict=False))
        self._connection.executemany(_ADD_TERM, [(place, *row) for row in signed])
        for each in found:
            self._connection.execute(
                _ADD_FIELD, (place, sign * each.entries, sign * each.filled, sign * int(each.length))
            )

    def _insert(self, table: str, entries: Iterable[Mapping[str, Any]]) -> None:
        for entry in entries:
            places = ", ".join("?" * len(entry))
            self._connection.execute(
                f"INSERT INTO {table} ({', '.join(entry)}) VALUES ({places})", tuple(entry.values())
            )

    def _many(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            places = ", ".join("?" * len(rows[0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)

    def _rows(self, statement: str, *values: object) -> list[Any]:
        return self._connection.execute(statement, values).fetchall()
