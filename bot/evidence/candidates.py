"""Which passages of a large corpus are looked at for a message: those that may answer it.

In a corpus of few passages all are looked at. Else those whose own words, or whose examples, fit best by the formula;
all of a leaflet that is named; and what stands around the passages that the message leans on.
"""

from collections.abc import Iterator, Sequence

import numpy

from bot.evidence.query import Query
from bot.index.arrays import Candidates
from bot.index.engine import Engine
from bot.settings import Settings


def candidates_for(query: Query, documents: frozenset[int] | None, engine: Engine, settings: Settings) -> Candidates:
    """The passages that may answer ``query``, in reading order; of a corpus that has any, at least one.

    Args:
        query: what is looked for.
        documents: the numbers of the documents that are named; then their passages alone are searched.
        engine: holds the passages.
        settings: the tuned numbers.
    """
    named = None if documents is None else sorted(documents)
    found = [
        engine.best("text", query.subject_terms, settings.most_by_text, named),
        engine.best("examples", query.terms, settings.most_by_examples, named),
        numpy.array(sorted(_besides(query, named, engine, settings)), dtype="int64"),
    ]
    numbers = numpy.unique(numpy.concatenate(found))
    if not len(numbers):
        numbers = engine.passages_of(engine.first_document)[:1]
    return engine.candidates(numbers, numpy.unique(numpy.concatenate([query.terms.keys, query.subject_terms.keys])))


def _besides(query: Query, named: Sequence[int] | None, engine: Engine, settings: Settings) -> Iterator[int]:
    """The passages that are looked at whatever words they have, by their numbers."""
    if query.pointed is not None:
        yield query.pointed.number
    for passage in query.quoted:
        near = settings.nearby_passages
        yield from range(max(0, passage.number - near), passage.number + near + 1)
    whole = [engine.passages_of(document) for document in named or ()]
    if sum(map(len, whole)) <= settings.most_of_named:
        for numbers in whole:
            yield from numbers.tolist()
