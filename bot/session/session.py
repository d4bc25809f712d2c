"""The conversation itself: what each line and each command does."""

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cluster.address import is_address
from bot.errors import BotError, ClusterError
from bot.sanitising import on_one_line
from bot.session import library
from bot.session.commands import COMMANDS, LEAVING, Face
from bot.session.saving import save
from bot.session.shelf import Shelf
from bot.session.shown import (
    Began,
    Cleared,
    Copied,
    Editing,
    Examples,
    Further,
    Help,
    Introduction,
    Left,
    Recalled,
    Replied,
    Said,
    Shown,
    Why,
)

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.dialogue.reply import Conversation, Quote, Reply, Turn

REMINDED_EVERY = 5
"""So often the disclaimer comes in full."""

CALL_FOR_HELP = "chat/help"
"""The intent of who writes "help" and nothing else: how to use this, or a cry."""


class Session:
    """A conversation and the commands on it.

    Args:
        bot: what answers.
        face: what may be done where the conversation is held.
        conversation: what was said before, to go on with.
    """

    def __init__(self, bot: "Bot", face: Face = Face(), conversation: "Conversation | None" = None) -> None:
        from bot.dialogue.reply import Conversation

        self.bot = bot
        self.commands = face.commands
        self._face = face
        self._path = face.path
        self._examples: tuple[str, ...] | None = None
        self._quotes_shown = self._brief_ones = 0
        self._choices: Sequence[str] = ()
        self._copied: Sequence[Quote] = ()
        self._shelf = Shelf(bot.corpus, face.path)
        self._conversation = conversation or Conversation()
        self._begin(self._conversation.turns)

    @property
    def examples(self) -> tuple[str, ...]:
        """Questions that the material answers, in reading order; of a large corpus, some."""
        if self._examples is None:
            self._examples = library.examples_of(self.bot.corpus, self.bot.questions)
        return self._examples

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of what is being looked at, in reading order."""
        return self._shelf.headings

    def introduction(self) -> Introduction:
        """Which material is quoted; and, where nothing was said yet, questions to start from, spread over it."""
        questions = () if self._conversation.turns else library.starting_questions(self.examples)
        self._choices = self._choices or questions
        return library.introduction_to(self.bot.corpus, questions)

    def recalled(self) -> Recalled | None:
        """Where a conversation that was handed in had stopped."""
        turns = self._conversation.turns
        return Recalled(len(turns), turns[-1].message, turns[-1].reply) if turns else None

    def respond(self, line: str) -> Shown:
        """What to show for one line: a question, the number of a suggested one, or a command."""
        line = line.strip()
        if line.casefold() in LEAVING:
            line = "/quit"
        if line.startswith("/"):
            return self._command(line)
        if self._is_choice(line):
            return self._picked(int(line.rstrip(".")))
        replied = self._replied(line)
        if replied.reply.intent == CALL_FOR_HELP:
            return Help(self.commands, replied.reply)
        return replied

    def _replied(self, question: str, picked: str | None = None) -> Replied:
        reply = self.bot.reply(question, self._conversation)
        in_full = self._is_due(reply)
        self._conversation = self._conversation.after(question, reply)
        self._look_at(reply)
        return Replied(reply, picked, in_full)

    def _is_due(self, reply: "Reply") -> bool:
        """Whether the disclaimer is due in full; counts how many replies may still go with a short one."""
        in_full = not self._brief_ones or reply.kind in ("refer", "emergency") or bool(reply.urgent_note)
        self._brief_ones = REMINDED_EVERY - 1 if in_full else self._brief_ones - 1
        return in_full

    def _look_at(self, reply: "Reply") -> None:
        """What was replied is what the commands are about from now on."""
        self._quotes_shown = max(1, reply.offered)
        self._copied = reply.quotes[: self._quotes_shown]
        if reply.suggestions:
            self._choices = reply.suggestions
        if reply.quotes:
            self._shelf.turn_to(reply.quotes[0].passage)

    def _forget_what_was_shown(self) -> None:
        self._quotes_shown = self._brief_ones = 0
        self._choices, self._copied = (), ()
        self._shelf = Shelf(self.bot.corpus, self._path)

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
        return self._replied(question, picked=question)

    def _command(self, line: str) -> Shown:
        name, *rest = line.split(maxsplit=1)
        argument = "".join(rest)
        if name.casefold() in self.commands:
            act: Callable[[str], Shown] = getattr(self, f"_command_{name.casefold()[1:]}")
            try:
                return act(argument)
            except ClusterError as error:
                return Said(str(error), self._urgent())
        if name.casefold() in COMMANDS:
            return Said(f"{name} does not work here.")
        nearest = get_close_matches(name.casefold(), self.commands, n=1, cutoff=0.5)
        hint = f"Did you mean {nearest[0]}?" if nearest else "Type /help to see what there is."
        return Said(f"There is no command {name}. {hint}")

    def _command_help(self, _: str) -> Shown:
        reply = self.bot.reply("help")
        return Help(self.commands, reply if reply.intent == CALL_FOR_HELP else None)

    def _command_more(self, _: str) -> Shown:
        reply = self._last_reply()
        if reply is None or not reply.quotes:
            return Said("There is no passage to follow. Ask a question first.")
        if self._quotes_shown >= len(reply.quotes):
            return Said("That is all I found for this question. /contents shows what else the material covers.")
        quote = reply.quotes[self._quotes_shown]
        self._quotes_shown += 1
        self._copied = (quote,)
        self._shelf.turn_to(quote.passage)
        return Further(quote, reply.disclaimer, in_full=False)

    def _command_why(self, wanted: str) -> Shown:
        reply = self._last_reply()
        if wanted not in ("", "-v"):
            return Said("Type /why, or /why -v to see the figures too.")
        return Why(reply, wanted == "-v") if reply else Said("Ask a question first; /why then explains.")

    def _command_docs(self, wanted: str) -> Shown:
        return self._shelf.titles(wanted)

    def _command_contents(self, wanted: str) -> Shown:
        return self._shelf.contents(wanted)

    def _command_read(self, wanted: str) -> Shown:
        return self._shelf.text(wanted)

    def _command_open(self, wanted: str) -> Shown:
        return self._shelf.source(wanted)

    def _command_examples(self, wanted: str) -> Shown:
        words = wanted.casefold().split()
        questions = tuple(each for each in self.examples if all(word in each.casefold() for word in words))
        if wanted and not questions:
            return Said(f"None of the questions that I could suggest has “{wanted}” in it. Ask in your own words.")
        self._choices = questions[: library.OFFERED]
        return Examples(tuple(self._choices), len(questions) - len(self._choices))

    def _command_copy(self, _: str) -> Shown:
        reply = self._last_reply()
        if reply is None:
            return Said("There is nothing to copy yet. Ask a question first.")
        if not self._copied:
            return Copied(f"{reply.message}\n\n{reply.disclaimer}")
        from bot.session.citing import cited

        return Copied("\n\n".join((*map(cited, self._copied), reply.disclaimer)))

    def _command_save(self, name: str) -> Shown:
        assert self._face.transcript is not None
        return Said(save(name, self._conversation, self._face.transcript))

    def _command_edit(self, _: str) -> Shown:
        return Editing()

    def _command_undo(self, _: str) -> Shown:
        if not self._conversation.turns:
            return Said("There is nothing to take back.")
        urgent, (*turns, last) = self._urgent(), self._conversation.turns
        self._begin(turns)
        return Said(f"I took back “{on_one_line(last.message)}” and what I said to it.", urgent)

    def _command_new(self, _: str) -> Shown:
        urgent = self._urgent()
        self._begin(())
        return Began("I have forgotten what was said. This is a new conversation.", self.introduction(), urgent)

    def _command_switch(self, wanted: str) -> Shown:
        try:
            path = _place(wanted) if wanted else self._face.path
        except RuntimeError as error:
            return Said(f"{wanted}: {error}.")
        return self._loaded(path, "I have forgotten what was said, and quote something else now.")

    def _command_reload(self, _: str) -> Shown:
        return self._loaded(self._path, "I have read the material again, and forgotten what was said.")

    def _command_clear(self, _: str) -> Shown:
        return Cleared()

    def _command_quit(self, _: str) -> Shown:
        return Left(self._urgent())

    def _loaded(self, path: Path | str | None, text: str) -> Shown:
        assert self._face.load is not None
        urgent = self._urgent()
        try:
            self.bot = self._face.load(path)
        except BotError as error:
            return Said(f"{error} I go on quoting what I had.", urgent)
        self._path = path
        self._examples = None
        self._begin(())
        return Began(text, self.introduction(), urgent)

    def _begin(self, turns: Sequence["Turn"]) -> None:
        """Go on as though nothing but ``turns`` had been said."""
        self._conversation = type(self._conversation)(tuple(turns))
        self._forget_what_was_shown()
        last = self._last_reply()
        if last:
            self._look_at(last)

    def _urgent(self) -> str:
        """Whom to call, while an alarm is not over."""
        return self.bot.reply("", self._conversation).urgent_note

    def _last_reply(self) -> "Reply | None":
        return self._conversation.turns[-1].reply if self._conversation.turns else None


def _place(name: str) -> Path | str:
    return name if is_address(name) else Path(name).expanduser()
