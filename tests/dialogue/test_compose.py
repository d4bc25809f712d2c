"""From a verdict to what is said; what was decided is made up here."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot import Bot, Corpus, Reply, load_corpus
from bot.dialogue.compose import SUGGESTIONS, Composer
from bot.dialogue.questions import QuestionsOfPassages, question_for
from bot.dialogue.regions import region
from bot.dialogue.reply import KINDS
from bot.dialogue.verdict import Verdict
from bot.evidence.query import Query
from bot.settings import SETTINGS
from bot.text.readers import Readers
from bot.text.vocabulary import vocabulary
from tests.leaflets import ECZEMA, GASTROSCOPY

SURE = dict.fromkeys(KINDS, 0.2)
Say = Callable[..., Reply]


@pytest.fixture(scope="session")
def say(article: Corpus, bot: Bot) -> Say:
    """Say what was decided on a message about the article."""
    read = vocabulary().analyser([document.text for document in article.documents]).read
    composer = Composer(article, Readers(read, read), QuestionsOfPassages(article))

    def say_it(intent: str, text: str = "how much does it cost", **decided: object) -> Reply:
        query = Query(read(text), (), SETTINGS)
        verdict = Verdict(intent, probabilities=SURE, **decided)  # type: ignore[arg-type]
        return composer.say(verdict, query, bot.searcher.evidence(query), region("GB"))

    return say_it


def leaflet(folder: Path, **texts: str) -> Corpus:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return load_corpus(folder)


def test_the_passages_that_were_decided_on_are_quoted_in_their_order(article: Corpus, say: Say) -> None:
    reply = say("answer/two", quotes=(3, 1), offered=2)
    assert [quote.passage for quote in reply.quotes] == [article.passages[3], article.passages[1]]
    assert (reply.kind, reply.intent, reply.offered) == ("answer", "answer/two", 2)


def test_the_words_that_matched_are_those_of_the_message(article: Corpus, say: Say) -> None:
    number = next(passage.number for passage in article.passages if passage.text.startswith("Cost:"))
    matched = say("answer/one", "is the treatment pricey on Mars", quotes=(number,)).quotes[0].matched
    assert "treatment" in matched
    assert "mars" not in matched


def test_the_best_sentence_shares_the_most_telling_words(tmp_path: Path) -> None:
    bot = Bot(leaflet(tmp_path, eczema=ECZEMA))
    quote = bot.reply("Do I stop when the redness has gone?").quotes[0]
    assert quote.passage.document.text[slice(*quote.best)] == "Stop two days after the redness has gone."


@pytest.mark.parametrize("intent", ["decline/not-covered", "decline/off-topic", "chat/greeting", "answer/one"])
def test_questions_are_suggested_each_once(say: Say, intent: str) -> None:
    suggestions = say(intent, quotes=(0,) if intent.startswith("answer") else ()).suggestions
    assert 1 <= len(suggestions) <= SUGGESTIONS
    assert len(set(suggestions)) == len(suggestions)


def test_what_is_quoted_is_not_suggested(article: Corpus, say: Say) -> None:
    quoted = tuple(range(3))
    assert not {article.passages[number].question for number in quoted} & set(
        say("answer/one", quotes=quoted).suggestions
    )


@pytest.mark.parametrize("intent", ["emergency/call", "chat/thanks", "chat/goodbye"])
def test_nothing_is_suggested_to_who_needs_help_or_leaves(say: Say, intent: str) -> None:
    assert say(intent).suggestions == ()


def test_nothing_is_suggested_beside_what_bears_on_a_personal_question(say: Say) -> None:
    reply = say("refer/personal", quotes=(0,))
    assert reply.suggestions == ()
    assert reply.message.endswith("Here is what the material says about this in general:")
    assert say("refer/personal").suggestions
    assert "in general" not in say("refer/personal").message


@pytest.mark.parametrize("intent", ["answer/one", "decline/not-covered", "chat/filler"])
def test_who_speaks_of_something_hard_is_told_whom_to_talk_to(say: Say, intent: str) -> None:
    quotes = (0,) if intent.startswith("answer") else ()
    assert "116 123" in say(intent, quotes=quotes, needs_support=True).message
    assert "116 123" not in say(intent, quotes=quotes).message


@pytest.mark.parametrize("intent", ["emergency/suicide", "refer/distress"])
def test_who_was_told_already_is_not_told_twice(say: Say, intent: str) -> None:
    assert say(intent, needs_support=True).message == say(intent).message


@pytest.mark.parametrize(
    ("intent", "shown"),
    [("answer/one", True), ("decline/not-covered", True), ("decline/off-topic", False), ("decline/language-es", False)],
)
def test_a_mended_spelling_is_said_where_the_message_was_read(say: Say, intent: str, shown: bool) -> None:
    quotes = (0,) if intent.startswith("answer") else ()
    assert bool(say(intent, "wat are hemapoetic stemcells", quotes=quotes).understood) is shown


def test_a_language_is_answered_in_it_without_an_english_note(say: Say) -> None:
    reply = say("decline/language-th", because="language", needs_support=True)
    assert reply.intent == "decline/language-th"
    assert reply.message == say("decline/language-th").message
    assert "ภาษาอังกฤษ" in reply.message


def test_the_topic_that_is_missing_is_named(say: Say) -> None:
    reply = say("decline/known-topic", topic="parking")
    assert "about parking." in reply.message
    assert reply.topic == "parking"


def test_of_many_leaflets_two_are_named_and_the_others_counted(tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"{number}.txt").write_text(f"Part {number}\n\nRest\nFor {number} days.\n", encoding="utf-8")
    said = Bot(load_corpus(tmp_path)).reply("hello").message
    assert "“Part 0 and Part 1” and 6 more leaflets" in said
    assert "Part 2" not in said


def test_all_titles_are_named(tmp_path: Path) -> None:
    bot = Bot(leaflet(tmp_path, a=ECZEMA, b=GASTROSCOPY))
    assert "“Eczema in Children and Having a Gastroscopy”" in bot.reply("hello").message


def test_a_question_is_made_of_a_heading_where_nobody_wrote_one(tmp_path: Path) -> None:
    text = "Leaflet\n\nNobody put this under a heading.\n\nCost\nIt is free.\n\nIs it safe?\nYes, it is.\n"
    questions = [question_for(passage) for passage in leaflet(tmp_path, a=text).passages]
    assert questions[-2:] == ["What does it say about “Cost”?", "Is it safe?"]


def test_whole_lists_are_suggested_first(tmp_path: Path) -> None:
    bot = Bot(leaflet(tmp_path, a=GASTROSCOPY))
    assert bot.reply("").suggestions[0] == "What does it say about “Medicines”?"


def test_what_the_answer_shows_is_not_suggested_again(tmp_path: Path) -> None:
    (tmp_path / "ear.txt").write_text(
        "Ear\n\nThe tube\n\nA tube lets air in.\n\nDon't\n\n- swim for two weeks\n- fly for two days\n\nThe ward\n\n"
        "Visitors come at noon.\n\nYour bag\n\nBring a teddy.\n\nSchool\n\nA child may go back the next day.\n"
    )
    reply = Bot(load_corpus(tmp_path)).reply("how long must he not swim")
    assert "swim" in reply.quotes[0].text
    assert reply.suggestions
    assert not any("Don't" in question for question in reply.suggestions)
