"""Making text from a document or a person safe to show.

Nothing shown may move the cursor, change colours, set the title or reverse the text. Taken out are
control characters, whole escape sequences (ECMA-48) and the format characters that change the
direction of text or hide in it (Unicode Standard Annex 9). The joiners that emoji, Persian and
Indic scripts are written with stay.

A sequence is taken out only where it begins with ESC and is whole. What stands beside any other
control character is shown: in a leaflet, U+009B is a quotation mark that was decoded wrongly, and
the words after it are the leaflet's.
"""

import re

_ESCAPE_SEQUENCE = re.compile(
    r"\x1b\[[0-?]{0,64}[ -/]{0,8}[@-~]"  # colours, cursor movement
    r"|\x1b[\]PX^_][^\x07\x1b\x9c]{0,512}(?:\x07|\x1b\\|\x9c)"  # titles, links
    r"|\x1b(?:[ -/]{1,8}[0-~]|(?![\[\]PX^_])[0-~])"
)
_LINE_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSAFE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"  # soft hyphen, zero width, direction marks and overrides
    "\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible operators, isolates, interlinear notes
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # shorthand, music, tags
)
_UNSAFE_CHARACTER = re.compile(f"[{_UNSAFE}]")
_UNSAFE_ON_A_LINE = re.compile(f"[{_UNSAFE}\t\n\r\x0b\x0c\x85\u2028\u2029\ud800-\udfff]")
_UNSAFE_IN_JSON = re.compile(f"[{_UNSAFE}\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def displayable(text: str) -> str:
    """``text`` without anything that can move, colour, hide or reverse it; lines stay lines, tabs become spaces."""
    text = _ESCAPE_SEQUENCE.sub("", well_formed(text))
    return _UNSAFE_CHARACTER.sub("", _LINE_BREAK.sub("\n", text).replace("\t", " "))


def on_one_line(text: str) -> str:
    """``text`` made displayable, with every run of white space as one space."""
    return " ".join(displayable(text).split())


def masked(text: str) -> str:
    """``text`` at its own length, with a replacement sign for each unsafe character: for a line being edited."""
    return _UNSAFE_ON_A_LINE.sub("\ufffd", text)


def well_formed(text: str) -> str:
    """``text`` with a replacement sign for each lone surrogate, which no encoding can write."""
    return _SURROGATE.sub("\ufffd", text)


def escaped_json(json_text: str) -> str:
    r"""JSON with its unsafe characters written as ``\uXXXX``: the same values, safe in a terminal, and on one line."""
    return _UNSAFE_IN_JSON.sub(_json_escape, well_formed(json_text))


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))
