"""What a reader of a text never sees: comments, withdrawn words, code, pictures, details of the file.

It is blanked, letter for letter, so that it is neither searched nor quoted and every offset stays that of the file.
"""

import re
from collections.abc import Iterable
from typing import Literal

_FRONT_MATTER = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\n(?:.*\n)*?(?:\1|\.\.\.)[ \t]*(?:\n|\Z)")
_FRONT_MATTER_LINE = re.compile(r"^[ \t]*(?:#.*|[\w .-]+[ \t]*[:=].*|[-\]\[}{,].*|[ \t]+\S.*)?$")

_TAGS = (
    "abbr|article|aside|b|big|blockquote|br|center|details|div|em|font|footer|h[1-6]|header|hr|i|ins|kbd|li|main|mark|"
    "nav|ol|p|q|section|small|span|strong|summary|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|wbr"
)
"""What marks words of a page that a reader sees; not what turns their meaning, as in 10<sup>9</sup>."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
_ITEM = re.compile(r"[ \t>]*(?:[-+*•·–—]|\(?\d{1,2}[.)])[ \t]")
_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]")
_VOID = r"(?:withdrawn|superseded|obsolete|deleted|do not use this version)"
_WITHDRAWN = re.compile(
    rf"(?:{_ITEM.pattern}|{_HEADING.pattern}|[ \t>]*)[*_]*"
    rf"(?:\[{_VOID}\b[^\]\r\n]{{0,80}}\]|{_VOID}[*_\d \t./()-]{{0,20}}:)",
    re.IGNORECASE,
)
"""What marks a paragraph, an item or a section as one that nobody should read: "[WITHDRAWN]", or "Obsolete:"."""

_MARKED_FOR_NOTHING = re.compile(r"[\s>]*(?:[-+*·•–—]|\(?\d{1,2}[.)])?(?:[^\w\[]|_)*")

_IMAGE = r"!\[[^\]\n]{0,999}\](?:\([^()\n]{0,999}\)|\[[^\[\]\n]{0,999}\])"

_HIDDEN = (
    re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL),
    re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n`]*\n(?:.*\n)*?(?:[ \t]*\1[`~]*[ \t]*$|.*\Z)", re.MULTILINE),
    re.compile(r"<(script|style|del|s|strike|template)\b[^<>\n]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE),
    re.compile(
        r"<(\w+)\b(?=[^<>\n]*>)[^<>\n]*(?:\shidden\b|display:\s*none|visibility:\s*(?:hidden|collapse))[^<>\n]*>.*?(?:</\1\s*>|\Z)",
        re.DOTALL | re.IGNORECASE,
    ),
    re.compile(r"~~(?=\S)[^~]+?(?<=\S)~~|\{--[^{}]*--\}|\{>>[^{}]*<<\}|\{#[^{}]*#\}"),
    re.compile(r"\{%-?\s*comment\b.*?(?:endcomment\s*-?%\}|\Z)", re.DOTALL),
    re.compile(r"^[ \t]*%%[ \t]*\n(?:.*\n)*?(?:[ \t]*%%[ \t]*$|.*\Z)", re.MULTILINE),
    re.compile(rf"\[{_IMAGE}\]\([^()\n]{{0,999}}\)|{_IMAGE}"),
    re.compile(r"<img\b[^<>]*>", re.IGNORECASE),
    re.compile(r"^ {0,3}\[[^\]\n^][^\]\n]*\]:[ \t]*(?=[<#/]|\w+:).*(?:\n(?: {4}|\t).*)*", re.MULTILINE),
    re.compile(r"^[ \t]*(?:\[\[?_?toc_?\]\]?|\{:?toc\}|\{%.*?%\}|%%.*?%%)[ \t]*$", re.MULTILINE | re.IGNORECASE),
)
"""Comments; fenced code; what is marked as hidden or struck out; remarks of editors and templates; pictures; what links
are defined as (a comment may be written so); marks for a table of contents."""

_TAGGED = (
    re.compile(r"^[ \t]*</?[a-z][^<>\n]*>(?:[ \t]*</?[a-z][^<>\n]*>)*[ \t]*$", re.MULTILINE | re.IGNORECASE),
    re.compile(rf"</?(?:{_TAGS})(?:\s[^<>\n]*)?/?>", re.IGNORECASE),
)
"""Lines of tags alone, and tags beside words."""

_REFERENCE = re.compile(r"\[(\^[^\]\n]{1,99})\](?!:)")
_FOOTNOTE = re.compile(r"^ {0,3}\[(\^[^\]\n]{1,99})\]:.*(?:\n(?: {4}|\t).*)*", re.MULTILINE)
"""One that nothing in the text refers to is a remark of its editor."""


def without_hidden(text: str, keeps_tags: bool = False) -> str:
    """``text`` with a space in place of every hidden character except line ends; as long as it was.

    Args:
        text: of a file.
        keeps_tags: whether tags stay, since it is read as a page.
    """
    front = _FRONT_MATTER.match(_with_plain_line_ends(text))
    if front and all(map(_FRONT_MATTER_LINE.match, front.group().splitlines()[1:-1])):
        text = _blank(text[: front.end()]) + text[front.end() :]
    seen = text
    for pattern in _HIDDEN if keeps_tags else (*_HIDDEN, *_TAGGED):
        text = _without(text, pattern.finditer(_with_plain_line_ends(text)))
    referred = set(_REFERENCE.findall(text))
    notes = _FOOTNOTE.finditer(_with_plain_line_ends(text))
    text = _without(text, (note for note in notes if note[1] not in referred))
    return _without_withdrawn(_without_empty_items(seen, text))


def _without(text: str, hidden: Iterable[re.Match[str]]) -> str:
    pieces: list[str] = []
    position = 0
    for found in hidden:
        pieces += [text[position : found.start()], _blank(text[slice(*found.span())])]
        position = found.end()
    return "".join([*pieces, text[position:]])


def _without_empty_items(seen: str, text: str) -> str:
    """``text`` without the marks of list items all of whose words were blanked in it."""
    lines = (found.span() for found in _LINE.finditer(text))
    return "".join(
        _blank(text[a:b]) if text[a:b] != seen[a:b] and _MARKED_FOR_NOTHING.fullmatch(text, a, b) else text[a:b]
        for a, b in lines
    )


def _without_withdrawn(text: str) -> str:
    """``text`` without the paragraphs, list items and sections that are marked as withdrawn.

    A mark on a line of its own stands for the paragraph or list under it.
    """
    pieces: list[str] = []
    section = 0
    state: Literal["shown", "awaited", "item", "paragraph"] = "shown"
    for line in _LINE.findall(text):
        mark, heading = _WITHDRAWN.match(line), _HEADING.match(line)
        if heading:
            state = "shown"
            section = section if len(heading[1]) > section else 0
        if mark and heading:
            section = section or len(heading[1])
        elif mark:
            is_alone = not any(map(str.isalnum, line[mark.end() :]))
            state = "awaited" if is_alone else "item" if _ITEM.match(line) else "paragraph"
        elif state == "awaited":
            state = "paragraph" if line.strip() else state
        elif not line.strip() or (state == "item" and _ITEM.match(line)):
            state = "shown"
        pieces.append(_blank(line) if section or state != "shown" else line)
    return "".join(pieces)


def _with_plain_line_ends(text: str) -> str:
    """``text`` with line feeds alone at the ends of its lines, as long as it was."""
    return text.replace("\r\n", " \n").replace("\r", "\n")


def _blank(hidden: str) -> str:
    return "".join(character if character in "\r\n" else " " for character in hidden)
