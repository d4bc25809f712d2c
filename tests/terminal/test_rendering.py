import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from bot import load_corpus
from bot.dialogue import DISCLAIMER, Quote, Reply
from bot.interfaces.rendering import Renderer

SGR = re.compile(r"\x1b\[[0-9;]*m")
Quotes = tuple[Quote, Quote, Quote]


def visible(text: str) -> str:
    return SGR.sub("", text)


def styled_parts(text: str, style: str) -> str:
    return " ".join(
        part for codes, part in re.findall(r"\x1b\[([0-9;]+)m([^\x1b]*)", text) if style in codes.split(";")
    )


def answer(quotes: Quotes, **changes: object) -> Reply:
    return replace(Reply("answer", "The material says:", quotes, suggestions=("What else?", "And then?")), **changes)


def test_a_quote_is_shown_to_the_letter(quotes: Quotes) -> None:
    shown = Renderer(passages=20).reply(answer(quotes))
    quoted = [line.removeprefix("> ") for line in shown.split("\n") if line.startswith("> ")]
    assert "\n".join(quoted) == quotes[0].text


def test_a_quote_comes_with_its_place_and_the_disclaimer(quotes: Quotes) -> None:
    shown = Renderer(passages=20).reply(answer(quotes))
    passage = quotes[0].passage
    assert shown.index(quotes[0].text.split("\n")[0]) < shown.index(f"Section: {passage.section}")
    assert f"Document: {passage.document.title} (passage {passage.number + 1} of 20)" in shown
    assert DISCLAIMER in shown.split("\n")
    assert "Source:" not in shown


def test_what_is_known_of_a_source_is_shown(leaflet: Path) -> None:
    leaflet.with_suffix(".toml").write_text(
        'publisher = "Knee Trust"\naddress = "https://knee.example/pain"\nreviewed = "2026-03"\n', encoding="utf-8"
    )
    passage = load_corpus(leaflet).passages[0]
    shown = Renderer(passages=2).quote(Quote(passage, 1.0, (), passage.sentences[0]))
    assert "Publisher: Knee Trust\nReviewed: 2026-03\nSource: https://knee.example/pain" in shown


def test_the_best_sentence_is_bold_and_the_matched_words_are_underlined(quotes: Quotes) -> None:
    quote = quotes[0]
    shown = Renderer(passages=20, width=80, plain=False).quote(quote)
    best = quote.passage.document.text[slice(*quote.best)]
    assert re.sub(r"\W+", " ", styled_parts(shown, "1")).split() == re.sub(r"\W+", " ", best).split()
    underlined = styled_parts(shown, "4").casefold().split()
    assert underlined
    assert all(word.startswith(quote.matched[0]) for word in underlined)


def test_a_short_matched_word_marks_no_longer_word(leaflet: Path) -> None:
    passage = load_corpus(leaflet).passages[0]
    shown = Renderer(passages=2, width=80, plain=False).quote(
        Quote(passage, 1.0, ("kee", "swim"), passage.sentences[0])
    )
    assert styled_parts(shown, "4").split() == ["Swimming"]


@pytest.mark.parametrize("offered", [1, 2])
def test_close_passages_are_offered_both(quotes: Quotes, offered: int) -> None:
    shown = Renderer(passages=20).reply(answer(quotes[1:], offered=offered))
    assert shown.count("Section:") == offered
    assert (f"> {quotes[2].text}" in shown) == (offered == 2)
    assert ("2 of 2" in shown) == (offered == 2)


def test_in_an_emergency_what_to_do_comes_first_and_alone(quotes: Quotes) -> None:
    reply = answer(quotes, kind="emergency", message="Call 999 now.\nStay with them.", understood=(("hart", "heart"),))
    shown = Renderer(passages=20, numbered=True).reply(reply)
    assert shown == f"Call 999 now.\n\nStay with them.\n\n{DISCLAIMER}"


def test_mended_spelling_is_said(quotes: Quotes) -> None:
    shown = Renderer(passages=20).reply(answer(quotes, understood=(("rhumatoid", "rheumatoid"),)))
    assert shown.startswith("I read this as: rheumatoid (for “rhumatoid”)\n")


def test_suggestions_are_numbered_where_a_number_can_be_typed(quotes: Quotes) -> None:
    assert "\n 2. And then?" in Renderer(passages=20, numbered=True).reply(answer(quotes))
    assert "\n- And then?" in Renderer(passages=20).reply(answer(quotes))


def test_plain_has_no_colour_and_no_box_drawing(quotes: Quotes) -> None:
    reply = answer(quotes, offered=2, understood=(("a", "b"),))
    renderer = Renderer(passages=20, width=60, plain=True, numbered=True)
    shown = renderer.reply(reply) + renderer.why(reply) + renderer.contents([quotes[0].passage.document])
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u2500-\u259f]", shown)


def test_why_tells_what_decided(quotes: Quotes) -> None:
    reply = answer(quotes, reason="like: will it work", evidence=0.8125, signals={"coverage": 0.5})
    shown = Renderer(passages=20).why(reply)
    for told in ("answer", "like: will it work", "0.81", "coverage 0.50", "score 3.00", quotes[0].matched[0]):
        assert told in shown


WIDE = st.text(st.sampled_from("abc de 日本語 é👩‍👩‍👧 😀-.,https://\n"), max_size=300)


@given(WIDE, st.integers(40, 120), st.booleans())
def test_nothing_is_wider_than_the_terminal(text: str, width: int, plain: bool) -> None:
    renderer = Renderer(passages=20, width=width, plain=plain, numbered=True)
    shown = renderer.reply(Reply("decline", text, suggestions=(text, "Why?"), understood=((text, text),)))
    assert all(wcswidth(visible(line)) <= width for line in shown.split("\n"))


@pytest.mark.parametrize("width", [40, 57, 80, 200])
def test_wrapping_loses_no_word_of_a_quote(quotes: Quotes, width: int) -> None:
    shown = visible(Renderer(passages=20, width=width, plain=False).quote(quotes[0]))
    quoted = [line.removeprefix("│ ") for line in shown.split("\n") if line.startswith("│ ")]
    assert " ".join(quoted).split() == quotes[0].text.split()


def test_a_hostile_document_cannot_touch_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_text(
        "Ti\x1b]0;owned\x07tle\n\nHead\u202eing\nA \x1b[2Jsentence \x9b31mhere is\u2066 long.\n", encoding="utf-8"
    )
    document = load_corpus(path).documents[0]
    passage = load_corpus(path).passages[-1]
    renderer = Renderer(passages=1, width=60, plain=False)
    quote = Quote(passage, 1.0, ("sentence",), passage.sentences[0])
    reply = Reply("answer", "It says:", (quote,), reason="\x1b[1A")
    sections = "".join(renderer.section(document, section) for section in document.sections)
    shown = visible(renderer.reply(reply) + renderer.why(reply) + renderer.contents([document]) + sections)
    assert "sentence" in shown
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
