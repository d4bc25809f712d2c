"""One document of a corpus with what belongs to it, as the checks look at it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from bot.authoring.findings import Place
from bot.documents import Corpus, Document, Gap, Passage, Section
from bot.sanitising import on_one_line
from bot.sources.decoding import SUFFIXES

SHOWN = 60
"""So many characters of a passage or a line are shown: enough to know it by, on a terminal of 80 columns."""


@dataclass(frozen=True)
class Leaflet:
    """A document with its passages, in reading order, and its gaps."""

    document: Document
    passages: tuple[Passage, ...]
    gaps: tuple[Gap, ...]

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.document.name

    @property
    def is_plain(self) -> bool:
        """Whether the file is plain text, so that it is the text to the letter."""
        return SUFFIXES.get(Path(self.name).suffix.lower()) == "plain"

    @cached_property
    def leaves(self) -> tuple[Passage, ...]:
        """The passages that hold no other one, in reading order: a list is left out, its items are not."""
        ordered = sorted(self.passages, key=lambda passage: (passage.start, -passage.end))
        return (*(one for one, later in pairwise(ordered) if not one.contains(later)), *ordered[-1:])

    @cached_property
    def neighbours(self) -> tuple[tuple[Passage | None, Passage, Passage | None], ...]:
        """Each leaf, with the one before and the one after it in the same section."""
        around = zip((None, *self.leaves), self.leaves, (*self.leaves[1:], None), strict=False)
        return tuple(
            (
                before if self._are_together(before, leaf) else None,
                leaf,
                after if self._are_together(leaf, after) else None,
            )
            for before, leaf, after in around
        )

    def _are_together(self, one: Passage | None, other: Passage | None) -> bool:
        return one is not None and other is not None and self.section_of(one) is self.section_of(other)

    def section_of(self, passage: Passage) -> Section | None:
        """The section that a passage stands in."""
        return self.document.section_at(passage.start)

    def place_of(self, passage: Passage) -> Place:
        """Where a passage stands."""
        return Place(
            passage=passage.number + 1,
            section=on_one_line(passage.section),
            line=self._line_at(passage.start),
            page=passage.page.number if passage.page else None,
            text=shortened(passage.text),
        )

    def place_at(self, offset: int, text: str) -> Place:
        """Where the character at ``offset`` stands, of which ``text`` is shown."""
        section, page = self.document.section_at(offset), self.document.page_at(offset)
        return Place(
            section=on_one_line(section.heading) if section else "",
            line=self._line_at(offset),
            page=page.number if page else None,
            text=shortened(text),
        )

    def _line_at(self, offset: int) -> int | None:
        return self.document.text.count("\n", 0, offset) + 1 if self.is_plain else None


def leaflets(corpus: Corpus) -> Iterator[Leaflet]:
    """The documents of a corpus, in order."""
    passages: dict[str, list[Passage]] = defaultdict(list)
    gaps: dict[str, list[Gap]] = defaultdict(list)
    for passage in corpus.passages:
        passages[passage.document.name].append(passage)
    for gap in corpus.gaps:
        gaps[gap.document].append(gap)
    for document in corpus.documents:
        yield Leaflet(document, tuple(passages[document.name]), tuple(gaps[document.name]))


def shortened(text: str) -> str:
    """The beginning of a text, on one line."""
    text = on_one_line(text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"
