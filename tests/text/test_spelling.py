"""Misspelt words are mended, and right ones are left alone."""

from collections.abc import Collection, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Corpus
from bot.settings import SETTINGS
from bot.text.message import Message
from bot.text.names import Names
from bot.text.normal import normal, words_of
from bot.text.spelling import Speller
from bot.text.vocabulary import vocabulary
from tests.text.analysers import article_analyser, words_of_texts

EVERYDAY = [word for word in vocabulary().everyday if word.isalnum()]
RIGHT = st.sampled_from(EVERYDAY) | st.sampled_from(vocabulary().medical)


def read(text: str) -> Message:
    return article_analyser().read(text)


@pytest.fixture(scope="module")
def speller() -> Speller:
    return article_analyser().speller


def speller_of(everyday: Sequence[str] = (), own: Collection[str] = ()) -> Speller:
    return Speller(everyday, frozenset(everyday), (), words_of_texts(own), {}, Names({}), SETTINGS)


def mended(speller: Speller, words: list[str]) -> list[str]:
    result: list[str] = []
    position = 0
    while position < len(words):
        typed, meant = speller.mend_at(words, position)
        result += meant
        position += len(typed)
    return result


def test_no_everyday_word_is_corrected(speller: Speller) -> None:
    assert [word for word in EVERYDAY if mended(speller, [word]) != [word]] == []


@given(words=st.lists(RIGHT, min_size=2, max_size=6))
def test_no_right_words_in_a_row_are_corrected(speller: Speller, words: list[str]) -> None:
    assert mended(speller, words) == words


def test_the_article_is_read_as_it_stands(article: Corpus) -> None:
    for passage in article.passages:
        message = read(passage.text)
        assert message.mended == ()
        assert list(message.words) == words_of(normal(passage.text))


@pytest.mark.parametrize("word", ["scleroderma", "uveitis", "azathioprine", "methotrexate", "vasculitis", "psoriasis"])
def test_a_rare_medical_word_that_the_article_lacks_is_left_alone(word: str) -> None:
    assert read(f"does it help {word}?").mended == ()


LISTED = sorted(vocabulary().names.listed)


def reads_it_right(name: str, own: str) -> bool:
    speller = vocabulary().analyser([f"Your {own} tablets."]).speller
    return mended(speller, ["with", name]) == ["with", name]


def test_no_known_name_is_corrected(speller: Speller) -> None:
    assert [name for name in LISTED if mended(speller, [name]) != [name]] == []


@given(name=st.sampled_from(LISTED), own=st.sampled_from(LISTED))
def test_no_known_name_is_taken_for_one_that_the_corpus_has(name: str, own: str) -> None:
    assert reads_it_right(name, own)


LOOK_ALIKES = [
    ("hydralazine", "hydroxyzine"), ("prednisone", "prednisolone"), ("clonidine", "clonazepam"), ("losec", "lasix"),
    ("myelitis", "myositis"), ("ileum", "ilium"), ("hypothyroidism", "hyperthyroidism"), ("ureter", "urethra"),
    ("hypoglycemia", "hyperglycemia"), ("hypotension", "hypertension"), ("terbutaline", "terbinafine"),
    ("vincristine", "vinblastine"), ("nifedipine", "nimodipine"), ("chlorpromazine", "chlorpropamide"),
    ("celebrex", "celexa"), ("lamictal", "lamisil"), ("quinine", "quinidine"), ("dysphagia", "dysphasia"),
    ("sulfadiazine", "sulfasalazine"), ("ephedrine", "epinephrine"), ("osteoporosis", "osteopetrosis"),
    ("glipizide", "glyburide"), ("guaifenesin", "guanfacine"), ("tolazamide", "tolbutamide"), ("cystitis", "colitis"),
    ("carbamazepine", "oxcarbazepine"), ("clomiphene", "clomipramine"), ("neuritis", "nephritis"),
    ("hyperkalemia", "hypokalemia"), ("valacyclovir", "valganciclovir"), ("humalog", "humulin"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_of_two_that_look_alike_neither_is_taken_for_the_other(one: str, other: str) -> None:
    assert reads_it_right(one, other)
    assert reads_it_right(other, one)


@pytest.mark.parametrize(("one", "other"), [*LOOK_ALIKES, *((other, one) for one, other in LOOK_ALIKES)])
def test_nor_where_a_letter_is_left_out(one: str, other: str) -> None:
    """The corpus has only the other; a word that is as near to both may be left as it is, or read as a third."""
    speller = vocabulary().analyser([f"Your {other} tablets."]).speller
    typed = [one[:place] + one[place + 1 :] for place in range(1, len(one)) if one[:place] + one[place + 1 :] != other]
    assert [word for word in typed if mended(speller, [word]) == [other]] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("amlodipin", "amlodipine"),
        ("rituxmab", "rituximab"),
        ("terbutalin", "terbutaline"),
        ("ibuprofin", "ibuprofen"),
        ("parasetamol", "paracetamol"),
        ("methatrexate", "methotrexate"),
        ("hydroxycloroquine", "hydroxychloroquine"),
        ("azathiaprine", "azathioprine"),
        ("diabetis", "diabetes"),
        ("ostioporosis", "osteoporosis"),
        ("hypothiroidism", "hypothyroidism"),
        ("artritis", "arthritis"),
    ],
)
def test_a_plain_misspelling_of_a_name_is_mended_though_the_corpus_lacks_it(typed: str, meant: str) -> None:
    assert read(f"what about {typed}").words[-1] == meant


