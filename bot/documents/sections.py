"""The sections of a source: what stands under each of its headings."""

from collections.abc import Sequence
from dataclasses import replace

from bot.documents.model import Section
from bot.sources.headings import heading_text
from bot.sources.source import Block, Source


def begins_with_title(source: Source) -> bool:
    """Whether the first block is a heading that stands above all others, or that nothing else tells from a title."""
    blocks = source.blocks
    if not blocks or blocks[0].kind != "heading":
        return False
    is_above = blocks[0].level <= 1 or all(b.level > blocks[0].level for b in blocks[1:] if b.kind == "heading")
    return is_above or not (source.pages or source.title)


def sections_of(text: str, blocks: Sequence[Block]) -> tuple[Section, ...]:
    """The sections in the order in which they begin; those of a box end with it, and the one around it goes on."""
    found = [Section("", 0, len(text))]
    current: list[int | None] = [0]
    above: list[list[tuple[int, str]]] = [[]]
    for block in blocks:
        if block.kind == "box":
            current.append(None)
            above.append([*above[-1]])
        elif block.kind in ("end", "heading"):
            number = current.pop()
            if number is not None:
                found[number] = replace(found[number], end=block.start)
        if block.kind == "end":
            above.pop()
        elif block.kind == "heading":
            above[-1] = [(level, heading) for level, heading in above[-1] if 0 < level < block.level]
            heading = heading_text(text[block.start : block.end])
            current.append(len(found))
            found.append(Section(heading, block.start, len(text), tuple(parent for _, parent in above[-1])))
            above[-1].append((block.level, heading))
    return tuple(section for section in found if section.heading or text[section.start : section.end].strip())
