"""A reply with three quotes, for conversations that are written down beforehand."""

import pytest

from bot import Quote, Reply


@pytest.fixture
def answer(quotes: tuple[Quote, Quote, Quote]) -> Reply:
    return Reply("answer", "It says:", quotes, suggestions=("What is it?", "What else?"))
