import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sanitising import displayable, escaped_json, masked, on_one_line, well_formed

JOINERS = "\u200c\u200d"
VISIBLE_FORMAT = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13440)}
"""Format characters (Cf) that are drawn as signs of their script."""

HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from("\x1b\x9b\x9d[]31;mHJ\x07\\\u202e\u2066\u200f\ud800\x00\r"))
)


def moves_or_hides(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return character not in JOINERS and ord(character) not in VISIBLE_FORMAT
    return category in ("Cc", "Cs", "Zl", "Zp")


@given(HOSTILE)
def test_nothing_shown_can_move_colour_hide_or_reverse(text: str) -> None:
    assert not [c for c in displayable(text) if c != "\n" and moves_or_hides(c)]
    assert not [c for c in on_one_line(text) if moves_or_hides(c)]
    assert not [c for c in masked(text) if moves_or_hides(c)]


@given(HOSTILE)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert displayable(displayable(text)) == displayable(text)


@given(HOSTILE)
def test_a_masked_line_keeps_its_length_so_that_the_cursor_stays_right(text: str) -> None:
    assert len(masked(text)) == len(text)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b2Jcleared", "cleared"),
        ("\x1b]0;my title\x07text", "text"),
        ("\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPdevice\x1b\\text", "text"),
        ("abc\u202edcba", "abcdcba"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\tb", "a b"),
        ("nul\0byte", "nulbyte"),
        ("half\ud83d", "half\ufffd"),
    ],
)
def test_whole_sequences_are_taken_out(hostile: str, shown: str) -> None:
    assert displayable(hostile) == shown


@pytest.mark.parametrize("text", ["👩‍👩‍👧", "❤️‍🩹", "می‌خواهم", "日本語", "naïve – “quoted” …", "Crohn’s\nnext line"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert displayable(text) == text


def test_a_million_escapes_are_no_trouble() -> None:
    assert displayable("\x1b]" * 500_000).strip("]") == ""


@given(st.text())
def test_escaped_json_holds_the_same_text(text: str) -> None:
    written = escaped_json(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(written) == {"text": well_formed(text)}
    assert not [c for c in written if moves_or_hides(c)]
