"""Everyday things, places and named things: what a question is about, and what a person only tells on the way."""

from pathlib import Path

import pytest

from bot import Bot, load_corpus
from bot.errors import DataError
from bot.evidence.things import NAMED, Things

THINGS = Things.from_table(
    {
        "food": {"words": "onion honey cherry", "spoken_of": "eat"},
        "place": {"words": "turkey spain", "spoken_of": "abroad"},
    }
)

LEAFLET = """\
Your eye operation

Before
You may eat and drink as normal before the operation.

Afterwards
Do not rub the eye, and do not swim for a month. A dusty place may hurt it.

Where
We operate in the day unit, and you go home the same day.
"""


@pytest.fixture(scope="module")
def eye(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    path = tmp_path_factory.mktemp("leaflet") / "eye.txt"
    path.write_text(LEAFLET, encoding="utf-8")
    return Bot(load_corpus(path), "GB")


@pytest.mark.parametrize(
    ("message", "thing"),
    [
        ("can i eat onions", "onions"),
        ("Are cherries any good?", "cherries"),
        ("Can I get it in Spain?", "Spain"),
        ("and honey?", "honey"),
        ("honey good or bad for it", "honey"),
        ("what are the rules under the Human Tissue Act?", "Human Tissue Act"),
        ("is the Omron one approved", "Omron"),
    ],
)
def test_what_a_question_is_about_is_found(message: str, thing: str) -> None:
    assert [each.written for each in THINGS.asked_in(message)] == [thing]


@pytest.mark.parametrize(
    "message",
    [
        "I live in Spain, does it hurt?",
        "We are off to Spain. How much does it cost?",
        "does it make you burn in the sun, we're off to Spain",
        "my mother swears by honey for everything",
        "Didn't the Princess of Spain have this?",
        "Did Henry the Eighth have it?",
        "Can it wait till the Monday?",
        "CAN I HAVE IT ON THE WARD",
        "How Does The New Treatment Work?",
        "so does it hurt",
        "",
        "?!",
    ],
)
def test_what_is_told_on_the_way_is_not(message: str) -> None:
    assert list(THINGS.asked_in(message)) == []


def test_what_it_is_told_by_its_capitals_alone_is_marked() -> None:
    assert [each.sort for each in THINGS.asked_in("is the Omron one as good as honey")] == ["food", NAMED]


@pytest.mark.parametrize("table", [{"food": {}}, {"food": {"words": "a"}}, {"food": "a"}, {"food": {"words": 1}}])
def test_a_damaged_list_is_an_error_when_it_is_read(table: dict[str, object]) -> None:
    with pytest.raises(DataError, match="food"):
        Things.from_table(table)


@pytest.mark.parametrize(
    ("message", "thing"),
    [("Can I get it in Turkey?", None), ("can my dog sleep on my bed", "dog"), ("is rugby bad for it", "rugby")],
)
def test_a_thing_that_the_material_never_mentions_is_named(eye: Bot, message: str, thing: str | None) -> None:
    reply = eye.reply(message)
    assert reply.kind in ("decline", "refer") or thing is None
    assert reply.topic == thing or reply.kind == "refer" or thing is None


def test_a_passage_that_speaks_of_all_such_things_may_answer(eye: Bot) -> None:
    eating = next(passage for passage in eye.corpus.passages if "eat and drink as normal" in passage.text)
    rubbing = next(passage for passage in eye.corpus.passages if "Do not rub" in passage.text)
    for message in ("can i eat onions before the operation", "is honey all right"):
        assert eye._names.missing_thing(message, eating) is None
        assert eye._names.missing_thing(message, rubbing) is not None


def test_a_thing_in_a_story_does_not_stand_in_the_way(bot: Bot) -> None:
    for message in ("I come from Spain. How much does it cost?", "We have a dog and a cat. How much does it cost?"):
        assert "can be expensive" in bot.reply(message).quotes[0].text


@pytest.mark.parametrize(
    ("message", "thing"),
    [
        ("what are the rules under the Human Tissue Act?", "Human Tissue Act"),
        ("can i eat onions", "onions"),
        ("Is it available in Brazil?", "Brazil"),
    ],
)
def test_the_article_declines_by_name(bot: Bot, message: str, thing: str) -> None:
    reply = bot.reply(message)
    assert (reply.intent, reply.topic) == ("decline/not-mentioned", thing)


@pytest.mark.parametrize(
    "message", ["can i fly to Spain?", "is it ok to travel to tenerife next week", "can I drive a van?"]
)
def test_a_thing_is_not_what_is_asked_about_where_the_material_says_the_same_of_all(
    tmp_path: Path, message: str
) -> None:
    path = tmp_path / "nose.txt"
    items = "- blow your nose\n- fly or travel abroad for 2 weeks\n- drive for 2 days\n"
    path.write_text(f"Your nose\n\nDon't\n{items}\nPain\nTake paracetamol.\n", encoding="utf-8")
    reply = Bot(load_corpus(path), "GB").reply(message)
    assert reply.because != "name"
    assert reply.intent != "decline/off-topic"
