"""What only sounds like words of the material is heard as them, and nothing else is."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Corpus
from bot.settings import SETTINGS
from bot.text.message import Analyser
from bot.text.normal import normal, words_of
from bot.text.vocabulary import vocabulary
from tests.conftest import ROOT
from tests.text.analysers import article_analyser, general_analyser
from tests.text.test_spelling import LOOK_ALIKES, RIGHT


def analyser(*texts: str) -> Analyser:
    return vocabulary().analyser(texts)


def heard(typed: str, *texts: str) -> str:
    words = analyser(*texts).read(f"please tell me about {typed} then").words
    return " ".join(words[4:-1])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rumor toyed arthur itis", "rheumatoid arthritis"),
        ("he meta poetic", "hematopoietic"),
        ("he mat oh poe etic", "he hematopoietic"),
        ("mezzan kymal sells", "mesenchymal sells"),
        ("messing chimal", "mesenchymal"),
        ("stems sells", "stem cells"),
        ("bow marrow", "bone marrow"),
        ("multiple skull roses", "multiple sclerosis"),
        ("tishoo repare", "tissue repair"),
        ("clinicle trails", "clinical trials"),
        ("otto immune", "autoimmune"),
        ("loopus", "lupus"),
        ("immune o suppressants", "immunosuppressants"),
        ("stim cell", "stem cell"),
    ],
)
def test_dictated_terms_of_the_article_are_heard(typed: str, meant: str) -> None:
    words = article_analyser().read(f"please tell me about {typed} then").words
    assert " ".join(words[4:-1]) == meant


LEAFLET = (
    "Warfarin is an anticoagulant. Warfarin thins the blood. Take desmopressin and furosemide. Desmopressin helps. "
    "Take alendronic acid. Alendronic acid is a tablet. Paracetamol, ibuprofen. A colposcopy is short. Amniocentesis."
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("warfare in", "warfarin"),
        ("dez mo press in", "desmopressin"),
        ("fur oh so mide", "furosemide"),
        ("a lend ronnick assid", "alendronic acid"),
        ("parrots eat a mol", "paracetamol"),
        ("i be profane", "ibuprofen"),
        ("cold poss copy", "colposcopy"),
        ("am knee oh sentesis", "amniocentesis"),
    ],
)
def test_dictated_terms_of_a_leaflet_are_heard(typed: str, meant: str) -> None:
    assert heard(typed, LEAFLET) == meant


def test_what_is_heard_is_read_as_if_it_had_been_typed() -> None:
    assert heard("pre a clamp see", "Pre-eclampsia is rare.") == heard("pre-eclampsia") == "preeclampsia"


def test_it_is_said_what_was_heard() -> None:
    assert ("he meta poetic", "hematopoietic") in article_analyser().read("what is he meta poetic").mended


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("clinic ads", "Our clinics are open. The clinics close."),
        ("throw hot water", "A sore throat. Your throat hurts."),
        ("can i see you today", "The ICU is full."),
        ("numb bum", "A numbing cream. It is numbing."),
        ("strong ors liter", "Years later. It is years later."),
        ("a ct scan", "It may cut skin. Do not cut skin."),
        ("coke n crisps", "Eat chicken. Chicken is fine."),
        ("premier inn", "It is not long. Stay in bed."),
        ("healthy stoma", "Healthy stem cells. A healthy stem."),
        ("drug use", "Drugs are used. Drugs help."),
        ("two nights", "Drink two units. No more than two units."),
        ("in time", "Take enough. Take enzymes."),
    ],
)
def test_what_people_say_is_heard_as_they_say_it(article: Corpus, typed: str, text: str) -> None:
    assert heard(typed, text, article.documents[0].text) == typed


def test_what_the_material_says_is_never_heard_as_something_else(article: Corpus) -> None:
    for passage in article.passages:
        words = list(article_analyser().read(passage.text).words)
        assert article_analyser().hearing.heard_in(words, article_analyser().hearing.odd_places(words)) == []


@given(word=RIGHT)
def test_no_word_is_heard_alone(word: str) -> None:
    hearing = article_analyser().hearing
    assert hearing.heard_in([word], hearing.odd_places([word])) == []


@given(words=st.lists(RIGHT, min_size=2, max_size=6))
def test_no_name_of_a_medicine_or_a_disease_gets_lost(words: list[str]) -> None:
    hearing, speller = article_analyser().hearing, article_analyser().speller
    for start, end, meant in hearing.heard_in(words, hearing.odd_places(words)):
        names = {name for word in words[start:end] if (name := speller.name_of(word)) and name.sort != "body"}
        assert names <= {speller.name_of(word) for word in meant}


@pytest.mark.parametrize(("one", "other"), [*LOOK_ALIKES, *((other, one) for one, other in LOOK_ALIKES)])
def test_of_two_that_look_alike_neither_is_heard_where_the_other_is_said_in_parts(one: str, other: str) -> None:
    read = analyser(f"Your {other} tablets.").read
    typed = [f"{one[:place]} {one[place:]}" for place in range(2, len(one) - 1)]
    assert [parts for parts in typed if other in read(f"about {parts} then").words] == []


@pytest.mark.parametrize("typed", ["high per tension", "high purr tension", "hi poe tension", "hype oh tension"])
@pytest.mark.parametrize("own", ["hypertension", "hypotension"])
def test_too_much_and_too_little_are_not_told_apart_by_ear(typed: str, own: str) -> None:
    spelling = {" ".join(phrase) for phrase in _phrases_of_the_list()}
    if typed not in spelling:
        assert own not in analyser(f"Your {own}.").read(f"about {typed} then").words


def _phrases_of_the_list() -> list[Sequence[str]]:
    return [(first, *others) for first, known in vocabulary().mappings.items() for others, _ in known]


@pytest.mark.parametrize(
    ("typed", "meant"), [("see bee tee", "cbt"), ("c b t", "cbt"), ("are s v", "rsv"), ("see bee", "see bee")]
)
def test_abbreviations_that_are_spelt_out_are_heard(typed: str, meant: str) -> None:
    assert heard(typed, "CBT helps. RSV is a virus.") == meant


def test_an_abbreviation_that_the_material_lacks_is_not_heard() -> None:
    assert general_analyser().read("see bee tee").words == ("see", "bee", "tee")


def test_only_so_many_words_of_a_message_are_listened_to() -> None:
    filler = "walrus " * SETTINGS.most_odd_words
    assert "bone" in article_analyser().read("what is bow marrow").words
    assert "bone" not in article_analyser().read(f"{filler} what is bow marrow").words


@pytest.mark.parametrize("name", ["emergency", "crisis"])
def test_hardly_a_cry_for_help_is_heard_otherwise(name: str) -> None:
    lines = (ROOT / "training" / "examples" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    reader = article_analyser()
    changed = []
    for line in lines:
        words = [word for typed, meant in reader.mappings.replaced(words_of(normal(line))) for word in meant or typed]
        heard = reader.hearing.heard_in(words, reader.hearing.odd_places(words))
        changed += [words[each.start : each.end] for each in heard]
    assert len(changed) < len(lines) / 1000
