"""Every tuned number, in one value."""

import ast
import inspect
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path

import pytest

from bot import Bot, Corpus, load_corpus
from bot import settings as module
from bot.indexing import write_index
from bot.settings import SETTINGS, Settings
from tests.leaflets import STICK_QUESTION


def test_they_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        SETTINGS.leaning = 1.0  # type: ignore[misc]


def test_every_number_has_its_reason() -> None:
    """One that has none of its own stands right above one whose reason is that of both."""
    (body,) = (node.body for node in ast.parse(inspect.getsource(module)).body if isinstance(node, ast.ClassDef))
    assert {field.name for field in fields(Settings)} == {
        node.target.id for node in body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    without = 0
    for node in body[1:]:
        without = without + 1 if isinstance(node, ast.AnnAssign) else 0
        assert without <= 2
    assert without == 0


@pytest.fixture
def corpus(leaflet: Path) -> Corpus:
    return load_corpus(leaflet)


def test_an_experiment_is_another_value(corpus: Corpus) -> None:
    short = Bot(corpus, settings=replace(SETTINGS, longest_message=10))
    assert short.reply(STICK_QUESTION).intent == "decline/too-long"
    assert short.reply("cost?").intent != "decline/too-long"


def test_how_close_a_second_must_be_to_be_offered(corpus: Corpus) -> None:
    never, always = (Bot(corpus, settings=replace(SETTINGS, close_second=share)) for share in (1.01, 0.0))
    assert (never.reply(STICK_QUESTION).offered, always.reply(STICK_QUESTION).offered) == (1, 2)


def test_how_many_runners_up_there_are(corpus: Corpus) -> None:
    assert len(Bot(corpus).reply(STICK_QUESTION).quotes) == 2
    assert len(Bot(corpus, settings=replace(SETTINGS, runners_up=0)).reply(STICK_QUESTION).quotes) == 1


def test_changed_numbers_do_not_use_what_was_prepared_with_others(corpus: Corpus, tmp_path: Path) -> None:
    """A heading that weighs more gives other topics than those in the index."""
    write_index(corpus, tmp_path / "index")
    indexed, heavier = load_corpus(tmp_path / "index"), replace(SETTINGS, heading_weight=5.0)
    replies = [Bot(each, settings=heavier).reply(STICK_QUESTION) for each in (indexed, corpus)]
    assert replies[0] == replies[1]
    assert replies[0].signals["topics"] != Bot(indexed).reply(STICK_QUESTION).signals["topics"]
