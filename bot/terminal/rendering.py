"""Turning replies and what a session shows into text for a terminal of any width, or for a pipe.

One structure serves ``bot ask`` and ``bot chat``: strings in which bold, underline and links are written as ANSI
sequences, or left out when ``plain``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from bot.sanitising import on_one_line
from bot.session import (
    Began,
    Cleared,
    Contents,
    Copied,
    Documents,
    Editing,
    Examples,
    Further,
    Help,
    Introduction,
    Left,
    Opened,
    Recalled,
    Replied,
    Said,
    Sections,
    Shown,
    Why,
)
from bot.terminal.paper import BOLD, Paper, blocks, lines
from bot.terminal.quotes import quote_on
from bot.terminal.replies import REMINDER, questions_on, reply_on
from bot.terminal.shelves import contents_on, documents_on, introduction_on, sections_on
from bot.terminal.why import why_on

if TYPE_CHECKING:
    from bot.dialogue.reply import Quote, Reply

HELP = """\
Type a question in your own words and press Enter. I look for the passage that fits and show it word for word.
Where questions are listed with numbers, you can type the number instead."""

GOODBYE = "Goodbye, and take care."


@dataclass(frozen=True, slots=True)
class Renderer:
    """Writes for one width and style.

    Attributes:
        width: the columns of lines; ``None`` leaves them as long as they are.
        plain: no bold, no underline, no box drawing, no links, and the whole disclaimer each time.
        numbered: whether questions carry a number to pick them by.
        linked: whether the terminal has links.
        keys: what the keys do, for who asks for help.
        height: the lines of the terminal that a reply should fit in; ``None`` where there is no end to them.
    """

    width: int | None = None
    plain: bool = True
    numbered: bool = False
    linked: bool = False
    keys: str = ""
    height: int | None = None

    @property
    def paper(self) -> Paper:
        """What is written on."""
        return Paper(self.width, self.plain, self.linked)

    def shown(self, shown: Shown) -> str:  # noqa: C901, PLR0912
        """What a session shows for a line."""
        paper = self.paper
        match shown:
            case Replied(reply, picked, in_full):
                text = blocks(paper.styled(picked or "", BOLD), self.reply(reply, in_full))
            case Further(quote, disclaimer, in_full):
                heading, under = paper.text("The next best passage:"), self._disclaimer(disclaimer, in_full)
                text = blocks(lines(heading, self.quote(quote)), under)
            case Why(reply, with_figures):
                text = why_on(paper, reply, with_figures)
            case Documents():
                text = documents_on(paper, shown)
            case Contents():
                text = contents_on(paper, shown)
            case Sections():
                text, _ = sections_on(paper, shown)
            case Examples(questions, further):
                more = paper.text(f"and {further:,} more: /examples WORD finds those with a word." if further else "")
                text = lines(
                    questions_on(paper, questions, self.numbered, "The material answers these questions"), more
                )
            case Help(commands, reply):
                text = self.help(commands, reply)
            case Said(sentence, urgent):
                text = blocks(paper.styled(urgent, BOLD), paper.text(sentence))
            case Recalled():
                text = self.recalled(shown)
            case Began(sentence, introduction, urgent):
                text = blocks(paper.styled(urgent, BOLD), paper.text(sentence), self.introduction(introduction))
            case Copied(copied):
                text = paper.text(copied)
            case Opened(_, name):
                text = paper.text(name)
            case Editing() | Cleared():
                text = ""
            case Left(urgent):
                text = blocks(paper.styled(urgent, BOLD), paper.text(GOODBYE))
            case _:
                assert_never(shown)
        return text

    def text(self, text: str) -> str:
        """A sentence of the program."""
        return self.paper.text(text)

    def introduction(self, introduction: Introduction) -> str:
        """Which material is quoted, and questions to start from."""
        return introduction_on(self.paper, introduction, self.numbered)

    def recalled(self, recalled: Recalled) -> str:
        """Where a conversation had stopped: the last question, and its reply."""
        count = f"{recalled.questions} questions" if recalled.questions != 1 else "1 question"
        heading = self.paper.text(f"We go on after {count}. The last was:")
        question = self.paper.styled(on_one_line(recalled.message), BOLD)
        return blocks(lines(heading, question), self.reply(recalled.reply))

    def help(self, commands: Mapping[str, tuple[str, str]], reply: "Reply | None" = None) -> str:
        """How the chat works: first whom to call, then its commands, name to ``(argument, summary)``, and its keys."""
        paper = self.paper
        number = reply.message.partition("\n\n")[0] if reply else ""
        usage = [(f"{name} {argument}".strip(), summary) for name, (argument, summary) in commands.items()]
        room = max((len(typed) for typed, _ in usage), default=0) + 2
        listed = (paper.item(summary, typed.ljust(room)) for typed, summary in usage)
        return blocks(paper.styled(number, BOLD), paper.text(HELP), "\n".join(listed), paper.text(self.keys))

    def reply(self, reply: "Reply", in_full: bool = True) -> str:
        """A whole reply; ``in_full`` says whether its disclaimer is."""
        return reply_on(self.paper, reply, self.numbered, in_full, self.height)

    def quote(self, quote: "Quote") -> str:
        """A quote set apart, and under it where it stands."""
        return quote_on(self.paper, quote)

    def _disclaimer(self, disclaimer: str, in_full: bool) -> str:
        return self.paper.text(disclaimer if in_full or self.plain else REMINDER)
