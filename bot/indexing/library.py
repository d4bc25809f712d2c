"""Writes a library: what ``bot index`` does with many leaflets, and again with those of them that changed.

A new library is made where nobody looks, and then put in its place. One that is there is changed in one transaction:
the index of terms is added to before it, and tidied up after it, so that whoever reads, and whoever is killed, finds
everything that stands in the database.
"""

import errno
import hashlib
import json
import os
import sqlite3
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from bot.data.prepared import program_fingerprints
from bot.database import Database, writing
from bot.documents.library import FORMAT, is_library
from bot.documents.strays import misnamed_curations, passed_over
from bot.errors import DocumentError
from bot.files import read_content
from bot.folders import DATABASE, check_replaceable, put_in_place
from bot.index.fulltext import FullTextWriter
from bot.indexing.preparing import Batch, Curated, prepare
from bot.indexing.writer import LibraryWriter
from bot.interrupts import raising
from bot.sources.curation import read_curation
from bot.text.own.tables import WordTables
from bot.text.vocabulary import vocabulary

BATCH = 400_000
"""About how many bytes of files are worked out together."""

WAITING = 2
"""How many batches a process is given before the first of them is written."""

Progress = Callable[[int], None]
"""Told how many more files are done."""


@dataclass(frozen=True)
class Changes:
    """What was done to a library.

    Attributes:
        documents, passages: how many it holds now.
        added, removed, kept: how many files were read, taken out (those that changed among them), and left as they are.
        left_out: of each file that cannot be read, what is wrong, and what to do.
    """

    documents: int
    passages: int
    added: int
    removed: int
    kept: int
    left_out: Sequence[str]


@dataclass(frozen=True)
class Leaflets:
    """What a library is made of.

    Attributes:
        files: the leaflets, each with a hash of it and of its curation.
        digest: a hash of all of them.
        encoding: that of the letters of the files, where it is said.
        curated: the synonyms and abbreviations of all curations.
    """

    files: Mapping[Path, str]
    digest: str
    encoding: str | None
    curated: Curated

    @staticmethod
    def of(files: Sequence[Path], encoding: str | None) -> "Leaflets":
        """Those in ``files``.

        Raises:
            OSError: one cannot be read.
            CurationError: a curation is broken.
        """
        synonyms: list[str] = []
        abbreviations: dict[str, str] = {}
        hashes: dict[Path, str] = {}
        everything = hashlib.sha256()
        for file in files:
            curation = read_curation(file.with_suffix(".toml"))
            synonyms += curation.synonyms
            abbreviations |= curation.abbreviations
            own = hashlib.sha256()
            for part in (file, file.with_suffix(".toml")):
                content = (read_content(part) if part.exists() else b"") + b"\0"
                everything.update(content)
                own.update(content)
            hashes[file] = own.hexdigest()
        return Leaflets(hashes, everything.hexdigest(), encoding, (synonyms, abbreviations))

    @property
    def needed(self) -> dict[str, str]:
        """What a library must have been made with for it to be changed and not to be made anew."""
        curated = hashlib.sha256(json.dumps(self.curated).encode()).hexdigest()
        return {**program_fingerprints(), "format": FORMAT, "curated_as": curated, "read_as": str(self.encoding)}


def write_library(
    files: Sequence[Path], folder: Path, encoding: str | None = None, progress: Progress = lambda done: None
) -> Changes:
    """Make the library of ``files`` in ``folder``; of one that is there, change what changed.

    Args:
        files: the leaflets; their curations stand beside them.
        folder: where the library is, or will be.
        encoding: that of the letters of the files; without, UTF-8 where a file says nothing else.
        progress: told how many more files are done, those that need nothing at once.

    Raises:
        CurationError: a curation is broken, or does not fit its file. The library is as it was.
        DocumentError: no file can be read. The library is as it was.
        DataError: Tantivy is not installed.
        OSError: the folder cannot be written, somebody else writes there, the disk is full, or there is something else
            in it. The library is as it was.
    """
    leaflets = Leaflets.of(files, encoding)
    try:
        with raising():
            if is_library(folder) and _facts(folder).items() >= leaflets.needed.items():
                return _update(leaflets, folder, progress)
            return _replace(leaflets, folder.resolve(), progress)
    except (sqlite3.Error, ValueError) as error:
        is_locked = "lock" in str(error).lower()
        reason = "another 'bot index' writes there; wait until it is done" if is_locked else str(error)
        raise OSError(errno.EIO, reason, str(folder)) from error


