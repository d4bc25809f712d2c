"""Names of medicines, diseases and parts of the body."""

import re

import pytest

from bot.errors import DataError
from bot.text.names import Name, Names, parse_names
from bot.text.vocabulary import vocabulary

NAMES = vocabulary().names

LINES = """\
# A remark
## medicine
furosemide, lasix
omeprazole

## disease
gout
## ending of a medicine
mab, pril""".splitlines()


def test_names_on_one_line_are_names_of_one_thing() -> None:
    names = parse_names(LINES, "names")
    assert names.of("lasix") == names.of("furosemide") == Name("medicine", "furosemide")
    assert names.of("gout") == Name("disease", "gout")
    assert set(names.words_for(Name("medicine", "furosemide"))) == {"furosemide", "lasix"}
    assert [line.phrases for line in names.groups()] == [("furosemide", "lasix")]


@pytest.mark.parametrize("word", ["omeprazole", "omeprazoles", "gout"])
def test_a_listed_name_is_known_alone_and_as_more_than_one(word: str) -> None:
    assert parse_names(LINES, "names").knows(word)


def test_a_medicine_that_is_not_listed_is_told_by_its_ending() -> None:
    names = parse_names(LINES, "names")
    assert names.of("newicimab") == Name("medicine", "newicimab")
    assert not names.knows("newicimab")
    assert names.of("newicimab", is_everyday=True) is None
    assert names.of("april") is None
    assert Names({}).of("newicimab") is None


@pytest.mark.parametrize(
    ("lines", "number"), [(["gout"], 1), (["## disease", "gout, , lupus"], 2), (["## disease", "", "gout,"], 3)]
)
def test_a_broken_list_is_an_error_that_says_the_line(lines: list[str], number: int) -> None:
    with pytest.raises(DataError, match=f"names, line {number}: "):
        parse_names(lines, "names")


def test_every_name_is_a_single_word_as_messages_are_read() -> None:
    assert [word for word in NAMES.listed if not re.fullmatch("[a-z]{3,22}", word)] == []
    assert {name.sort for name in NAMES.listed.values()} == {"medicine", "disease", "body", "procedure"}


def test_no_name_is_read_as_another_word_before_it_is_looked_up() -> None:
    typed = vocabulary().analyser().mappings.entries
    assert [
        word for word in NAMES.listed for others, meant in typed.get(word, ()) if not others and meant != [word]
    ] == []


@pytest.mark.parametrize(
    "word",
    "lead gold iron relief travel alcohol water calcium potassium nicotine cold fever pain cough soma ella".split(),
)
def test_an_everyday_word_is_no_name(word: str) -> None:
    assert NAMES.of(word, is_everyday=True) is None


@pytest.mark.parametrize(
    ("one", "other"), [("paracetamol", "acetaminophen"), ("lasix", "frusemide"), ("salbutamol", "albuterol")]
)
def test_american_british_and_brand_names_are_the_same(one: str, other: str) -> None:
    assert NAMES.of(one) == NAMES.of(other) is not None
