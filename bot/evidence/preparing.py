"""What the evidence needs of a corpus, worked out before anything is asked."""

from collections.abc import Mapping, Sequence

import numpy

from bot.documents import Corpus, Gap, Passage
from bot.documents.model import PASSAGE_KINDS
from bot.evidence.asked import things_of_passages
from bot.evidence.examples import Examples
from bot.evidence.gaps import GapTexts
from bot.evidence.own_words import OwnWords
from bot.evidence.topics import Topics, topic_postings
from bot.evidence.vectors import VectorTable
from bot.index.arrays import CorpusArrays, GapArrays, PassageArrays
from bot.index.bm25 import Floats, keys_of
from bot.index.lines import EditorsLines
from bot.model import Model
from bot.settings import Settings
from bot.text.readers import Readers


def corpus_arrays(corpus: Corpus, read: Readers, model: Model, settings: Settings) -> CorpusArrays:
    """What the evidence needs of a corpus."""
    documents = {document.name: number for number, document in enumerate(corpus.documents)}
    titles = {document.name: document.title for document in corpus.documents}
    lines = EditorsLines.of((*corpus.passages, *corpus.gaps))
    return CorpusArrays(
        passages=passage_arrays(corpus.passages, documents, read, model, settings),
        gaps=gap_arrays(corpus.gaps, documents, titles, read, model),
        line_keys=lines.keys,
        line_owners=lines.owners,
    )


def passage_arrays(
    passages: Sequence[Passage], documents: Mapping[str, int], read: Readers, model: Model, settings: Settings
) -> PassageArrays:
    """What it needs of some passages; ``documents`` are the numbers of the documents, by their names."""
    table = VectorTable(model.vector_keys, model.vectors)
    text, headings, announced, phrases = OwnWords.postings(passages, read.material)
    vectors, starts = table.of_sentences(passages, read.material, settings)
    examples = [passage.examples for passage in passages]
    return PassageArrays(
        numbers=numpy.array([passage.number for passage in passages], dtype="int64"),
        documents=numpy.array([documents[passage.document.name] for passage in passages], dtype="int32"),
        starts=numpy.array([passage.start for passage in passages], dtype="int32"),
        ends=numpy.array([passage.end for passage in passages], dtype="int32"),
        sections=keys_of([passage.section for passage in passages]),
        kinds=numpy.array([PASSAGE_KINDS.index(passage.kind) for passage in passages], dtype="int8"),
        words=numpy.array([len(passage.text.split()) for passage in passages], dtype="int32"),
        text=text,
        headings=headings,
        announced=announced,
        phrases=phrases,
        examples=Examples.postings(examples, [passage.text for passage in passages], read.asked),
        example_counts=_counted(examples),
        example_vectors=table.of_examples(examples, read.asked),
        topics=Topics(topic_postings(), settings).of_passages(passages, read.material),
        vectors=vectors,
        vector_starts=starts,
        things=things_of_passages(passages),
    )


def gap_arrays(
    gaps: Sequence[Gap], documents: Mapping[str, int], titles: Mapping[str, str], read: Readers, model: Model
) -> GapArrays:
    """What it needs of gaps, which are numbered in their order.

    Args:
        gaps: the gaps; one without a document is one of the first document.
        documents, titles: the number and the title of each document, by its name.
        read: reads texts.
        model: holds the vectors of terms.
    """
    examples = [gap.examples for gap in gaps]
    texts = GapTexts.of(gaps, titles, read.asked)
    return GapArrays(
        numbers=numpy.arange(len(gaps), dtype="int64"),
        documents=numpy.array([documents.get(gap.document, 0) for gap in gaps], dtype="int32"),
        examples=Examples.postings(examples, [""] * len(gaps), read.asked),
        example_counts=_counted(examples),
        example_vectors=VectorTable(model.vector_keys, model.vectors).of_examples(examples, read.asked),
        texts=texts.postings,
        gap_of_text=texts.gaps,
        information=texts.information,
    )


def _counted(examples: Sequence[Sequence[str]]) -> Floats:
    return numpy.array([len(each) for each in examples], dtype="float64")
