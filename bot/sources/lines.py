"""The lines of a text, with what the readers of plain text want to know of each."""

from dataclasses import dataclass

from bot.sources.source import BlockKind, Span


@dataclass(slots=True)
class Line:
    """A line that has a letter or a digit.

    Attributes:
        start, end: its span in the text, without white space.
        text: what stands there.
        width: how many characters the line has up to its last visible one.
        after_blank: whether it is the first, or a blank line or a rule of dashes stands above it.
        indent: by how many columns it is set in.
        kind: what it was found to be.
        level: see ``Block``.
    """

    start: int
    end: int
    text: str
    width: int
    after_blank: bool
    indent: int
    kind: BlockKind = "body"
    level: int = 0


def lines_of(text: str) -> list[Line]:
    """The lines that have a letter or a digit; others (a rule of dashes) part paragraphs as blank ones do."""
    lines: list[Line] = []
    after_blank = True
    position = 0
    for raw in text.splitlines(keepends=True):
        start, end = stripped(text, position, position + len(raw))
        written = text[start:end]
        if any(map(str.isalnum, written)):
            indent = len(text[position:start].expandtabs(4))
            lines.append(Line(start, end, written, end - position, after_blank, indent))
            after_blank = False
        else:
            after_blank = True
        position += len(raw)
    return lines


def stripped(text: str, start: int, end: int) -> Span:
    """The span without white space, and without a byte order mark at its beginning."""
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
