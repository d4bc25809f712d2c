"""Lists of links whose addresses were lost: "Anxiety Disorders(National Institute of Mental Health)Also in Spanish".

A program that makes text of a page leaves the words of a link and, run into them, those of who published what it leads
to. Such a list says nothing; and a heading that heads nothing else is no section.
"""

import re
from collections.abc import Sequence

from bot.sources.drafts import Draft
from bot.sources.furniture import furniture

_PUBLISHED = re.compile(r"\S\((?P<publisher>[A-Z][^()]{5,120})\)(?:\W{0,3}(?:PDF|Also in ?[A-Z]\w+))?$")
_SENTENCE_END = re.compile(r"[.!?:;]$")


def without_lost_links(drafts: Sequence[Draft]) -> list[Draft]:
    """The blocks without lists of which half the items name a publisher so, and without what only heads them."""
    left_out: set[int] = set()
    place = 0
    while place < len(drafts):
        last = place
        while last < len(drafts) and drafts[last].kind == "bullet":
            last += 1
        if last > place and sum(map(_is_published, drafts[place:last])) * 2 >= last - place:
            left_out.update(range(place, last))
            if place and drafts[place - 1].kind == "body" and not _SENTENCE_END.search(drafts[place - 1].words):
                left_out.add(place - 1)
        place = max(last, place + 1)
    left_out |= _emptied(drafts, left_out) if left_out else set()
    return [draft for number, draft in enumerate(drafts) if number not in left_out]


def _is_published(draft: Draft) -> bool:
    found = _PUBLISHED.search(draft.words)
    return found is not None and furniture().is_publisher(found["publisher"])


def _emptied(drafts: Sequence[Draft], left_out: set[int]) -> set[int]:
    """The headings under which all was left out."""
    emptied: set[int] = set()
    has_more, has_lost = False, False
    next_level = 0
    for number in range(len(drafts) - 1, -1, -1):
        draft = drafts[number]
        if draft.kind != "heading":
            has_lost = has_lost or number in left_out
            has_more = has_more or (draft.holds_words and number not in left_out)
        elif has_lost and not has_more and next_level <= draft.level:
            emptied.add(number)
        else:
            has_more, has_lost, next_level = False, False, draft.level
    return emptied
