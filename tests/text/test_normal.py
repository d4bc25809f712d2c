"""One normal form, and the sentences and words of it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.normal import normal, sentences_of, without_accents, words_of

TRICKY = st.sampled_from(
    "ab.?! ,\n\r\t\v\u0085\u2028\u00a0\u2003'’´ıİßΣς\u0301\u0345\u1ffd\ufb01\x1b[m\u200b\u200d\u00ad"
)
ANY_TEXT = st.text(TRICKY | st.characters(exclude_categories=()), max_size=40)

INVISIBLE = {
    "soft hyphen": "\u00ad",
    "zero width space": "\u200b",
    "zero width non-joiner": "\u200c",
    "zero width joiner": "\u200d",
    "word joiner": "\u2060",
    "invisible times": "\u2062",
    "combining grapheme joiner": "\u034f",
    "Hangul filler": "\u3164",
    "half-width Hangul filler": "\uffa0",
    "Khmer vowel": "\u17b5",
    "Mongolian variation selector": "\u180b",
    "variation selector": "\ufe0f",
    "supplementary variation selector": "\U000e0101",
    "right-to-left override": "\u202e",
    "left-to-right mark": "\u200e",
    "byte order mark": "\ufeff",
    "tag": "\U000e0041",
    "NUL": "\0",
    "colour": "\x1b[31m",
}


@given(ANY_TEXT)
def test_the_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    assert normal(normal(text)) == normal(text)


def test_the_normal_form_of_every_character_is_settled() -> None:
    every = normal("\n\n".join(f"a{chr(number)}b" for number in range(0x33500))).split("\n\n")
    again = normal("\n\n".join(every)).split("\n\n")
    assert len(every) > 200_000
    assert [pair for pair in zip(every, again, strict=True) if pair[0] != pair[1]] == []


@given(ANY_TEXT)
def test_a_normal_form_has_single_spaces_and_at_most_one_empty_line(text: str) -> None:
    form = normal(text)
    assert form == form.strip()
    assert not {c for c in form if c.isspace()} - {" ", "\n"}
    assert "  " not in form
    assert "\n" not in form.replace("\n\n", "")
    assert "\n\n\n" not in form


@given(ANY_TEXT)
def test_nothing_that_moves_or_hides_is_left(text: str) -> None:
    kinds = {unicodedata.category(c) for c in normal(text).replace("\n", "")}
    assert kinds.isdisjoint({"Cc", "Cs", "Zl", "Zp"})


@pytest.mark.parametrize("invisible", INVISIBLE.values(), ids=INVISIBLE)
def test_what_is_invisible_never_hides_a_word(invisible: str) -> None:
    assert normal(f"{invisible}s{invisible}ui{invisible * 3}cide{invisible}") == "suicide"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("I want\nto die", "i want to die"),
        ("I want \r\n  to die", "i want to die"),
        ("I want\u2028to\u0085die", "i want to die"),
        ("stem\u00a0cells\tand\u2003more", "stem cells and more"),
        ("One.\n\nTwo.", "one.\n\ntwo."),
        ("One.\n \t\n\n\u00a0\nTwo\nthree.\n\n", "one.\n\ntwo three."),
        (" \n ", ""),
        ("", ""),
    ],
)
def test_a_soft_line_break_is_a_space_and_an_empty_line_parts_paragraphs(text: str, form: str) -> None:
    assert normal(text) == form


@pytest.mark.parametrize("apostrophe", "'’‘‛`´ʼ＇｀\u1fef\u1ffd")
def test_every_apostrophe_that_people_type_is_one(apostrophe: str) -> None:
    assert normal(f"I don{apostrophe}t") == "i don't"
    assert words_of(normal(f"Crohn{apostrophe}s")) == ["crohn"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("HELP Me", "help me"),
        ("STRASSE straße", "strasse strasse"),
        ("ＦＵＬＬ ｗｉｄｔｈ ﬁne", "full width fine"),
        ("𝓱𝓮𝓵𝓹 𝐡𝐞𝐥𝐩 ⓗⓔⓛⓟ", "help help help"),
        ("10 mg… x²", "10 mg... x2"),
        ("Sjo\u0308gren", "sjögren"),
    ],
)
def test_case_and_compatibility_forms_make_no_difference(text: str, form: str) -> None:
    assert normal(text) == form


@given(st.text(st.characters(exclude_characters="ı")))  # its capital is that of "i"
def test_case_makes_no_difference(text: str) -> None:
    assert normal(text.casefold().upper()) == normal(text.casefold())


@pytest.mark.parametrize(
    "marks", ["\u0301\u0327", "\u0f71\u0f72\u0f74", "\u0f73", "\u0344", "\u05b0\u05bc", "\u0e38\u0e48"]
)
def test_of_a_run_of_marks_in_any_script_a_few_are_read(marks: str) -> None:
    """To sort a long run of them takes quadratic time: some thousands would keep the bot busy for a second."""
    form = normal("ab" + marks * 4000 + "cd")
    assert len(form) < 20
    assert normal(form) == form
    assert words_of(form) == ["abcd"]


@pytest.mark.parametrize("long", ["a" + " " * 1_000_000 + "b", "a" + " \n" * 500_000 + "b", "'" * 1_000_000])
def test_a_long_run_of_spaces_line_ends_or_apostrophes_is_no_trouble(long: str) -> None:
    assert words_of(normal(long)) in (["a", "b"], [])


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("My leg hurts. What can I do? Thanks!", ["my leg hurts.", "what can i do?", "thanks!"]),
        ("It hurts; badly… very", ["it hurts;", "badly...", "very"]),
        ("One paragraph\n\nanother one", ["one paragraph", "another one"]),
        ("Wrapped\nby a mail program", ["wrapped by a mail program"]),
        ("I have chest pain, how much does it cost?", ["i have chest pain", "how much does it cost?"]),
        ("I have a cold, a cough and a fever", ["i have a cold, a cough and a fever"]),
        ("I cannot walk, canes are no help", ["i cannot walk, canes are no help"]),
        ("It costs 3.50 at www.example.org", ["it costs 3.50 at www.example.org"]),
        ("?", ["?"]),
        ("", []),
    ],
)
def test_the_sentences_of_a_text(text: str, sentences: list[str]) -> None:
    assert sentences_of(normal(text)) == sentences


@given(ANY_TEXT)
def test_the_sentences_hold_every_word_in_order(text: str) -> None:
    form = normal(text)
    sentences = sentences_of(form)
    assert all(sentence.strip() for sentence in sentences)
    assert [word for sentence in sentences for word in words_of(sentence)] == words_of(form)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Crohn’s disease", ["crohn", "disease"]),
        ("crohn's, CROHN‘S and crohn`s", ["crohn", "crohn", "and", "crohn"]),
        ("I don’t, can't, won't, shan't", ["i", "do", "not", "can", "not", "will", "not", "shall", "not"]),
        ("I'm, you've, we'll, she'd, they're", ["i", "you", "we", "she", "they"]),
        ("rock'n'roll", ["rocknroll"]),
        ("'quoted'", ["quoted"]),
        ("anti-inflammatory", ["anti", "inflammatory"]),
        ("3.5 mg, 10% of 1,000", ["3.5", "mg", "10", "percent", "of", "1000"]),
        (".5 mg, 0.50mg and 0,5 mg", ["0.5", "mg", "0.5", "mg", "and", "0.5", "mg"]),
        ("5.0 mg = 5mg, not 25 mg", ["5", "mg", "5", "mg", "not", "25", "mg"]),
        ("1,000 or 1000units, 1,234,567.5", ["1000", "or", "1000", "units", "1234567.5"]),
        ("½ or 2½ tablets", ["0.5", "or", "2.5", "tablets"]),
        ("nausea² and a rash.¹ 5 m² of Tylenol™", ["nausea", "and", "a", "rash", "5", "m2", "of", "tylenol"]),
        ("2-3, 2.5-5mg, 1,2,3", ["2", "3", "2.5", "5", "mg", "1", "2", "3"]),
        ("10.30am, 10.30 p.m., 10:30", ["10", "30am", "10", "30", "p", "m", "10", "30"]),
        ("12.05.2024, 12/05/2024", ["12", "05", "2024", "12", "05", "2024"]),
        ("020 7946 0958, 0800.123.456", ["020", "7946", "0958", "0800", "123", "456"]),
        ("v2.0, 8pm, 2day, 5g", ["v2", "0", "8pm", "2day", "5", "g"]),
        ("It is 5. 7 are left.", ["it", "is", "5", "7", "are", "left"]),
        ("IL-6, B12, 2nd", ["il", "6", "b12", "2nd"]),
        ("snake_case", ["snake", "case"]),
        ("Sjögren, Ménière’s, café", ["sjogren", "meniere", "cafe"]),
        ("ＦＵＬＬ ｗｉｄｔｈ ﬁne", ["full", "width", "fine"]),
        ("stem\u00a0cells\tand\nmore", ["stem", "cells", "and", "more"]),
        ("🙂 ?! \x00 — …", []),
        ("", []),
    ],
)
def test_the_words_of_a_text(text: str, words: list[str]) -> None:
    assert words_of(normal(text)) == words


@given(ANY_TEXT)
def test_words_are_not_empty_and_have_no_apostrophe_or_space(text: str) -> None:
    assert all(word and "'" not in word and not any(map(str.isspace, word)) for word in words_of(normal(text)))


@given(st.text("aeiounc", min_size=1), st.sampled_from("\u0300\u0301\u0302\u0303\u0308\u0327"))
def test_accents_make_no_difference_to_words(word: str, accent: str) -> None:
    assert words_of(normal("".join(letter + accent for letter in word))) == [word]


@given(ANY_TEXT)
def test_no_accent_is_left(text: str) -> None:
    assert not any(map(unicodedata.combining, without_accents(text)))
