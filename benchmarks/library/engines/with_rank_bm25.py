"""rank_bm25 as its README shows it: in memory, every passage scored."""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy
from rank_bm25 import BM25Okapi

from benchmarks.library.engines.engine import BEST


class RankBM25:
    """Stock BM25Okapi."""

    is_kept = False

    def prepare(self) -> None:
        """Nothing."""

    def build(self, source: Path, folder: Path) -> None:
        """Count the terms, each kept in memory once."""
        with source.open(encoding="utf-8") as lines:
            self._index = BM25Okapi([list(map(sys.intern, line.split())) for line in lines])

    def open(self, folder: Path) -> None:
        """Nothing: it is there."""

    def search(self, question: str) -> Sequence[int]:
        """Score all, and sort."""
        scores = self._index.get_scores(question.split())
        best: list[int] = numpy.argsort(-scores, kind="stable")[:BEST].tolist()
        return best


ENGINE = RankBM25
