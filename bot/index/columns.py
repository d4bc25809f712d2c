"""What the evidence needs of each passage, as one row of bytes: how it stands in a database, and in a cluster.

Rows of any passages, put together, are their arrays again (``PassageArrays``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

from bot.index.arrays import PassageArrays
from bot.index.bm25 import Keys, Postings

POSTINGS = ("text", "headings", "announced", "phrases", "examples")
"""The postings of passages: each has three columns, its terms, how often each stands there, and how many there are."""

COLUMNS = (
    "document", "start", "end", "section", "kind", "words", "example_count", "example_vector", "topics",
    "topic_shares", "vectors", "things",
    *(f"{name}_{part}" for name in POSTINGS for part in ("keys", "counts", "length")),
)  # fmt: skip
"""The columns of a row, after the passage's number."""

Row = tuple[Any, ...]
"""A number, and then a value for each column: a whole number or bytes."""


@dataclass(frozen=True)
class Shape:
    """What does not stand in a row.

    Attributes:
        topics: how many topics there are.
        dimensions: how many numbers a vector has.
        things: how many kinds of things may be asked for.
    """

    topics: int
    dimensions: int
    things: int

    @staticmethod
    def of(arrays: PassageArrays) -> "Shape":
        """That of some arrays."""
        return Shape(arrays.topics.shape[1], arrays.vectors.shape[1], arrays.things.shape[1])


def rows_of(arrays: PassageArrays) -> Iterator[Row]:
    """A row for each passage."""
    ends = numpy.append(arrays.vector_starts[1:], len(arrays.vectors))
    postings = [zip(*entries_of(getattr(arrays, name)), strict=True) for name in POSTINGS]
    for place, number in enumerate(arrays.numbers.tolist()):
        topics = numpy.flatnonzero(arrays.topics[place])
        count = int(arrays.example_counts[place])
        yield (
            number,
            int(arrays.documents[place]),
            int(arrays.starts[place]),
            int(arrays.ends[place]),
            int(arrays.sections[place : place + 1].view("int64")[0]),
            int(arrays.kinds[place]),
            int(arrays.words[place]),
            count,
            arrays.example_vectors[place].tobytes() if count else b"",
            topics.astype("<u2").tobytes(),
            arrays.topics[place, topics].tobytes(),
            arrays.vectors[arrays.vector_starts[place] : ends[place]].tobytes(),
            arrays.things[place].tobytes(),
            *(value for each in postings for value in next(each)),
        )


def arrays_of(rows: Sequence[Row], keys: Keys, shape: Shape) -> PassageArrays:
    """The arrays of the passages in ``rows``, with their postings of the terms ``keys``, which ascend."""
    empty: list[Row] = [()] * (len(COLUMNS) + 1)
    columns = dict(zip(("number", *COLUMNS), zip(*rows, strict=True) if rows else empty, strict=True))
    vectors = [len(value) for value in columns["vectors"]]
    sentences = numpy.array(vectors, dtype="int64") // (4 * shape.dimensions)
    topics = numpy.zeros((len(rows), shape.topics), dtype="float32")
    sizes = [len(value) // 2 for value in columns["topics"]]
    topics[numpy.repeat(numpy.arange(len(rows)), sizes), joined(columns["topics"], "<u2")] = joined(
        columns["topic_shares"], "<f4"
    )
    example_vectors = numpy.zeros((len(rows), shape.dimensions), dtype="float32")
    counts = numpy.array(columns["example_count"], dtype="float64")
    example_vectors[counts > 0] = joined(columns["example_vector"], "<f4").reshape(-1, shape.dimensions)
    return PassageArrays(
        numbers=numpy.array(columns["number"], dtype="int64"),
        documents=numpy.array(columns["document"], dtype="int32"),
        starts=numpy.array(columns["start"], dtype="int32"),
        ends=numpy.array(columns["end"], dtype="int32"),
        sections=numpy.array(columns["section"], dtype="int64").view("uint64"),
        kinds=numpy.array(columns["kind"], dtype="int8"),
        words=numpy.array(columns["words"], dtype="int32"),
        example_counts=counts,
        example_vectors=example_vectors,
        topics=topics,
        vectors=joined(columns["vectors"], "<f4").reshape(-1, shape.dimensions),
        vector_starts=(numpy.cumsum(sentences) - sentences).astype("int32"),
        things=joined(columns["things"], "bool").reshape(-1, shape.things),
        **{
            name: postings_of(columns[f"{name}_keys"], columns[f"{name}_counts"], columns[f"{name}_length"], keys)
            for name in POSTINGS
        },
    )


def entries_of(postings: Postings) -> tuple[list[bytes], list[bytes], list[int]]:
    """For each entry of postings: its terms, how often each stands there, and how many there are."""
    order = numpy.argsort(postings.entries, kind="stable")
    terms = numpy.repeat(postings.keys, numpy.diff(postings.offsets))[order]
    counts = postings.counts[order].astype("<u2")
    ends = numpy.cumsum(numpy.bincount(postings.entries, minlength=len(postings)))
    spans = list(zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True))
    return (
        [terms[start:end].tobytes() for start, end in spans],
        [counts[start:end].tobytes() for start, end in spans],
        postings.lengths.astype("int64").tolist(),
    )


def postings_of(terms: Sequence[bytes], counts: Sequence[bytes], lengths: Sequence[int], keys: Keys) -> Postings:
    """The postings of entries that were written down by ``entries_of``, for the terms ``keys``, which ascend."""
    sizes = [len(value) // 8 for value in terms]
    found = joined(terms, "<u8")
    ranks = numpy.searchsorted(keys, found)
    ranks[ranks == len(keys)] = 0
    wanted = numpy.flatnonzero(keys[ranks] == found) if len(keys) else numpy.zeros(0, dtype="int64")
    wanted = wanted[numpy.argsort(ranks[wanted], kind="stable")]
    entries = numpy.repeat(numpy.arange(len(sizes), dtype="int32"), sizes)
    held = numpy.bincount(ranks[wanted], minlength=len(keys))
    return Postings(
        keys=keys,
        offsets=numpy.concatenate([[0], numpy.cumsum(held)]).astype("int32"),
        entries=entries[wanted],
        counts=joined(counts, "<u2")[wanted].astype("int32"),
        lengths=numpy.array(lengths, dtype="float64"),
    )


def joined(values: Sequence[bytes], kind: str) -> NDArray[Any]:
    """The arrays in a column, one after the other."""
    return numpy.frombuffer(b"".join(values), dtype=kind)
