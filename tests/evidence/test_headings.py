"""What stands under a heading by whose words nobody asks is found all the same."""

from pathlib import Path

import pytest

from bot import Bot, load_corpus
from bot.evidence.headings import asked_context

TEXT = """\
Ear wash

What happens

A nurse rinses your ear with warm water.

Do

- keep the ear dry for a day
- rest at home

Don't

- swim for a week
- use cotton buds
"""


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    (tmp_path / "ear.txt").write_text(TEXT)
    return Bot(load_corpus(tmp_path))


def test_a_heading_that_forbids_is_found_by_how_people_ask(bot: Bot) -> None:
    forbidden = next(passage for passage in bot.corpus.passages if "swim" in passage.text)
    assert asked_context(forbidden).endswith("what should I avoid, what should I not do")


@pytest.mark.parametrize("question", ["what should I avoid", "What mustn't I do?", "what am i not allowed to do"])
def test_what_is_forbidden_is_found(bot: Bot, question: str) -> None:
    assert "swim" in bot.reply(question).quotes[0].text
