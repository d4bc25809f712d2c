"""What may be quoted: documents, and passages that are spans of them."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from bot.database import Database
from bot.documents.spans import hold, quoted
from bot.sources.source import Page, Span

if TYPE_CHECKING:
    from bot.documents.clustered import Clustered

PATH = " > "
"""What stands between the headings of a section's path."""

PassageKind = Literal["paragraph", "bullet", "list", "row", "table"]
PASSAGE_KINDS: tuple[PassageKind, ...] = get_args(PassageKind)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the stretch of the document that stands under it.

    ``heading`` is empty for what stands before the first heading. A section ends where the next begins, the last one
    with the text; but the section of a box ("Call 999 if") with the box, and the one around it goes on. ``parents`` are
    the headings that it stands under, the highest first.
    """

    heading: str
    start: int
    end: int
    parents: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The heading after those that it stands under: "Treatment > Children"."""
        return PATH.join((*self.parents, self.heading))


@dataclass(frozen=True, slots=True)
class Details:
    """What is known about a document besides its text. Unknown stays ``None``; nothing is invented."""

    title: str
    publisher: str | None = None
    address: str | None = None
    reviewed: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One source text. ``text`` is the decoded source and is never changed."""

    name: str
    text: str
    details: Details
    sections: tuple[Section, ...]
    pages: tuple[Page, ...] = ()

    @property
    def title(self) -> str:
        """The title to show."""
        return self.details.title

    def section_at(self, offset: int) -> Section | None:
        """The innermost section that holds the character at ``offset``."""
        number = bisect_right(self.sections, offset, key=lambda section: section.start) - 1
        while number >= 0 and self.sections[number].end <= offset:
            number -= 1
        return self.sections[number] if number >= 0 else None

    def page_at(self, offset: int) -> Page | None:
        """The page on which the character at ``offset`` stands, if the document has pages."""
        number = bisect_right(self.pages, offset, key=lambda page: page.start) - 1
        return self.pages[number] if number >= 0 else None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch ``[start, end)`` of a document that may be quoted, with what governs it.

    All spans are in the document's offsets.

    Attributes:
        number: the place in reading order over the whole corpus, from 0.
        document: where it stands.
        start, end: its own span.
        kind: what it is.
        sentences: the spans of its own sentences.
        question: how a person might ask for it (shown as a suggestion), or ``None`` where no editor wrote one.
        examples: how people ask for it, the question among them.
        governed_by: the spans of what it must not be quoted without: the line that announces its list, a heading such
            as "Don't", the head of its table, the condition that its paragraph opened with.
        spans: what is quoted, in order: its own span, what governs it, and where that is short the whole list, or the
            other branches, that it is one of.
    """

    number: int
    document: Document = field(repr=False)
    start: int
    end: int
    kind: PassageKind
    sentences: tuple[Span, ...] = field(repr=False)
    question: str | None = field(default=None, repr=False)
    examples: tuple[str, ...] = field(default=(), repr=False)
    governed_by: tuple[Span, ...] = field(default=(), repr=False)
    spans: tuple[Span, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if not self.spans:
            object.__setattr__(self, "spans", ((self.start, self.end),))
        if not hold(self.spans, ((self.start, self.end), *self.governed_by)):
            raise ValueError("a passage is quoted with all that governs it")

    @property
    def text(self) -> str:
        """The passage itself, to the letter, without what governs it."""
        return self.document.text[self.start : self.end]

    @property
    def quoted(self) -> str:
        """What is quoted: every span to the letter, with an ellipsis on a line of its own where text is left out."""
        return quoted(self.document.text, self.spans)

    @property
    def context(self) -> str:
        """The heading that the passage stands under, and what else governs it."""
        lines = (self.document.text[start:end] for start, end in self.governed_by)
        return "\n".join(dict.fromkeys(filter(None, (self.section, *lines))))

    @property
    def section(self) -> str:
        """The heading that the passage stands under, or ``""``."""
        section = self.document.section_at(self.start)
        return section.heading if section else ""

    @property
    def path(self) -> str:
        """The same after the headings that it stands under itself."""
        section = self.document.section_at(self.start)
        return section.path if section else ""

    @property
    def page(self) -> Page | None:
        """The page on which the passage begins, if its document has pages."""
        return self.document.page_at(self.start)

    def shows(self, other: "Passage") -> bool:
        """Whether who reads the quote of this passage has read that of ``other``."""
        is_within = self.document.name == other.document.name and hold(self.spans, other.spans)
        return is_within or self.quoted.split() == other.quoted.split()

    def contains(self, other: "Passage") -> bool:
        """Whether ``other`` is a part of this passage (a list holds its bullets)."""
        return (
            self.number != other.number
            and (self.document is other.document or self.document == other.document)
            and self.start <= other.start
            and other.end <= self.end
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """A topic that people ask about and a document does not cover.

    Attributes:
        topic: its name, as a decline says it.
        examples: messages that ask for it.
        document: the name of the document that does not cover it; others may.
    """

    topic: str
    examples: tuple[str, ...]
    document: str = ""


@dataclass(frozen=True)
class Corpus:
    """The documents that a bot may quote, with their curation.

    ``passages`` are in reading order, each at its number; so are documents and gaps. In a library they are read one
    by one from a database (``library``), and a number that is no longer there is an ``IndexError``. ``synonyms``
    are lines in Solr's format, added to the general lexicon. ``abbreviations`` maps a short form to what it stands
    for. ``fingerprint`` is a hash of the files it was read from: the same files give the same, any change another.
    ``index`` is the folder that it was opened from, where it was indexed beforehand, and ``stems`` are those of its
    words that were computed then. ``left_out`` says of each file of its folder that cannot be read what is wrong,
    and what to do, and ``misnamed`` the same of each curation that belongs to no leaflet; ``passed_over`` are the
    names of what is not looked at at all. ``cluster`` is where documents and passages are read from, if that is a
    cluster; what is known of their words is then in a ``library`` without them.
    """

    documents: Sequence[Document]
    passages: Sequence[Passage]
    gaps: Sequence[Gap] = ()
    synonyms: tuple[str, ...] = ()
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    index: Path | None = field(default=None, compare=False)
    stems: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    left_out: tuple[str, ...] = field(default=(), compare=False)
    misnamed: tuple[str, ...] = field(default=(), compare=False)
    library: Database | None = field(default=None, compare=False, repr=False)
    passed_over: tuple[str, ...] = field(default=(), compare=False)
    cluster: "Clustered | None" = field(default=None, compare=False, repr=False)

    @property
    def uncovered(self) -> Sequence[Gap]:
        """The gaps, by the name that they had in version 0.1."""
        return self.gaps

    def passages_in(self, name: str) -> Sequence[Passage]:
        """The passages of the document with a name, in reading order; none where there is no such document."""
        if self.library is None:
            return [passage for passage in self.passages if passage.document.name == name]
        rows = self.library.rows("SELECT first, first + passages FROM documents WHERE name = ?", name)
        return [self.passages[number] for number in range(*rows[0])] if rows else ()

    def document_named(self, name: str) -> Document | None:
        """The document with a name, if there is one."""
        if self.library is None:
            return self._by_name.get(name)
        rows = self.library.rows("SELECT number FROM documents WHERE name = ?", name)
        return self.documents[rows[0][0]] if rows else None

    @cached_property
    def _by_name(self) -> Mapping[str, Document]:
        return {document.name: document for document in self.documents}
