"""The engine on a cluster: it finds passages by their terms, as Tantivy does on disk, and holds what is known of them.

The scores of a cluster are by the same formula and its own lengths, which it rounds to one byte. So some more passages
are taken than are wanted, and ranked by the formula to the letter.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

import numpy

from bot.cluster.entries import MAPPINGS, Entries
from bot.cluster.packing import unpack
from bot.database import Database
from bot.documents.clustered import Clustered
from bot.errors import ClusterError
from bot.index.arrays import Numbers
from bot.index.bm25 import Terms
from bot.index.columns import COLUMNS, Row
from bot.index.engine import Field
from bot.index.fulltext import words_of
from bot.index.stored import StoredEngine
from bot.settings import SETTINGS, Settings

COARSE = 2
"""How many times more passages are asked for than are wanted, so that the best by the formula are among them."""

KEPT = 8_192
"""Of how many passages the rows are kept: some 40 MB."""

MOST_TERMS = 1_000
"""How many terms are searched for, the heaviest first: OpenSearch takes 1,024 unless it is told otherwise."""

PLACES = {name: place for place, name in enumerate(("number", *COLUMNS))}


def _norm(k1: float, b: float) -> dict[str, Any]:
    return {"type": "BM25", "k1": k1, "b": b}


def _terms(similarity: str) -> dict[str, Any]:
    return {"type": "text", "analyzer": "whitespace", "index_options": "freqs", "similarity": similarity}


BODY: Mapping[str, Any] = {
    "settings": {
        "number_of_shards": 1,
        "similarity": {
            "text": _norm(SETTINGS.text_k1, SETTINGS.text_b),
            "examples": _norm(SETTINGS.examples_k1, SETTINGS.examples_b),
        },
    },
    "mappings": {
        **MAPPINGS,
        "properties": {
            **MAPPINGS["properties"],
            "text": _terms("text"),
            "examples": _terms("examples"),
            "number": {"type": "long", "index": False},
            "document": {"type": "long", "doc_values": False},
        },
    },
}
"""The index of passages. With one shard, scores are over all of them; an operator may split it."""


class ClusterEngine(StoredEngine):
    """Searches a library on a cluster. What it is asked raises ``ClusterError`` where the cluster is away.

    Args:
        cluster: the library.
        catalogue: its catalogue, open.
        settings: the tuned numbers.

    Raises:
        ValueError, sqlite3.Error: the library is broken.
    """

    def __init__(self, cluster: Clustered, catalogue: Database, settings: Settings) -> None:
        super().__init__(catalogue, settings)
        self._cluster = cluster
        self._index = cluster.version.index()
        self._rows: Entries[Row] = Entries(cluster.connection, self._index, unpack, KEPT)

    def _find(self, field: Field, terms: Terms, most: int, documents: Sequence[int] | None) -> Numbers:
        if not len(terms.keys):
            return numpy.zeros(0, dtype="int64")
        (hits,) = self._cluster.connection.search(self._index, [_search(field, terms, COARSE * most, documents)])
        return numpy.array([hit["fields"]["number"][0] for hit in hits.get("hits", ())], dtype="int64")

    def _terms_of(self, field: Field, numbers: Numbers) -> list[Row]:
        wanted = [0, *(PLACES[f"{field}_{part}"] for part in ("keys", "counts", "length"))]
        return [tuple(row[place] for place in wanted) for row in self._rows_of(numbers)]

    def _rows_of(self, numbers: Numbers) -> list[Row]:
        found = self._rows.of(numbers.tolist())
        return [found[number] for number in sorted(found)]

    def _gap_content(self, document: int) -> bytes | None:
        return self._cluster.shelf.one(document).gap_arrays


def _search(field: Field, terms: Terms, most: int, documents: Sequence[int] | None) -> dict[str, Any]:
    heaviest = numpy.argsort(-terms.weights, kind="stable")[:MOST_TERMS]
    words, weights = words_of(terms.keys[heaviest]), terms.weights[heaviest].tolist()
    any_of_them = [{"term": {field: {"value": w, "boost": b}}} for w, b in zip(words, weights, strict=True)]
    chosen = {} if documents is None else {"filter": {"terms": {"document": list(documents)}}}
    return {
        "size": most,
        "query": {"bool": {"should": any_of_them, "minimum_should_match": 1, **chosen}},
        "stored_fields": "_none_",
        "docvalue_fields": ["number"],
        "track_total_hits": False,
    }


def open_engine(cluster: Clustered, catalogue: Database, settings: Settings) -> ClusterEngine:
    """The engine of a library on a cluster.

    Raises:
        ClusterError: the library is broken.
    """
    try:
        return ClusterEngine(cluster, catalogue, settings)
    except (ValueError, KeyError, sqlite3.Error) as error:
        raise ClusterError(
            f"{cluster.connection.address}: this index cannot be used ({error}). Make it anew with 'bot index'."
        ) from error
