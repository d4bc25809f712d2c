"""The engine in memory: everything that was worked out of a corpus, in arrays."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

import numpy

from bot.index.arrays import Candidates, CorpusArrays, GapArrays, Numbers
from bot.index.bm25 import BM25, Keys, Statistics, Terms
from bot.index.engine import Field, Owner
from bot.index.lines import EditorsLines
from bot.settings import Settings

DOCUMENTS_KEPT = 64
"""Of how many documents the gaps are kept apart."""


class MemoryEngine:
    """Searches arrays by the formula, over every passage.

    Args:
        arrays: what was worked out of the corpus.
        settings: the tuned numbers.
    """

    def __init__(self, arrays: CorpusArrays, settings: Settings) -> None:
        self.size = len(arrays.passages)
        self.first_document = 0
        self._passages = arrays.passages
        self._gaps = arrays.gaps
        self._lines = EditorsLines(arrays.line_keys, arrays.line_owners)
        self._settings = settings
        self.gaps = lru_cache(maxsize=DOCUMENTS_KEPT)(self._gaps_of)

    def everything(self) -> Candidates:
        """All passages, with all of their terms."""
        return self._everything

    @cached_property
    def _everything(self) -> Candidates:
        passages, examples = self._passages, self._passages.examples.statistics + self._gaps.examples.statistics
        statistics = {
            "text": passages.text.statistics,
            "phrases": passages.phrases.statistics,
            "examples": examples,
        }
        return Candidates(passages, statistics, self.size, int((passages.example_counts > 0).sum()))

    def best(self, field: Field, terms: Terms, most: int, documents: Sequence[int] | None = None) -> Numbers:
        """The numbers of the passages with the highest scores, in reading order."""
        scores = self._formulas[field].scores(terms)
        if documents is not None:
            scores[~numpy.isin(self._passages.documents, list(documents))] = 0
        best = numpy.argsort(-scores, kind="stable")[:most]
        return numpy.sort(self._passages.numbers[best[scores[best] > 0]])

    @cached_property
    def _formulas(self) -> Mapping[Field, BM25]:
        settings, statistics = self._settings, self._everything.statistics
        return {
            "text": BM25(self._passages.text, settings.text_k1, settings.text_b, statistics["text"]),
            "examples": BM25(
                self._passages.examples, settings.examples_k1, settings.examples_b, statistics["examples"]
            ),
        }

    def statistics(self, keys: Keys) -> Mapping[str, Statistics]:
        """Those of all passages."""
        return self._everything.statistics

    def candidates(self, numbers: Numbers, keys: Keys) -> Candidates:
        """The passages ``numbers``, in reading order."""
        places = numpy.flatnonzero(numpy.isin(self._passages.numbers, numbers))
        all_of_them = self._everything
        return Candidates(self._passages.among(places, keys), all_of_them.statistics, self.size, all_of_them.curated)

    def passages_of(self, document: int) -> Numbers:
        """The numbers of the passages of a document."""
        numbers: Numbers = self._passages.numbers[self._passages.documents == document]
        return numbers

    def _gaps_of(self, document: int) -> GapArrays:
        return self._gaps.of_document(document)

    def owner_of_line(self, words: str) -> Owner | None:
        """Whose example the words of a message are."""
        owner = self._lines.owner_of(words)
        if owner is None:
            return None
        return ("passage", owner) if owner < self.size else ("gap", owner - self.size)
