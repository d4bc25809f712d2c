"""From a plain text file to a source: its text to the letter, and its blocks."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DocumentError
from bot.sources.headings import heading_text
from bot.sources.lines import stripped
from bot.sources.plain import blocks_of, read_plain
from bot.sources.source import Block, BlockKind

WORDY = "Stem cells|They are young cells.|which may grow|- a bullet|2. What are they?|## Risks|Please bring:|o\ttwo"
MARKS = "•|1.|o|or|> so|Call 999 if|x\ty|Page 2 of 3"
LINES = st.sampled_from([*WORDY.split("|"), *MARKS.split("|"), "", " \t", "-----", "\ufeff", "•\tone", "020 7946 0000"])
ANY_TEXT = st.lists(LINES | st.text(max_size=20), max_size=12).map("\n".join)


def written(text: str, kind: BlockKind | None = None) -> list[str]:
    return [text[block.start : block.end] for block in blocks_of(text) if kind in (None, block.kind)]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte order mark"])
def test_the_text_of_a_source_is_that_of_its_file_to_the_letter(tmp_path: Path, line_break: str, mark: str) -> None:
    lines = f"Stem cells\n\nThey \u202eare\u00a0yo\0ung\x1b[31m.\n\n- naïve\t\n{' ' * 3}\n"
    text = mark + lines.replace("\n", line_break)
    path = tmp_path / "stem.txt"
    path.write_bytes(text.encode())
    source = read_plain(path)
    assert (source.name, source.text) == ("stem.txt", text)
    assert source.blocks == tuple(blocks_of(text))
    assert [block.kind for block in source.blocks] == ["heading", "body", "bullet"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "this file is empty"),
        (b"\xef\xbb\xbf \r\n", "this file is empty"),
        (b"na\xefve", "not UTF-8 at byte 2. Save it as UTF-8"),
        (None, "cannot be read: No such file or directory."),
    ],
)
def test_what_is_said_of_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None, complaint: str) -> None:
    path = tmp_path / "a.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        read_plain(path)
    assert str(caught.value).startswith(f"{path}: {complaint}")


@given(ANY_TEXT)
def test_the_blocks_hold_every_line_that_has_a_letter_or_a_digit(text: str) -> None:
    outside = list(text)
    for block in blocks_of(text):
        outside[block.start : block.end] = " " * (block.end - block.start)
    assert not any(map(str.isalnum, outside))


@given(ANY_TEXT)
def test_blocks_stand_one_after_the_other_and_begin_and_end_with_what_is_seen(text: str) -> None:
    blocks = blocks_of(text)
    assert all(earlier.end <= later.start for earlier, later in pairwise(blocks))
    for block in blocks:
        assert 0 <= block.start <= block.content < block.end <= len(text)
        assert block.content == block.start or block.kind == "bullet"
        assert stripped(text, block.start, block.end) == (block.start, block.end)


@given(ANY_TEXT)
def test_a_heading_is_one_line(text: str) -> None:
    assert all(len(heading.splitlines()) == 1 for heading in written(text, "heading"))


def test_a_bullet_knows_where_its_words_begin() -> None:
    text = "Please bring:\n\n- your tablets\n2) a book\n•slippers"
    assert [text[b.content : b.end] for b in blocks_of(text) if b.kind == "bullet"] == [
        "your tablets",
        "a book",
        "slippers",
    ]


def test_a_wrapped_paragraph_is_one_block() -> None:
    text = "They are young cells that can grow\ninto many others.\n\nAsk us."
    assert blocks_of(text) == [Block(0, 52, "body", 0), Block(54, 61, "body", 54)]


def test_a_rule_of_dashes_is_no_block_and_parts_paragraphs() -> None:
    assert written("One paragraph ends here.\n-----\nAnother begins here.") == [
        "One paragraph ends here.",
        "Another begins here.",
    ]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("## What are the risks? ##", "What are the risks?"),
        ("**Costs:**", "Costs"),
        ("Your stay:", "Your stay"),
        ("##", "##"),
    ],
)
def test_a_heading_is_shown_without_its_marks(line: str, shown: str) -> None:
    assert heading_text(line) == shown


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Signs: • fever • chills", ["• fever", "• chills"]),
        ("• fever • chills", ["• fever", "• chills"]),
        ("- fever  - chills", ["- fever", "- chills"]),
        ("1. Wash. 2. Dry. 3. Rest.", ["1. Wash.", "2. Dry.", "3. Rest."]),
        ("1) wash; 2) dry", ["1) wash;", "2) dry"]),
        ("o one\no two", ["o one", "o two"]),
        ("☐ one\n☐ two", ["☐ one", "☐ two"]),
        ("A. one\nB. two", ["A. one", "B. two"]),
        ("‐ one\n‐ two", ["‐ one", "‐ two"]),
        ("\uf0b7 one\n\uf0a7 two\n\uf0fc three", ["\uf0b7 one", "\uf0a7 two", "\uf0fc three"]),
        ("1. Take 2.5 mg. Then 2. Days later it is over.", ["1. Take 2.5 mg. Then 2. Days later it is over."]),
        ("Ward 7 • River Hospital • 01632 960000", []),
        ("- a well - known cause", ["- a well - known cause"]),
    ],
)
def test_each_item_of_a_list_is_a_bullet_also_of_several_on_a_line(text: str, items: list[str]) -> None:
    assert written(f"Leaflet\n\n{text}\n", "bullet") == items


@pytest.mark.parametrize("line", ["Do NOT drive for 24 hours", "Never drive home", "Please do not eat or drink"])
def test_a_line_that_says_what_not_to_do_is_text(line: str) -> None:
    text = f"Eyes\n\nAfterwards\n\n{line}\n\nYou may be drowsy.\n"
    assert written(text, "heading") == ["Eyes", "Afterwards"]
    assert line in written(text, "body")


@pytest.mark.parametrize("line", ["Do NOT drive if", "Don't", "Do not take these pills", "Never:"])
def test_above_a_list_it_heads_or_announces_it(line: str) -> None:
    blocks = blocks_of(f"Eyes\n\n{line}\n\n- one\n- two\n")
    assert [block.kind for block in blocks if block.kind == "bullet"] == ["bullet", "bullet"]


def test_headings_that_their_text_begins_with_are_parts_of_the_question_above() -> None:
    parts = "A virus\n\nA virus is small.\n\nCold\n\nCold makes it worse.\n\n"
    text = f"Flu\n\nWhat causes it?\n\nTwo.\n\n{parts}Care\n\nRest.\n"
    headings = [(text[block.start : block.end], block.level) for block in blocks_of(text) if block.kind == "heading"]
    assert headings == [("Flu", 0), ("What causes it?", 2), ("A virus", 3), ("Cold", 3), ("Care", 0)]


def test_a_line_of_blanks_takes_no_quadratic_time() -> None:
    text = f"Leaflet\n\nTake it{' ' * 1_000_000}with water.\n"
    assert written(text, "body") == [text.splitlines()[2]]
