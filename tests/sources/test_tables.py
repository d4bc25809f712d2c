"""Tables of four kinds in plain text become rows, the first of each its head."""

import pytest

from bot.documents.spans import quoted
from bot.sources.plain import blocks_of
from bot.sources.source import Block
from tests.documents.reading import chunk

HEAD = ("Age of the child", "Morning", "Night")
ROWS = [
    ("3 months", "3 ml", "1 ml"),
    ("4 months", "3 ml", "2 ml"),
    ("1 year", "4 ml", "2 ml"),
    ("2 years", "5 ml", "3 ml"),
]
DOSES = [("Adults", 8), ("Children", 4), ("Babies", 1)]
KINDS = ("bars", "bare bars", "grid", "tabs", "spaces", "lines")


def table(kind: str, rows: list[tuple[str, ...]]) -> str:
    bars = [f"| {' | '.join(row)} |" for row in rows]
    joined = {
        "bars": [bars[0], "|---|---|---|", *bars[1:]],
        "bare bars": [" | ".join(row) for row in rows],
        "grid": ["+---+---+---+", *(line for bar in bars for line in (bar, "+---+---+---+"))],
        "tabs": ["\t".join(row) for row in rows],
        "spaces": ["    ".join(row) for row in rows],
        "lines": [cell for row in rows for cell in row],
    }
    return "\n".join(joined[kind])


def rows_of(text: str) -> list[tuple[int, list[str]]]:
    return [(block.level, cells(text, block)) for block in blocks_of(text) if block.kind == "row"]


def cells(text: str, block: Block) -> list[str]:
    written = text[block.start : block.end].replace("|", "\n").replace("\t", "\n").replace("    ", "\n")
    return [cell.strip() for cell in written.split("\n") if cell.strip()]


@pytest.mark.parametrize("after", ["", "\n\nWait four hours.", "\n\n- Keep the child lying down.\n- Ring us."])
@pytest.mark.parametrize("kind", KINDS)
def test_each_row_is_a_block_and_no_row_is_a_heading(kind: str, after: str) -> None:
    text = (
        f"Syrup\n\nThis page tells parents how much to give.\n\nHow much to give\n\n{table(kind, [HEAD, *ROWS])}{after}"
    )
    assert rows_of(text) == [(0, list(HEAD)), *((1, list(row)) for row in ROWS)]
    assert [text[b.start : b.end] for b in blocks_of(text) if b.kind == "heading"] == ["Syrup", "How much to give"]


def test_a_row_of_one_cell_heads_the_rows_under_it() -> None:
    groups = [
        (f"| **{who}** | |", f"| supper | {dose} units, given by a nurse into the thigh |") for who, dose in DOSES
    ]
    text = "\n".join(["Insulin", "", "| Meal | Dose |", "|---|---|", *(line for group in groups for line in group)])
    assert [level for level, _ in rows_of(text)] == [0, 1, 2, 1, 2, 1, 2]
    quotes = {text[c.start : c.end]: quoted(text, c.spans) for c in chunk(text)[2] if c.kind == "row"}
    for who, (group, row) in zip(("Adults", "Children", "Babies"), groups, strict=True):
        assert all(line in quotes[row] for line in ("| Meal | Dose |", group, row))
        assert not any(other in quotes[row] for other in ("Adults", "Children", "Babies") if other != who)


def test_cells_that_run_over_several_lines_stay_in_their_row() -> None:
    text = (
        "Syrup\n\nAge              Dose          How often\n"
        "3 to 5 months    2.5 ml        up to four\n                               times a day\n"
        "2 to 4 years     7.5 ml        up to four\n                               times a day\n\nWait."
    )
    assert [(level, row[0], row[-1]) for level, row in rows_of(text)] == [
        (0, "Age", "How often"),
        (1, "3 to 5 months", "times a day"),
        (1, "2 to 4 years", "times a day"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ward 7\n\nWe are open on:\tMonday",
        "Ward 7\n\nThis   text   was   set\njustified by a machine that pads its lines.",
        "Ward 7\n\nSister Jones\nRiverside Hospital\nLondon\nSW1 2AB",
        "Ward 7\n\nBring food | drink.\n\nRing us.",
        "Ward 7\n\nRing 01632 960000 | 01632 960001.",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert rows_of(text) == []


def test_two_tables_each_have_a_head() -> None:
    both = "\n\n".join(f"For {who}:\n\n{table('bars', [HEAD, *ROWS[:2]])}" for who in ("girls", "boys"))
    assert [level for level, _ in rows_of(f"Syrup\n\n{both}")] == [0, 1, 1, 0, 1, 1]
