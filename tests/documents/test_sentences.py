"""A quote is cut where a sentence ends, and nowhere else."""

import pytest

from bot.documents.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Your temp. may rise at night.",
        "See No. 5 on the list, and nos. 7 and 8.",
        "Take 1 tsp. of syrup every 6 hrs. for two days.",
        "Dr. Smith, Ph.D. and R.N., sees you.",
        "Take 5 ml. of it, i.v. or p.o. daily.",
        "Staph. aureus lives on the skin.",
        "Ring the ward on ext. 1234, from 9 a.m. to 5 p.m. on weekdays.",
        "Take vit. C with 10 oz. of water for approx. 5 days.",
        "See www.example.org/Going.Home or mail Ward.Seven@example.org today.",
        "St.John's wort is a herb.",
        "- 2 tab. at night",
    ],
)
def test_a_shortened_word_ends_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Wait 6 hrs. Then take one.", ["Wait 6 hrs.", "Then take one."]),
        ("It is painful.Call the ward.", ["It is painful.", "Call the ward."]),
        ("Is it (very) sore (red).Rest it well!Then go.", ["Is it (very) sore (red).", "Rest it well!", "Then go."]),
        ("Is it safe? No. Ask first.", ["Is it safe?", "No.", "Ask first."]),
        ("rest it well. keep it dry.", ["rest it well.", "keep it dry."]),
    ],
)
def test_a_sentence_ends_where_a_reader_sees_it(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts
