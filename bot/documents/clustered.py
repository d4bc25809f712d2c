"""A library on a cluster: its documents and passages are read from there, one by one, as they are asked for.

An index on a cluster has three parts. ``bot.indexing.uploading`` writes them:

- The main one has an entry for each passage: its terms, and what the evidence needs (``bot.index.clustered``).
- ``-documents`` has an entry for each document: its text, its passages and its gaps, in one record.
- ``-catalogue`` is what is left of the library's database: the words, the statistics of terms, the titles, what editors
  wrote. It is fetched when the library is opened, into a file of its own that goes when the process ends: it grows with
  the language and with the number of leaflets, and every reply looks up many words in it.

In a library that was made anew, documents, passages and gaps are numbered from 0, without holes.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, Generic, TypeVar, overload
from weakref import finalize

from bot.cluster import versions
from bot.cluster.connection import Connection, urgently
from bot.cluster.entries import Entries
from bot.cluster.packing import Value, pack, unpack
from bot.cluster.versions import Version
from bot.database import Database
from bot.documents.library import FORMAT as LIBRARY_FORMAT
from bot.documents.library import corpus_of, document_of, gap_of, passage_of
from bot.documents.model import Corpus, Document, Gap, Passage
from bot.errors import ClusterError

FORMAT = f"1 of {LIBRARY_FORMAT}"
"""How the parts are written; a library in another format is not read."""

DOCUMENTS, CATALOGUE = "-documents", "-catalogue"

KEPT = 512
"""How many documents are kept once they were read: some 20 MB, for leaflets of 20,000 letters."""

AT_A_TIME = 32
"""How many documents are read together where all of them are wanted, and how many pieces of the catalogue."""

TABLES = (
    """CREATE TABLE documents (
        number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title_told TEXT NOT NULL,
        first INTEGER NOT NULL, passages INTEGER NOT NULL, first_gap INTEGER NOT NULL, gaps INTEGER NOT NULL,
        synonyms TEXT, abbreviations TEXT)""",
    "CREATE INDEX documents_by_passage ON documents (first)",
    "CREATE INDEX documents_by_gap ON documents (first_gap) WHERE gaps > 0",
    "CREATE TABLE passages (number INTEGER PRIMARY KEY, kind TEXT NOT NULL)",
)
"""What stands in the catalogue in place of the library's tables of those names: of the documents what is small, and of
the passages only those that the bot may begin with (``bot.dialogue.questions``)."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document, alone in a row, with what belongs to it; ``gap_arrays`` as they stand in a library."""

    documents: tuple[Document]
    passages: Sequence[Passage]
    gaps: Sequence[Gap]
    gap_arrays: bytes | None


def record_of(
    document: tuple[Value, ...],
    passages: Sequence[tuple[Value, ...]],
    gaps: Sequence[tuple[Value, ...]],
    gap_arrays: bytes | None,
) -> bytes:
    """The record of a document: its rows with the columns that ``bot.documents.library`` reads them from."""
    return zlib.compress(pack((document, tuple(passages), tuple(gaps), gap_arrays)))


def _shelved(record: bytes) -> Shelved:
    row, passages, gaps, gap_arrays = unpack(zlib.decompress(record))
    document = document_of(row)
    return Shelved(
        (document,), tuple(passage_of(each, document) for each in passages), tuple(map(gap_of, gaps)), gap_arrays
    )


class Clustered:
    """One version of a library on a cluster. It can be shared by threads, and pickled.

    Args:
        connection: to the cluster.
        version: what is read; a later one is never mixed with it.

    Attributes:
        connection, version: the same.
        shelf: the documents, by their numbers.
    """

    def __init__(self, connection: Connection, version: Version) -> None:
        self.connection = connection
        self.version = version
        self.shelf = Entries(connection, version.index(DOCUMENTS), _shelved, KEPT)

    def urgently(self) -> AbstractContextManager[None]:
        """A block in which the cluster is not waited for long: somebody may be in danger, and must get a reply."""
        return urgently()

    def catalogue(self) -> Database:
        """The catalogue, fetched anew, in a file that nobody else can read and that goes with this object.

        Raises:
            ClusterError: the cluster is away, or what it holds is damaged.
        """
        place = mkdtemp(prefix="bot-")
        finalize(self, rmtree, place, ignore_errors=True)
        file = Path(place, "catalogue.sqlite")
        digest = hashlib.sha256()
        with file.open("xb") as stream:
            for piece in self._pieces():
                digest.update(piece)
                stream.write(piece)
        if digest.hexdigest() != self.version.about["catalogue"]:
            raise ClusterError(f"{self.connection.address}: its catalogue is damaged. Make it anew with 'bot index'.")
        return Database(file)

    def _pieces(self) -> Iterator[bytes]:
        pieces = Entries(self.connection, self.version.index(CATALOGUE), zlib.decompress, most=0)
        count = self.version.about["pieces"]
        for start in range(0, count, AT_A_TIME):
            found = pieces.of(range(start, min(start + AT_A_TIME, count)))
            yield from (found[number] for number in sorted(found))

    def __reduce__(self) -> tuple[Any, ...]:
        return _opened_again, (str(self.connection.address), self.version)


