"""Evidence from example questions."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Corpus
from bot.documents import Gap, Passage
from bot.evidence.examples import Examples
from bot.evidence.query import Query
from bot.index.bm25 import Floats, Postings
from bot.settings import SETTINGS
from bot.text.vocabulary import vocabulary

READ = vocabulary().analyser().read
TEXTS = st.lists(st.sampled_from("how much is it price where parking drive ward the".split()), max_size=6).map(" ".join)


def query(text: str) -> Query:
    return Query(READ(text), (), SETTINGS)


class Evidence:
    """The examples of passages and of gaps, with the statistics of both."""

    def __init__(self, passages: Sequence[Passage], gaps: Sequence[Gap]) -> None:
        of_passages = Examples.postings([p.examples for p in passages], [p.text for p in passages], READ)
        of_gaps = Examples.postings([gap.examples for gap in gaps], [""] * len(gaps), READ)
        text = Postings.of([READ(passage.text).terms for passage in passages])
        statistics = {"phrases": text.statistics, "examples": of_passages.statistics + of_gaps.statistics}
        self._both = [Examples(postings, statistics, SETTINGS) for postings in (of_passages, of_gaps)]

    def scores(self, asked: Query) -> list[Floats]:
        return [examples.scores(asked) for examples in self._both]

    def likelihoods(self, asked: Query) -> list[Floats]:
        return [examples.likelihoods(asked) for examples in self._both]


@pytest.fixture
def passages(article: Corpus) -> list[Passage]:
    """Three passages: two with examples."""
    examples: Sequence[tuple[str, ...]] = (("how much is it", "what does it cost"), (), ("can i drive home",))
    return [replace(p, examples=own) for p, own in zip(article.passages, examples, strict=False)]


GAPS = (Gap("parking", ("where can i park",)), Gap("visiting", ()))


@pytest.mark.parametrize(("text", "best"), [("How much is it?", 0), ("when can I drive?", 2)])
def test_the_passage_with_the_examples_that_are_most_alike_is_the_best(
    passages: list[Passage], text: str, best: int
) -> None:
    found, gaps = Evidence(passages, GAPS).scores(query(text))
    assert int(found.argmax()) == best
    assert max(gaps) < found[best]


def test_gaps_are_on_the_same_scale(passages: list[Passage]) -> None:
    found, gaps = Evidence(passages, GAPS).scores(query("where do I park"))
    assert gaps[0] > max(found)


def test_a_message_is_likeliest_where_its_words_are_frequent_in_examples_and_rare_elsewhere(
    passages: list[Passage],
) -> None:
    found, gaps = Evidence(passages, GAPS).likelihoods(query("how much does it cost"))
    assert int(found.argmax()) == 0
    assert max(gaps) < found[0]
    found, gaps = Evidence(passages, GAPS).likelihoods(query("where do I park"))
    assert gaps[0] > max(found)


def test_a_likelihood_is_that_of_the_smoothed_model(passages: list[Passage]) -> None:
    """The formula, written out: each term's share in a place's texts and in all, mixed by ``foreground``."""
    own = [[*passage.examples, passage.text] if passage.examples else [] for passage in passages]
    texts = [[term for text in each for term in READ(text).terms] for each in (*own, GAPS[0].examples, ())]
    everything = [term for each in texts for term in each]
    everything += [term for passage in passages for term in READ(passage.text).terms]
    asked, share = query("can I drive, and how much is it"), SETTINGS.foreground

    def likelihood(terms: Sequence[str]) -> float:
        return sum(
            weight
            * math.log(1 + share * terms.count(term) / len(terms) / ((1 - share) * everything.count(term) / size))
            for term, weight in asked.weights.items()
            if term in terms
        )

    size = len(everything)
    found, gaps = Evidence(passages, GAPS).likelihoods(asked)
    assert [*found, *gaps] == pytest.approx([likelihood(terms) for terms in texts])


def test_there_is_nothing_where_there_are_no_examples(passages: list[Passage]) -> None:
    asked = query("how much is it to park and drive")
    for found, gaps in (Evidence(passages, GAPS).scores(asked), Evidence(passages, GAPS).likelihoods(asked)):
        assert (found[1], gaps[1]) == (0, 0)


@given(TEXTS, st.lists(st.lists(TEXTS.filter(bool), max_size=3), min_size=4, max_size=4))
def test_every_score_is_a_share(article: Corpus, text: str, examples: list[list[str]]) -> None:
    owners = [replace(p, examples=tuple(own)) for p, own in zip(article.passages, examples[:3], strict=False)]
    found, gaps = Evidence(owners, [Gap("x", tuple(examples[3]))]).scores(query(text))
    assert (found.shape, gaps.shape) == ((3,), (1,))
    for score in (*found, *gaps):
        assert 0 <= score <= 1 + 1e-9


@pytest.mark.parametrize("gaps", [(), GAPS[1:]])
def test_without_any_example_there_is_nothing(passages: list[Passage], gaps: Sequence[Gap]) -> None:
    bare = [replace(passage, examples=()) for passage in passages]
    examples, asked = Evidence(bare, gaps), query("how much is it")
    for found, of_gaps in (examples.scores(asked), examples.likelihoods(asked)):
        assert (found.tolist(), of_gaps.tolist()) == ([0, 0, 0], [0] * len(gaps))
