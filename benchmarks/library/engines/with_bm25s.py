"""bm25s as its README shows it, with NumPy, or compiled by Numba."""

from collections.abc import Sequence
from pathlib import Path

import bm25s

from benchmarks.library.engines.engine import BEST


class BM25S:
    """bm25s, whose arrays are mapped from the disk."""

    is_kept = True
    backend = "numpy"

    def prepare(self) -> None:
        """Nothing."""

    def build(self, source: Path, folder: Path) -> None:
        """Tokenise by blanks, index and save."""
        lines = source.read_text(encoding="utf-8").splitlines()
        tokens = bm25s.tokenize(lines, lower=False, token_pattern=r"\S+", stopwords=None, show_progress=False)
        del lines
        index = bm25s.BM25(backend=self.backend)
        index.index(tokens, show_progress=False)
        index.save(folder)

    def open(self, folder: Path) -> None:
        """Map the arrays; with Numba, compile by a first search."""
        self._index = bm25s.BM25.load(folder, mmap=True)
        self._index.backend = self.backend
        self._known = self._index.vocab_dict
        self._most = min(BEST, self._index.scores["num_docs"])
        if self.backend == "numba":
            self._index.activate_numba_scorer()
            self.search(next(iter(self._known)))

    def search(self, question: str) -> Sequence[int]:
        """The best, of what holds a term that is known."""
        terms = [term for term in question.split() if term in self._known]
        if not terms:
            return []
        numbers, _ = self._index.retrieve([terms], k=self._most, show_progress=False)
        best: list[int] = numbers[0].tolist()
        return best


class CompiledBM25S(BM25S):
    """The same, compiled."""

    backend = "numba"


ENGINE, COMPILED = BM25S, CompiledBM25S
