"""Every tuned number, in one value."""

import ast
import inspect
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from bot import Bot, Corpus
from bot import settings as module
from bot.settings import SETTINGS, Settings


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


def test_an_experiment_is_another_value(article: Corpus) -> None:
    short = Bot(article, "GB", replace(SETTINGS, longest_message=10))
    assert short.reply("How much does it cost?").intent == "decline/too-long"
    assert short.reply("cost?").intent != "decline/too-long"


def test_how_close_a_second_must_be_to_be_offered(article: Corpus) -> None:
    message = "How much does it cost?"
    never, always = (Bot(article, "GB", replace(SETTINGS, close_second=share)) for share in (1.01, 0.0))
    assert (never.reply(message).offered, always.reply(message).offered) == (1, 2)


def test_how_many_runners_up_there_are(article: Corpus) -> None:
    bot = Bot(article, "GB", replace(SETTINGS, runners_up=0))
    assert len(bot.reply("How much does it cost?").quotes) == 1


def test_changed_numbers_do_not_use_what_was_prepared_with_others(article: Corpus) -> None:
    """A heading that weighs more gives other topics than those in the index."""
    heavier = Bot(article, "GB", replace(SETTINGS, heading_weight=5.0)).reply("How much does it cost?")
    assert heavier.signals["topics"] != Bot(article, "GB").reply("How much does it cost?").signals["topics"]
