"""Evidence from what kind of thing is asked for."""

import re
from pathlib import Path

import numpy
import pytest

from bot import Corpus
from bot.documents import load_corpus
from bot.evidence.asked import Asked, asked_for, things, things_of_passages
from bot.evidence.query import Query
from bot.settings import SETTINGS
from bot.text.vocabulary import vocabulary

READ = vocabulary().analyser().read
NAMES = [thing.name for thing in things()]
LEAFLET = """Having the scan

The scan takes about 20 minutes.

It can be expensive, and private clinics charge for it.

It costs £45 at our hospital.

About one in ten people feel sick because the dye tastes bitter.

Dr Amina Obi ran the first study in Leeds in March 2019. Ring 0113 496 0000 to book.
"""


def query(text: str) -> Query:
    return Query(READ(text), (), SETTINGS)


def names_asked(text: str) -> set[str]:
    return {name for name, is_asked in zip(NAMES, asked_for(query(text)), strict=True) if is_asked}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    path = Path(tmp_path_factory.mktemp("asked"), "scan.txt")
    path.write_text(LEAFLET, encoding="utf-8")
    return load_corpus(path)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("is it 5 thousand or 50 thousand?", "a sum of money"),
        ("how much is that in euro", "a sum of money"),
        ("how much does it cost?", "a cost"),
        ("what percentage get better", "a share or a chance"),
        ("roughly one in how many?", "a share or a chance"),
        ("how many sessions would I need", "a number"),
        ("how long does it take?", "a length of time"),
        ("in what year was it approved", "a date"),
        ("What number do I ring?", "a telephone number"),
        ("which hospitals do it?", "a place or an organisation by name"),
        ("who ran the study", "a person by name"),
        ("why is that?", "a reason"),
    ],
)
def test_what_is_asked_for_is_told_from_the_message(text: str, name: str) -> None:
    assert name in names_asked(text)


@pytest.mark.parametrize("text", ["does it hurt?", "tell me about the scan", "hello", ""])
def test_a_message_may_ask_for_no_such_thing(text: str) -> None:
    assert names_asked(text) == set()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("how much is it in pounds?", "£45"),
        ("what share of people feel sick?", "one in ten"),
        ("who ran the study?", "Dr Amina Obi"),
        ("what year was the study published?", "2019"),
        ("what number do i ring", "0113"),
    ],
)
def test_a_passage_without_the_exact_thing_lacks_it(corpus: Corpus, text: str, answer: str) -> None:
    asked = Asked(things_of_passages(corpus.passages))
    lacks = {passage.text: asked.lacks(query(text), passage.number)[0] for passage in corpus.passages}
    assert next(value for passage, value in lacks.items() if answer in passage) == 0
    assert lacks["It can be expensive, and private clinics charge for it."] == 1


def test_a_cost_is_answered_without_a_sum(corpus: Corpus) -> None:
    asked = Asked(things_of_passages(corpus.passages))
    expensive = next(passage.number for passage in corpus.passages if "expensive" in passage.text)
    assert asked.lacks(query("how much does it cost?"), expensive) == (0, 0)


def test_the_share_that_is_held_is_0_where_nothing_is_asked_for(corpus: Corpus) -> None:
    asked = Asked(things_of_passages(corpus.passages))
    assert asked.holds(query("does it hurt?")).tolist() == [0] * len(corpus.passages)
    assert asked.holds(query("how long does it take?")).max() == 1
    assert things_of_passages(()).shape == (0, len(NAMES))
    assert asked.holds(query("how long?")).dtype == numpy.float64


def test_every_expression_compiles() -> None:
    assert all(re.compile(thing.held) for thing in things())
