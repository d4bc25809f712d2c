"""A conversation with commands: a line goes in, what to show comes out, as data.

Where the lines come from (a terminal, a pipe) also turns the data into what a person sees. Only light modules are
imported here, so that a prompt can show before the bot is loaded.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.files import PRIVATE, write_new
from bot.sanitising import on_one_line

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.dialogue.reply import Conversation, Quote, Reply
    from bot.documents import Corpus, Document, Section
    from bot.sources.source import Page

COMMANDS: Mapping[str, tuple[str, str]] = {
    "/help": ("", "how this works"),
    "/more": ("", "the next best passage for your question"),
    "/why": ("", "why you got this reply: words that matched, scores"),
    "/contents": ("", "the sections of the material"),
    "/read": ("[section]", "read the material, or one section of it"),
    "/examples": ("", "questions that the material answers"),
    "/save": ("FILE", "save this conversation in a file"),
    "/quit": ("", "leave"),
}
"""Name to ``(argument, summary)``."""

BEGINNING = "Beginning"
"""The name of the section before the first heading."""

STARTING_QUESTIONS = 3

_LONGEST_NUMBER = 9
"""Digits; what is longer is no section's number."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """Which material is quoted, and questions to start from.

    Attributes:
        titles: those of the documents, in order.
        questions: each can be picked by its number, from 1.
        left_out: what is wrong with the files that could not be read.
        misnamed: the same of curations that belong to no leaflet.
    """

    titles: tuple[str, ...]
    questions: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    misnamed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replied:
    """The reply to a question.

    Attributes:
        reply: what the bot says; its suggestions, where it has any, can be picked by their numbers, from 1.
        picked: the question, where it was picked by its number.
    """

    reply: "Reply"
    picked: str | None = None


@dataclass(frozen=True, slots=True)
class Further:
    """The next best passage for the last question, and the disclaimer of its reply."""

    quote: "Quote"
    disclaimer: str


@dataclass(frozen=True, slots=True)
class Why:
    """What decided a reply, and which words matched."""

    reply: "Reply"


@dataclass(frozen=True, slots=True)
class Contents:
    """The sections of all documents; they can be read by their numbers, from 1, counted over all documents.

    Attributes:
        documents: in order.
        passages: how many each has.
    """

    documents: tuple["Document", ...]
    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sections:
    """Sections of the source to read, in order: all of them, or one."""

    sections: tuple[tuple["Document", "Section"], ...]


@dataclass(frozen=True, slots=True)
class Examples:
    """Questions that the material answers; each can be picked by its number, from 1."""

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Help:
    """How the chat works.

    Attributes:
        commands: name to ``(argument, summary)``.
    """

    commands: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Said:
    """A plain sentence or two about a command."""

    text: str


@dataclass(frozen=True, slots=True)
class Left:
    """The person leaves; nothing comes after it."""


Shown = Replied | Further | Why | Contents | Sections | Examples | Help | Said | Left
"""What a line is answered with."""


class Session:
    """A conversation and the commands on it.

    Args:
        bot: what answers.
        transcript: writes the conversation as the text that ``/save`` puts into a file; without it there is no
            ``/save``, and a session writes nothing anywhere.
    """

    def __init__(self, bot: "Bot", transcript: "Callable[[Conversation, Corpus], str] | None" = None) -> None:
        from bot.dialogue.reply import Conversation

        self.bot = bot
        self.commands = {name: usage for name, usage in COMMANDS.items() if transcript or name != "/save"}
        self._transcript = transcript
        self._conversation = Conversation()
        self._quotes_shown = 0
        self._choices: Sequence[str] = ()

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """Questions that the material answers, in reading order."""
        from bot.dialogue.questions import asked_questions

        passages, asked = self.bot.corpus.passages, asked_questions(self.bot.corpus)
        questions = [asked[passage.number] for passage in passages if passage.question] or asked.values()
        return tuple(dict.fromkeys(map(on_one_line, questions)))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings of all documents, in reading order."""
        return tuple(on_one_line(section.heading) for _, section in self._sections)

    def introduction(self) -> Introduction:
        """Which material is quoted, and questions to start from, spread over it."""
        step = max(1, len(self.examples) // STARTING_QUESTIONS)
        questions = self.examples[step // 2 :: step][:STARTING_QUESTIONS]
        self._choices = questions
        corpus = self.bot.corpus
        titles = tuple(document.title for document in corpus.documents)
        return Introduction(titles, questions, corpus.left_out, corpus.misnamed)

    def respond(self, line: str) -> Shown:
        """What to show for one line: a question, the number of a suggested one, or a command."""
        line = line.strip()
        if line.casefold() in ("quit", "exit"):
            line = "/quit"
        if line.startswith("/"):
            return self._command(line)
        if self._is_choice(line):
            return self._picked(int(line.rstrip(".")))
        return Replied(self._reply(line))

    def _reply(self, question: str) -> "Reply":
        reply = self.bot.reply(question, self._conversation)
        self._conversation = self._conversation.after(question, reply)
        self._quotes_shown = max(1, reply.offered)
        if reply.suggestions:
            self._choices = reply.suggestions
        return reply

    def _is_choice(self, line: str) -> bool:
        """Whether a line picks a question. Three digits rarely do, and never those that call for help."""
        if not self._choices or not re.fullmatch(r"[0-9]{1,3}\.?", line):
            return False
        if len(line.rstrip(".")) < 3:
            return True
        from bot.dialogue.regions import emergency_numbers

        number = line.rstrip(".")
        return 1 <= int(number) <= len(self._choices) and number not in emergency_numbers()

    def _picked(self, number: int) -> Shown:
        if not 1 <= number <= len(self._choices):
            return Said(f"Please type a number from 1 to {len(self._choices)}, or a question in your own words.")
        question = self._choices[number - 1]
        return Replied(self._reply(question), picked=question)

    def _command(self, line: str) -> Shown:
        name, _, argument = line.partition(" ")
        if name.casefold() in self.commands:
            act: Callable[[str], Shown] = getattr(self, f"_command_{name.casefold()[1:]}")
            return act(argument.strip())
        nearest = get_close_matches(name.casefold(), self.commands, n=1, cutoff=0.5)
        hint = f"Did you mean {nearest[0]}?" if nearest else "Type /help to see what there is."
        return Said(f"There is no command {name}. {hint}")

    def _command_help(self, _: str) -> Shown:
        return Help(self.commands)

    def _command_more(self, _: str) -> Shown:
        reply = self._last_reply()
        if reply is None or not reply.quotes:
            return Said("There is no passage to follow. Ask a question first.")
        if self._quotes_shown >= len(reply.quotes):
            return Said("That is all I found for this question. /contents shows what else the material covers.")
        quote = reply.quotes[self._quotes_shown]
        self._quotes_shown += 1
        return Further(quote, reply.disclaimer)

    def _command_why(self, _: str) -> Shown:
        reply = self._last_reply()
        return Why(reply) if reply else Said("Ask a question first; /why then explains.")

    def _command_contents(self, _: str) -> Shown:
        corpus = self.bot.corpus
        counts = Counter(passage.document.name for passage in corpus.passages)
        return Contents(tuple(corpus.documents), tuple(counts[document.name] for document in corpus.documents))

    def _command_read(self, wanted: str) -> Shown:
        sections = self._sections_called(wanted) if wanted else self._sections
        if not sections:
            return Said(f"There is no section “{wanted}”. /contents lists the sections.")
        return Sections(sections)

    def _command_examples(self, _: str) -> Shown:
        self._choices = self.examples
        return Examples(self.examples)

    def _command_save(self, name: str) -> Shown:
        if not name:
            return Said("Type a file name after it, like: /save my-questions.txt")
        if not self._conversation.turns or not self._transcript:
            return Said("There is nothing to save yet. Ask a question first.")
        path = Path(name)
        try:
            path = path.expanduser()
            write_new(path, self._transcript(self._conversation, self.bot.corpus).encode("utf-8"), PRIVATE)
        except FileExistsError:
            return Said(f"{path} is already there, and I do not write over it. Choose another name.")
        except (OSError, ValueError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or str(error).rstrip(".")
            return Said(f"I could not save to {path}: {reason}. Try another name or folder.")
        return Said(f"Saved in {path.absolute()}. Only you can read this file.")

    def _command_quit(self, _: str) -> Shown:
        return Left()

    def _last_reply(self) -> "Reply | None":
        return self._conversation.turns[-1].reply if self._conversation.turns else None

    @cached_property
    def _sections(self) -> tuple[tuple["Document", "Section"], ...]:
        return tuple((document, section) for document in self.bot.corpus.documents for section in document.sections)

    def _sections_called(self, wanted: str) -> tuple[tuple["Document", "Section"], ...]:
        if wanted.isdecimal() and len(wanted) <= _LONGEST_NUMBER:
            return self._sections[int(wanted) - 1 : int(wanted)] if int(wanted) else ()
        names = [section_name(section.heading).casefold() for _, section in self._sections]
        nearest = [name for name in names if wanted.casefold() in name] or get_close_matches(wanted.casefold(), names)
        return (self._sections[names.index(nearest[0])],) if nearest else ()


def page_name(page: "Page") -> str:
    """A page's number, as it is shown: "5", or "5 (printed: iii)"."""
    return str(page.number) if page.printed is None else f"{page.number} (printed: {on_one_line(page.printed)})"


def section_name(heading: str) -> str:
    """A heading to show; what stands before the first heading has a name too."""
    return on_one_line(heading) or BEGINNING
