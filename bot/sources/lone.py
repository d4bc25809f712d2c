"""Headings that head nothing: what such a line tells is text, or nobody would ever be shown it."""

import re
from collections.abc import Sequence

from bot.sources.drafts import Draft
from bot.sources.governing import is_order

_TELLS = re.compile(r"[.!][\"'”’)]*$|\d{3}")
"""The end of a sentence, or a number to call."""


def with_lone_headings_told(drafts: Sequence[Draft]) -> list[Draft]:
    """The blocks, with a paragraph for each heading that heads nothing and says what to do: "Do not drive home"."""
    result: list[Draft] = []
    below: Draft | None = None
    for draft in reversed(drafts):
        heads = below is not None and (below.kind != "heading" or below.level > draft.level)
        is_text = draft.kind == "heading" and draft.level > 1 and not heads and _tells(draft.words)
        result.append(draft.but(kind="body", level=0) if is_text else draft)
        below = result[-1] if draft.holds_words else below
    return result[::-1]


def _tells(words: str) -> bool:
    return is_order(words) or _TELLS.search(words) is not None
