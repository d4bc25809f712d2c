"""The tables of a corpus's own words, and how documents are added to them and taken out."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.text.own.reading import Counted, Reading, Titled

MOST_HELD = 250_000
"""How many different pairs of words are counted before they are written down: about 100 MB of memory."""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """A table of counts. What stands beside the key is worked out of it.

    Attributes:
        name: its name.
        key: the columns by which a row is told from others.
        derived: the columns that are worked out of the key.
        indexed: the derived columns by which rows are looked up.
    """

    name: str
    key: Sequence[str]
    derived: Sequence[str] = ()
    indexed: Sequence[str] = ()

    def created(self) -> Iterator[str]:
        """The statements that make the table."""
        columns = ", ".join((*self.key, *self.derived))
        keys = ", ".join(self.key)
        yield f"CREATE TABLE {self.name} ({columns}, count INTEGER NOT NULL, PRIMARY KEY ({keys})) WITHOUT ROWID"
        for column in self.indexed:
            yield f"CREATE INDEX {self.name}_{column} ON {self.name} ({column}) WHERE {column} IS NOT NULL"

    @property
    def added(self) -> str:
        """The statement that adds to a count; a new row gets all its columns."""
        columns = (*self.key, *self.derived, "count")
        places = ", ".join("?" * len(columns))
        return (
            f"INSERT INTO {self.name} ({', '.join(columns)}) VALUES ({places}) "
            f"ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET count = count + excluded.count"
        )

    @property
    def subtracted(self) -> str:
        """The statement that takes from a count."""
        return f"UPDATE {self.name} SET count = count - ? WHERE {self._is_row}"

    @property
    def dropped(self) -> str:
        """The statement that drops a row of which nothing is left."""
        return f"DELETE FROM {self.name} WHERE {self._is_row} AND count <= 0"

    @property
    def _is_row(self) -> str:
        return " AND ".join(f"{column} = ?" for column in self.key)


TYPED = Table("words_typed", ["word"], ["length"], ["length"])
READ = Table("words_read", ["word"])
SAID = Table("words_said", ["word"], ["stem", "reversed"], ["stem", "reversed"])
BY_SOUND = Table("words_by_sound", ["sound", "words"])
BY_CONSONANTS = Table("words_by_consonants", ["consonants", "words"])
NUMBERED = Table("words_numbered", ["written"])
TOTAL = Table("words_total", ["everything"])
"""One row, under 0: how many words stand in the corpus."""

TABLES = (TYPED, READ, SAID, BY_SOUND, BY_CONSONANTS, NUMBERED, TOTAL)


class WordTables:
    """Writes down what is known of a corpus's own words. Nothing is committed here.

    The tables hold what ``reading`` made of the words: where the word lists or an editor's lines change, they are to be
    made anew.

    Args:
        reading: how words are read.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def create(self, connection: sqlite3.Connection) -> None:
        """Make the tables, with the words of an editor's lines alone.

        Raises:
            sqlite3.Error: they are there already, or the database cannot be written.
        """
        for table in TABLES:
            for statement in table.created():
                connection.execute(statement)
        curated = Counted()
        curated.words.update(self._reading.curated)
        self._add(connection, curated)

    def drop(self, connection: sqlite3.Connection) -> None:
        """Take the tables away, where they are."""
        for table in TABLES:
            connection.execute(f"DROP TABLE IF EXISTS {table.name}")

    def add(self, connection: sqlite3.Connection, texts: Iterable[Titled]) -> None:
        """Add the words of documents. Any number of them may be given; few are held at once.

        Raises:
            sqlite3.Error: the database cannot be written.
        """
        for counted in self._batches(texts):
            self._add(connection, counted)

    def remove(self, connection: sqlite3.Connection, texts: Iterable[Titled]) -> None:
        """Take out the words of documents that were added with these titles and texts, to the letter.

        Raises:
            sqlite3.Error: the database cannot be written.
        """
        for counted in self._batches(texts):
            for table, rows in self._rows(counted):
                keys = [(*row[: len(table.key)], row[-1]) for row in rows]
                connection.executemany(table.subtracted, [(count, *key) for *key, count in keys])
                connection.executemany(table.dropped, [key[:-1] for key in keys])

    def _add(self, connection: sqlite3.Connection, counted: Counted) -> None:
        for table, rows in self._rows(counted):
            connection.executemany(table.added, rows)

    def _batches(self, texts: Iterable[Titled]) -> Iterator[Counted]:
        counted = Counted()
        for text in texts:
            self._reading.count([text], counted)
            if len(counted.pairs) >= MOST_HELD:
                yield counted
                counted = Counted()
        if counted.words or counted.numbered:
            yield counted

    def _rows(self, counted: Counted) -> Iterator[tuple[Table, list[Row]]]:
        """The rows for each table, in the order of their keys, in which they are written fastest."""
        reading, words = self._reading, counted.words
        shortest = reading.settings.shortest_mended
        yield (
            TYPED,
            sorted(
                (word, len(word) if word.isalpha() and len(word) >= shortest else None, count)
                for word, count in words.items()
            ),
        )
        yield READ, sorted(reading.words_as_read(words).items())
        said = sorted(reading.words_said(words).items())
        yield SAID, [(word, reading.stem(word), word[::-1], count) for word, count in said]
        yield BY_SOUND, sorted((key, " ".join(meant), n) for (key, meant), n in reading.by_sound(counted).items())
        heard = reading.by_consonants(counted)
        yield BY_CONSONANTS, sorted((row, " ".join(meant), count) for (row, meant), count in heard.items())
        yield NUMBERED, sorted(counted.numbered.items())
        yield TOTAL, [(0, words.total())]
