"""What a corpus holds, for a person to look through: its titles, its sections, what may be asked.

A corpus may have thousands of leaflets. Nothing here goes through all of it but a search for a title.
"""

from collections.abc import Sequence
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from bot.sanitising import on_one_line
from bot.session.shown import Introduction, section_name

if TYPE_CHECKING:
    from bot.dialogue.questions import Questions
    from bot.documents import Corpus, Document, Section

FEW = 5
"""So many leaflets are named in an introduction, and so many files that could not be read."""

SHELF = 10
"""So many leaflets are looked through together; where there are more, one of them has to be chosen."""

LISTED = 15
"""So many titles are listed at once: with what is said of them they fit on a screen of 24 lines."""

OFFERED = 30
"""So many questions are listed at once."""

MANY_PASSAGES = 2_000
"""Of a corpus with more, only the questions of some passages are offered, spread over it."""

SPREAD = 200
"""So many."""

STARTING_QUESTIONS = 3

_LONGEST_NUMBER = 9
"""Digits; what is longer is no number of anything."""

Place = tuple["Document", "Section"]


def introduction_to(corpus: "Corpus", questions: tuple[str, ...]) -> Introduction:
    """Which material is quoted: all of it where that is little."""
    titles = tuple(document.title for document in islice(corpus.documents, FEW))
    further = len(corpus.documents) - len(titles)
    return Introduction(titles, questions, _few(corpus.left_out), _few(corpus.misnamed), further)


def _few(messages: Sequence[str]) -> tuple[str, ...]:
    rest = len(messages) - FEW
    return (*messages[:FEW], *((f"and {rest:,} more like that.",) if rest > 0 else ()))


def starting_questions(examples: Sequence[str]) -> tuple[str, ...]:
    """A few questions, spread over those that the material answers."""
    step = max(1, len(examples) // STARTING_QUESTIONS)
    return tuple(examples[step // 2 :: step][:STARTING_QUESTIONS])


def examples_of(corpus: "Corpus", questions: "Questions") -> tuple[str, ...]:
    """Questions that the material answers, in reading order; in a large corpus some of them, each with its title."""
    from bot.dialogue.questions import with_title

    if len(corpus.passages) > MANY_PASSAGES:
        asked = ((corpus.passages[number], questions.of(number)) for number in questions.spread(SPREAD))
        found = [question and _titled(with_title(passage, ""), question) for passage, question in asked]
    else:
        curated = [questions.of(passage.number) for passage in corpus.passages if passage.question]
        found = curated or [questions.of(passage.number) for passage in corpus.passages]
    return tuple(dict.fromkeys(map(on_one_line, filter(None, found))))


def _titled(title: str, question: str) -> str:
    return question if question.startswith(title) else title + question


def is_shelf(corpus: "Corpus") -> bool:
    """Whether all leaflets may be looked through together."""
    return len(corpus.documents) <= SHELF


def documents_called(wanted: str, corpus: "Corpus") -> list[tuple[int, "Document"]]:
    """The documents with that number, or with all those words in their title; else those with a title like it.

    Each comes with its number, from 1.
    """
    documents = list(enumerate(corpus.documents, 1))
    if is_number(wanted):
        return documents[int(wanted) - 1 : int(wanted)] if int(wanted) else []
    titles = [on_one_line(document.title).casefold() for _, document in documents]
    words = wanted.casefold().split()
    places = [place for place, title in enumerate(titles) if all(word in title for word in words)]
    if not places:
        places = [titles.index(title) for title in get_close_matches(wanted.casefold(), titles)]
    return [documents[place] for place in places]


def sections_of(documents: Sequence["Document"]) -> tuple[Place, ...]:
    """The sections of some documents, in order."""
    return tuple((document, section) for document in documents for section in document.sections)


def sections_called(wanted: str, places: Sequence[Place]) -> tuple[Place, ...]:
    """The section with that number among ``places``, or with that name, or a part of it, or one like it."""
    if is_number(wanted):
        return tuple(places[int(wanted) - 1 : int(wanted)]) if int(wanted) else ()
    names = [section_name(section.heading).casefold() for _, section in places]
    nearest = [name for name in names if wanted.casefold() in name] or get_close_matches(wanted.casefold(), names)
    return (places[names.index(nearest[0])],) if nearest else ()


def is_number(text: str) -> bool:
    """Whether a text is the number of something in a list."""
    return text.isdecimal() and len(text) <= _LONGEST_NUMBER


def file_of(document: "Document", path: Path | str | None, corpus: "Corpus") -> Path | None:
    """The file that a document was read from, if it is there; ``path`` is what was asked to be quoted."""
    if isinstance(path, str) or (corpus.index is not None and path is not None):
        return None
    if path is None:
        from bot.documents.corpus import builtin_corpus_path

        path = builtin_corpus_path()
    file = path / document.name if path.is_dir() else path
    return file.resolve() if file.is_file() else None
