"""The material on paper: which leaflets there are, their sections, and their text."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.sanitising import displayable, on_one_line
from bot.session import Contents, Documents, Introduction, Sections, section_name
from bot.terminal.paper import BOLD, Paper, blocks, is_bullet, lines
from bot.terminal.replies import questions_on

if TYPE_CHECKING:
    from bot.documents import Document, Section


def introduction_on(paper: Paper, introduction: Introduction, numbered: bool) -> str:
    """Which material is quoted, and questions to start from."""
    titles = "\n".join(f"“{on_one_line(title)}”" for title in introduction.titles)
    more = f"and {introduction.further:,} more leaflets (/docs lists them)." if introduction.further else ""
    unread = (*(f"Left out: {message}" for message in introduction.left_out), *introduction.misnamed)
    questions = questions_on(paper, introduction.questions, numbered, "You could start with one of these")
    quoted = lines(paper.text("I quote from:"), paper.text(titles), paper.text(more))
    return blocks(quoted, paper.text("\n".join(unread)), questions)


def documents_on(paper: Paper, documents: Documents) -> str:
    """Leaflets with their numbers, and what is known of each."""
    first = documents.listed[0][0] if documents.listed else 1
    last = documents.listed[-1][0] if documents.listed else 0
    if documents.word:
        heading = f"{_leaflets(documents.of)} with “{on_one_line(documents.word)}” in the title:"
    else:
        heading = f"{_leaflets(documents.of)}:" if first == 1 else f"{_leaflets(documents.of)}, from {first:,} on:"
    written = [paper.text(heading)]
    for number, document in documents.listed:
        known = ", ".join(filter(None, (on_one_line(document.title), *_known(document))))
        written.append(paper.item(known, f"{number:>3}. "))
    hint = ""
    if documents.word and len(documents.listed) < documents.of:
        hint = f"and {documents.of - len(documents.listed):,} more: add a word to find fewer."
    elif not documents.word and last < documents.of:
        hint = f"and {documents.of - last:,} more: /docs WORD finds one, /docs {last + 1} goes on."
    numbered = "Put its number behind /contents, /read or /open." if documents.of > 1 else ""
    return blocks("\n".join(written), lines(paper.text(hint), paper.text(numbered)))


def contents_on(paper: Paper, contents: Contents) -> str:
    """Leaflets, what is known of each, and their sections, numbered in reading order."""
    number = 0
    parts = []
    for document in contents.documents:
        written = [paper.styled(on_one_line(document.title), BOLD), *_details_on(paper, document)]
        for section in document.sections:
            number += 1
            written.append(paper.item(section_name(section.heading), f"{number:>3}. "))
        parts.append("\n".join(written))
    return blocks(*parts, paper.text("To read a section, type /read and its number, like /read 2."))


def sections_on(paper: Paper, sections: Sections) -> tuple[str, int]:
    """Sections of the source, and on which line the one stands that is to be seen first."""
    parts = [_section_on(paper, *section) for section in sections.sections]
    before = blocks(*parts[: sections.begin_at])
    return blocks(*parts), before.count("\n") + 2 if before else 0


def _leaflets(count: int) -> str:
    return f"{count:,} leaflets" if count != 1 else "1 leaflet"


def _known(document: "Document") -> Iterator[str]:
    if document.details.publisher:
        yield on_one_line(document.details.publisher)
    if document.details.reviewed:
        yield f"reviewed {on_one_line(document.details.reviewed)}"


def _details_on(paper: Paper, document: "Document") -> Iterator[str]:
    """Who wrote a document, when it was reviewed, where it stands, and how long ago that is, where it is known."""
    from bot.documents.review import YEARS, is_stale

    known = (*_known(document), on_one_line(document.details.address or ""))
    if any(known):
        yield paper.text(", ".join(filter(None, known)))
    if is_stale(document.details.reviewed, date.today()):
        yield paper.text(f"The last review was more than {YEARS} years ago: ask whether this still holds.")


def _section_on(paper: Paper, document: "Document", section: "Section") -> str:
    """The source of one section, heading and all."""
    titles = {on_one_line(section.heading), on_one_line(document.title)}
    written: Sequence[str] = displayable(document.text[section.start : section.end]).split("\n")
    shown = (
        ("\n" if is_bullet(line) else "\n\n") + paper.styled(line, BOLD if on_one_line(line) in titles else "")
        for line in written
        if line.strip()
    )
    return "".join(shown).strip()
