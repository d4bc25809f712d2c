"""What a reader of a text never sees: comments, withdrawn words, code, pictures, details of the file.

It is blanked, letter for letter, so that it is neither searched nor quoted and every offset stays that of the file.
"""

import re

_FRONT_MATTER = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\r?\n(?:.*\r?\n)*?\1[ \t]*(?:\r?\n|\Z)")
_FRONT_MATTER_LINE = re.compile(r"^[ \t]*(?:#.*|[\w .-]+[ \t]*[:=].*|[-\]\[}{,].*|[ \t]+\S.*)?$")

_HIDDEN = (
    re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL),
    re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n`]*\n(?:.*\n)*?(?:[ \t]*\1[`~]*[ \t]*$|.*\Z)", re.MULTILINE),
    re.compile(r"<(script|style|del|s|strike|template)\b[^<>\n]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE),
    re.compile(r"<(\w+)\b[^<>\n]*\shidden\b[^<>\n]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE),
    re.compile(r"~~(?=\S)[^~]+?(?<=\S)~~"),
    re.compile(r"\[?!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])(?:\]\([^)\n]*\))?"),
    re.compile(r"^[ \t]*<img\b[^>]*>", re.MULTILINE | re.IGNORECASE),
    re.compile(r"^ {0,3}\[(?:\^[^\]\n]+\]:|[^\]\n]+\]:[ \t]*(?=[<#/]|\w+:)).*(?:\n(?: {4}|\t).*)*", re.MULTILINE),
    re.compile(
        r"^[ \t]*(?:\[\[?_?toc_?\]\]?|\{:?toc\}|\{%.*?%\}|\{#.*?#\}|%%.*?%%)[ \t]*$", re.MULTILINE | re.IGNORECASE
    ),
)
"""Comments; fenced code; what is struck out or marked as hidden; pictures; link and footnote definitions (a comment
may be written as one); marks for a table of contents, and remarks of templates."""


def without_hidden(text: str) -> str:
    """``text`` with a space in place of every hidden character except line ends; as long as it was."""
    front = _FRONT_MATTER.match(text)
    if front and all(map(_FRONT_MATTER_LINE.match, front.group().splitlines()[1:-1])):
        text = _blank(front) + text[front.end() :]
    for pattern in _HIDDEN:
        text = pattern.sub(_blank, text)
    return text


def _blank(found: re.Match[str]) -> str:
    return "".join(character if character in "\r\n" else " " for character in found.group())
