"""What the sentence encoder makes of the texts that are trained on, remembered from one training to the next."""

import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy
from numpy.typing import NDArray

from bot.evidence.encoder import SHA256, Encoder
from bot.index.bm25 import keys_of

CACHE = Path(__file__).parent.parent / "build" / "encoded.npz"
"""What was said before, so that training anew takes minutes less. What is remembered is rounded, and what is said now
is rounded likewise, so that training gives the same with and without."""

MANY = 500
"""From so many texts on it is said that the teacher reads them."""

THREADS, AT_ONCE = 2, 64
"""How many threads read, and how many texts each takes at once."""

Matrix = NDArray[numpy.float32]


class Teacher:
    """Encodes texts, each once."""

    def __init__(self) -> None:
        self._known = dict(_remembered())
        self._kept = len(self._known)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """``float32 [texts, 384]``: the vector of each text, to the precision of ``float16``."""
        keys = keys_of(texts).tolist()
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if missing:
            if len(missing) >= MANY:
                print(f"the teacher reads {len(missing):,} texts", file=sys.stderr, flush=True)
            rows = self._read(list(missing.values())).astype("float16")
            self._known |= dict(zip(missing, rows, strict=True))
        return numpy.array([self._known[key] for key in keys], dtype="float32")

    def remember(self) -> None:
        """Keep what was said for the next time."""
        if len(self._known) > self._kept:
            CACHE.parent.mkdir(exist_ok=True)
            rows = numpy.array(list(self._known.values()))
            numpy.savez(CACHE, teacher=SHA256, keys=numpy.array(list(self._known), dtype="uint64"), vectors=rows)
            self._kept = len(self._known)

    def _read(self, texts: Sequence[str]) -> Matrix:
        parts = [texts[first : first + AT_ONCE] for first in range(0, len(texts), AT_ONCE)]
        with ThreadPoolExecutor(THREADS) as pool:
            return numpy.concatenate(list(pool.map(self._encoder.encode, parts)))

    @cached_property
    def _encoder(self) -> Encoder:
        return Encoder()


def _remembered() -> Mapping[int, NDArray[numpy.float16]]:
    """What the teacher made of the texts with these keys."""
    if not CACHE.exists():
        return {}
    with numpy.load(CACHE) as arrays:
        if str(arrays["teacher"]) != SHA256:
            return {}
        return dict(zip(arrays["keys"].tolist(), arrays["vectors"], strict=True))
