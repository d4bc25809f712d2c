"""Questions with all that the search finds about them, at every level of curation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy
from numpy.typing import NDArray

from bot.dialogue.context import in_conversation
from bot.dialogue.reply import Conversation, Quote, Reply
from bot.documents import Corpus
from bot.evidence.examples import Examples
from bot.evidence.own_words import OwnWords
from bot.evidence.query import Query
from bot.evidence.rank import Searcher
from bot.evidence.topics import Topics, topic_postings
from bot.evidence.vectors import VectorTable, passage_weights
from bot.index.arrays import CorpusArrays
from bot.index.bm25 import Floats
from bot.settings import SETTINGS
from bot.text.message import Message
from bot.text.vocabulary import vocabulary
from training.data import Case, Level, Material, at_level
from training.files import blank_model
from training.vectors import Batch


@dataclass(frozen=True)
class Question:
    """A question at one level of curation, and what the search finds.

    Attributes:
        query: the question in its conversation.
        case: what is expected.
        leaflet: the name of the material.
        level: the name of the level.
        figures: ``[passages, FIGURES]``.
        gaps: for each gap, how alike its examples are.
        searcher: what found them.
    """

    query: Query
    case: Case
    leaflet: str
    level: str
    figures: Floats
    gaps: Floats
    searcher: Searcher

    @property
    def is_about_matter(self) -> bool:
        """Whether it asks for what the corpus says or might have said."""
        if self.case.kind in ("off_topic", "intent"):
            return False
        return self.case.expect == "decline" or (self.case.expect == "answer" and bool(self.case.relevant))


class Reader:
    """A material with an analyser of its own, and what does not change from level to level."""

    def __init__(self, material: Material) -> None:
        corpus = material.corpus
        self.material = material
        texts = [document.text for document in corpus.documents]
        analyser = vocabulary().analyser(texts, corpus.synonyms, corpus.abbreviations)
        self.read = lru_cache(maxsize=None)(analyser.read)

    @cached_property
    def queries(self) -> list[Query]:
        """Each case's message in its conversation, whose messages were each answered with the best passage."""
        return [self._query(case) for case in self.material.cases]

    @cached_property
    def passage_weights(self) -> list[dict[str, float]]:
        """The terms of each passage, as vectors are made of them."""
        return [passage_weights(passage, self.read, SETTINGS) for passage in self.material.corpus.passages]

    def searcher(self, corpus: Corpus, vectors: VectorTable) -> Searcher:
        """A searcher over the material's corpus with some of its curation."""
        examples, counts = Examples.postings(corpus.passages, corpus.gaps, self.read)
        arrays = replace(
            self._arrays,
            examples=examples,
            example_counts=counts,
            vectors=vectors.of_passages(corpus.passages, self.read, SETTINGS),
        )
        table = replace(blank_model(), vector_keys=vectors.keys, vectors=vectors.values)
        return Searcher(corpus, arrays, table, SETTINGS, self.read)

    def questions(
        self,
        level: Level,
        vectors: VectorTable,
        queries: Sequence[tuple[Query, Case]],
        corpus: Corpus | None = None,
    ) -> Iterator[Question]:
        """``queries`` with what the search finds at one level of curation."""
        searcher = self.searcher(at_level(corpus or self.material.corpus, level), vectors)
        for typed, case in queries:
            query, _ = searcher.asked(typed)
            figures, gaps = searcher.figures(query)
            yield Question(query, case, self.material.name, level.name, figures, gaps, searcher)

    def _query(self, case: Case) -> Query:
        conversation = Conversation()
        passages = self.material.corpus.passages
        for text in case.history:
            query = in_conversation(text, conversation, self.read, passages, SETTINGS)
            passage = passages[int(numpy.argmax(self._own_words.score(query)))]
            quote = Quote(passage, 1.0, (), passage.sentences[0])
            conversation = conversation.after(text, Reply("answer", "-", (quote,)))
        return in_conversation(case.question, conversation, self.read, passages, SETTINGS)

    @cached_property
    def _own_words(self) -> OwnWords:
        return OwnWords(self._arrays.text, self._arrays.headings, SETTINGS)

    @cached_property
    def _arrays(self) -> CorpusArrays:
        passages = self.material.corpus.passages
        text, headings = OwnWords.postings(passages, self.read)
        examples, counts = Examples.postings(passages, (), self.read)
        return CorpusArrays(
            text=text,
            headings=headings,
            examples=examples,
            example_counts=counts,
            topics=Topics(topic_postings(), SETTINGS).of_passages(passages, self.read),
            vectors=numpy.zeros((len(passages), 1), dtype="float32"),
        )


BATCH = 400
"""How many questions are trained on at once, at the most."""


def batches_of(reader: Reader) -> list[Batch]:
    """The answerable cases of a material, and its examples, each with all its passages."""
    passages = reader.material.corpus.passages
    cases = zip(reader.queries, reader.material.cases, strict=True)
    asked = [(query.subject_weights, case.relevant) for query, case in cases if case.relevant]
    holders = {p.number: (p.number, *(other.number for other in passages if other.contains(p))) for p in passages}
    examples = [(subject_weights(reader.read(text)), holders[p.number]) for p in passages for text in p.examples]
    return [
        Batch(
            questions=[text for text, _ in part],
            passages=reader.passage_weights,
            answers=_answers([right for _, right in part], len(passages)),
        )
        for rows in (asked, examples)
        for part in (rows[first :: -(-len(rows) // BATCH)] for first in range(-(-len(rows) // BATCH)))
    ]


def _answers(rights: Sequence[Sequence[int]], passages: int) -> NDArray[numpy.float32]:
    answers = numpy.zeros((len(rights), passages), dtype="float32")
    for row, numbers in zip(answers, rights, strict=True):
        row[list(numbers)] = 1.0
    return answers


def subject_weights(message: Message) -> Mapping[str, float]:
    """The terms of a message that carry a subject, with their weights."""
    weights = message.weights(SETTINGS.story_weight)
    return {term: weights[term] for term in message.subject_terms}
