"""Everything that is worked out of a corpus beforehand, as arrays that can be written to an index."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy
from numpy.typing import NDArray

from bot.documents import Corpus
from bot.documents.stored import unusable
from bot.folders import ARRAYS, read_file
from bot.index.bm25 import Floats, Integers, Keys, Postings, Statistics

Numbers = NDArray[numpy.int64]


@dataclass(frozen=True)
class PassageArrays:
    """What the evidence needs of passages: of all in a corpus, or of those that may answer a message.

    Attributes:
        numbers: ``int64 [passages]``: their numbers in the corpus.
        documents: ``int32 [passages]``: the number of the document that each stands in.
        starts, ends: ``int32 [passages]``: where each begins and ends in its document.
        sections: ``uint64 [passages]``: a key of the heading that each stands under.
        kinds: ``int8 [passages]``: the place of each one's kind in ``bot.documents.model.PASSAGE_KINDS``.
        words: ``int32 [passages]``: how many words each has.
        text: the subject terms of each with its heading.
        headings: the subject terms of each one's heading.
        announced: the subject terms of what announces each that is a list.
        phrases: all terms of each, with what governs it.
        examples: the terms of the examples of each.
        example_counts: ``float64 [passages]``: how many examples each has.
        example_vectors: ``float32 [passages, dimensions]``: the mean of those of its examples, of length 1 or 0.
        topics: ``float32 [passages, topics]``: what each is about.
        vectors: ``float32 [sentences, dimensions]``: of each sentence of each.
        vector_starts: ``int32 [passages]``: where each one's begin.
        things: ``bool [passages, kinds of things]``: which of what may be asked for each holds.
    """

    numbers: Numbers
    documents: Integers
    starts: Integers
    ends: Integers
    sections: Keys
    kinds: NDArray[numpy.int8]
    words: Integers
    text: Postings
    headings: Postings
    announced: Postings
    phrases: Postings
    examples: Postings
    example_counts: Floats
    example_vectors: NDArray[numpy.float32]
    topics: NDArray[numpy.float32]
    vectors: NDArray[numpy.float32]
    vector_starts: Integers
    things: NDArray[numpy.bool_]

    def __len__(self) -> int:
        return len(self.numbers)

    def among(self, places: Numbers, keys: Keys) -> "PassageArrays":
        """Those of the passages at some places, which ascend, with their postings of some terms.

        Args:
            places: ``int64 [passages]``, ascending.
            keys: ``uint64 [terms]``, ascending.
        """
        ends = numpy.append(self.vector_starts[1:], len(self.vectors))
        sizes = (ends - self.vector_starts)[places]
        starts = numpy.cumsum(sizes) - sizes
        rows = numpy.arange(int(sizes.sum())) + numpy.repeat(self.vector_starts[places] - starts, sizes)
        chosen: dict[str, Any] = {"vectors": self.vectors[rows], "vector_starts": starts.astype("int32")}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name not in chosen:
                chosen[field.name] = value.among(places, keys) if isinstance(value, Postings) else value[places]
        return PassageArrays(**chosen)


@dataclass(frozen=True)
class GapArrays:
    """What the evidence needs of gaps: of all in a corpus, or of those of one document.

    Attributes:
        numbers: ``int64 [gaps]``: their numbers in the corpus.
        documents: ``int32 [gaps]``: the number of the document that each is one of.
        examples: the terms of the examples of each.
        example_counts: ``float64 [gaps]``: how many examples each has.
        example_vectors: ``float32 [gaps, dimensions]``: the mean of those of its examples, of length 1 or 0.
        texts: the subject terms of each example of each gap, and of its topic.
        gap_of_text: ``int32 [texts]``: the place of the gap that each of these belongs to.
        information: ``float32 [texts]``: how much each of them tells.
    """

    numbers: Numbers
    documents: Integers
    examples: Postings
    example_counts: Floats
    example_vectors: NDArray[numpy.float32]
    texts: Postings
    gap_of_text: Integers
    information: NDArray[numpy.float32]

    def __len__(self) -> int:
        return len(self.numbers)

    @staticmethod
    def none(dimensions: int) -> "GapArrays":
        """Those of a document without gaps."""
        integers, empty = numpy.zeros(0, dtype="int32"), Postings.of([])
        return GapArrays(
            numbers=integers.astype("int64"),
            documents=integers,
            examples=empty,
            example_counts=numpy.zeros(0),
            example_vectors=numpy.zeros((0, dimensions), dtype="float32"),
            texts=empty,
            gap_of_text=integers,
            information=numpy.zeros(0, dtype="float32"),
        )

    def of_document(self, number: int) -> "GapArrays":
        """Those of one document."""
        places = numpy.flatnonzero(self.documents == number)
        if len(places) == len(self):
            return self
        texts = numpy.flatnonzero(numpy.isin(self.gap_of_text, places))
        return GapArrays(
            numbers=self.numbers[places],
            documents=self.documents[places],
            examples=self.examples.among(places, self.examples.keys),
            example_counts=self.example_counts[places],
            example_vectors=self.example_vectors[places],
            texts=self.texts.among(texts, self.texts.keys),
            gap_of_text=numpy.searchsorted(places, self.gap_of_text[texts]).astype("int32"),
            information=self.information[texts],
        )


@dataclass(frozen=True)
class CorpusArrays:
    """What the evidence needs of a corpus.

    Attributes:
        passages, gaps: what it needs of each.
        line_keys, line_owners: the words of each example, and whose it is (``bot.index.lines.EditorsLines``).
    """

    passages: PassageArrays
    gaps: GapArrays
    line_keys: Keys
    line_owners: Integers

    def named(self) -> dict[str, NDArray[numpy.generic]]:
        """All arrays by name, those of postings as ``passages.text.keys``."""
        return dict(_named("", self))

    @classmethod
    def from_named(cls, arrays: Mapping[str, NDArray[numpy.generic]]) -> "CorpusArrays":
        """What ``named`` gave.

        Raises:
            KeyError: an array is missing.
        """
        return _from_named(cls, "", arrays)


@dataclass(frozen=True)
class Candidates:
    """Passages that may answer a message, and what is known of all others.

    Attributes:
        arrays: what the evidence needs of the passages.
        statistics: those of all passages, and for ``examples`` of all gaps too, by the name of the postings.
        size: how many passages there are in all.
        curated: how many of all have examples.
    """

    arrays: PassageArrays
    statistics: Mapping[str, Statistics]
    size: int
    curated: int


_NESTED = (PassageArrays, GapArrays, Postings)
_Table = TypeVar("_Table", CorpusArrays, PassageArrays, GapArrays, Postings)


def _named(
    prefix: str, table: CorpusArrays | PassageArrays | GapArrays | Postings
) -> Iterator[tuple[str, NDArray[numpy.generic]]]:
    for field in fields(table):
        value = getattr(table, field.name)
        if isinstance(value, _NESTED):
            yield from _named(f"{prefix}{field.name}.", value)
        else:
            yield f"{prefix}{field.name}", value


def _from_named(kind: type[_Table], prefix: str, arrays: Mapping[str, NDArray[numpy.generic]]) -> _Table:
    values = {
        field.name: _from_named(field.type, f"{prefix}{field.name}.", arrays)
        if field.type in _NESTED
        else arrays[f"{prefix}{field.name}"]
        for field in fields(kind)
    }
    return kind(**values)  # type: ignore[arg-type]


def gaps_to_bytes(gaps: GapArrays) -> bytes:
    """Those of the gaps of one document, whatever their numbers and its own; see ``gaps_named``."""
    return to_bytes(dict(_named("", gaps)))


def gaps_named(arrays: Mapping[str, NDArray[numpy.generic]], document: int, first: int) -> GapArrays:
    """What ``gaps_to_bytes`` wrote of the gaps of a document, which are numbered from ``first`` on."""
    gaps = _from_named(GapArrays, "", arrays)
    return replace(
        gaps,
        numbers=numpy.arange(first, first + len(gaps), dtype="int64"),
        documents=numpy.full(len(gaps), document, dtype="int32"),
    )


def named_postings(name: str, postings: Postings) -> dict[str, NDArray[numpy.generic]]:
    """The arrays of postings, by name."""
    return dict(_named(f"{name}.", postings))


def postings_named(name: str, arrays: Mapping[str, NDArray[numpy.generic]]) -> Postings:
    """What ``named_postings`` gave."""
    return _from_named(Postings, f"{name}.", arrays)


def to_bytes(arrays: Mapping[str, NDArray[numpy.generic]]) -> bytes:
    """The arrays as the content of a file."""
    file = io.BytesIO()
    numpy.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


def read_arrays(folder: Path) -> dict[str, NDArray[numpy.generic]]:
    """The arrays of an index, by name.

    Raises:
        OSError, ValueError: they cannot be read, or are damaged.
    """
    try:
        with numpy.load(io.BytesIO(read_file(folder, ARRAYS)), allow_pickle=False) as arrays:
            return dict(arrays)
    except (zipfile.BadZipFile, EOFError) as error:
        raise ValueError(f"{ARRAYS} is damaged") from error


def open_arrays(corpus: Corpus) -> CorpusArrays | None:
    """The arrays of a corpus that was opened from an index; ``None`` for any other.

    Raises:
        CorpusError: the index has gone, is broken, or is that of another corpus.
    """
    if corpus.index is None:
        return None
    try:
        arrays = CorpusArrays.from_named(read_arrays(corpus.index))
    except (OSError, ValueError, KeyError) as error:
        raise unusable(corpus.index, error) from error
    sizes = {len(value) for name, value in vars(arrays.passages).items() if name != "vectors"}
    with_gaps = {len(arrays.gaps), len(arrays.gaps.examples), len(arrays.gaps.example_vectors)}
    if sizes != {len(corpus.passages)} or with_gaps != {len(corpus.gaps)}:
        raise unusable(corpus.index, ValueError("it holds other passages"))
    return arrays
