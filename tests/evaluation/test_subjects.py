from collections.abc import Mapping
from functools import lru_cache

import pytest

from bot.bot import Bot
from bot.data import read_table
from bot.documents import load_corpus
from bot.errors import DataError
from bot.evaluation import subjects
from bot.evaluation.subjects import SUBJECTS, Subjects
from bot.evidence.vectors import VectorTable
from tests.evaluation.exercises import exercises

TABLE = {"same": ["parking, car park"], "aspects": "cost", "little": "safe", "nothing": "hospital"}


@lru_cache
def told() -> Subjects:
    bot = Bot(exercises())
    return Subjects(bot.corpus, bot.read, VectorTable(bot.model.vector_keys, bot.model.vectors))


def test_a_phrase_is_one_subject_and_its_words_are_none() -> None:
    subjects_of = told().of("How much is the Car Park?").subjects
    assert [(subject.name, subject.typed) for subject in subjects_of] == [("@parking", "Car Park")]


@pytest.mark.parametrize(
    "message", ["tell me something I want to know", "hi there", "the knee exercises", "42 or 7?", ""]
)
def test_a_message_may_tell_nothing(message: str) -> None:
    assert told().of(message).subjects == ()


def test_words_that_the_bot_does_not_know_are_subjects_in_all_their_forms() -> None:
    (one,), (many,) = (told().of(message).subjects for message in ("a zorbomat", "zorbomats"))
    assert one.name == many.name


def test_what_the_reply_names_goes_before_what_the_material_says() -> None:
    found = told().of("is oxybutynin better than a cool pack", "oxybutynin")
    assert max(found.subjects, key=lambda subject: subject.information).typed == "oxybutynin"


@pytest.mark.parametrize(
    "changed", [{"same": None}, {"same": [1]}, {"same": ["a, , b"]}, {"little": 3}, {"nothing": []}]
)
def test_a_damaged_list_is_an_error(monkeypatch: pytest.MonkeyPatch, changed: Mapping[str, object]) -> None:
    monkeypatch.setattr(subjects, "read_table", lambda _: {**TABLE, **changed})
    subjects._lists.cache_clear()
    bot = Bot(load_corpus())
    with pytest.raises(DataError, match=SUBJECTS.name):
        Subjects(bot.corpus, bot.read, VectorTable(bot.model.vector_keys, bot.model.vectors))
    subjects._lists.cache_clear()


def test_no_entry_says_two_things_of_a_word() -> None:
    table = read_table(SUBJECTS.name)
    entries = [entry.strip() for key in ("aspects", "little", "nothing") for entry in table[key].split(",")]
    assert all(entries)
    assert len(entries) == len(set(entries))
