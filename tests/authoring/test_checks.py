"""All checks together: their order, and what decides the exit status."""

from datetime import date
from pathlib import Path

import pytest

from bot import Bot, Corpus
from bot.authoring.checks import check
from bot.authoring.findings import FAILING, KINDS, URGENCIES, Finding, Kind, Urgency, in_order, status_of
from tests.authoring.planted import planted
from tests.leaflets import KNEE, KNEE_CURATION

TODAY = date(2026, 11, 26)

FAULTS = """\
Knee wash-out

What is it?

A surgeon rinses your knee with salt water. The ODP stays with you, and the ODP will mark your leg.

Also, you are asleep while this is done, as shown in the picture.

Going home.

Keep the wound dry. {long}
"""

CURATION = """\
reviewed = "March 2019"

[[passage]]
starts = "A surgeon rinses"
examples = ["will i be awake", "i want to die"]

[[uncovered]]
topic = "driving"
"""


def kinds(findings: list[Finding]) -> set[Kind]:
    return {finding.kind for finding in findings}


def test_faults_of_every_kind_are_found_at_once(tmp_path: Path) -> None:
    (tmp_path / "leaflet-2.toml").write_text("", encoding="utf-8")
    long = " ".join(["Rest, and keep it clean with an antibacterial preparation from the dispensary."] * 12)
    corpus = planted(tmp_path, FAULTS.format(long=long), CURATION)
    findings = check(Bot(corpus), TODAY)
    assert kinds(findings) == set(KINDS) - {"unread", "suggestion", "changed"}


def test_the_most_urgent_comes_first_and_then_the_worst() -> None:
    def finding(kind: Kind, urgency: Urgency, weight: float = 0.0) -> Finding:
        return Finding(kind, urgency, "a.txt", "wrong", "mend", weight=weight)

    ordered = [
        finding("suggestion", "now"),
        finding("ungoverned", "soon"),
        finding("abbreviations", "soon", 9),
        finding("abbreviations", "soon", 2),
        finding("unread", "look"),
        finding("reading", "look"),
    ]
    assert in_order(reversed(ordered)) == ordered
    assert in_order(ordered) == ordered


@pytest.mark.parametrize("urgency", URGENCIES)
def test_only_what_is_worth_a_look_lets_a_build_pass(urgency: Urgency) -> None:
    findings = [Finding("review", urgency, "a.txt", "wrong", "mend")]
    assert status_of(findings, is_left_out=False) == (1 if urgency in FAILING else 0)
    assert status_of(findings, is_left_out=True) == 2
    assert status_of([], is_left_out=False) == 0


def test_a_leaflet_with_nothing_wrong_has_no_findings(tmp_path: Path) -> None:
    good = "reviewed = 2026-03-01\n" + KNEE_CURATION
    good += '[[uncovered]]\ntopic = "driving"\nexamples = ["when can I drive", "driving?", "is driving safe"]\n'
    findings = check(Bot(planted(tmp_path, KNEE, good)), TODAY)
    assert [finding for finding in findings if finding.kind != "typed-back"] == []


def test_the_article_that_comes_along_needs_no_mending(article: Corpus) -> None:
    findings = check(Bot(article), TODAY, types_lines=False)
    assert kinds(findings) == {"reading", "review"}
    assert status_of(findings, is_left_out=False) == 0


def test_lines_are_typed_back_only_where_that_is_asked_for(tmp_path: Path) -> None:
    bot = Bot(planted(tmp_path, FAULTS, CURATION))
    assert "typed-back" in kinds(check(bot, TODAY))
    assert "typed-back" not in kinds(check(bot, TODAY, types_lines=False))
