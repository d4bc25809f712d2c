"""What is made of blocks of any format: lists whose marks were typed, and what is left out."""

import pytest

from bot.documents.passages import chunk
from bot.documents.spans import quoted
from bot.sources.building import Builder, in_cell
from bot.sources.source import Source


def built(*lines: str) -> Source:
    """A source of a title and these blocks: "# " and "## " begin headings, "- " an item, anything else a paragraph."""
    builder = Builder("leaflet.docx")
    builder.heading("Leaflet", 1)
    for line in lines:
        if line.startswith("#"):
            marks, _, words = line.partition(" ")
            builder.heading(words, len(marks))
        elif line.startswith("- "):
            builder.item(line[2:])
        else:
            builder.paragraph(line)
    return builder.source()


def written(source: Source) -> list[str]:
    """The blocks after the title as a reader sees them, items set in by their level."""
    return [
        "  " * (block.level if block.kind == "bullet" else 0) + source.text[block.start : block.end]
        for block in source.blocks
        if block.kind not in ("box", "end")
    ][1:]


@pytest.mark.parametrize(
    ("lines", "seen"),
    [
        (["• fever", "• chills"], ["  • fever", "  • chills"]),
        (["Signs:\n• fever\n• chills"], ["Signs:", "  • fever", "  • chills"]),
        (["o fever", "o chills"], ["  o fever", "  o chills"]),
        (["☐ fasted"], ["  ☐ fasted"]),
        (["‐ one", "‐ two"], ["  ‐ one", "  ‐ two"]),
        (["\uf0b7 one", "\uf0a7 two"], ["  • one", "  • two"]),
        (["\uf0fc yes", "\uf0fb no"], ["  ✓ yes", "  ✗ no"]),
        (["✓ yes", "✗ no", "✓ also"], ["  ✓ yes", "  ✗ no", "  ✓ also"]),
        (["1. Wash", "2. Dry"], ["  1. Wash", "  2. Dry"]),
        (["Step 1: Wash", "Step 2: Dry"], ["  Step 1: Wash", "  Step 2: Dry"]),
        (["A. Spray", "B. Sedation"], ["  A. Spray", "  B. Sedation"]),
        (["• Eat:", "o fruit", "o fish", "• Drink"], ["  • Eat:", "    o fruit", "    o fish", "  • Drink"]),
        (
            ["1. Wash", "a. with soap", "b. for long", "2. Dry"],
            ["  1. Wash", "    a. with soap", "    b. for long", "  2. Dry"],
        ),
        (["E. coli is a germ."], ["E. coli is a germ."]),
        (["2. March is the day."], ["2. March is the day."]),
        (["- 5 degrees it was."], ["  - 5 degrees it was."]),
        (["* Not for children."], ["* Not for children."]),
        (["One\ntwo"], ["One\ntwo"]),
    ],
)
def test_marks_that_were_typed_make_a_list(lines: list[str], seen: list[str]) -> None:
    assert written(built(*lines)) == seen


CONTENTS = {
    "entries with pages": ["Contents", "What it is 2", "How to take it ..... 3", "Side effects\t5"],
    "entries with pages and a heading": ["## Contents", "What it is 2", "How to take it 3", "Side effects 5"],
    "entries under a heading": ["## In this leaflet", "- What it is", "- How to take it", "- Side effects"],
    "numbered entries": ["## What is in this leaflet", "1. What it is", "2. How to take it", "3. Side effects"],
    "a list before the text": ["- What it is", "- Side effects"],
    "a heading alone": ["## On this page"],
    "a line alone": ["On this page:"],
}
BODY = ["## What it is", "A pill.", "## How to take it", "With water.", "## Side effects", "None."]


@pytest.mark.parametrize("contents", CONTENTS.values(), ids=CONTENTS.keys())
def test_a_list_of_contents_is_left_out(contents: list[str]) -> None:
    seen = ["What it is", "A pill.", "How to take it", "With water.", "Side effects", "None."]
    assert written(built(*contents, *BODY)) == seen


@pytest.mark.parametrize(
    "lines",
    [
        ["## Doses", "Under 5 years 2", "5 to 12 years 5", "Over 12 years 10"],
        ["There are three treatments:", "- Surgery", "- Pills", "## Surgery", "Hard.", "## Pills", "Easy."],
        ["## Treatments", "It is treated.", "- Surgery", "- Pills", "## Surgery", "Hard.", "## Pills", "Easy."],
        ["- Surgery", "- Pills", "- Rest", "## Surgery", "Hard.", "## Pills", "Easy."],
    ],
)
def test_what_looks_like_contents_and_tells_something_is_kept(lines: list[str]) -> None:
    kept = [line.removeprefix("## ") if line[0] == "#" else line for line in lines]
    assert [line.strip() for line in written(built(*lines))] == kept


