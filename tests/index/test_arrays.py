"""What was worked out of a corpus, by name."""

from collections.abc import Sequence
from dataclasses import fields

import numpy
import pytest

from bot import Corpus, load_corpus
from bot.evidence.preparing import corpus_arrays
from bot.index.arrays import CorpusArrays, GapArrays, PassageArrays, named_postings, postings_named
from bot.index.bm25 import BM25, Postings, Terms
from bot.model import load_model
from bot.settings import SETTINGS
from bot.text.readers import Readers
from bot.text.vocabulary import vocabulary
from tests.leaflets import KNEE, KNEE_CURATION

TEXTS: Sequence[Sequence[str]] = (["a", "b", "a"], ["b"], [])


GAPS = """
[[uncovered]]
topic = "surgery"
examples = ["do I need a new knee", "when do they operate"]
[[uncovered]]
topic = "parking"
examples = ["where do I park"]
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    path = tmp_path_factory.mktemp("leaflet") / "knee.txt"
    path.write_text(KNEE, encoding="utf-8")
    path.with_suffix(".toml").write_text(KNEE_CURATION + GAPS, encoding="utf-8")
    return load_corpus(path)


@pytest.fixture(scope="module")
def arrays(corpus: Corpus) -> CorpusArrays:
    return corpus_arrays(corpus, Readers.of(vocabulary().analyser(), SETTINGS), load_model(), SETTINGS)


def test_postings_find_the_same_after_they_were_named() -> None:
    postings = Postings.of(TEXTS)
    again = postings_named("text", named_postings("text", postings))
    terms = Terms.of({"a": 1.0, "b": 0.5})
    assert BM25(again, 1.2, 0.75).scores(terms).tolist() == BM25(postings, 1.2, 0.75).scores(terms).tolist()


def test_every_array_has_a_name_of_its_own(arrays: CorpusArrays) -> None:
    postings = [value for each in (arrays.passages, arrays.gaps) for value in vars(each).values()]
    postings = [value for value in postings if isinstance(value, Postings)]
    others = len(fields(CorpusArrays)) - 2 + len(fields(PassageArrays)) + len(fields(GapArrays)) - len(postings)
    assert len(arrays.named()) == len(postings) * len(fields(Postings)) + others


def test_everything_comes_back(arrays: CorpusArrays) -> None:
    again = CorpusArrays.from_named(arrays.named())
    first, second = arrays.named(), again.named()
    assert first.keys() == second.keys()
    assert all(numpy.array_equal(first[name], second[name]) for name in first)


def test_a_missing_array_is_an_error(arrays: CorpusArrays) -> None:
    named = arrays.named()
    for name in named:
        with pytest.raises(KeyError):
            CorpusArrays.from_named({other: value for other, value in named.items() if other != name})


def test_no_array_needs_a_pickle(arrays: CorpusArrays) -> None:
    assert not any(value.dtype.hasobject for value in arrays.named().values())


def test_there_is_an_entry_for_each_passage_and_each_gap(corpus: Corpus, arrays: CorpusArrays) -> None:
    passages, gaps = len(corpus.passages), len(corpus.gaps)
    assert (passages, gaps) == (2, 2)
    of_passages = {name: len(value) for name, value in vars(arrays.passages).items()}
    assert of_passages.pop("vectors") == sum(len(passage.sentences) for passage in corpus.passages)
    assert set(of_passages.values()) == {passages}
    assert {len(arrays.gaps.examples), len(arrays.gaps.example_counts), len(arrays.gaps.example_vectors)} == {gaps}


def test_the_arrays_of_some_passages_are_rows_of_those_of_all(arrays: CorpusArrays) -> None:
    second = arrays.passages.among(numpy.array([1]), arrays.passages.text.keys)
    assert second.numbers.tolist() == [1]
    assert second.vectors.tolist() == arrays.passages.vectors[arrays.passages.vector_starts[1] :].tolist()
    terms = Terms(arrays.passages.text.keys, numpy.ones(len(arrays.passages.text.keys)))
    whole = BM25(arrays.passages.text, 1.2, 0.75)
    alone = BM25(second.text, 1.2, 0.75, whole.statistics)
    assert alone.scores(terms).tolist() == whole.scores(terms)[1:].tolist()


def test_the_gaps_of_a_document_are_its_own(arrays: CorpusArrays) -> None:
    assert arrays.gaps.of_document(0) is arrays.gaps
    assert len(arrays.gaps.of_document(1)) == 0
