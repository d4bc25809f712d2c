"""Words sound alike where people who say them cannot tell them apart."""

import pytest

from bot.text.sounds import apart, consonants_of, readings, said

ALIKE = [
    ("he meta poetic", "hematopoietic"),
    ("mezzan kymal", "mesenchymal"),
    ("rumor toyed", "rheumatoid"),
    ("arthur itis", "arthritis"),
    ("otto immune", "autoimmune"),
    ("bow marrow", "bone marrow"),
    ("skull roses", "sclerosis"),
    ("am knee oh sentesis", "amniocentesis"),
    ("tree mens", "tremens"),
    ("fur oh so mide", "furosemide"),
    ("meth a trex eight", "methotrexate"),
]


def readings_of(words: str) -> set[str]:
    return set(readings(said(tuple(words.split()))))


@pytest.mark.parametrize(("typed", "meant"), ALIKE)
def test_what_sounds_alike_has_the_same_consonants_and_is_close(typed: str, meant: str) -> None:
    one, other = (set(readings(consonants_of(words.split()))) for words in (typed, meant))
    assert one & other
    assert min(apart(first, second) for first in readings_of(typed) for second in readings_of(meant)) <= 0.8


def test_a_t_that_nobody_hears_is_left_out() -> None:
    assert consonants_of(["parrots", "eat", "a", "mol"]) == consonants_of(["paracetamol"])
    assert consonants_of(["cold", "poss", "copy"]) == consonants_of(["colposcopy"])


@pytest.mark.parametrize(
    ("one", "other"), [("prednisone", "prednisolone"), ("nifedipine", "nimodipine"), ("losec", "lasix")]
)
def test_what_sounds_otherwise_has_other_consonants(one: str, other: str) -> None:
    assert consonants_of([one]) != consonants_of([other])


def test_a_consonant_counts_more_than_a_vowel_and_less_where_it_is_easily_misheard() -> None:
    assert apart("p@t", "p@t@") < apart("p@t", "p@k") == 1.0
    assert 0 < apart("p@t", "b@t") < apart("p@t", "k@t")
    assert apart("p@t", "p@t") == 0.0


@pytest.mark.parametrize("word", ["", "'", "1", "ß", "дом", "zzz", "e", "hhh"])
def test_any_word_has_a_sound(word: str) -> None:
    assert isinstance(said((word, word)), str)
    assert isinstance(consonants_of([word, word]), str)
