"""Blocks of a Word file before the levels of its headings are known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.sources.building import Builder
from bot.sources.headings import may_stand_bold
from bot.sources.word.styles import TITLE


@dataclass(slots=True)
class Entry:
    """A block before the levels of headings are known; ``level`` is a heading's rank, and 0 for a head row."""

    kind: Literal["heading", "paragraph", "item", "row", "box", "end", "note"]
    words: str = ""
    level: int = 0
    mark: str = "-"
    cells: tuple[str, ...] = ()
    is_bold: bool = False


def with_bold_headings(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Where no style marks a heading, a short bold line that stands alone before text is one."""
    has_none = not any(entry.kind == "heading" and entry.level != TITLE for entry in entries)
    for number, (entry, after) in enumerate(zip(entries, [*entries[1:], None], strict=False)):
        heads = after is not None and after.kind in ("paragraph", "item", "row")
        if has_none and heads and _may_head(entry) and (number == 0 or not (after and _may_head(after))):
            yield replace(entry, kind="heading", level=1)
        else:
            yield entry


def _may_head(entry: Entry) -> bool:
    return entry.kind == "paragraph" and entry.is_bold and may_stand_bold(entry.words)


def levelled(entries: Iterator[Entry]) -> list[Entry]:
    """The title first and on level 1, once; the highest of the other headings on level 2."""
    rest = list(entries)
    first = next((entry for entry in rest if entry.kind == "heading"), None)
    has_title = first is not None and (first.level == TITLE or rest[0] is first)
    if first is not None and has_title:
        rest.remove(first)
        if rest and rest[0].kind == "heading" and rest[0].words.casefold() == first.words.casefold():
            del rest[0]
    highest = min((entry.level for entry in rest if entry.kind == "heading"), default=0)
    levelled = [replace(e, level=e.level - highest + 2) if e.kind == "heading" else e for e in rest]
    return [replace(first, level=1), *levelled] if first is not None and has_title else levelled


def write(builder: Builder, entry: Entry) -> None:
    """Hand an entry to a builder."""
    if entry.kind == "heading":
        builder.heading(entry.words, entry.level)
    elif entry.kind == "item":
        builder.item(entry.words, entry.level, entry.mark)
    elif entry.kind == "row":
        builder.row(entry.cells, is_head=entry.level == 0)
    elif entry.kind == "box":
        builder.box()
    elif entry.kind == "end":
        builder.end()
    else:
        builder.paragraph(entry.words, entry.level)
