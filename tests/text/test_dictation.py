"""Punctuation that was dictated is read as punctuation."""

import pytest

from tests.text.analysers import article_analyser


def words(text: str) -> tuple[str, ...]:
    return article_analyser().read(text).words


@pytest.mark.parametrize(
    ("dictated", "written"),
    [
        ("what does it cost question mark", "what does it cost?"),
        ("I have lupus full stop what does it cost question mark", "I have lupus. what does it cost?"),
        ("does it work comma yes or no", "does it work, yes or no"),
        ("thanks exclamation mark new line is it safe", "thanks! is it safe"),
    ],
)
def test_dictated_marks_are_read_as_marks(dictated: str, written: str) -> None:
    message, expected = (article_analyser().read(text) for text in (dictated, written))
    assert message.words == expected.words
    assert [sentence.asks for sentence in message.sentences] == [sentence.asks for sentence in expected.sentences]
    assert message.mended == ()


@pytest.mark.parametrize(
    "text",
    [
        "there is a question mark over my diagnosis",
        "is there any question mark about it",
        "his heart came to a full stop",
        "is it a new line of treatment",
        "the comma is wrong",
    ],
)
def test_the_same_words_in_a_sentence_are_words(text: str) -> None:
    assert words(text) == tuple(text.split())


@pytest.mark.parametrize("text", ["my dad is in a comma", "he went into a comma", "is it a diabetic comma"])
def test_a_misspelt_coma_is_no_mark(text: str) -> None:
    assert words(text)[-1] == "coma"


def test_what_was_typed_stays_as_it_was_for_those_who_read_letters() -> None:
    assert article_analyser().read("is it safe question mark").normal == "is it safe question mark"
