"""Headings that were lost, or that head nothing: a quote is shown under its heading, and found by it.

In plain text a heading is told by its layout (``bot.sources.plain``); where that was not clear, it was taken for text.
"""

import re
from collections import Counter
from collections.abc import Iterator

from bot.authoring.findings import Finding, Place, Urgency
from bot.authoring.leaflet import Leaflet, shortened
from bot.documents import Passage
from bot.sources.governing import announces
from bot.sources.headings import MAXIMUM_HEADING_WORDS

LONGEST_STRETCH = 300
"""So many words under one heading are about a page of A4 in the size that leaflets for patients are printed in (14
point): every quote of it comes with the same heading, which then tells little."""

OFTEN = 3
"""A heading that stands so often at the same level is a running head, or tells nothing."""

JOINED_WORDS = 8
"""A first line of so few words, without a mark at its end, reads like a heading that ran into its text."""

JOINED_WIDTH = 0.6
"""Such a line was ended on purpose where it has less than this share of the longest line's letters."""

STOPPED_WORDS = 3
"""A paragraph of so few words with a full stop reads like a heading with one too many: "Going home."."""

_ENDED = re.compile(r"[.?!…:;,][\"'”’)*_]*$")
_NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s*$")

SET_APART = "A heading needs a blank line before and after it, and no full stop; text needs one."
MARK = (
    "Give a heading the style of one (“Heading 2” in Word, <h2> in a page, ## in Markdown); end text with a full stop."
)
WRITE = "Write what belongs under it, or take the heading out."
DIVIDE = "Put a heading wherever a new matter begins."
TELL_APART = "Name each by what stands under it, or take out what repeats at the top of every page."


def headings(leaflet: Leaflet) -> Iterator[Finding]:
    """Lines that look like headings and were taken for text, and headings that are missing, empty or repeated."""
    yield from _taken_for_text(leaflet)
    yield from _sections(leaflet)
    yield from _repeated(leaflet)


def _taken_for_text(leaflet: Leaflet) -> Iterator[Finding]:
    """Each such line; of several in a row the first, with their number."""
    row: list[Passage] = []
    for before, leaf, after in leaflet.neighbours:
        if row and (before is not row[-1] or not is_fragment(leaf)):
            yield _of_row(leaflet, row)
            row = []
        if is_fragment(leaf):
            row.append(leaf)
        elif wrong := _looks_like_heading(before, leaf, after):
            yield _finding(leaflet, "soon", wrong, _set_apart(leaflet), leaflet.place_of(leaf))
    if row:
        yield _of_row(leaflet, row)


def _of_row(leaflet: Leaflet, row: list[Passage]) -> Finding:
    if len(row) == 1:
        wrong = "A short line without a full stop was taken for text."
        return _finding(leaflet, "soon", wrong, _set_apart(leaflet), leaflet.place_of(row[0]))
    wrong = f"{len(row)} short lines in a row, without full stops, are quoted one by one."
    mend = "If they are a list, begin each with “-”, under a line that says what it is of."
    return _finding(leaflet, "soon", wrong, mend, leaflet.place_of(row[0]))


def is_fragment(leaf: Passage) -> bool:
    """Whether a passage is a short line without a mark at its end: a heading, or an item of a list without marks."""
    words = len(leaf.text.split())
    is_open = not _ENDED.search(leaf.text) and not announces(leaf.text)
    return leaf.kind == "paragraph" and words <= MAXIMUM_HEADING_WORDS and is_open


def _looks_like_heading(before: Passage | None, leaf: Passage, after: Passage | None) -> str:
    """What is wrong with a passage that is no fragment, but has a heading in it, or is one; else ``""``."""
    if leaf.kind == "paragraph":
        if len(leaf.text.split()) <= STOPPED_WORDS and leaf.text.endswith(".") and after is not None:
            return "So few words with a full stop may be a heading."
        return "Its first line may be a heading that ran into the text." if _has_joined_heading(leaf) else ""
    is_alone = not any(other is not None and other.kind == "bullet" for other in (before, after))
    mark = leaf.document.text[max(leaf.start - 5, 0) : leaf.start]
    is_numbered = leaf.kind == "bullet" and _NUMBERED.search(mark) is not None
    is_heading = is_alone and is_numbered and len(leaf.text.split()) <= MAXIMUM_HEADING_WORDS
    return "A numbered line alone may be a heading." if is_heading and not _ENDED.search(leaf.text) else ""


def _has_joined_heading(leaf: Passage) -> bool:
    first, *others = [line.strip() for line in leaf.text.splitlines()]
    if not others or len(first.split()) > JOINED_WORDS or _ENDED.search(first):
        return False
    return others[0][:1].isupper() and len(first) < JOINED_WIDTH * max(map(len, others))


def _set_apart(leaflet: Leaflet) -> str:
    return SET_APART if leaflet.is_plain else MARK


def _sections(leaflet: Leaflet) -> Iterator[Finding]:
    document = leaflet.document
    filled = {id(leaflet.section_of(passage)) for passage in leaflet.passages}
    for section, later in zip(document.sections, (*document.sections[1:], None), strict=True):
        end = min(section.end, later.start) if later else section.end
        words = len(document.text[section.start : end].split())
        place = leaflet.place_at(section.start, section.heading)
        if words > LONGEST_STRETCH:
            wrong = f"{words} words under one heading." if section.heading else f"{words} words without a heading."
            yield _finding(leaflet, "look", wrong, DIVIDE, place)
        is_filled = id(section) in filled or (later is not None and section.heading in later.parents)
        if section.heading and not is_filled:
            yield _empty(leaflet, place, later.heading if later and later.start <= section.end else None)


def _empty(leaflet: Leaflet, place: Place, following: str | None) -> Finding:
    """A heading that nothing stands under; right above another it may head all that stands under that one."""
    if following is None:
        return _finding(leaflet, "soon", "Nothing stands under it.", WRITE, place)
    return _finding(leaflet, "look", f"Nothing stands under it before “{shortened(following)}”.", WRITE, place)


def _repeated(leaflet: Leaflet) -> Iterator[Finding]:
    sections = [section for section in leaflet.document.sections if section.heading]
    for path, times in Counter(section.path for section in sections).items():
        if times >= OFTEN:
            first = next(section for section in sections if section.path == path)
            place = leaflet.place_at(first.start, first.heading)
            yield _finding(leaflet, "look", f"The same heading stands {times} times.", TELL_APART, place)


def _finding(leaflet: Leaflet, urgency: Urgency, wrong: str, mend: str, place: Place) -> Finding:
    return Finding("headings", urgency, leaflet.name, wrong, mend, place)
