"""What is written on: lines of one width, in one style.

Only bold and underline are used, in the terminal's own colours, so that light and dark terminals are both readable.
They are ANSI sequences, and so is a link (OSC 8); ``plain`` leaves all of them out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.sanitising import displayable, on_one_line

BOLD = "1"
UNDERLINE = "4"

MINIMUM_WIDTH = 10
"""Narrower than this, nothing can be read anyway."""

MAXIMUM_WIDTH = 88
"""Longer lines are hard to read, however wide the terminal."""

LINK = re.compile(r"\x1b\]8;[^\x1b\x07]*\x1b\\")
"""What begins or ends a link."""

_BULLET = re.compile(r"(?:\x1b\[[0-9;]*m)?\s*(?:[-*•‣▪◦·–—]|\d{1,2}[.)])\s")


def columns(terminal: int | None, wanted: int | None) -> int | None:
    """How wide lines are: as wide as the terminal, but no wider than is wanted; ``None`` is as long as they are."""
    if terminal is None:
        return wanted
    return min(terminal, wanted or MAXIMUM_WIDTH)


@dataclass(frozen=True, slots=True)
class Paper:
    """Lines of one width and style.

    Attributes:
        width: the columns; ``None`` leaves lines as long as they are.
        plain: no bold, no underline, no box drawing, no links.
        linked: whether the terminal has links.
    """

    width: int | None = None
    plain: bool = True
    linked: bool = False

    def text(self, text: str) -> str:
        """The bot's own words, wrapped; empty lines stay."""
        return "\n".join(map(self.wrapped, displayable(text).strip().split("\n")))

    def item(self, text: str, mark: str) -> str:
        """An entry of a list: ``mark``, then the text, its further lines set in under the first."""
        return self.wrapped(on_one_line(text), mark, " " * len(mark))

    def styled(self, text: str, style: str) -> str:
        """``text`` in bold or underlined, wrapped."""
        return self.wrapped(self.mark(displayable(text).strip(), style))

    def mark(self, text: str, style: str) -> str:
        """``text`` in a style, line by line."""
        if self.plain or not style:
            return text
        return "\n".join(f"\x1b[{style}m{line}\x1b[0m" if line else "" for line in text.split("\n"))

    def link(self, text: str, address: str) -> str:
        """``text``, which leads to an address that is plain letters, where the terminal has links."""
        if self.plain or not self.linked or not address:
            return text
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"

    def wrapped(self, line: str, indent: str = "", next_indent: str | None = None) -> str:
        """A line, broken between words where it is too long."""
        later = indent if next_indent is None else next_indent
        lines = self._lines(line, max(len(indent), len(later)))
        return "\n".join((later if number else indent) + text for number, text in enumerate(lines))

    def _lines(self, line: str, used: int) -> Sequence[str]:
        if self.width is None or not line:
            return [line]
        from wcwidth import wrap

        width = max(self.width - used, MINIMUM_WIDTH)
        return wrap(line, width, subsequent_indent="  " if _BULLET.match(line) else "", break_on_hyphens=False)


def is_bullet(line: str) -> bool:
    """Whether a line is an item of a list."""
    return _BULLET.match(line) is not None


def blocks(*parts: str) -> str:
    """What is not empty, with an empty line between."""
    return "\n\n".join(part for part in parts if part)


def lines(*parts: str) -> str:
    """What is not empty, each on lines of its own."""
    return "\n".join(part for part in parts if part)
