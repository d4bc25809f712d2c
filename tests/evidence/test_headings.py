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


CROUP = """\
Croup

Croup is common. The symptoms are often worse at night, and symptoms of other illnesses are alike.

Check your child

These are the symptoms of croup:

- a barking cough
- a hoarse voice

Signs of a worse attack

Your child will:

- breathe fast
- be pale

Medicine

A steroid helps. Side effects are rare, and most children have no side effects of one dose.

It may cause side effects such as:

- a red face
- poor sleep
"""


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("symptoms", "barking"),
        ("What are the symptoms?", "barking"),
        ("what are the symptoms of croup", "barking"),
        ("side effects", "red face"),
        ("are there any side effects?", "red face"),
    ],
)
def test_a_list_that_is_asked_for_by_its_name_comes_before_a_sentence(tmp_path: Path, question: str, item: str) -> None:
    (tmp_path / "croup.txt").write_text(CROUP)
    reply = Bot(load_corpus(tmp_path)).reply(question)
    assert reply.quotes[0].passage.kind == "list"
    assert item in reply.quotes[0].text


def test_what_asks_for_more_than_the_list_is_not_answered_by_it(tmp_path: Path) -> None:
    (tmp_path / "croup.txt").write_text(CROUP)
    reply = Bot(load_corpus(tmp_path)).reply("are the symptoms worse at night")
    assert "worse at night" in reply.quotes[0].text
