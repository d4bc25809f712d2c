"""What a line is answered with, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sanitising import on_one_line

if TYPE_CHECKING:
    from bot.dialogue.reply import Quote, Reply
    from bot.documents import Document, Section
    from bot.sources.source import Page

BEGINNING = "Beginning"
"""The name of the section before the first heading."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """Which material is quoted, and questions to start from.

    Attributes:
        titles: those of the first few documents.
        questions: each can be picked by its number, from 1.
        left_out: what is wrong with the files that could not be read.
        misnamed: the same of curations that belong to no leaflet.
        further: how many documents there are besides those that are named.
    """

    titles: tuple[str, ...]
    questions: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    misnamed: tuple[str, ...] = ()
    further: int = 0


@dataclass(frozen=True, slots=True)
class Replied:
    """The reply to a question.

    Attributes:
        reply: what the bot says; its suggestions, where it has any, can be picked by their numbers, from 1.
        picked: the question, where it was picked by its number.
        in_full: whether the disclaimer is due in full. Else a short reminder does, where it is in sight elsewhere.
    """

    reply: "Reply"
    picked: str | None = None
    in_full: bool = True


@dataclass(frozen=True, slots=True)
class Further:
    """The next best passage for the last question, and the disclaimer of its reply; ``in_full`` as for ``Replied``."""

    quote: "Quote"
    disclaimer: str
    in_full: bool = True


@dataclass(frozen=True, slots=True)
class Why:
    """What decided a reply, and which words matched; ``with_figures`` for who wants all that was weighed."""

    reply: "Reply"
    with_figures: bool = False


@dataclass(frozen=True, slots=True)
class Documents:
    """Some of the documents.

    Attributes:
        listed: each with its number, from 1, by which it can be named to a command.
        of: how many there are to list.
        word: what their titles have in common; empty where all are listed.
    """

    listed: tuple[tuple[int, "Document"], ...]
    of: int
    word: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The sections of documents; they can be read by their numbers, from 1, counted over all that are listed."""

    documents: tuple["Document", ...]


@dataclass(frozen=True, slots=True)
class Sections:
    """Sections of the source to read, in order; ``begin_at`` is the place among them of the last quote's."""

    sections: tuple[tuple["Document", "Section"], ...]
    begin_at: int = 0


@dataclass(frozen=True, slots=True)
class Examples:
    """Questions that the material answers; each can be picked by its number, from 1. ``further`` are not listed."""

    questions: tuple[str, ...]
    further: int = 0


@dataclass(frozen=True, slots=True)
class Help:
    """How the chat works.

    Attributes:
        commands: name to ``(argument, summary)``.
        reply: what the bot says to who only calls "help", to be shown first: it may be a cry.
    """

    commands: Mapping[str, tuple[str, str]]
    reply: "Reply | None" = None


@dataclass(frozen=True, slots=True)
class Said:
    """A plain sentence or two about a command; ``urgent``, to stand first, says whom to call while an alarm lasts."""

    text: str
    urgent: str = ""


@dataclass(frozen=True, slots=True)
class Recalled:
    """Where a conversation that is gone on with had stopped: how many questions, and the last with its reply."""

    questions: int
    message: str
    reply: "Reply"


@dataclass(frozen=True, slots=True)
class Began:
    """Something begins anew; ``urgent`` as for ``Said``."""

    text: str
    introduction: Introduction
    urgent: str = ""


@dataclass(frozen=True, slots=True)
class Copied:
    """A text to put where the person can paste it from."""

    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A source to open: the address of its page (http or https), or of its file; ``name`` is how to show it."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Editing:
    """The person wants to write the next message in an editor."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """What is on the screen is to go away; the conversation goes on."""


@dataclass(frozen=True, slots=True)
class Left:
    """The person leaves; nothing comes after it. ``urgent`` as for ``Said``."""

    urgent: str = ""


Shown = (
    Replied
    | Further
    | Why
    | Documents
    | Contents
    | Sections
    | Examples
    | Help
    | Said
    | Recalled
    | Began
    | Copied
    | Opened
    | Editing
    | Cleared
    | Left
)
"""What a line is answered with."""


def page_name(page: "Page") -> str:
    """A page's number, as it is shown: "5", or "5 (printed: iii)"."""
    return str(page.number) if page.printed is None else f"{page.number} (printed: {on_one_line(page.printed)})"


def section_name(heading: str) -> str:
    """A heading to show; what stands before the first heading has a name too."""
    return on_one_line(heading) or BEGINNING
