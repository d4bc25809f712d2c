"""Headings that were lost, or that head nothing."""

from pathlib import Path

import pytest

from bot import load_corpus
from bot.authoring.findings import Finding
from bot.authoring.headings import LONGEST_STRETCH, OFTEN, headings
from bot.authoring.leaflet import leaflets
from tests.authoring.planted import leaflet_of, under

SENTENCE = "Keep the wound dry and clean until the stitches come out."
ROOT = Path(__file__).parents[2]


def found(folder: Path, text: str, name: str = "leaflet.txt") -> list[Finding]:
    return list(headings(leaflet_of(folder, text, name=name)))


def test_a_leaflet_with_nothing_wrong(tmp_path: Path) -> None:
    assert found(tmp_path, under("Afterwards", SENTENCE)) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("leaflet.html", f"<h1>Knee</h1><p>{SENTENCE}</p><p>Going home</p><p>{SENTENCE} Rest.</p>"),
        ("leaflet.md", f"# Knee\n\n{SENTENCE}\n\nGoing home\n\n{SENTENCE} Rest.\n"),
        ("leaflet.txt", f"Knee\n\n{SENTENCE}\n\nGoing home.\n\n{SENTENCE} Rest.\n"),
    ],
)
def test_a_heading_that_was_taken_for_text_is_told_of(tmp_path: Path, name: str, text: str) -> None:
    (finding,) = found(tmp_path, text, name)
    assert finding.urgency == "soon"
    assert "Going home" in finding.place.text
    assert finding.place.line == (5 if name.endswith(".txt") else None)
    assert ("blank line" in finding.mend) == name.endswith(".txt")


def test_a_heading_that_ran_into_its_text_is_told_of(tmp_path: Path) -> None:
    page = f"<h1>Knee</h1><p>{SENTENCE}</p><p>Going home<br>Most people go home on the same day, and rest there.</p>"
    (finding,) = found(tmp_path, page, "leaflet.html")
    assert "ran into the text" in finding.wrong


def test_short_lines_in_a_row_are_told_of_together(tmp_path: Path) -> None:
    page = f"<h1>Knee</h1><h2>Food</h2><p>{SENTENCE}</p><p>Bread</p><p>Milk</p><p>One egg</p>"
    (finding,) = found(tmp_path, page, "leaflet.html")
    assert finding.wrong.startswith("3 short lines in a row")
    assert finding.place.text == "Bread"


def test_a_long_stretch_without_a_heading_is_worth_a_look(tmp_path: Path) -> None:
    paragraphs = [f"{SENTENCE} {SENTENCE} {SENTENCE}" for _ in range(LONGEST_STRETCH // 33 + 1)]
    (finding,) = found(tmp_path, under("Afterwards", *paragraphs))
    assert (finding.urgency, finding.place.section) == ("look", "Afterwards")
    assert "words under one heading" in finding.wrong


def test_a_heading_without_text_is_told_of(tmp_path: Path) -> None:
    page = f"<h1>Knee</h1><h2>Costs</h2><h2>Pain</h2><p>{SENTENCE}</p><h2>Parking</h2>"
    told = {finding.place.text: finding.urgency for finding in found(tmp_path, page, "leaflet.html")}
    assert told == {"Costs": "look", "Parking": "soon"}


def test_a_heading_above_other_headings_is_none_of_these(tmp_path: Path) -> None:
    page = f"<h1>Knee</h1><h2>Care</h2><h3>Pain</h3><p>{SENTENCE}</p><h3>Rest</h3><p>{SENTENCE}</p>"
    assert found(tmp_path, page, "leaflet.html") == []


def test_the_same_heading_again_and_again_is_worth_a_look(tmp_path: Path) -> None:
    page = "<h1>Knee</h1>" + f"<h2>Ward 7</h2><p>{SENTENCE}</p>" * OFTEN
    (finding,) = found(tmp_path, page, "leaflet.html")
    assert (finding.urgency, finding.place.text) == ("look", "Ward 7")
    assert found(tmp_path, page.replace(f"<h2>Ward 7</h2><p>{SENTENCE}</p>", "", 1), "leaflet.html") == []


def test_leaflets_that_were_written_with_care_have_their_headings() -> None:
    corpus = load_corpus(ROOT / "training" / "leaflets")
    findings = [finding for leaflet in leaflets(corpus) for finding in headings(leaflet)]
    assert {finding.place.text for finding in findings if finding.urgency != "look"} == set()