def _replace(leaflets: Leaflets, folder: Path, progress: Progress) -> Changes:
    """Make a library where nobody looks, and put it in its place."""
    check_replaceable(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as place:
        new = Path(place, "new")
        new.mkdir()
        words = WordTables(vocabulary().reading(*leaflets.curated))
        with writing(new / DATABASE, anew=True) as connection, FullTextWriter(new) as found:
            writer = LibraryWriter(connection, found, words)
            writer.create()
            writer.note(**leaflets.needed)
            left_out = _add(writer, leaflets, list(leaflets.files), progress)
            changes = _finish(writer, leaflets, left_out, removed=0, kept=0)
            found.commit()
        put_in_place(new, folder, Path(place, "old"))
    return changes


def _update(leaflets: Leaflets, folder: Path, progress: Progress) -> Changes:
    """Change what changed: first the terms of new documents, then the database, then the terms of the old ones."""
    words = WordTables(vocabulary().reading(*leaflets.curated))
    now = {file.name: fingerprint for file, fingerprint in leaflets.files.items()}
    with writing(folder / DATABASE, anew=False) as connection, FullTextWriter(folder) as found:
        writer = LibraryWriter(connection, found, words)
        writer.tidy()
        before = writer.documents()
        gone = {name: number for name, (number, fingerprint) in before.items() if now.get(name) != fingerprint}
        progress(len(before) - len(gone))
        for number in gone.values():
            writer.remove(number)
        new = [file for file in leaflets.files if file.name not in before or file.name in gone]
        left_out = _add(writer, leaflets, new, progress)
        changes = _finish(writer, leaflets, left_out, removed=len(gone), kept=len(before) - len(gone))
        found.commit()
        connection.execute("COMMIT")
        connection.execute("BEGIN IMMEDIATE")
        writer.tidy()
        found.commit()
    return changes


def _finish(writer: LibraryWriter, leaflets: Leaflets, left_out: Sequence[str], *, removed: int, kept: int) -> Changes:
    """Write down what holds for the whole.

    Raises:
        DocumentError: no leaflet can be read.
    """
    added = len(leaflets.files) - kept - len(left_out)
    if not added and not kept:
        raise DocumentError(left_out[0])
    files = list(leaflets.files)
    misnamed, others = misnamed_curations(files[0].parent, files), passed_over(files[0].parent, files)
    strays = {"left_out": left_out, "misnamed": misnamed, "passed_over": others}
    writer.write_statistics()
    writer.note(corpus=leaflets.digest, **{name: json.dumps(each) for name, each in strays.items()})
    documents, passages = writer.count()
    return Changes(documents, passages, added, removed, kept, left_out)


def _add(writer: LibraryWriter, leaflets: Leaflets, files: Sequence[Path], progress: Progress) -> list[str]:
    """Add what is in ``files``; returns what is wrong with those that cannot be read."""
    left_out: list[str] = []
    batches = list(_batches([(file, leaflets.files[file]) for file in files]))
    for batch, count in _prepared(batches, leaflets):
        writer.add(batch)
        left_out += batch.left_out
        progress(count)
    return left_out


def _prepared(batches: Sequence[Sequence[tuple[Path, str]]], leaflets: Leaflets) -> Iterator[tuple[Batch, int]]:
    """What came of each batch, in order, and how many files it has; several are worked out at a time."""
    given = (leaflets.encoding, leaflets.curated)
    jobs = min(os.cpu_count() or 1, len(batches) // WAITING)
    if jobs < 2:
        yield from ((prepare(batch, *given), len(batch)) for batch in batches)
        return
    running: deque[tuple[Future[Batch], int]] = deque()
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        try:
            for batch in batches:
                running.append((pool.submit(prepare, batch, *given), len(batch)))
                if len(running) > WAITING * jobs:
                    done, count = running.popleft()
                    yield done.result(), count
            for done, count in running:
                yield done.result(), count
        finally:
            pool.shutdown(cancel_futures=True)


def _batches(files: Sequence[tuple[Path, str]]) -> Iterator[list[tuple[Path, str]]]:
    batch: list[tuple[Path, str]] = []
    size = 0
    for file, fingerprint in files:
        batch.append((file, fingerprint))
        size += file.stat().st_size
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _facts(folder: Path) -> dict[str, str]:
    """What is known of the library in a folder; nothing where it is broken, and made anew."""
    try:
        with closing(Database(folder / DATABASE)) as database:
            return dict(database.rows("SELECT name, value FROM facts"))
    except sqlite3.Error:
        return {}
