"""Examples never harm: with any of them, a bot is no worse than without."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from bot import Bot, Corpus, evaluate, load_corpus
from bot.documents import Gap, Passage
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


def got(bot: Bot, message: str, owner: Passage | Gap) -> bool:
    """Whether a message gets the passage, or the decline, that it was written for; a crisis gets help alone."""
    reply = bot.reply(message)
    if isinstance(owner, Gap):
        return reply.topic == owner.topic
    return any(quote.passage == owner for quote in reply.quotes[: reply.offered])


@pytest.mark.parametrize("name", NAMES)
def test_an_editors_own_line_typed_back_gets_its_passage(name: str) -> None:
    bot = Bot(leaflet(name).corpus, "GB")
    owners: tuple[Passage | Gap, ...] = (*bot.corpus.passages, *bot.corpus.gaps)
    lines = [(text, owner) for owner in owners for text in owner.examples[::3]]
    missed = [text for text, owner in lines if not got(bot, text, owner)]
    assert len(lines) > 50
    assert {bot.reply(text).intent for text in missed} <= {"emergency/crisis", "emergency/poisoning"}


def test_an_editors_line_that_sounds_like_danger_gets_its_passage_beneath_the_number(tmp_path: Path) -> None:
    (tmp_path / "fits.txt").write_text("Fits\n\nAt home\n\nRoll them onto their side when the jerking stops.\n")
    bare = Bot(load_corpus(tmp_path), "GB").reply("My son is having a seizure now. Do I turn him?")
    (tmp_path / "fits.toml").write_text(
        '[[passage]]\nstarts = "Roll them"\nexamples = ["my son is having a seizure now, do I turn him"]\n'
    )
    reply = Bot(load_corpus(tmp_path), "GB").reply("My son is having a seizure now. Do I turn him?")
    assert bare.kind == "emergency"
    assert reply.quotes[0].text.startswith("Roll them")
    assert "999" in reply.urgent_note


def test_no_editors_line_hides_a_crisis(tmp_path: Path) -> None:
    (tmp_path / "mood.txt").write_text("Low mood\n\nWalking\n\nA walk each day lifts the mood of many people.\n")
    (tmp_path / "mood.toml").write_text('[[passage]]\nstarts = "A walk"\nexamples = ["i want to kill myself"]\n')
    reply = Bot(load_corpus(tmp_path), "GB").reply("I want to kill myself")
    assert (reply.kind, reply.quotes) == ("emergency", ())


def test_a_question_alone_is_an_example_too(tmp_path: Path) -> None:
    (tmp_path / "knee.txt").write_text("Knee\n\nAfter\n\nMost people go home on the same day.\n\nLamps are dimmed.\n")
    (tmp_path / "knee.toml").write_text('[[passage]]\nstarts = "Most"\nquestion = "When am I discharged?"\n')
    bot = Bot(load_corpus(tmp_path))
    assert bot.corpus.passages[0].examples == ("When am I discharged?",)
    assert bot.reply("when will i be discharged").quotes[0].text.startswith("Most")


def test_an_editors_line_leans_on_nothing_in_a_conversation_that_it_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "knee.txt").write_text(
        "Knee\n\nGoing home\n\nMost leave on the same day.\n\nYour bag\n\nBring slippers.\n"
    )
    (tmp_path / "knee.toml").write_text(
        '[[passage]]\nstarts = "Most"\nexamples = ["is there a bed for my visiting sister overnight"]\n'
    )
    bot = Bot(load_corpus(tmp_path))
    earlier = bot.conversation(["what should I bring?"])
    reply = bot.reply("Is there a bed for my visiting sister overnight?", earlier)
    assert reply.quotes[0].text.startswith("Most")
