"""A library: many documents in a database, of which only those are read that are asked for.

``bot index`` writes it for a corpus of many passages. Documents, passages and gaps keep their numbers as long as they
stand in it; those of a document follow one another, and a number is never given again.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar, cast, overload

import numpy

from bot.database import Database
from bot.documents.model import Corpus, Details, Document, Gap, Passage, PassageKind, Section
from bot.documents.stored import unusable
from bot.folders import DATABASE
from bot.sources.source import Page, Span

FORMAT = "1"

KEPT = 2_048
"""How many passages, and how many documents and gaps, are kept once they were read."""

TABLES = (
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE documents (
        number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL,
        first INTEGER NOT NULL, passages INTEGER NOT NULL, first_gap INTEGER NOT NULL, gaps INTEGER NOT NULL,
        synonyms TEXT, abbreviations TEXT, title_told TEXT NOT NULL,
        details TEXT NOT NULL, sections TEXT NOT NULL, pages TEXT NOT NULL, gap_arrays BLOB, text TEXT NOT NULL)""",
    """CREATE TABLE passages (
        number INTEGER PRIMARY KEY, document INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
        kind TEXT NOT NULL, sentences BLOB NOT NULL, question TEXT, examples TEXT, governed_by BLOB, spans BLOB)""",
    "CREATE INDEX passages_whole ON passages (number) WHERE kind = 'list'",
    "CREATE TABLE gaps (number INTEGER PRIMARY KEY, document TEXT NOT NULL, topic TEXT NOT NULL, examples TEXT)",
)
"""What stands in the database of documents; ``bot.index.disk`` and others add tables of their own."""

DOCUMENT = ("name", "text", "details", "sections", "pages")
PASSAGE = ("number", "document", "start", "end", "kind", "sentences", "question", "examples", "governed_by", "spans")
GAP = ("topic", "examples", "document")
"""The columns that a document, a passage and a gap are read from."""

Item = TypeVar("Item")


class Numbered(Sequence[Item], Generic[Item]):
    """What stands in a table, each at its number; one that is not there is an ``IndexError``.

    Numbers are places as long as nothing was taken out. What is cut out with a slice is always told by its places.

    Args:
        database: the database.
        table: the name of the table.
        length: how many there are.
        read: makes one of them of its row.
    """

    def __init__(self, database: Database, table: str, length: int, read: "Reader[Item]") -> None:
        self._database = database
        self._table = table
        self._length = length
        self._columns = f"SELECT {', '.join(read.columns)} FROM {table}"
        self._read = read
        self._one = lru_cache(maxsize=KEPT)(self._read_one)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, number: int) -> Item: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Item]: ...
    def __getitem__(self, number: int | slice) -> Item | Sequence[Item]:
        """The one with a number, the last for -1; or those at some places."""
        if isinstance(number, slice):
            start, stop, step = number.indices(self._length)
            found = tuple(self._rows("ORDER BY number LIMIT ? OFFSET ?", max(0, stop - start), start))
            return found[::step]
        return self._one(number if number >= 0 else self._end + number)

    def __iter__(self) -> Iterator[Item]:
        cursor = self._database.connect().execute(f"{self._columns} ORDER BY number")
        return map(self._read.of, cursor)

    @property
    def _end(self) -> int:
        ((end,),) = self._database.rows(f"SELECT coalesce(max(number), -1) + 1 FROM {self._table}")
        return int(end)

    def _read_one(self, number: int) -> Item:
        for item in self._rows("WHERE number = ?", number):
            return item
        raise IndexError(number)

    def _rows(self, where: str, *values: int) -> Iterator[Item]:
        return map(self._read.of, self._database.rows(f"{self._columns} {where}", *values))


class Reader(Generic[Item]):
    """Makes an item of the columns of its row."""

    columns: Sequence[str]

    def of(self, row: tuple[Any, ...]) -> Item:
        """The item in a row."""
        raise NotImplementedError


class _Documents(Reader[Document]):
    columns = DOCUMENT

    def of(self, row: tuple[Any, ...]) -> Document:
        return document_of(row)


