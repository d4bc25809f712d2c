"""From a plain text file to a source: its text to the letter, and its blocks."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DocumentError
from bot.sources.lines import stripped
from bot.sources.plain import blocks_of, heading_text, read_plain
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
