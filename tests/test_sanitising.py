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
        ("\x1b(B\x1b7text", "text"),
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


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("Take 5\x9bmg daily", "Take 5mg daily"),
        ("Do not \x9ftake more than 4 tablets\x9c a day", "Do not take more than 4 tablets a day"),
        ("\x9b2Jcleared", "2Jcleared"),
        ("\x9d0;title\x07text", "0;titletext"),
        ("\x1b", ""),
        ("\x1b[", "["),
        ("\x1b]no end", "]no end"),
        ("\x1bPills", "Pills"),
    ],
)
def test_of_what_is_no_whole_sequence_only_the_control_character_goes(hostile: str, shown: str) -> None:
    assert displayable(hostile) == shown


@given(HOSTILE)
def test_nothing_visible_is_lost_except_in_a_whole_escape_sequence(text: str) -> None:
    kept = "".join(c for c in outside_sequences(well_formed(text)) if is_visible(c))
    assert "".join(filter(is_visible, displayable(text))) == kept


def is_visible(character: str) -> bool:
    is_tag = 0xE0000 <= ord(character) <= 0xE0FFF
    return not (moves_or_hides(character) or character.isspace() or is_tag or unicodedata.category(character) == "Cn")


def outside_sequences(text: str) -> str:
    """``text`` without whole escape sequences, read a character at a time by the grammar of ECMA-48."""
    kept, place = "", 0
    while place < len(text):
        length = sequence_length(text[place:]) if text[place] == "\x1b" else 0
        kept += "" if length else text[place]
        place += length or 1
    return kept


def sequence_length(text: str) -> int:
    kind = text[1:2]
    if kind == "[":
        end = run(text, run(text, 2, "0", "?"), " ", "/")
        return end + 1 if "@" <= text[end : end + 1] <= "~" else 0
    if kind and kind in "]PX^_":
        ends = [text.find(mark) + len(mark) for mark in ("\x07", "\x9c") if mark in text]
        ends += [text.find("\x1b", 1) + 2] if "\x1b" in text[1:] else []
        closed = bool(ends) and (text[: min(ends)].endswith(("\x07", "\x9c", "\x1b\\")))
        return min(ends) if closed else 0
    end = run(text, 1, " ", "/")
    return end + 1 if "0" <= text[end : end + 1] <= "~" else 0


def run(text: str, place: int, first: str, last: str) -> int:
    while place < len(text) and first <= text[place] <= last:
        place += 1
    return place


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
