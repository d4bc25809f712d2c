"""Finds passages by their terms, on disk: an index of Tantivy's, beside the database that holds everything else.

It only finds: its scores are Lucene's formula with lengths that are rounded to one byte. So more passages are taken
than are wanted, and ranked by the formula to the letter. What it finds that the database does not hold is passed over,
so it may run ahead or lag behind: it is added to before the database, and tidied up after it.

Tantivy has its own k1 (1.2) and b (0.75), which cannot be set. A passage's own words are ranked by 0.6 and 0.3: so each
of its terms is written twice, and something beside them three times as often as a passage has terms on average. Then
2f / (2f + 1.2 (0.25 + 0.75 (2l + 3a) / (2a + 3a))) is f / (f + 0.6 (0.7 + 0.3 l / a)) to the letter, where f is how
often a term stands in a passage, l how many terms it has, and a how many passages have on average.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy

from bot.errors import DataError
from bot.folders import SEARCH
from bot.index.arrays import Numbers
from bot.index.bm25 import Keys, Terms
from bot.index.engine import FIELDS, Field

HEAP = 256_000_000
"""Bytes of memory for writing."""

THREADS = 2
"""How many threads write."""

TIMES: Mapping[Field, int] = {"text": 2, "examples": 1}
"""How often each term is written: see above."""

AVERAGE = 50
"""About how many terms that carry a subject a passage has, with its heading and its title."""

BESIDE = "."
"""What is written beside the terms: no key."""

BESIDES: Mapping[Field, str] = {"text": " ".join([BESIDE] * 3 * AVERAGE), "examples": ""}


def is_installed() -> bool:
    """Whether Tantivy is there (the extra ``library``)."""
    from importlib.util import find_spec

    return find_spec("tantivy") is not None


class FullText:
    """An index as it was when it was opened. It can be shared by threads.

    Args:
        folder: the library that it stands in.

    Raises:
        DataError: Tantivy is not installed.
        ValueError: the index cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._tantivy = _tantivy()
        index = self._tantivy.Index.open(str(folder / SEARCH))
        self._schema = index.schema
        self._searcher = index.searcher()

    def best(self, field: Field, terms: Terms, most: int, documents: Sequence[int] | None = None) -> Numbers:
        """The numbers of the passages that fit best by Tantivy's own scores, in no order."""
        if not len(terms.keys):
            return numpy.zeros(0, dtype="int64")
        hits = self._searcher.search(self._query(field, terms, documents), most, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return numpy.array(numbers, dtype="int64")

    def _query(self, field: Field, terms: Terms, documents: Sequence[int] | None) -> Any:  # noqa: ANN401 - Tantivy's
        query, occur = self._tantivy.Query, self._tantivy.Occur
        any_of_them = query.boolean_query(
            [
                (occur.Should, query.boost_query(query.term_query(self._schema, field, word, "freq"), weight))
                for word, weight in zip(words_of(terms.keys), terms.weights.tolist(), strict=True)
            ]
        )
        if documents is None:
            return any_of_them
        chosen = query.const_score_query(query.term_set_query(self._schema, "document", list(documents)), 0.0)
        return query.boolean_query([(occur.Must, any_of_them), (occur.Must, chosen)])


class FullTextWriter:
    """Writes an index: nothing is seen of it before ``commit``.

    Args:
        folder: the library that it stands in, or will stand in.

    Raises:
        DataError: Tantivy is not installed.
        ValueError: the index cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._tantivy = _tantivy()
        place = folder / SEARCH
        place.mkdir(exist_ok=True)
        schema = self._tantivy.SchemaBuilder()
        for field in FIELDS:
            schema = schema.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
        for name in ("number", "document"):
            schema = schema.add_unsigned_field(name, fast=name == "number", indexed=True)
        self._index = self._tantivy.Index(schema.build(), str(place))
        self._writer = self._index.writer(HEAP, THREADS)

    def __enter__(self) -> "FullTextWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._writer.wait_merging_threads()
        else:
            self._writer.rollback()

    def add(self, number: int, document: int, terms: Mapping[Field, tuple[Keys, Sequence[int]]]) -> None:
        """Add a passage: its terms, and how often each stands there, by field."""
        entry = self._tantivy.Document()
        entry.add_unsigned("number", number)
        entry.add_unsigned("document", document)
        for field, (keys, counts) in terms.items():
            times = TIMES[field]
            words = (f"{word} " * (count * times) for word, count in zip(words_of(keys), counts, strict=True))
            entry.add_text(field, "".join((*words, BESIDES[field])))
        self._writer.add_document(entry)

    def drop_document(self, number: int) -> None:
        """Drop the passages of a document."""
        self._writer.delete_documents_by_term("document", number)

    def drop_documents_from(self, number: int) -> None:
        """Drop the passages of every document from a number on."""
        kind = self._tantivy.FieldType.Unsigned
        self._writer.delete_documents_by_query(
            self._tantivy.Query.range_query(self._index.schema, "document", kind, number, 2**62)
        )

    def commit(self) -> None:
        """Let everything be seen."""
        self._writer.commit()


def words_of(keys: Keys) -> list[str]:
    """Terms as they are written into an index: their keys, in letters."""
    return [f"{key:x}" for key in keys.tolist()]


def _tantivy() -> Any:  # noqa: ANN401 - the module
    try:
        import tantivy
    except ImportError as error:
        raise DataError(
            "a library needs Tantivy, which is not installed. Install it: pip install 'quote-only-bot[library]'"
        ) from error
    return tantivy
