"""Lists of contents: they name the headings that follow, and say nothing themselves."""

import re
from collections.abc import Sequence

from bot.sources.drafts import Draft, DraftKind
from bot.sources.furniture import furniture
from bot.sources.headings import heading_text

FEWEST_NUMBERED = 3
"""So many lines in a row that end in rising page numbers are a list of contents, where most are headings."""

_NUMBERED = re.compile(r"(?P<words>\S.{0,200}?)[ .…·_|–—-]{0,200}[ .…·_|\t](?P<page>\d{1,3})")
_SENTENCE_END = re.compile(r"[.!?:]$")
_ENTRIES: tuple[DraftKind, ...] = ("body", "bullet", "row")
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s+")
_STOPS = " .:?!…·_|–—-"


def without_contents(drafts: Sequence[Draft]) -> list[Draft]:
    """The blocks without lists of contents, and without the heading of one."""
    left_out = contents_among(drafts)
    return [draft for number, draft in enumerate(drafts) if number not in left_out]


def contents_among(drafts: Sequence[Draft]) -> set[int]:
    """The numbers of the blocks that are lists of contents, or the heading of one."""
    headings = {_plain(draft.words) for draft in drafts if draft.kind == "heading"}
    left_out = {number for number, draft in enumerate(drafts) if _is_name(draft)}
    begins = next((number for number, draft in enumerate(drafts) if _is_sentence(draft)), len(drafts))
    above = -1
    place = 0
    while place < len(drafts):
        is_named = above >= 0 and _is_name(drafts[above])
        numbered, named = _numbered_from(drafts, place), _names_from(drafts, place, headings)
        is_list = named > place + 1 and place < begins and drafts[place].kind == "bullet"
        if _is_numbered(drafts[place:numbered], headings, is_named) or (named > place and (is_named or is_list)):
            left_out.update(range(place, max(numbered, named)))
        place = max(numbered, named, place + 1)
        above = place - 1 if drafts[place - 1].holds_words else above
    return left_out


def _is_name(draft: Draft) -> bool:
    return draft.kind in ("heading", "body") and furniture().heads_contents(heading_text(draft.words))


def _is_sentence(draft: Draft) -> bool:
    return draft.kind == "body" and _SENTENCE_END.search(draft.words) is not None


def _numbered_from(drafts: Sequence[Draft], first: int) -> int:
    """Where lines end that begin at a place and end in rising page numbers."""
    page = 0
    last = first
    while last < len(drafts):
        found = _NUMBERED.fullmatch(drafts[last].words) if drafts[last].kind in _ENTRIES else None
        if drafts[last].kind != "page" and (found is None or int(found["page"]) < page):
            break
        page = int(found["page"]) if found else page
        last += 1
    return last


def _is_numbered(run: Sequence[Draft], headings: set[str], is_named: bool) -> bool:
    """Whether such lines are contents: they stand under "Contents", or most name headings."""
    found = [_NUMBERED.fullmatch(draft.words) for draft in run if draft.kind != "page"]
    named = sum(_plain(each["words"]) in headings for each in found if each)
    return len(found) >= FEWEST_NUMBERED and (is_named or named * 2 > len(found))


def _names_from(drafts: Sequence[Draft], first: int, headings: set[str]) -> int:
    """Where lines end that begin at a place and are nothing but headings; there itself if their list goes on."""
    kind = drafts[first].kind
    last = first
    while last < len(drafts) and drafts[last].kind == kind in _ENTRIES and _plain(drafts[last].words) in headings:
        last += 1
    return first if last < len(drafts) and drafts[last].kind == kind == "bullet" else last


def _plain(words: str) -> str:
    """Words by which a heading and its entry are known to be the same."""
    number = _NUMBER.match(words)
    return words[number.end() if number else 0 :].strip().casefold().rstrip(_STOPS)
