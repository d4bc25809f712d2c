"""What a reader extracted from a file."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Span = tuple[int, int]
"""``(start, end)``: character offsets into a source's text, end exclusive."""

BlockKind = Literal["heading", "body", "bullet"]


class Block(NamedTuple):
    """A heading, a paragraph or a list item: its span, and where its words begin after a bullet's marker."""

    start: int
    end: int
    kind: BlockKind
    content: int


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file and its blocks.

    Attributes:
        name: the file's name.
        text: what offsets and quotes refer to. For plain text it is the file, to the letter.
        blocks: in order; together they hold every line that has a letter or a digit.
    """

    name: str
    text: str
    blocks: tuple[Block, ...]
