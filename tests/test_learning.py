"""Examples never harm: with any of them, a bot is no worse than without."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from bot import Bot, Corpus, evaluate
from bot.evaluation import Case, Outcome
from training.data import LEAFLETS, LEVELS, Material, at_level, material

NAMES = ("epilepsy-seizures", "head-injury-going-home", "insomnia", "warfarin")
BARE, ONE_ON_ONE_PASSAGE, EIGHT = (
    next(level for level in LEVELS if level.name == name) for name in ("bare", "one on one passage", "8")
)
MARGIN = 0.03
"""How much worse than bare a figure may be: about six of two hundred cases, which chance alone may do."""


def heading_as_example(corpus: Corpus) -> Corpus:
    """What a person would write who has no idea what to write."""
    bare = at_level(corpus, BARE)
    passages = (replace(passage, examples=(passage.section,) if passage.section else ()) for passage in bare.passages)
    return replace(bare, passages=tuple(passages))


def curated(corpus: Corpus) -> Mapping[str, Corpus]:
    return {
        "bare": at_level(corpus, BARE),
        "one example on one passage": at_level(corpus, ONE_ON_ONE_PASSAGE),
        "the heading as the example": heading_as_example(corpus),
        "eight examples": at_level(corpus, EIGHT),
    }


@cache
def leaflet(name: str) -> Material:
    return material(Path(LEAFLETS, f"{name}.txt"))


@cache
def figures(curation: str) -> tuple[float, float]:
    """Right behaviour and wrong quotes, as shares of all cases of the leaflets."""
    outcomes: list[Outcome] = []
    for name in NAMES:
        corpus = curated(leaflet(name).corpus)[curation]
        cases = [
            Case(f"{name} {number}", case.question, case.expect, case.golds, case.history)  # type: ignore[arg-type]
            for number, case in enumerate(leaflet(name).cases)
        ]
        outcomes += evaluate(Bot(corpus, "GB"), cases).outcomes
    right = sum(outcome.right for outcome in outcomes) / len(outcomes)
    return right, sum(outcome.wrong_quote for outcome in outcomes) / len(outcomes)


@pytest.mark.parametrize("name", NAMES)
def test_the_curations_are_what_they_are_called(name: str) -> None:
    levels = curated(leaflet(name).corpus)
    counts = {title: sum(len(passage.examples) for passage in corpus.passages) for title, corpus in levels.items()}
    assert counts["bare"] == 0
    assert counts["one example on one passage"] == 1
    assert 1 < counts["the heading as the example"] <= len(leaflet(name).corpus.passages)
    assert counts["eight examples"] > 4 * len(leaflet(name).corpus.passages)
    assert not any(corpus.gaps for corpus in levels.values())
    assert len(leaflet(name).cases) >= 45


@pytest.mark.parametrize("curation", ["one example on one passage", "the heading as the example", "eight examples"])
def test_examples_make_nothing_worse(curation: str) -> None:
    bare_right, bare_wrong = figures("bare")
    right, wrong = figures(curation)
    assert right >= bare_right - MARGIN
    assert wrong <= bare_wrong + MARGIN
