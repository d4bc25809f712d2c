"""Passages that are too long, or too short."""

from pathlib import Path

from bot.authoring.findings import Finding
from bot.authoring.lengths import lengths
from tests.authoring.planted import leaflet_of, under

SENTENCE = "Keep the wound dry and clean until the stitches come out."


def found(folder: Path, text: str) -> list[Finding]:
    return list(lengths(leaflet_of(folder, text)))


def test_paragraphs_that_can_be_quoted_whole_are_not_told_of(tmp_path: Path) -> None:
    assert found(tmp_path, under("Afterwards", " ".join([SENTENCE] * 9), " ".join([SENTENCE] * 9))) == []


def test_a_paragraph_that_is_quoted_in_parts_is_worth_a_look(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, under("Afterwards", " ".join([SENTENCE] * 20)))
    assert finding.urgency == "look"
    assert finding.wrong == "220 words in one paragraph: it is quoted in 3 parts."
    assert (finding.place.line, finding.place.section) == (9, "Afterwards")


def test_the_same_in_a_text_with_a_fixed_width(tmp_path: Path) -> None:
    lines = "\n".join([f"{SENTENCE} Wash your"] + [f"hands. {SENTENCE} Then"] * 11 + ["rest."])
    (finding,) = found(tmp_path, under("Afterwards", lines))
    assert "words in one paragraph" in finding.wrong


def test_a_sentence_that_is_cut_is_to_be_mended(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, under("Afterwards", " ".join(["so"] * 130) + "."))
    assert finding.urgency == "soon"
    assert "in pieces" in finding.wrong


def test_a_list_that_is_quoted_in_parts_is_worth_a_look(tmp_path: Path) -> None:
    items = "\n".join(f"- {SENTENCE}" for _ in range(15))
    (finding,) = found(tmp_path, under("Afterwards", "Please remember:", items))
    assert finding.urgency == "look"
    assert "in parts" in finding.wrong


def test_a_quote_of_a_word_or_two_is_worth_a_look(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, under("Afterwards", SENTENCE, "Rest well."))
    assert (finding.urgency, finding.place.text) == ("look", "Rest well.")


def test_items_are_as_long_as_the_line_that_announces_them_makes_them(tmp_path: Path) -> None:
    assert found(tmp_path, under("Afterwards", "Please bring to the ward:", "- slippers\n- tablets")) == []
