"""Replies on paper: the quote first, or in an emergency what to do; what else there is to say in few lines under it."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.sanitising import displayable, on_one_line
from bot.terminal.paper import BOLD, Paper, blocks, lines
from bot.terminal.quotes import DOT, quote_on

if TYPE_CHECKING:
    from bot.dialogue.reply import Reply

REMINDER = "Not medical advice: about yourself, ask a doctor or nurse."
"""Stands for the disclaimer between the replies that have it in full."""

SUGGESTED_LINES = 2
"""So many lines are spent on what to ask next."""

ONLY_ANNOUNCES = "answer/one"
"""The intent whose sentence says no more than that a quote comes."""

CHOICE = "decline/which"
"""The intent that asks which of the questions is meant."""

_PARAGRAPH = re.compile(r"\n{2,}")


def reply_on(
    paper: Paper, reply: "Reply", numbered: bool = False, in_full: bool = True, height: int | None = None
) -> str:
    """A whole reply.

    Args:
        paper: what it is written on.
        reply: what the bot says.
        numbered: whether questions carry a number to pick them by.
        in_full: whether the disclaimer is written in full; on plain paper it always is.
        height: how many lines there is room for, where what to ask next must not move the head out of sight.
    """
    disclaimer = paper.text(reply.disclaimer if in_full or paper.plain else REMINDER)
    if reply.kind == "emergency":
        return blocks(_help_on(paper, reply.message), disclaimer)
    opening, rest = _parts(reply)
    under = lines(*_notes_on(paper, reply), *map(paper.text, rest), disclaimer)
    text = blocks(paper.styled(reply.urgent_note, BOLD), paper.text(opening), *_offered_on(paper, reply), under)
    room = SUGGESTED_LINES if height is None else min(SUGGESTED_LINES, height - text.count("\n") - 1)
    return lines(text, suggested_on(paper, reply, numbered, room))


def number_on(paper: Paper, reply: "Reply") -> str:
    """What in an emergency says whom to call, alone."""
    paragraphs = _PARAGRAPH.split(displayable(reply.message).strip())
    return paper.styled(paragraphs[_with_number(paragraphs)], BOLD)


def _help_on(paper: Paper, message: str) -> str:
    """What to do now, with the first paragraph in bold that says whom to call."""
    paragraphs = _PARAGRAPH.split(displayable(message).strip())
    number = _with_number(paragraphs)
    return blocks(*(paper.styled(text, BOLD if n == number else "") for n, text in enumerate(paragraphs)))


def _with_number(paragraphs: Sequence[str]) -> int:
    """The place of the first paragraph with a number in it."""
    return next((place for place, text in enumerate(paragraphs) if re.search(r"\d", text)), 0)


def _parts(reply: "Reply") -> tuple[str, Sequence[str]]:
    """The bot's own words: what stands before a quote, and what may stand under it."""
    if reply.kind != "answer":
        return reply.message, ()
    first, *rest = _PARAGRAPH.split(reply.message.strip())
    return "" if reply.intent == ONLY_ANNOUNCES else first, rest


def _offered_on(paper: Paper, reply: "Reply") -> Iterator[str]:
    """The quotes that are offered as the answer, each under its question where the message asks several."""
    offered = reply.quotes[: max(1, reply.offered)]
    titles = {quote.passage.document.title for quote in offered}
    for number, quote in enumerate(offered, 1):
        heading = ""
        if quote.answers:
            heading = " / ".join(map(on_one_line, quote.answers))
        elif len(offered) > 1:
            title = f": {on_one_line(quote.passage.document.title)}" if len(titles) > 1 else ""
            heading = f"{number} of {len(offered)}{title}"
        yield lines(paper.styled(heading, BOLD), quote_on(paper, quote))


def _notes_on(paper: Paper, reply: "Reply") -> Iterator[str]:
    """The spellings that were mended, for the person to check, and the questions that nothing was found for."""
    if reply.understood:
        read = ", ".join(f"{on_one_line(meant)} (for “{on_one_line(typed)}”)" for typed, meant in reply.understood)
        yield paper.text(f"I read this as: {read}")
    if reply.unanswered:
        asked = ", ".join(f"“{on_one_line(question)}”" for question in reply.unanswered)
        yield paper.text(f"I found nothing about: {asked}")


def suggested_on(paper: Paper, reply: "Reply", numbered: bool, room: int = SUGGESTED_LINES) -> str:
    """What to ask next, in so many lines as there is room for; where one of the questions is to be chosen, all."""
    if not reply.suggestions:
        return ""
    if reply.intent == CHOICE:
        return questions_on(paper, reply.suggestions, numbered)
    shown = ""
    for count in range(1, len(reply.suggestions) + 1):
        longer = _on_one_line(paper, reply.suggestions[:count], numbered)
        if longer.count("\n") >= room:
            break
        shown = longer
    return shown


def _on_one_line(paper: Paper, questions: Sequence[str], numbered: bool) -> str:
    asked = [
        f"{paper.mark(str(number), BOLD)} {on_one_line(question)}" if numbered else on_one_line(question)
        for number, question in enumerate(questions, 1)
    ]
    return paper.wrapped(f"You could also ask: {DOT.join(asked)}", "", "  ")


def questions_on(paper: Paper, questions: Sequence[str], numbered: bool, heading: str = "You could ask") -> str:
    """A list of questions to ask next, each with its number where there is somebody to pick one."""
    if not questions:
        return ""
    written = [paper.text(f"{heading} (type its number):" if numbered else f"{heading}:")]
    for number, question in enumerate(questions, 1):
        mark = f"{number:>2}. " if numbered else "- "
        written.append(paper.item(question, mark))
    return "\n".join(written)
