"""Questions with all that the search finds about them, at every level of curation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy

from bot.dialogue.context import in_conversation
from bot.dialogue.reply import Conversation, Quote, Reply
from bot.documents import Corpus
from bot.evidence.examples import Examples
from bot.evidence.figures import FIGURES, Figures
from bot.evidence.meaning import Meaning, asked_text, meaning_arrays
from bot.evidence.preparing import corpus_arrays, gap_arrays
from bot.evidence.query import Query
from bot.evidence.rank import Searcher
from bot.evidence.vectors import VectorTable
from bot.index.arrays import CorpusArrays
from bot.index.bm25 import Floats
from bot.index.memory import MemoryEngine
from bot.settings import SETTINGS
from bot.text.readers import Readers
from bot.text.vocabulary import vocabulary
from training.data import Case, Level, Material, at_level
from training.files import blank_model
from training.teacher import Teacher

QUOTED_BY = numpy.array([{"own_words": 1.0, "told": 1.0, "vectors": 2.0}.get(name, 0.0) for name in FIGURES])
"""What is taken to have been quoted to earlier messages: what is best by these weights, as nothing is trained yet."""


@dataclass(frozen=True)
class Question:
    """A question at one level of curation, and what the search finds.

    Attributes:
        query: the question in its conversation.
        case: what is expected.
        leaflet: the name of the material.
        level: the name of the level.
        figures: ``[passages, FIGURES_WITH_MEANING]``; the list without meaning is its beginning.
        found: the passages that they are those of.
        searcher: what found them.
    """

    query: Query
    case: Case
    leaflet: str
    level: str
    figures: Floats
    found: Figures
    searcher: Searcher

    def scores(self, weights: Floats) -> Floats:
        """``float64 [passages]``: how well each fits, by the figures that there are weights for."""
        return self.figures[:, : len(weights)] @ weights

    @property
    def is_about_matter(self) -> bool:
        """Whether it asks for what the corpus says or might have said."""
        if self.case.kind in ("off_topic", "intent"):
            return False
        return self.case.expect == "decline" or (self.case.expect == "answer" and bool(self.case.relevant))


class Reader:
    """A material with an analyser of its own, and what does not change from level to level.

    What earlier messages are taken to have been answered with is found without meaning, so that both lists of evidence
    are fitted on the same questions.
    """

    def __init__(self, material: Material, vectors: VectorTable, teacher: Teacher) -> None:
        corpus = material.corpus
        self.material = material
        texts = [document.text for document in corpus.documents]
        analyser = vocabulary().analyser(texts, corpus.synonyms, corpus.abbreviations)
        self.read = lru_cache(maxsize=None)(analyser.read)
        self._readers = Readers(lru_cache(maxsize=None)(analyser.read_own), self.read)
        self._teacher = teacher
        self._model = replace(blank_model(), vector_keys=vectors.keys, vectors=vectors.values)

    @cached_property
    def queries(self) -> list[Query]:
        """Each case's message in its conversation, whose messages were each answered with the best passage."""
        bare = self._searcher(replace(self.material.corpus, gaps=()))
        return [self._query(case, bare) for case in self.material.cases]

    def questions(
        self, level: Level, queries: Sequence[tuple[Query, Case]], corpus: Corpus | None = None
    ) -> Iterator[Question]:
        """``queries`` with what the search finds at one level of curation."""
        searcher = self._searcher(at_level(corpus or self.material.corpus, level), self._meaning)
        self._teacher.encode([asked_text(query) for query, _ in queries])  # many at once take less time
        for typed, case in queries:
            query, _ = searcher.asked(typed)
            found = searcher.figures(query)
            yield Question(query, case, self.material.name, level.name, found.of(query), found, searcher)

    def _searcher(self, corpus: Corpus, meaning: Meaning | None = None) -> Searcher:
        """A searcher over the material's corpus with some of its curation."""
        documents = {document.name: number for number, document in enumerate(corpus.documents)}
        titles = {document.name: document.title for document in corpus.documents}
        examples = [passage.examples for passage in corpus.passages]
        said = [passage.text for passage in corpus.passages]
        passages = replace(
            self._arrays.passages,
            examples=Examples.postings(examples, said, self.read),
            example_counts=numpy.array([len(each) for each in examples], dtype="float64"),
            example_vectors=VectorTable(self._model.vector_keys, self._model.vectors).of_examples(examples, self.read),
        )
        gaps = gap_arrays(corpus.gaps, documents, titles, self._readers, self._model)
        engine = MemoryEngine(replace(self._arrays, passages=passages, gaps=gaps), SETTINGS)
        return Searcher(corpus, engine, self._model, SETTINGS, self.read, meaning)

    def _query(self, case: Case, searcher: Searcher) -> Query:
        conversation = Conversation()
        passages = self.material.corpus.passages
        for text in case.history:
            query, _ = searcher.asked(in_conversation(text, conversation, self.read, passages, SETTINGS))
            passage = passages[int(numpy.argmax(searcher.figures(query).of(query) @ QUOTED_BY))]
            quote = Quote(passage, 1.0, (), passage.sentences[0])
            conversation = conversation.after(text, Reply("answer", "-", (quote,)))
        return in_conversation(case.question, conversation, self.read, passages, SETTINGS)

    @cached_property
    def _meaning(self) -> Meaning:
        return Meaning(meaning_arrays(self.material.corpus, self._teacher.encode), self._teacher.encode)

    @cached_property
    def _arrays(self) -> CorpusArrays:
        return corpus_arrays(self.material.corpus, self._readers, self._model, SETTINGS)
