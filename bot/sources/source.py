"""What a reader extracted from a file."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Span = tuple[int, int]
"""``(start, end)``: character offsets into a source's text, end exclusive."""

BlockKind = Literal["heading", "body", "bullet", "row", "box", "end"]


class Block(NamedTuple):
    """A heading, a paragraph, a list item or a row of a table; or where a box begins or ends, which holds no words.

    ``content`` is where its words begin after a bullet's marker. ``level`` is how deep a heading stands where marks
    tell (``#`` is 1), else 0; for a list item its depth, from 1, and for a paragraph within a list item one more; for
    a row 0 where it is the head of its table, else 1.
    """

    start: int
    end: int
    kind: BlockKind
    content: int
    level: int = 0


class Page(NamedTuple):
    """Where a page of a file begins in its text, its number, from 1, and the one that is printed on it, if another."""

    start: int
    number: int
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file and its blocks.

    Attributes:
        name: the file's name.
        text: what offsets and quotes refer to. For plain text it is the file, to the letter; for other formats the
            words of the file in reading order, without its markup.
        blocks: in order; together they hold every line that has a letter or a digit, but for lists of contents.
        pages: where its pages begin, if it has any.
        title: what the file says that it is called, where no heading does.
    """

    name: str
    text: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    title: str | None = None
