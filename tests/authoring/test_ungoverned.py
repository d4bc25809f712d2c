"""Quotes that lean on words which are not quoted with them: what is told of, and what is not."""

from pathlib import Path

import pytest

from bot import load_corpus
from bot.authoring.findings import Finding
from bot.authoring.leaflet import leaflets
from bot.authoring.ungoverned import ungoverned
from tests.authoring.planted import leaflet_of, under

FIRST = "The stitches come out after ten days on the ward."
ROOT = Path(__file__).parents[2]


def found(folder: Path, text: str, name: str = "leaflet.txt") -> list[Finding]:
    return list(ungoverned(leaflet_of(folder, text, name=name)))


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("Also, keep the wound dry for as long as they are in.", "It begins with “also”"),
        ("For example, a plastic bag keeps the wound dry.", "It begins with “for example”"),
        ("This may hurt a little, but not for long.", "It begins with “this”"),
        ("Another way is to let them dissolve.", "It begins with “another”"),
        ("Look after the cut as shown in the picture.", "“as shown in” points at something"),
        ("The signs of trouble are given above.", "“given above” points at something"),
        ("Do the exercises (see page 4) every day.", "“page 4” points at something"),
        ("Watch out for the following when you are at home.", "“the following” points at something"),
        ("Please remember these two things when you are at home again with your family or your friends:", "announces"),
    ],
)
def test_a_paragraph_that_leans_on_what_is_not_quoted_is_told_of(tmp_path: Path, paragraph: str, said: str) -> None:
    (finding,) = found(tmp_path, under("Afterwards", FIRST, paragraph))
    assert finding.urgency == "soon"
    assert said in finding.wrong
    assert finding.mend
    assert (finding.place.line, finding.place.section) == (11, "Afterwards")
    assert paragraph.startswith(finding.place.text.rstrip("…"))


@pytest.mark.parametrize(
    "paragraph",
    [
        "But not if the wound is wet.",
        "However, do not drive before that.",
        "This leaflet does not tell you everything.",
        "It is important to keep the wound dry.",
        "It takes about a week to heal.",
        "You may drive on the following day.",
        "People aged 65 and above should ask us first.",
        "The picture on the wall is by a patient.",
        "Andrea, our nurse, takes them out.",
    ],
)
def test_what_is_quoted_along_or_leans_on_nothing_is_not(tmp_path: Path, paragraph: str) -> None:
    assert found(tmp_path, under("Afterwards", FIRST, paragraph)) == []


def test_a_word_for_something_named_before_is_worth_a_look(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, under("Afterwards", FIRST, "They may itch. Do not scratch."))
    assert finding.urgency == "look"
    assert "“they”" in finding.wrong


def test_under_its_heading_a_first_paragraph_may_begin_so(tmp_path: Path) -> None:
    assert found(tmp_path, under("Stitches", "These come out after ten days.")) == []


def test_a_warning_that_is_parted_from_what_it_warns_of_is_urgent(tmp_path: Path) -> None:
    warning = "You must not do any of these things in the two weeks before your operation at our hospital:"
    sport = "Take part in any sport in which people run into each other, or in which your knee may be twisted."
    (finding,) = found(tmp_path, under("Before you come in", warning, sport))
    assert finding.urgency == "now"
    assert "without the warning" in finding.wrong


def test_as_a_list_under_it_the_warning_is_quoted_with_each_item(tmp_path: Path) -> None:
    warning = "You must not do any of these things in the two weeks before your operation at our hospital:"
    assert found(tmp_path, under("Before you come in", warning, "- take part in any sport\n- fly")) == []


def test_a_list_that_nothing_announces_is_told_of_once(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, under("Afterwards", FIRST, "- Rest your leg.\n- Drink water.\n- Wear loose clothes."))
    assert (finding.urgency, finding.place.text) == ("look", "Rest your leg.")
    assert finding.mend.startswith("Put a line above the list")


def test_items_that_go_on_from_a_line_that_is_lost_are_to_be_mended(tmp_path: Path) -> None:
    (finding,) = found(
        tmp_path, "Knee wash-out\n\nStitches come out.\n\nSee us.\n\n- your knee is hot and red\n- you have a fever"
    )
    assert finding.urgency == "soon"


def test_nothing_is_told_of_twice_and_everything_is_where_it_is_said_to_be(tmp_path: Path) -> None:
    text = under(
        "Afterwards",
        FIRST,
        "This is what you and your family should look out for at home in the first week:",
        "Also, see above.",
    )
    findings = found(tmp_path, text)
    assert [finding.place.text for finding in findings] == [
        "This is what you and your family should look out for at hom…",
        "Also, see above.",
    ]
    for finding in findings:
        assert finding.place.line is not None
        assert text.splitlines()[finding.place.line - 1].startswith(finding.place.text.rstrip("…"))


def test_of_leaflets_that_were_written_with_care_hardly_a_passage_is_told_of() -> None:
    """Looked at one by one on 26 November 2026: each of them does lean on something."""
    corpus = load_corpus(ROOT / "training" / "leaflets")
    findings = [finding for leaflet in leaflets(corpus) for finding in ungoverned(leaflet)]
    told = {(finding.document, finding.place.text[:20]) for finding in findings if finding.urgency != "look"}
    assert told == {
        ("osteoporosis.txt", "Another treatment is"),
        ("panic-attacks.txt", "These feelings are f"),
        ("suicidal-thoughts-safety-plan.txt", "**Professionals I ca"),
    }
    assert len(findings) < len(corpus.passages) / 100
