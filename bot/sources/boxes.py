"""Headings that hold for the list under them alone: "Call 999 if:" is said of its list, not of the text after it."""

from collections.abc import Sequence

from bot.sources.drafts import Draft
from bot.sources.governing import is_unfinished
from bot.sources.headings import heading_text


def with_boxes(drafts: Sequence[Draft]) -> list[Draft]:
    """The blocks, with a box around each list whose heading goes on in it."""
    result: list[Draft] = []
    place = 0
    while place < len(drafts):
        last = _end_of_list(drafts, place + 1)
        is_box = drafts[place].kind == "heading" and drafts[place].level > 1 and last > place + 1
        if is_box and is_unfinished(heading_text(drafts[place].words)):
            result += [Draft("box"), *drafts[place:last], Draft("end")]
            place = last
        else:
            result.append(drafts[place])
            place += 1
    return result


def _end_of_list(drafts: Sequence[Draft], first: int) -> int:
    last = first
    while last < len(drafts) and (
        drafts[last].kind == "bullet" or (drafts[last].kind == "body" and drafts[last].level)
    ):
        last += 1
    return last
