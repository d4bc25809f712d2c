"""Holds the quality on the shipped questions just under what was reached, so that it never slides unseen.

Nobody reads those questions while building: a failure here prints figures, never a question.
``bot eval --json --compare earlier.json`` shows which cases changed.
"""

from collections.abc import Mapping

import pytest

from bot.dialogue import Bot
from bot.documents import builtin_corpus_path, load_corpus
from bot.evaluation import Figure, case_files, evaluate, load_cases

FLOORS = {
    "behaviour": 0.82,
    "answer@1": 0.77,
    "answer@3": 0.84,
    "reciprocal_rank": 0.80,
    "decline": 0.80,
    "refer": 0.87,
    "emergency": 0.88,
}
CEILINGS = {
    "wrong_quote": 0.12,
    "false_alarm": 0.045,
}


@pytest.fixture(scope="module")
def figures() -> Mapping[str, Figure]:
    bot = Bot(load_corpus())
    return evaluate(bot, load_cases(*case_files(builtin_corpus_path()), corpus=bot.corpus)).figures


@pytest.mark.parametrize("name", FLOORS)
def test_what_was_reached_stays_reached(figures: Mapping[str, Figure], name: str) -> None:
    value = figures[name].value
    assert value is not None
    assert value >= FLOORS[name]


@pytest.mark.parametrize("name", CEILINGS)
def test_mistakes_stay_rare(figures: Mapping[str, Figure], name: str) -> None:
    value = figures[name].value
    assert value is not None
    assert value <= CEILINGS[name]
