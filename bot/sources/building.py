"""Puts a source together from the words that a reader of some format finds, block by block."""

import re
from collections.abc import Iterable, Sequence

from bot.sources.boxes import with_boxes
from bot.sources.contents import without_contents
from bot.sources.drafts import Draft
from bot.sources.furniture import furniture
from bot.sources.governing import is_page_number
from bot.sources.lone import with_lone_headings_told
from bot.sources.lostlinks import without_lost_links
from bot.sources.source import Block, Page, Source
from bot.sources.typed import shown_mark, with_typed_items

DEEPEST = 6
"""Headings stand no deeper than in HTML."""

CELLS = " | "
"""What parts the cells of a row."""

_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_WRITTEN = str.maketrans({**_LIGATURES, "\u2011": "-"}) | _INVISIBLE
_BLANKS = re.compile(r"[^\S\n]+")
_FIGURES = re.compile(r"[\d+-]+|[a-h]")
_RAISED = str.maketrans("0123456789+-abcdefgh", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵃᵇᶜᵈᵉᶠᵍʰ")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_STOPS = ".,:;?!"
_LINE_ENDS = re.compile(r"\s*\n\s*")
_PAGE_OF_GUIDE = re.compile(r"(?:overview|introduction|summary|home)[ ]?[-–—:|][ ]?(?=\S)", re.IGNORECASE)
"""How the title of the first page of a guide begins: "Overview - Anticoagulant medicines"."""


def written(words: str) -> str:
    """Words as they are kept in a text, whatever they were typeset with.

    Ligatures are letters again, and a hyphen that does not break is a hyphen. Soft hyphens and blanks without width
    are left out, every other run of blanks is one. A line end stays, as one.
    """
    return _LINE_ENDS.sub("\n", _BLANKS.sub(" ", words.translate(_WRITTEN))).strip()


def raised(text: str) -> str:
    """Figures that are set high, or one letter that marks a note, as such letters: the 9 of 10⁹ stays apart."""
    return text.translate(_RAISED) if _FIGURES.fullmatch(text) else text


def lowered(text: str) -> str:
    """The same for figures that are set low: H₂O."""
    return text.translate(_LOWERED) if _FIGURES.fullmatch(text) else text


def in_cell(items: Iterable[str]) -> str:
    """The items of a list that stands in a cell of a table, or its paragraphs: parted where no stop parts them."""
    text = ""
    for item in filter(None, map(str.strip, items)):
        text += f"{'' if not text else ' ' if text[-1] in _STOPS else '; '}{item}"
    return text


class Builder:
    """Takes the blocks of a leaflet in reading order.

    What has no letter or digit is left out, and so is a line that is the publisher's (``bot/data/furniture.toml``) or
    only counts pages, and a list of contents. Lists whose marks were typed are lists.

    Args:
        name: the file's name.
        title: what the file says that it is called, for where no heading does.
    """

    def __init__(self, name: str, title: str | None = None) -> None:
        self._name = name
        self._title = title
        self._drafts: list[Draft] = []

    def heading(self, words: str, level: int) -> None:
        """A heading: 1 for the title, and more the deeper it stands."""
        words = " ".join(words.split())
        self._add(Draft("heading", _PAGE_OF_GUIDE.sub("", words) if level == 1 else words, min(max(level, 1), DEEPEST)))

    def paragraph(self, words: str, level: int = 0) -> None:
        """A paragraph; in a list item one level more than the item."""
        self._add(Draft("body", words, level))

    def item(self, words: str, level: int = 1, mark: str = "-") -> None:
        """An item of a list that stands so deep in others, from 1."""
        self._add(Draft("bullet", words, level, shown_mark(mark)))

    def row(self, cells: Sequence[str], is_head: bool = False) -> None:
        """A row of a table."""
        words = [" ".join(cell.split()) for cell in cells]
        while words and not words[-1]:
            words.pop()
        self._add(Draft("row", CELLS.join(words), 0 if is_head else 1))

    def begin_anew(self, boxes: int) -> None:
        """Leave out all that came before, but for the beginnings of the boxes that have not ended."""
        self._drafts = [Draft("box")] * boxes

    def box(self) -> None:
        """Here begins what is set apart from the text around it: its headings hold up to ``end``."""
        self._drafts.append(Draft("box"))

    def end(self) -> None:
        """Here ends a box; what follows stands under the heading before it."""
        self._drafts.append(Draft("end"))

    def page(self, number: int, printed: str | None = None) -> None:
        """What follows stands on this page, counted from 1; ``printed`` is the number that stands on it, if another."""
        self._drafts.append(Draft("page", printed or "", number))

    def source(self) -> Source:
        """All of it."""
        drafts = with_typed_items(self._drafts)
        for mended in (without_contents, without_lost_links, with_lone_headings_told, with_boxes):
            drafts = mended(drafts)
        pieces: list[str] = []
        blocks: list[Block] = []
        pages: list[Page] = []
        length, before = 0, None
        for draft in drafts:
            if draft.kind == "page":
                pages.append(Page(length, draft.level, draft.words or None))
            elif draft.kind in ("box", "end"):
                blocks.append(Block(length, length, draft.kind, length))
                before = before and draft
            else:
                mark = f"{draft.mark} " if draft.mark else ""
                piece = f"{_gap(before, draft)}{mark}{draft.words}"
                end = length + len(piece)
                content = end - len(draft.words)
                blocks.append(Block(content - len(mark), end, draft.kind, content, draft.level))
                pieces.append(piece)
                length, before = end, draft
        return Source(self._name, "".join(pieces), tuple(blocks), tuple(pages), self._title)

    def _add(self, draft: Draft) -> None:
        words = written(draft.words)
        is_line = draft.kind in ("body", "bullet") and (furniture().is_line(words) or _counts_pages(words))
        if any(map(str.isalnum, words)) and not is_line:
            self._drafts.append(draft.but(words=words))


def _gap(before: Draft | None, draft: Draft) -> str:
    """What stands between two blocks of a text."""
    if before is None:
        return ""
    return "\n" if before.kind == draft.kind and draft.kind in ("bullet", "row") else "\n\n"


def _counts_pages(words: str) -> bool:
    return "page" in words.casefold() and is_page_number(words)
