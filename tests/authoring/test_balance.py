"""Examples and gaps out of balance."""

from pathlib import Path

from bot.authoring.balance import balance
from bot.authoring.findings import Finding
from tests.authoring.planted import leaflet_of, under

TEXT = under("Afterwards", "Rest for a day, and keep the wound dry.", "Call us when your knee becomes hot or red.")
STARTS = ("A surgeon rinses", "Rest for a day", "Call us when")


def passage(number: int, examples: int) -> str:
    written = [f"question {number} {letter}" for letter in "abcdefghijklmnopqrstuvwxyz"[:examples]]
    return f'[[passage]]\nstarts = "{STARTS[number]}"\nexamples = {written}\n'


def gap(topic: str, examples: int) -> str:
    return f'[[uncovered]]\ntopic = "{topic}"\nexamples = {[f"{topic} {n}" for n in range(examples)]}\n'


def found(folder: Path, *parts: str) -> list[Finding]:
    return list(balance(leaflet_of(folder, TEXT, "\n".join(parts))))


def said(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.urgency, finding.wrong) for finding in findings]


def test_without_a_curation_nothing_is_out_of_balance(tmp_path: Path) -> None:
    assert found(tmp_path, 'title = "Knee"') == []


def test_a_balanced_one_is_not_told_of(tmp_path: Path) -> None:
    assert found(tmp_path, passage(0, 4), passage(1, 5), passage(2, 3), gap("driving", 3)) == []


def test_examples_without_any_gap(tmp_path: Path) -> None:
    assert said(found(tmp_path, passage(0, 2))) == [("look", "It has examples and names no gap.")]


def test_a_gap_without_an_example_is_to_be_mended(tmp_path: Path) -> None:
    assert said(found(tmp_path, passage(0, 2), gap("driving", 0))) == [("soon", "The gap “driving” has no example.")]


def test_many_more_examples_for_passages_than_for_gaps_and_the_other_way_round(tmp_path: Path) -> None:
    many = [passage(number, 10) for number in range(3)]
    assert said(found(tmp_path, *many, gap("driving", 2))) == [
        ("look", "A passage has 10 examples, a gap 2, on average.")
    ]
    few = [passage(number, 2) for number in range(3)]
    assert said(found(tmp_path, *few, gap("driving", 9))) == [
        ("look", "A passage has 2 examples, a gap 9, on average.")
    ]


def test_one_passage_with_most_of_the_examples_and_others_with_none(tmp_path: Path) -> None:
    findings = found(tmp_path, passage(0, 12), passage(1, 2), gap("driving", 4))
    assert said(findings) == [
        ("look", "It holds 12 of 14 examples."),
        ("look", "1 of 3 passages have no example, one has 12."),
    ]
    assert findings[0].place.text.startswith("A surgeon rinses")


def test_gaps_alone(tmp_path: Path) -> None:
    assert said(found(tmp_path, gap("driving", 2))) == [("look", "Gaps are named, and no passage has an example.")]
