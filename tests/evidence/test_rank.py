"""All evidence together: which passage fits best, and whether it answers."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import Corpus, load_corpus
from bot.documents import Gap
from bot.evidence.figures import FIGURES
from bot.evidence.query import Query
from bot.evidence.rank import Searcher
from bot.evidence.signals import SIGNALS
from bot.model import Model, load_model
from bot.settings import SETTINGS, Settings
from bot.text.vocabulary import vocabulary
from tests.evidence.searching import searcher_over
from tests.leaflets import ECZEMA, GASTROSCOPY

READ = vocabulary().analyser([GASTROSCOPY, ECZEMA]).read
MODEL = load_model()
MESSAGES = st.lists(
    st.sampled_from("can i eat before the test drive home steroid cream bath throat pizza qqqq the of".split()),
    max_size=8,
).map(" ".join)


def query(text: str, *earlier: str) -> Query:
    return Query(READ(text), [READ(message) for message in earlier], SETTINGS)


def searcher(corpus: Corpus, model: Model = MODEL, numbers: Settings = SETTINGS) -> Searcher:
    return searcher_over(corpus, READ, model=model, settings=numbers, names_leaflets=False)


@pytest.fixture(scope="session")
def leaflet(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    path: Path = tmp_path_factory.mktemp("rank") / "gastroscopy.txt"
    path.write_text(GASTROSCOPY, encoding="utf-8")
    return load_corpus(path)


@pytest.fixture(scope="session")
def bare(leaflet: Corpus) -> Searcher:
    return searcher(leaflet)


def with_example(corpus: Corpus, number: int, *examples: str) -> Corpus:
    passages = list(corpus.passages)
    passages[number] = replace(passages[number], examples=examples)
    return replace(corpus, passages=tuple(passages))


def place_of(corpus: Corpus, excerpt: str) -> int:
    return next(passage.number for passage in corpus.passages if excerpt in passage.text)


@settings(max_examples=40)
@given(MESSAGES, st.lists(MESSAGES, max_size=2))
def test_every_passage_is_ranked_once_and_every_figure_can_be_weighed(
    bare: Searcher, text: str, earlier: Sequence[str]
) -> None:
    found = bare.evidence(query(text, *earlier))
    passages = bare.corpus.passages
    assert sorted(found.ranking) == list(range(len(passages)))
    assert sum(found.shares.values()) == pytest.approx(1)
    assert [found.shares[number] for number in found.ranking] == sorted(found.shares.values(), reverse=True)
    assert 0 <= found.covered <= 1
    assert found.signals.keys() == set(SIGNALS)
    assert all(map(math.isfinite, found.signals.values()))
    asked = query(text, *earlier)
    figures = bare.figures(asked).of(asked)
    assert figures.shape == (len(passages), len(FIGURES))
    assert numpy.isfinite(figures).all()
    assert len(bare.gaps(bare.figures(asked), 0, asked)) == 0


@settings(max_examples=40)
@given(MESSAGES)
def test_what_may_be_quoted_is_no_part_of_what_comes_before_it(bare: Searcher, text: str) -> None:
    found = bare.evidence(query(text))
    assert found.quotable[0] == found.ranking[0]
    assert 1 <= len(found.quotable) <= 1 + SETTINGS.runners_up
    chosen = [bare.corpus.passages[number] for number in found.quotable]
    for place, passage in enumerate(chosen):
        assert not any(earlier.contains(passage) for earlier in chosen[:place])


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("May I drink water before the test?", "Do not eat"),
        ("Should I tell you that I take warfarin?", "Tell us if you take warfarin"),
        ("Can I drive after sedation?", "do not drive for 24 hours"),
    ],
)
def test_a_direct_question_finds_its_passage_without_any_curation(bare: Searcher, text: str, excerpt: str) -> None:
    found = bare.evidence(query(text))
    assert excerpt in bare.corpus.passages[found.ranking[0]].text
    assert found.covered > bare.evidence(query("who won the world cup")).covered


def test_an_example_brings_its_own_question_to_its_passage(leaflet: Corpus) -> None:
    text, number = "is there an interpreter at the desk", place_of(leaflet, "Your throat")
    before = searcher(leaflet).evidence(query(text))
    after = searcher(with_example(leaflet, number, text)).evidence(query(text))
    assert after.ranking[0] == number
    assert after.shares[number] > before.shares[number]
    assert after.covered > before.covered


@pytest.mark.parametrize("text", ["May I drink water before the test?", "Can I drive after sedation?"])
def test_an_example_on_another_passage_changes_no_answer(leaflet: Corpus, text: str) -> None:
    other = place_of(leaflet, "your repeat prescription")
    before = searcher(leaflet).evidence(query(text))
    after = searcher(with_example(leaflet, other, "what do i bring along")).evidence(query(text))
    assert after.ranking[0] == before.ranking[0]


def test_a_gap_that_fits_better_than_any_passage_is_seen(leaflet: Corpus) -> None:
    text = "where can i park my car"
    named = replace(
        leaflet,
        gaps=(
            Gap("the menu", ("what is for lunch",)),
            Gap("parking", ("where can i leave my car", "where can i park")),
        ),
    )
    before, after = searcher(leaflet).evidence(query(text)), searcher(named).evidence(query(text))
    assert (before.gap, after.gap) == (None, 1)
    assert (before.signals["has_gaps"], after.signals["has_gaps"]) == (0, 1)
    assert before.signals["gap_ahead"] == before.signals["gap_lead"] == 0
    assert after.signals["gap_ahead"] > SETTINGS.named_gap_lead
    assert after.covered < before.covered


def test_what_is_pointed_at_comes_first_and_is_covered(bare: Searcher) -> None:
    for passage in bare.corpus.passages:
        found = bare.evidence(replace(query("the second one"), pointed=passage))
        assert (found.ranking[0], found.quotable[0], found.covered) == (passage.number, passage.number, 1.0)


def test_the_conversation_is_a_part_of_the_question(bare: Searcher) -> None:
    alone, after = query("why?"), query("why?", "Can I drive after sedation?")
    place = place_of(bare.corpus, "do not drive")
    assert bare.evidence(after).ranking[0] == place
    assert bare.evidence(after).shares[place] > bare.evidence(alone).shares[place]
    assert (bare.evidence(alone).signals["follows"], bare.evidence(after).signals["follows"]) == (0, 1)


def test_equal_passages_stay_in_reading_order(tmp_path: Path) -> None:
    (tmp_path / "same.txt").write_text(
        "Title\n\nA bath is fine.\n\nA bath is fine.\n\nA bath is fine.\n", encoding="utf-8"
    )
    found = searcher(load_corpus(tmp_path / "same.txt")).evidence(query("is a bath fine?"))
    assert found.ranking == (0, 1, 2)


def test_one_passage_alone_has_no_second(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Ear wash\n\nThe ear wash is free.\n", encoding="utf-8")
    found = searcher(load_corpus(tmp_path / "one.txt")).evidence(query("is it free?"))
    assert (found.ranking, found.quotable, found.signals["margin"]) == ((0,), (0,), 0)


def test_the_weights_belong_to_the_figures_by_name() -> None:
    assert tuple(MODEL.manifest["ranking"]["figures"]) == FIGURES
    assert len(MODEL.ranking) == len(FIGURES)
    assert MODEL.coverage.names == SIGNALS


@pytest.mark.parametrize("figure", ["own_words", "vectors", "topics", "examples"])
def test_each_kind_of_evidence_tells_for_a_passage(figure: str) -> None:
    assert MODEL.ranking[FIGURES.index(figure)] > 0


def test_how_many_follow_the_answer_is_a_setting(leaflet: Corpus) -> None:
    alone = replace(SETTINGS, runners_up=0)
    assert len(searcher(leaflet, numbers=alone).evidence(query("can I eat before the test")).quotable) == 1


def test_a_passage_stands_somewhere_to_what_was_just_quoted(leaflet: Corpus) -> None:
    quoted = leaflet.passages[1]
    asked = replace(query("for how long?"), quoted=(quoted,))
    is_quoted, beside, in_section = searcher(leaflet).figures(asked).leaning(asked)
    holding = {p.number for p in leaflet.passages if p is quoted or p.contains(quoted) or quoted.contains(p)}
    assert {number for number, value in enumerate(is_quoted) if value} == holding
    assert (beside[0], beside[1], beside[2]) == (1, 1, 1)
    assert {p.number for p in leaflet.passages if p.section == quoted.section} == set(numpy.flatnonzero(in_section))


def test_what_was_quoted_counts_only_where_the_message_leans_on_it(leaflet: Corpus) -> None:
    asked = query("for how long?")
    assert not numpy.any(searcher(leaflet).figures(asked).leaning(asked))