def test_a_heading_that_goes_on_in_a_list_holds_for_the_list_alone() -> None:
    card = ["## See a GP if:", "- it lasts", "- it rises"]
    source = built("## Fever", "It is common.", *card, "It mostly goes.", "### Pills", "No.")
    _, sections, chunks = chunk(source)
    assert [section.path for section in sections if section.heading] == ["Fever", "See a GP if", "Fever > Pills"]
    quotes = {source.text[c.start : c.end]: quoted(source.text, c.spans) for c in chunks}
    assert quotes["It mostly goes."] == "It mostly goes."
    assert quotes["it rises"].startswith("See a GP if:")


@pytest.mark.parametrize("line", ["Do not drive home", "Call 999", "Rest for a day."])
def test_a_heading_that_heads_nothing_is_text_if_it_tells_something(line: str) -> None:
    source = built("## Care", "Walk.", f"## {line}", "## Signs", "Fever.", f"### {line}")
    assert [source.text[b.start : b.end] for b in source.blocks if b.kind == "body"] == ["Walk.", line, "Fever.", line]


@pytest.mark.parametrize(
    "lines", [["## What is it?"], ["## Care"], ["## Call 999", "Now."], ["## Call 999", "### If", "Hot."]]
)
def test_another_stays_a_heading(lines: list[str]) -> None:
    source = built("Walk.", *lines)
    first = lines[0].removeprefix("## ")
    assert [source.text[b.start : b.end] for b in source.blocks if b.kind == "heading"][1] == first


LINKS = [
    "- Fever(National Library of Medicine)Also inSpanish",
    "- What Is Fever?(Mayo Foundation for Medical Education and Research)-PDF",
]


def test_links_whose_addresses_were_lost_are_left_out_with_what_heads_them() -> None:
    lines = ["## Care", "Rest.", "Mayo", *LINKS, "## Diagnosis", LINKS[0], "## News", "### More", *LINKS]
    assert written(built(*lines)) == ["Care", "Rest."]


def test_a_medicine_with_its_brand_is_no_lost_link() -> None:
    lines = ["## Pills", "- Warfarin(Coumadin)", "- Apixaban(Eliquis)", "- Dabigatran (Pradaxa)"]
    assert len(written(built(*lines))) == 4


@pytest.mark.parametrize(
    "line",
    [
        "Page 2 of 7",
        "Photo: Jane Doe / Getty",
        "Image credit: NHS",
        "Last updated 3 March 2024",
        "Review date: March 2027",
        "Was this page helpful? Yes No",
        "Share this page: mail, print",
        "We use cookies on this site.",
    ],
)
def test_a_line_of_the_publishers_is_left_out(line: str) -> None:
    assert written(built("Rest.", line)) == ["Rest."]


@pytest.mark.parametrize(
    "line",
    [
        "Call 999.",
        "01632 960000",
        "2 of 3 people get better.",
        "Share this leaflet with your family.",
        "Source of iron: meat",
    ],
)
def test_a_line_that_tells_something_is_kept(line: str) -> None:
    assert written(built("Rest.", line)) == ["Rest.", line]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Overview - Anticoagulant medicines", "Anticoagulant medicines"),
        ("Introduction – Croup", "Croup"),
        ("Overview", "Overview"),
        ("Uses - Anticoagulant medicines", "Uses - Anticoagulant medicines"),
    ],
)
def test_the_title_of_a_guide_is_not_that_of_its_first_page(title: str, shown: str) -> None:
    builder = Builder("a.html")
    builder.heading(title, 1)
    builder.paragraph("Rest.")
    assert chunk(builder.source())[0] == shown


def test_what_a_file_is_called_is_its_title_where_no_heading_stands_above_the_others() -> None:
    builder = Builder("a.html", "Fever")
    for heading in ("Signs", "Care"):
        builder.heading(heading, 2)
        builder.paragraph("Rest.")
    title, sections, _ = chunk(builder.source())
    assert (title, [section.path for section in sections]) == ("Fever", ["Signs", "Care"])


def test_the_items_of_a_list_in_a_cell_are_parted() -> None:
    assert in_cell(["First visit: $0", "Others:", " $30 ", ""]) == "First visit: $0; Others: $30"
