"""Everything that is worked out of a corpus beforehand, as arrays that can be written to an index."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy
from numpy.typing import NDArray

from bot.documents import Corpus
from bot.documents.stored import unusable
from bot.folders import ARRAYS, read_file
from bot.index.bm25 import Floats, Keys, Postings


@dataclass(frozen=True)
class CorpusArrays:
    """What the evidence needs of a corpus.

    Attributes:
        text: the subject terms of each passage with its heading.
        headings: the subject terms of each passage's heading.
        announced: the subject terms of what announces each passage that is a list.
        phrases: all terms of each passage, with what governs it.
        examples: the terms of the examples of each passage, then of each gap.
        example_counts: ``float64 [passages + gaps]``: how many examples each has.
        topics: ``float32 [passages, topics]``: what each passage is about.
        vectors: ``float32 [sentences, dimensions]``: of each sentence of each passage.
        vector_starts: ``int32 [passages]``: where each passage's begin.
        example_vectors: ``float32 [passages + gaps, dimensions]``: the mean of those of its examples, of length 1 or 0.
        things: ``bool [passages, kinds of things]``: which of what may be asked for each passage holds.
        gap_texts: the subject terms of each example of each gap, and of its topic.
        gap_of_text: ``int32 [texts]``: the number of the gap that each of them belongs to.
        gap_information: ``float32 [texts]``: how much each of them tells.
        line_keys, line_owners: the words of each example, and whose it is (``bot.evidence.lines.EditorsLines``).
    """

    text: Postings
    headings: Postings
    announced: Postings
    phrases: Postings
    examples: Postings
    example_counts: Floats
    topics: NDArray[numpy.float32]
    vectors: NDArray[numpy.float32]
    vector_starts: NDArray[numpy.int32]
    example_vectors: NDArray[numpy.float32]
    things: NDArray[numpy.bool_]
    gap_texts: Postings
    gap_of_text: NDArray[numpy.int32]
    gap_information: NDArray[numpy.float32]
    line_keys: Keys
    line_owners: NDArray[numpy.int32]

    def named(self) -> dict[str, NDArray[numpy.generic]]:
        """All arrays by name, those of postings as ``text.keys``."""
        arrays: dict[str, NDArray[numpy.generic]] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            arrays |= named_postings(field.name, value) if isinstance(value, Postings) else {field.name: value}
        return arrays

    @classmethod
    def from_named(cls, arrays: Mapping[str, NDArray[numpy.generic]]) -> "CorpusArrays":
        """What ``named`` gave.

        Raises:
            KeyError: an array is missing.
        """
        values = {
            field.name: postings_named(field.name, arrays) if field.type is Postings else arrays[field.name]
            for field in fields(cls)
        }
        return cls(**values)  # type: ignore[arg-type]


def named_postings(name: str, postings: Postings) -> dict[str, NDArray[numpy.generic]]:
    """The arrays of postings, by name."""
    return {f"{name}.{field.name}": getattr(postings, field.name) for field in fields(Postings)}


def postings_named(name: str, arrays: Mapping[str, NDArray[numpy.generic]]) -> Postings:
    """What ``named_postings`` gave."""
    return Postings(**{field.name: arrays[f"{name}.{field.name}"] for field in fields(Postings)})  # type: ignore[arg-type]


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
    sizes = {
        len(arrays.text), len(arrays.headings), len(arrays.announced), len(arrays.phrases), len(arrays.topics),
        len(arrays.vector_starts), len(arrays.things),
    }  # fmt: skip
    with_gaps = {len(arrays.examples), len(arrays.example_vectors)}
    if sizes != {len(corpus.passages)} or with_gaps != {len(corpus.passages) + len(corpus.gaps)}:
        raise unusable(corpus.index, ValueError("it holds other passages"))
    return arrays
