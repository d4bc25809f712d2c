"""Evidence from meaning: how close a sentence encoder finds a message to a passage, whatever their words.

Only where it is asked for, and the extra ``meaning`` is installed: ``Bot(corpus, meaning=True)``. What the encoder
makes of the passages is kept in an index (``bot index --meaning``), or worked out when the bot starts; a message is
encoded when it comes, alone, so that what it gets depends on nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import chain

import numpy
from numpy.typing import NDArray

from bot.data.prepared import ARTICLE
from bot.documents import Corpus, Passage
from bot.documents.stored import unusable
from bot.errors import CorpusError
from bot.evidence.encoder import SHA256, Encoder
from bot.evidence.query import Query
from bot.evidence.vectors import Vectors, closeness
from bot.folders import made_from
from bot.index.arrays import read_arrays
from bot.index.bm25 import Floats

Encode = Callable[[Sequence[str]], Vectors]
"""Gives ``float32 [texts, dimensions]``: the vector of each text, of length 1."""

MADE_FROM = "meaning"
"""The name under which an index says by which weights its passages were encoded."""

MOST_WORDS = 120
"""How many words of what is asked are encoded, the last ones: as many as a passage has at the most."""

_PREFIX = "meaning."


@dataclass(frozen=True)
class MeaningArrays:
    """What the encoder makes of a corpus.

    Attributes:
        sentences: ``float16 [sentences, dimensions]``: each sentence of each passage, alone.
        headed: ``float16 [sentences, dimensions]``: each, after the heading that it stands under.
        passages: ``float16 [passages, dimensions]``: each passage as a whole, after the title of its document, its
            heading, and what else governs it.
        starts: ``int32 [passages]``: where the sentences of each passage begin.
    """

    sentences: NDArray[numpy.float16]
    headed: NDArray[numpy.float16]
    passages: NDArray[numpy.float16]
    starts: NDArray[numpy.int32]

    def named(self) -> dict[str, NDArray[numpy.generic]]:
        """The arrays by the names that they have in an index."""
        return {f"{_PREFIX}{field.name}": getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_named(cls, arrays: Mapping[str, NDArray[numpy.generic]]) -> "MeaningArrays":
        """What ``named`` gave.

        Raises:
            KeyError: an array is missing.
        """
        return cls(**{field.name: arrays[f"{_PREFIX}{field.name}"] for field in fields(cls)})  # type: ignore[arg-type]


class Meaning:
    """Compares what is asked with what passages mean.

    Args:
        arrays: what the encoder makes of the corpus (``meaning_arrays``).
        encode: the encoder.
    """

    def __init__(self, arrays: MeaningArrays, encode: Encode) -> None:
        self._sentences, self._headed, self._passages = (
            rows.astype("float32") for rows in (arrays.sentences, arrays.headed, arrays.passages)
        )
        self._starts = arrays.starts
        self._encoded = lru_cache(maxsize=1)(lambda text: encode([text])[0])

    def score(self, query: Query) -> Floats:
        """``float64 [passages]``: the mean of three cosines with what is asked, from -1 to 1.

        With the closest sentence of the passage, with the closest that is read under its heading, and with the whole.
        """
        asked = self._encoded(asked_text(query))
        closest, closest_headed = (closeness(rows, self._starts, asked) for rows in (self._sentences, self._headed))
        return numpy.asarray((closest + closest_headed + self._passages @ asked) / 3, dtype="float64")


def load_meaning(corpus: Corpus) -> Meaning:
    """The evidence from meaning for a corpus, from its index where that holds it.

    Raises:
        DataError: the encoder is not installed, or damaged.
        CorpusError: the corpus was opened from an index that was made without meaning, or is broken.
    """
    encoder = Encoder()
    return Meaning(open_meaning(corpus) or meaning_arrays(corpus, encoder.encode), encoder.encode)


def open_meaning(corpus: Corpus) -> MeaningArrays | None:
    """What is kept in the index that a corpus was opened from; ``None`` where it was not, or is the article's.

    The article's index comes with the program and is made without the encoder: then it is worked out at the start, as
    for a text that nobody indexed. For a folder of leaflets that may take minutes, so their index is refused.

    Raises:
        CorpusError: the index was made without meaning, with other weights, or is broken.
    """
    if corpus.index is None:
        return None
    if corpus.library is not None:
        raise CorpusError(f"{corpus.index}: a library is searched without meaning. Leave out --meaning.")
    try:
        if made_from(corpus.index).get(MADE_FROM) == SHA256:
            arrays = MeaningArrays.from_named(read_arrays(corpus.index))
            if len(arrays.passages) != len(corpus.passages) or len(arrays.starts) != len(corpus.passages):
                raise ValueError("it holds other passages")
            return arrays
    except (OSError, ValueError, KeyError) as error:
        raise unusable(corpus.index, error) from error
    if corpus.index == ARTICLE:
        return None
    raise CorpusError(
        f"{corpus.index}: this index was made without meaning, or for another encoder. "
        "Make it anew with 'bot index --meaning'."
    )


def meaning_arrays(corpus: Corpus, encode: Encode) -> MeaningArrays:
    """What the encoder makes of a corpus, worked out now."""
    passages = corpus.passages
    texts = {
        "sentences": [text for passage in passages for text in _sentences(passage)],
        "headed": [_joined(passage.section, text) for passage in passages for text in _sentences(passage)],
        "passages": [_joined(passage.document.title, passage.context, passage.text) for passage in passages],
    }
    distinct = list(dict.fromkeys(chain.from_iterable(texts.values())))  # a list says what its bullets say
    vectors = dict(zip(distinct, encode(distinct).astype("float16"), strict=True))
    counts = [len(passage.sentences) for passage in passages]
    return MeaningArrays(
        **{name: numpy.array([vectors[text] for text in each]) for name, each in texts.items()},
        starts=numpy.cumsum([0, *counts[:-1]], dtype="int32"),
    )


def asked_text(query: Query) -> str:
    """What is encoded of a message: the earlier ones that it leans on, the oldest first, and the message itself."""
    said = " ".join(message.text for message in (*reversed(query.earlier), query.message))
    return " ".join(said.split()[-MOST_WORDS:])


def _sentences(passage: Passage) -> list[str]:
    return [passage.document.text[start:end] for start, end in passage.sentences]


def _joined(*parts: str) -> str:
    return ". ".join(filter(None, parts))
