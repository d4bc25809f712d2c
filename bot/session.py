"""What the chat says to each line that a person types, whatever it is typed into: questions and commands."""

import argparse
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from bot.bot import Bot
from bot.dialogue.reply import Conversation, Reply
from bot.documents import Document, Section
from bot.terminal.commands import COMMANDS, GOODBYE
from bot.cli.options import load_bot, wants_plain
from bot.terminal.rendering import Renderer, section_name
from bot.sanitising import displayable, on_one_line, well_formed

STARTING_QUESTIONS = 3

HELP = """\
Type a question in your own words and press Enter. I look for the passage that fits and show it word for word.

Where questions are listed with numbers, you can type the number instead.
As you type, a question may appear in grey: the right arrow key takes it. The Tab key shows more.

These commands help too:"""


@dataclass(frozen=True, slots=True)
class Screen:
    """What to show next.

    Attributes:
        text: ready to print.
        paged: whether it is long and wants showing a screenful at a time.
        last: whether the chat ends after it.
    """

    text: str
    paged: bool = False
    last: bool = False


class Chat:
    """A conversation and the commands on it.

    Args:
        bot: what answers.
        plain: whether to write without bold, underline and box drawing.
        width: gives the columns of the terminal as it is now; ``None`` leaves lines unwrapped.
    """

    def __init__(self, bot: Bot, plain: bool, width: Callable[[], int | None]) -> None:
        self.bot = bot
        self._plain = plain
        self._width = width
        self._conversation = Conversation()
        self._shown = 0
        self._choices: Sequence[str] = ()

    @property
    def examples(self) -> list[str]:
        """Questions that the material answers, in reading order."""
        passages = self.bot.corpus.passages
        written = [on_one_line(passage.question) for passage in passages if passage.question]
        return written or [f"What does it say about “{heading}”?" for heading in self.headings if heading]

    @property
    def headings(self) -> list[str]:
        """The headings of all documents, in reading order."""
        return [on_one_line(section.heading) for _, section in self._sections()]

    def introduction(self) -> str:
        """Which material is quoted, and questions to start from."""
        renderer = self._renderer()
        titles = "\n".join(f"“{document.title}”" for document in self.bot.corpus.documents)
        examples = self.examples
        step = max(1, len(examples) // STARTING_QUESTIONS)
        self._choices = examples[step // 2 :: step][:STARTING_QUESTIONS]
        questions = renderer.questions(self._choices, "You could start with one of these")
        return f"{renderer.text('I quote from:')}\n{renderer.text(titles)}\n\n{questions}"

    def respond(self, line: str) -> Screen:
        """What to show for one line: a question, the number of a suggested one, or a command."""
        line = line.strip()
        if line.casefold() in ("quit", "exit"):
            line = "/quit"
        if line.startswith("/"):
            return self._command(line)
        if re.fullmatch(r"[0-9]{1,3}\.?", line) and self._choices:
            return self._picked(int(line.rstrip(".")))
        return self._ask(line)

    def _ask(self, question: str) -> Screen:
        reply = self.bot.reply(question, self._conversation)
        self._conversation = self._conversation.after(question, reply)
        self._shown = max(1, reply.offered)
        if reply.suggestions:
            self._choices = reply.suggestions
        return Screen(self._renderer().reply(reply))

    def _picked(self, number: int) -> Screen:
        if not 1 <= number <= len(self._choices):
            return self._say(f"Please type a number from 1 to {len(self._choices)}, or a question in your own words.")
        question = self._choices[number - 1]
        return Screen(f"{self._renderer().styled(question, '1')}\n\n{self._ask(question).text}")

    def _command(self, line: str) -> Screen:
        name, _, argument = line.partition(" ")
        if name.casefold() in COMMANDS:
            act: Callable[[str], Screen] = getattr(self, f"_command_{name.casefold()[1:]}")
            return act(argument.strip())
        nearest = get_close_matches(name.casefold(), COMMANDS, n=1, cutoff=0.5)
        hint = f"Did you mean {nearest[0]}?" if nearest else "Type /help to see what there is."
        return self._say(f"There is no command {name}. {hint}")

    def _command_help(self, _: str) -> Screen:
        renderer = self._renderer()
        usage = [(f"{name} {argument}".strip(), summary) for name, (argument, summary) in COMMANDS.items()]
        commands = "\n".join(renderer.item(summary, f"{shown:<16} ") for shown, summary in usage)
        return Screen(f"{renderer.text(HELP)}\n\n{commands}")

    def _command_more(self, _: str) -> Screen:
        reply = self._last_reply()
        if reply is None or not reply.quotes:
            return self._say("There is no passage to follow. Ask a question first.")
        if self._shown >= len(reply.quotes):
            return self._say("That is all I found for this question. /contents shows what else the material covers.")
        quote = reply.quotes[self._shown]
        self._shown += 1
        renderer = self._renderer()
        parts = (renderer.text("The next best passage:"), renderer.quote(quote), renderer.text(reply.disclaimer))
        return Screen("\n\n".join(parts))

    def _command_why(self, _: str) -> Screen:
        reply = self._last_reply()
        return Screen(self._renderer().why(reply)) if reply else self._say("Ask a question first; /why then explains.")

    def _command_contents(self, _: str) -> Screen:
        renderer = self._renderer()
        hint = renderer.text("To read a section, type /read and its number, like /read 2.")
        return Screen(f"{renderer.contents(self.bot.corpus.documents)}\n\n{hint}", paged=True)

    def _command_read(self, wanted: str) -> Screen:
        sections = self._sections() if not wanted else self._sections_called(wanted)
        if not sections:
            return self._say(f"There is no section “{wanted}”. /contents lists the sections.")
        renderer = self._renderer()
        return Screen("\n\n".join(renderer.section(*section) for section in sections), paged=True)

    def _command_examples(self, _: str) -> Screen:
        self._choices = self.examples
        return Screen(self._renderer().questions(self._choices, "The material answers these questions"), paged=True)

    def _command_save(self, name: str) -> Screen:
        if not name:
            return self._say("Type a file name after it, like: /save my-questions.txt")
        if not self._conversation.turns:
            return self._say("There is nothing to save yet. Ask a question first.")
        path = Path(name).expanduser()
        try:
            self._write_transcript(path)
        except FileExistsError:
            return self._say(f"{path} is already there, and I do not write over it. Choose another name.")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            return self._say(f"I could not save to {path}: {reason}. Try another name or folder.")
        return self._say(f"Saved in {path.absolute()}. Only you can read this file.")

    def _command_quit(self, _: str) -> Screen:
        return Screen(self._renderer().text(GOODBYE), last=True)

    def _write_transcript(self, path: Path) -> None:
        renderer = Renderer(passages=len(self.bot.corpus.passages), width=80)
        turns = (
            f"You: {displayable(turn.message)}\n\nBot: {renderer.reply(turn.reply)}\n"
            for turn in self._conversation.turns
        )
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(turns))

    def _last_reply(self) -> Reply | None:
        return self._conversation.turns[-1].reply if self._conversation.turns else None

    def _sections(self) -> list[tuple[Document, Section]]:
        return [(document, section) for document in self.bot.corpus.documents for section in document.sections]

    def _sections_called(self, wanted: str) -> list[tuple[Document, Section]]:
        sections = self._sections()
        if wanted.isdecimal():
            return sections[int(wanted) - 1 : int(wanted)] if int(wanted) else []
        names = [section_name(section.heading).casefold() for _, section in sections]
        nearest = [name for name in names if wanted.casefold() in name] or get_close_matches(wanted.casefold(), names)
        return [sections[names.index(nearest[0])]] if nearest else []

    def _renderer(self) -> Renderer:
        return Renderer(len(self.bot.corpus.passages), self._width(), self._plain, numbered=True)

    def _say(self, text: str) -> Screen:
        return Screen(self._renderer().text(well_formed(text)))


def load_chat(arguments: argparse.Namespace, width: Callable[[], int | None]) -> Chat:
    """The chat that the options ask for; it is plain where ``width`` gives ``None``.

    Raises:
        CorpusError: what ``--corpus`` names cannot be read.
        UsageError: ``--region`` is not a country code.
    """
    return Chat(load_bot(arguments), wants_plain(arguments) or width() is None, width)
