"""A footnote is quoted with what it hangs on, and never alone."""

import pytest

from bot.documents.passages import chunk
from bot.documents.spans import quoted, word_count
from bot.sources.building import Builder
from bot.sources.plain import blocks_of
from bot.sources.source import Source


def quotes(source: Source) -> dict[str, str]:
    """What is quoted for each passage, by its own words."""
    return {source.text[c.start : c.end]: quoted(source.text, c.spans) for c in chunk(source)[2]}


def read(text: str) -> dict[str, str]:
    return quotes(Source("leaflet.txt", text, tuple(blocks_of(text))))


@pytest.mark.parametrize("mark", ["*", "**", "†", "²", "[2]", "[^low]"])
@pytest.mark.parametrize("place", ["Do not take it with aspirin{}.", "Do not take it with aspirin.{} Ask us."])
def test_a_note_and_what_it_hangs_on_are_quoted_together(mark: str, place: str) -> None:
    first = place.format(mark)
    found = read(f"Pills\n\n{first}\n\nTake them at night.\n\n{mark} Except low-dose aspirin.\n")
    note = next(own for own in found if own.endswith("Except low-dose aspirin."))
    assert first.split(" Ask")[0] in found[note]
    assert found[first].endswith("Except low-dose aspirin.")
    assert "Except" not in found["Take them at night."]


def test_each_note_goes_with_its_own_mark_and_the_next_of_a_kind_with_what_stands_after_the_first() -> None:
    found = read("Pills\n\nEat meat*.\n\n* Lean.\n\nDrink milk*, and sit†.\n\n* Low-fat.\n\n† At noon.\n")
    assert found["Eat meat*."] == "Eat meat*.\n\n* Lean."
    assert found["Drink milk*, and sit†."] == "Drink milk*, and sit†.\n\n* Low-fat.\n\n† At noon."


def test_a_note_under_a_table_goes_with_the_rows_that_have_its_mark() -> None:
    builder = Builder("leaflet.html")
    builder.heading("Pills", 1)
    builder.paragraph("Take it with care*.")
    builder.row(["Age", "Dose"], is_head=True)
    builder.row(["Under 5", "1 tablet*"])
    builder.row(["Over 5, and under 12 years of age", "2 tablets"])
    builder.row(["* Only if told so by a doctor."])
    builder.paragraph("* It may harm.")
    found = quotes(builder.source())
    assert "Only if told so" in found["Under 5 | 1 tablet*"]
    assert "It may harm" not in found["Under 5 | 1 tablet*"]
    assert found["Take it with care*."].endswith("* It may harm.")


@pytest.mark.parametrize(
    "text",
    [
        "Pills\n\nDo *not* chew.\n\n* milk\n* eggs\n",
        "Pills\n\nIt is aspirin*.\n\n* milk\n* eggs\n",
        "Room\n\nIt is 5 m² large.\n\n² In the old wing.\n",
        "Pills\n\nIt helps.[1]\n\n[1] Smith J, et al. A trial of pills, 2012.\n",
        "Pills\n\nTake it. Wait.\n\n* With water, always.\n",
    ],
)
def test_what_is_no_note_goes_with_nothing(text: str) -> None:
    found = read(text)
    assert all(quote.lstrip("* ") == own for own, quote in found.items() if own.endswith((".", "[1]")))


def test_no_quote_gets_too_long_by_its_note() -> None:
    long = " ".join(["word"] * 98)
    found = read(f"Pills\n\nA {long} with aspirin*.\n\n* Except {'low ' * 30}doses.\n")
    assert all(word_count(quote, [(0, len(quote))]) <= 120 for quote in found.values())
