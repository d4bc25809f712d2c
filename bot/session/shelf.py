"""Looking through the material: which leaflets there are, their sections, their text, their sources."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.sanitising import on_one_line
from bot.session import library
from bot.session.shown import Contents, Documents, Opened, Said, Sections, Shown

if TYPE_CHECKING:
    from bot.documents import Corpus, Document, Passage

PLAIN_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f\"'<>\\^`{|}]+", re.IGNORECASE)
"""What may be handed to a browser, or stand in a link."""


class Shelf:
    """A corpus, and where a person is in it.

    Args:
        corpus: what is quoted.
        path: where it was read from; ``None`` for the article.
    """

    def __init__(self, corpus: "Corpus", path: Path | str | None) -> None:
        self._corpus = corpus
        self._path = path
        self._quoted: Passage | None = None
        self._document: Document | None = None
        self._listed: tuple[library.Place, ...] | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of what is looked through, in reading order."""
        return tuple(on_one_line(section.heading) for _, section in self._sections())

    def turn_to(self, passage: "Passage") -> None:
        """Look at what was quoted: the commands are about its document from now on."""
        self._quoted, self._document, self._listed = passage, passage.document, None

    def titles(self, wanted: str) -> Shown:
        """The leaflets, from the first or from the number that is wanted on, or those with a word in their title."""
        documents = self._corpus.documents
        if wanted and not library.is_number(wanted):
            found = library.documents_called(wanted, self._corpus)
            return Documents(tuple(found[: library.LISTED]), len(found), wanted) if found else _no_leaflet(wanted)
        first = min(max(int(wanted or 1), 1), max(len(documents), 1))
        numbers = range(first, min(first + library.LISTED, len(documents) + 1))
        return Documents(tuple((number, documents[number - 1]) for number in numbers), len(documents))

    def contents(self, wanted: str) -> Shown:
        """The sections of what is looked through, or of the leaflets that are wanted."""
        if wanted:
            found: Sequence[Document] = [each for _, each in library.documents_called(wanted, self._corpus)]
            if not found:
                return _no_leaflet(wanted)
            self._document = found[0] if len(found) == 1 else self._document
        else:
            found = self._looked_at()
        if not found:
            return self._which()
        documents = tuple(found[: library.SHELF])
        self._listed = library.sections_of(documents)
        return Contents(documents)

    def text(self, wanted: str) -> Shown:
        """What is looked through, from the last quote's section on, or the section or the leaflet that is wanted."""
        places = self._sections()
        if not wanted:
            return Sections(places, self._place_of_quote(places)) if places else self._which()
        sections = library.sections_called(wanted, places)
        if not sections and not library.is_number(wanted):
            found = library.documents_called(wanted, self._corpus)
            sections = library.sections_of([document for _, document in found[:1]])
        return (
            Sections(sections) if sections else Said(f"There is no section “{wanted}”. /contents lists the sections.")
        )

    def source(self, wanted: str) -> Shown:
        """The page or the file of the last quote, of the only leaflet, or of the one that is wanted."""
        if wanted:
            found: Sequence[Document] = [each for _, each in library.documents_called(wanted, self._corpus)]
            if not found:
                return _no_leaflet(wanted)
        else:
            found = [self._document] if self._document else self._looked_at()
        if len(found) != 1:
            return self._which()
        address = found[0].details.address or ""
        if PLAIN_ADDRESS.fullmatch(address):
            return Opened(address, address)
        file = library.file_of(found[0], self._path, self._corpus)
        if file is None:
            return Said(f"I know neither the address nor the file of “{found[0].title}”. /read shows its text.")
        return Opened(file.as_uri(), str(file))

    def _looked_at(self) -> Sequence["Document"]:
        """The documents that are looked through: all, or of many the one that was quoted or chosen last."""
        if library.is_shelf(self._corpus):
            return tuple(self._corpus.documents)
        return (self._document,) if self._document else ()

    def _sections(self) -> tuple[library.Place, ...]:
        """The sections that the numbers count: those that were listed last."""
        if self._listed is None:
            self._listed = library.sections_of(self._looked_at())
        return self._listed

    def _place_of_quote(self, places: Sequence[library.Place]) -> int:
        if self._quoted is None:
            return 0
        quoted = (self._quoted.document.name, self._quoted.document.section_at(self._quoted.start))
        return next((n for n, (document, section) in enumerate(places) if (document.name, section) == quoted), 0)

    def _which(self) -> Said:
        count = len(self._corpus.documents)
        return Said(f"Which of the {count:,} leaflets? /docs WORD finds one; put its number behind the command.")


def _no_leaflet(wanted: str) -> Said:
    return Said(f"There is no leaflet “{wanted}”. /docs lists them.")
