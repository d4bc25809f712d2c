"""The reading grade of a leaflet, and its hardest passages."""

from pathlib import Path

import pytest

from bot import load_corpus
from bot.authoring.findings import Finding
from bot.authoring.leaflet import leaflets
from bot.authoring.reading_grade import grade_of, grade_of_leaflet, other_language, reading_grade, syllables
from tests.authoring.planted import leaflet_of, under

EASY = "We rinse your knee. You will be asleep. It does not hurt. You can go home when you wake up. "
HARD = (
    "Postoperative physiotherapeutic rehabilitation necessitates individualised multidisciplinary reassessment, "
    "notwithstanding considerable interindividual variability in inflammatory responses, anticoagulation requirements "
    "and comorbidities, which frequently complicates institutional documentation and communication. "
)
ROOT = Path(__file__).parents[2]


def found(folder: Path, text: str, curation: str = "") -> list[Finding]:
    leaflet = leaflet_of(folder, text, curation)
    return list(reading_grade(leaflet, other_language(leaflet)))


def test_the_formula_is_that_of_flesch_and_kincaid() -> None:
    """Twelve words in two sentences, and fifteen syllables."""
    text = "The cat sat on the mat. The little dog was under it."
    spans = [(0, 23), (24, len(text))]
    assert sum(map(syllables, "the cat sat on the mat the little dog was under it".split())) == 14
    assert grade_of(text, spans) == pytest.approx(0.39 * 12 / 2 + 11.8 * 14 / 12 - 15.59)


@pytest.mark.parametrize(
    ("word", "count"),
    [("knee", 1), ("water", 2), ("operation", 4), ("medicine", 3), ("don’t", 1), ("25", 1), ("NHS", 1)],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_an_easy_leaflet_is_not_told_of(tmp_path: Path) -> None:
    assert found(tmp_path, under("Afterwards", *[EASY] * 6)) == []


def test_a_hard_one_is_with_its_hardest_passage(tmp_path: Path) -> None:
    whole, passage = found(tmp_path, under("Afterwards", *[EASY] * 3, HARD + HARD, *[EASY] * 2))
    assert whole.urgency == passage.urgency == "look"
    assert "school grade" in whole.wrong
    assert passage.place.text.startswith("Postoperative")


def test_of_a_few_words_no_grade_is_told(tmp_path: Path) -> None:
    leaflet = leaflet_of(tmp_path, under("Afterwards", HARD))
    assert grade_of_leaflet(leaflet) is None
    assert list(reading_grade(leaflet, None)) == []


def test_of_another_language_it_says_that_it_cannot_tell(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, under("Afterwards", HARD * 3), 'language = "cy"')
    assert "another language (“cy”)" in finding.wrong
    french = "Votre genou\n\nUn chirurgien rince votre genou avec de l'eau salée. Vous dormez pendant ce temps.\n"
    (finding,) = found(tmp_path, french, "title = 'Genou'")
    assert "(“fr”)" in finding.wrong


def test_real_pages_have_the_grades_that_such_pages_are_known_for() -> None:
    """Leaflets written for training aim low; an institute's page for everybody does not."""
    plain = load_corpus(ROOT / "training" / "leaflets")
    grades = [grade_of_leaflet(leaflet) for leaflet in leaflets(plain)]
    assert all(grade is not None and 2 <= grade <= 8 for grade in grades)
    (institute,) = leaflets(load_corpus(ROOT / "tests/sources/leaflets/niddk-viral-gastroenteritis.txt"))
    assert (grade_of_leaflet(institute) or 0) > 8