@pytest.mark.parametrize("typed", ["hypetension", "hypethyroidism", "prednisolne", "fuloxetine"])
def test_what_may_be_either_of_two_names_is_left_as_it_is(typed: str) -> None:
    assert read(f"what about {typed}").mended == ()


@pytest.mark.parametrize(
    ("own", "typed"), [("nifedipine", "nilvadipine"), ("faricimab", "fasinumab"), ("vincristine", "vindesine")]
)
def test_an_unknown_word_is_not_mended_to_a_name_that_is_only_like_it(own: str, typed: str) -> None:
    speller = vocabulary().analyser([f"Your {own} tablets."]).speller
    assert not speller.knows(typed)
    assert mended(speller, [typed]) == [typed]


@pytest.mark.parametrize(
    ("own", "typed"),
    [
        ("colonoscopy", "colposcopy"),
        ("colonoscopy", "choledochoscopy"),
        ("endometriosis", "endometritis"),
        ("laryngectomy", "laryngotomy"),
        ("diverticulosis", "diverticulitiss"),
        ("myelitis", "myeloma"),
    ],
)
def test_a_word_that_ends_as_names_do_is_not_mended_to_another_stem_or_ending(own: str, typed: str) -> None:
    speller = vocabulary().analyser([f"Your {own}."]).speller
    assert mended(speller, [typed]) != [own]


@pytest.mark.parametrize(
    ("own", "typed"),
    [
        ("colonoscopy", "collonoscopy"),
        ("colonoscopy", "colonscopy"),
        ("endometriosis", "endometrosis"),
        ("bronchiolitis", "bronkiolitis"),
        ("hysterectomy", "histerectomy"),
        ("prednisolone", "prednislone"),
    ],
)
def test_a_plain_misspelling_of_what_the_corpus_names_is_mended(own: str, typed: str) -> None:
    assert mended(vocabulary().analyser([f"Your {own}."]).speller, [typed]) == [own]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("imune", "immune"),
        ("arthritus", "arthritis"),
        ("lupis", "lupus"),
        ("regenrative", "regenerative"),
        ("insuranse", "insurance"),
        ("hemapoetic", "hematopoietic"),
        ("mesenkimal", "mesenchymal"),
    ],
)
def test_a_misspelt_word_is_mended(typed: str, meant: str) -> None:
    message = read(f"what about {typed}")
    assert message.words[-1] == meant
    assert (typed, meant) in message.mended


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("room atoid", "rheumatoid"),
        ("immuno suppressants", "immunosuppressants"),
        ("immuno-suppressants", "immunosuppressants"),
        ("auto immune", "autoimmune"),
    ],
)
def test_a_word_typed_apart_is_joined(typed: str, meant: str) -> None:
    assert read(f"is it for {typed}?").words[-1] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("stemcells", "stem cells"), ("stemcell", "stem cell"), ("bonemarrow", "bone marrow")],
)
def test_words_typed_as_one_are_split(typed: str, meant: str) -> None:
    assert read(typed).words == tuple(meant.split())


def test_words_typed_as_one_are_split_though_they_never_stand_together() -> None:
    assert speller_of(own={"bone", "clinic"}).mend_at(["boneclinic"], 0)[1] == ("bone", "clinic")


@pytest.mark.parametrize("typed", ["steem sels", "steemsels"])
def test_what_sounds_like_a_phrase_of_the_article_is_taken_for_it(typed: str) -> None:
    assert read(f"what do {typed} do").words == ("what", "do", "stem", "cells", "do")


def test_the_message_says_what_it_understood() -> None:
    understood = read("do steem sels help room atoid arthritis").mended
    assert set(understood) == {("steem sels", "stem cells"), ("room atoid", "rheumatoid")}


@pytest.mark.parametrize("word", ["of", "xqz", "b12", "il6", "2010", "🙂", "zzzzzzzzzz", "a" * 500])
def test_what_is_like_no_word_is_left_as_it_is(speller: Speller, word: str) -> None:
    assert speller.mend_at([word], 0) == ((word,), (word,))


def test_a_word_of_the_corpus_goes_before_an_everyday_one() -> None:
    everyday = ["absorber", "absorbed"]
    assert speller_of(everyday).mend_at(["absorbeq"], 0)[1] == ("absorber",)
    assert speller_of(everyday, {"absorbed"}).mend_at(["absorbeq"], 0)[1] == ("absorbed",)


@given(words=st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=4))
def test_any_words_are_read_without_an_error(speller: Speller, words: list[str]) -> None:
    typed, meant = speller.mend_at(words, 0)
    assert typed == tuple(words[: len(typed)])
    assert all(meant)