def _opened_again(address: str, version: Version) -> Clustered:
    return Clustered(Connection.open(address), version)


class OnCluster(Sequence[Item], Generic[Item]):
    """What stands on the shelves of a cluster, each at its number; one that is not there is an ``IndexError``.

    Args:
        cluster: the library.
        catalogue: its catalogue.
        length: how many there are.
        first: the column of the catalogue's documents that says the number of the first of each.
        of: those that belong to a document.
    """

    def __init__(
        self, cluster: Clustered, catalogue: Database, length: int, first: str, of: Callable[[Shelved], Sequence[Item]]
    ) -> None:
        self._cluster = cluster
        self._catalogue = catalogue
        self._length = length
        self._of = of
        filled = "gaps > 0 AND" if first == "first_gap" else ""
        self._where = f"SELECT number, {first} FROM documents WHERE {filled} {first} <= ? ORDER BY {first} DESC LIMIT 1"

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, number: int) -> Item: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Item]: ...
    def __getitem__(self, number: int | slice) -> Item | Sequence[Item]:
        """The one with a number, the last for -1; or those with numbers in a range."""
        if isinstance(number, slice):
            return tuple(self[each] for each in range(*number.indices(self._length)))
        number += self._length if number < 0 else 0
        if not 0 <= number < self._length:
            raise IndexError(number)
        document, first = self._place_of(number)
        return self._of(self._cluster.shelf.one(document))[number - first]

    def __iter__(self) -> Iterator[Item]:
        """All of them; the first is read alone, since often it is all that is wanted."""
        documents = self._cluster.version.about["documents"]
        for start, stop in [(0, 1), *((n, n + AT_A_TIME) for n in range(1, documents, AT_A_TIME))]:
            found = self._cluster.shelf.of(range(start, min(stop, documents)))
            for number in sorted(found):
                yield from self._of(found[number])

    def _place_of(self, number: int) -> tuple[int, int]:
        """The document that an item belongs to, and the number of the first item there."""
        ((document, first),) = self._catalogue.rows(self._where, number)
        return document, first


def open_clustered(address: str, needed: Mapping[str, str]) -> Corpus:
    """The library on a cluster that ``opensearch://host:port/name`` means now.

    Args:
        address: where it is.
        needed: what it must have been made from besides the leaflets, by name: the word lists and the model.

    Raises:
        ClusterError: the cluster is away or refuses; there is no such library; or it was made with other word lists or
            another model.
    """
    connection = Connection.open(address)
    version = versions.current(connection)
    about = version.about
    if about.get("format") != FORMAT or any(about["made_from"].get(name) != value for name, value in needed.items()):
        raise ClusterError(
            f"{connection.address}: this index was made by another version of the program. Make it anew with "
            "'bot index'."
        )
    cluster = Clustered(connection, version)
    try:
        return _corpus(cluster)
    except (sqlite3.Error, ValueError, KeyError, TypeError, zlib.error) as error:
        raise ClusterError(
            f"{connection.address}: this index cannot be used ({error}). Make it anew with 'bot index'."
        ) from error


def _corpus(cluster: Clustered) -> Corpus:
    catalogue = cluster.catalogue()
    facts = dict(catalogue.rows("SELECT name, value FROM facts"))
    corpus = corpus_of(
        catalogue,
        facts,
        OnCluster(cluster, catalogue, int(facts["documents"]), "number", attrgetter("documents")),
        OnCluster(cluster, catalogue, int(facts["passages"]), "first", attrgetter("passages")),
        OnCluster(cluster, catalogue, int(facts["gaps"]), "first_gap", attrgetter("gaps")),
    )
    return replace(corpus, cluster=cluster)
