"""Short forms that a leaflet uses and never explains."""

from pathlib import Path

import pytest

from bot.authoring.abbreviations import abbreviations
from bot.authoring.findings import Finding
from tests.authoring.planted import leaflet_of, under


def found(folder: Path, sentence: str, **explained: str) -> list[Finding]:
    return list(abbreviations(leaflet_of(folder, under("Afterwards", sentence)), explained))


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("The ODP marks your leg, and the ODP stays with you.", "ODP"),
        ("You may have an MRI scan.", "MRI"),
        ("Medicines called SSRIs can help.", "SSRI"),
        ("Ask for an A1C test.", "A1C"),
        ("A test called PlGF can help.", "PlGF"),
        ("The team (see page 3) will do a DXA scan.", "DXA"),
    ],
)
def test_one_that_is_never_explained_is_told_of(tmp_path: Path, sentence: str, short: str) -> None:
    (finding,) = found(tmp_path, sentence)
    assert finding.urgency == "soon"
    assert f"“{short}”" in finding.wrong
    assert short in finding.place.text
    assert (finding.place.line, finding.place.section) == (9, "Afterwards")


@pytest.mark.parametrize(
    "sentence",
    [
        "You may get a deep vein thrombosis (DVT). A DVT is rare.",
        "You may get a DVT (a clot in the leg). A DVT is rare.",
        "A clot in a deep vein is called a thrombosis (also known as DVT).",
        "Irritable bowel syndrome is common. IBS is no danger.",
        "OGD stands for a long word. An OGD takes ten minutes.",
        "Ask your GP, or call NHS 111. In the UK it is free.",
        "Vitamin B12 and vitamin D3 help.",
        "Do NOT drive. You MUST rest.",
        "BEFORE YOUR OPERATION YOU MUST NOT EAT OR DRINK.",
        "This is for stage III and stage IV.",
        "Take 5 mg or 10 ml of it at 8 AM.",
        "Write to ward7@RVH.example or look at www.RVH.example/ABC.",
    ],
)
def test_one_that_is_explained_or_known_or_none_is_not(tmp_path: Path, sentence: str) -> None:
    assert found(tmp_path, sentence) == []


def test_one_that_a_curation_explains_is_not(tmp_path: Path) -> None:
    assert found(tmp_path, "The ODP marks your leg.", odp="operating department practitioner") == []


def test_each_is_told_of_once_and_the_more_frequent_weighs_more(tmp_path: Path) -> None:
    findings = found(tmp_path, "The ODP marks your leg. The DXA scan is done by the ODP.")
    assert {finding.wrong.split("”")[0][1:]: finding.weight for finding in findings} == {"ODP": 2, "DXA": 1}
