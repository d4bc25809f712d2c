"""Where the lines of a plain text go on, and where a paragraph ends."""

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from bot.sources.lines import Line

LEAST_WIDTH = 30
"""No text is hard-wrapped at fewer characters."""

CLOSING = r"[\"'”’»)\]*_]*"
SENTENCE_END = re.compile(rf"[.?!…。？！]{CLOSING}$")
PUNCTUATION_END = re.compile(rf"[.?!:;,…。？！]{CLOSING}$")


def wrap_width(lines: Sequence[Line]) -> float:
    """About how many characters fit on a line of a hard-wrapped text; infinite where lines are not wrapped.

    A text is hard-wrapped when at least a tenth of its lines run on in a line that begins in lower case, and these
    are not as short as items of a list.
    """
    widths = sorted(
        earlier.width
        for earlier, later in pairwise(lines)
        if runs_on(earlier, later) and not (SENTENCE_END.search(earlier.text) or earlier.text.endswith(":"))
    )
    if not widths or len(widths) * 10 < len(lines):
        return math.inf
    width = widths[len(widths) // 2]
    return width if width >= LEAST_WIDTH else math.inf


def runs_on(earlier: Line, later: Line | None) -> bool:
    """Whether a line goes on in the next: it begins with a small letter."""
    return later is not None and later.kind == "body" and not later.after_blank and later.text[0].islower()


def fits(earlier: Line, later: Line, width: float) -> bool:
    """Whether the first word of ``later`` had room on ``earlier``, so that the line was ended on purpose."""
    return earlier.width + 1 + len(later.text.split(maxsplit=1)[0]) <= width


def begins_paragraph(earlier: Line, later: Line, width: float) -> bool:
    """Whether a new paragraph begins with the later of two neighbouring lines."""
    if later.after_blank or earlier.kind == "heading":
        return True
    ended = bool(SENTENCE_END.search(earlier.text)) or (earlier.kind == "bullet" and not later.text[0].islower())
    return ended and fits(earlier, later, width)