class _Passages(Reader[Passage]):
    columns = PASSAGE

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    def of(self, row: tuple[Any, ...]) -> Passage:
        return passage_of(row, self._documents[row[1]])


class _Gaps(Reader[Gap]):
    columns = GAP

    def of(self, row: tuple[Any, ...]) -> Gap:
        return gap_of(row)


def document_of(row: tuple[Any, ...]) -> Document:
    """The document in a row with the columns ``DOCUMENT``."""
    name, text, details, sections, pages = row
    return Document(
        name=name,
        text=text,
        details=Details(**json.loads(details)),
        sections=tuple(Section(heading, start, end, tuple(up)) for heading, start, end, up in json.loads(sections)),
        pages=tuple(Page(*page) for page in json.loads(pages)),
    )


def passage_of(row: tuple[Any, ...], document: Document) -> Passage:
    """The passage in a row with the columns ``PASSAGE``, which stands in ``document``."""
    number, _, start, end, kind, sentences, question, examples, governed_by, spans = row
    return Passage(
        number=number,
        document=document,
        start=start,
        end=end,
        kind=cast(PassageKind, kind),
        sentences=_spans(sentences),
        question=question,
        examples=tuple(json.loads(examples)) if examples else (),
        governed_by=_spans(governed_by),
        spans=_spans(spans),
    )


def gap_of(row: tuple[Any, ...]) -> Gap:
    """The gap in a row with the columns ``GAP``."""
    topic, examples, document = row
    return Gap(topic, tuple(json.loads(examples)), document)


def is_library(path: Path) -> bool:
    """Whether ``path`` looks like a library that ``bot index`` wrote."""
    try:
        return (path / DATABASE).is_file()
    except (OSError, ValueError):
        return False


def open_library(folder: Path, needed: Mapping[str, str]) -> Corpus:
    """The corpus in a library.

    Args:
        folder: the library.
        needed: what it must have been made from besides the corpus, by name: the word lists and the model.

    Raises:
        CorpusError: it is broken, or was made with other word lists or another model.
    """
    try:
        database = Database(folder / DATABASE)
        facts = dict(database.rows("SELECT name, value FROM facts"))
        if facts["format"] != FORMAT or any(facts.get(name) != value for name, value in needed.items()):
            raise ValueError("it was made by another version of the program")
        documents = Numbered(database, "documents", int(facts["documents"]), _Documents())
        passages = Numbered(database, "passages", int(facts["passages"]), _Passages(documents))
        gaps = Numbered(database, "gaps", int(facts["gaps"]), _Gaps())
        return replace(corpus_of(database, facts, documents, passages, gaps), index=folder)
    except (OSError, sqlite3.Error, ValueError, KeyError, TypeError) as error:
        raise unusable(folder, error) from error


def corpus_of(
    database: Database,
    facts: Mapping[str, str],
    documents: Sequence[Document],
    passages: Sequence[Passage],
    gaps: Sequence[Gap],
) -> Corpus:
    """The corpus whose words, facts and curation stand in an open database."""
    synonyms: list[str] = []
    abbreviations: dict[str, str] = {}
    curated = "SELECT synonyms, abbreviations FROM documents WHERE synonyms IS NOT NULL ORDER BY name"
    for lines, short_forms in database.rows(curated) if int(facts["curated"]) else ():
        synonyms += json.loads(lines)
        abbreviations |= json.loads(short_forms)
    return Corpus(
        documents=documents,
        passages=passages,
        gaps=gaps,
        synonyms=tuple(synonyms),
        abbreviations=abbreviations,
        fingerprint=facts["corpus"],
        left_out=tuple(json.loads(facts["left_out"])),
        misnamed=tuple(json.loads(facts["misnamed"])),
        passed_over=tuple(json.loads(facts["passed_over"])),
        library=database,
    )


def spans_to_bytes(spans: Sequence[Span]) -> bytes:
    """Spans as they stand in a column."""
    return numpy.array(spans, dtype="<i4").tobytes()


def _spans(content: bytes) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in numpy.frombuffer(content, "<i4").reshape(-1, 2).tolist())
