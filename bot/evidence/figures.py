"""The figures that passages are ranked by: one row a passage, one column a kind of evidence."""

import math
from collections.abc import Callable
from functools import cached_property

import numpy
from numpy.typing import NDArray

from bot.documents.model import PASSAGE_KINDS
from bot.evidence.asked import Asked
from bot.evidence.examples import Examples
from bot.evidence.own_words import OwnWords
from bot.evidence.query import Query
from bot.evidence.topics import Topics
from bot.evidence.vectors import VectorTable, closeness, cosines
from bot.index.arrays import Candidates
from bot.index.bm25 import Floats
from bot.settings import Settings

FIGURES_ALONE = (
    "own_words", "phrased", "told", "told_by_heading", "vectors", "topics", "examples", "has_examples", "log_examples",
    "examples_log", "likelihood", "likelihood_log", "examples_close", "holds", "is_list", "is_bullet", "log_words",
    "quoted", "beside", "section_quoted",
)  # fmt: skip
"""What a passage is ranked by. The last three tell where it stands to what was just quoted, in a message that leans on
it; see ``Figures.leaning``. Where it has no examples, their figures are 0, and ``has_examples`` says so: what an
example adds is what a message is more alike to it than messages are to any example."""

LENGTHENED = ("own_words", "phrased", "told", "vectors", "topics")
"""Figures that mean more or less in a longer message: they come once more, times how much longer it is than usual."""

USUAL_LENGTH = 1.6
"""The logarithm of one more than the words that carry a subject in a message of the usual length: four."""

TOGETHER = (("own_words", "vectors"), ("phrased", "vectors"), ("told", "told"))
"""Figures that say more together: each pair comes once more as a product. With both kinds the right passage of a bare
leaflet comes first in 75.4% of questions (74.7% without), and of SQuAD's encyclopedia articles in 84.3% (83.6%)."""

FIGURES = (
    *FIGURES_ALONE,
    *(f"{name}, longer" for name in LENGTHENED),
    *(f"{one}, {other}" for one, other in TOGETHER),
)
"""All that a passage is ranked by."""

FIGURES_WITH_MEANING = (*FIGURES, "meaning")
"""The same where the evidence from meaning is asked for; see ``bot.evidence.meaning``. It comes last."""

MeaningScore = Callable[[Query], Floats]
"""Gives the evidence from meaning for each of the candidates."""


class Figures:
    """The figures of some passages.

    Args:
        candidates: the passages, and what is known of all others.
        topics: tells what a message is about.
        table: the vector of each known term.
        settings: the tuned numbers.
        meaning: the evidence from meaning, where it is asked for.
    """

    def __init__(
        self,
        candidates: Candidates,
        topics: Topics,
        table: VectorTable,
        settings: Settings,
        meaning: MeaningScore | None = None,
    ) -> None:
        self.candidates = candidates
        self.arrays = candidates.arrays
        self.own_words = OwnWords(self.arrays, candidates.statistics, settings)
        self.examples = Examples(self.arrays.examples, candidates.statistics, settings)
        self.asked = Asked(self.arrays.things)
        self.topics = topics
        self.table = table
        self._meaning = meaning
        self.names = FIGURES_WITH_MEANING if meaning else FIGURES

    def of(self, query: Query) -> Floats:
        """``float64 [passages, names]``: what passages are ranked by."""
        examples, likelihoods = self.examples.scores(query), self.examples.likelihoods(query)
        asked = self.table.of_query(query)
        figures = [
            self.own_words.score(query),
            self.own_words.phrased(query),
            self.own_words.told(query),
            self.own_words.told_by_heading(query),
            closeness(self.arrays.vectors, self.arrays.vector_starts, asked),
            self.arrays.topics @ self.topics.of_query(query),
            examples,
            self._has_examples,
            self._log_examples,
            examples * self._log_examples,
            likelihoods,
            likelihoods * self._log_examples,
            cosines(self.arrays.example_vectors, asked),
            self.asked.holds(query),
            *self._shapes,
            *self.leaning(query),
        ]
        by_name = dict(zip(FIGURES_ALONE, figures, strict=True))
        longer = math.log1p(sum(query.message.content)) - USUAL_LENGTH
        figures += [by_name[name] * longer for name in LENGTHENED]
        figures += [by_name[one] * by_name[other] for one, other in TOGETHER]
        if self._meaning:
            figures.append(self._meaning(query))
        return numpy.stack([numpy.asarray(figure, dtype="float64") for figure in figures], axis=1)

    def leaning(self, query: Query) -> tuple[Floats, Floats, Floats]:
        """Where each passage stands to what was just quoted; zeros where the message does not lean on that.

        Whether it was quoted itself, holds what was, or is held by it; how near it stands in the same document (1 for
        the next passage, 1/2 for the one after that); whether it stands in the same section.
        """
        is_quoted, beside, is_in_section = (numpy.zeros(len(self.arrays)) for _ in range(3))
        for quoted in query.quoted:
            place = self.place_of(quoted.number)
            if place is None:
                continue
            starts, ends, sections = self.arrays.starts, self.arrays.ends, self.arrays.sections
            same = self.arrays.documents == self.arrays.documents[place]
            is_held = (starts >= starts[place]) & (ends <= ends[place])
            holds = (starts <= starts[place]) & (ends >= ends[place])
            away = numpy.abs(self.arrays.numbers - quoted.number)
            is_quoted = numpy.maximum(is_quoted, same & (is_held | holds))
            beside = numpy.maximum(beside, same / numpy.maximum(away, 1))
            is_in_section = numpy.maximum(is_in_section, same & (sections == sections[place]))
        return is_quoted, beside, is_in_section

    def place_of(self, number: int) -> int | None:
        """The place of the passage ``number`` among these, if it is one of them."""
        found = numpy.flatnonzero(self.arrays.numbers == number)
        return int(found[0]) if len(found) else None

    def in_document(self, place: int) -> NDArray[numpy.bool_]:
        """``bool [passages]``: which stand in the same document as the one at ``place``."""
        return numpy.asarray(self.arrays.documents == self.arrays.documents[place])

    @cached_property
    def _has_examples(self) -> Floats:
        return (self.arrays.example_counts > 0).astype("float64")

    @cached_property
    def _log_examples(self) -> Floats:
        return numpy.log1p(self.arrays.example_counts)

    @cached_property
    def _shapes(self) -> tuple[Floats, Floats, Floats]:
        """Whether each is a list or a table; an item of one; and how long it is."""
        is_list, is_item = (
            numpy.isin(self.arrays.kinds, [PASSAGE_KINDS.index(kind) for kind in kinds]).astype("float64")
            for kinds in (("list", "table"), ("bullet", "row"))
        )
        return is_list, is_item, numpy.log1p(self.arrays.words.astype("float64"))
