"""A conversation as a text to keep: plain, or as Markdown."""

import re
from typing import TYPE_CHECKING

from bot.sanitising import displayable, on_one_line
from bot.session.citing import known_of, place_of
from bot.terminal.rendering import Renderer

if TYPE_CHECKING:
    from bot.dialogue.reply import Conversation, Quote, Reply

TRANSCRIPT_WIDTH = 80
"""The columns of a conversation that is saved as plain text."""

MARKDOWN = frozenset({".md", ".markdown"})

_MARKS = re.compile(r"([\\`*_\[\]<>#|~&])")
"""What may mean something in Markdown (CommonMark, with the tables and deletions of GitHub's)."""


def transcript(conversation: "Conversation", ending: str = ".txt") -> str:
    """What ``/save`` writes: every message and its reply, as Markdown where the name of the file ends like that."""
    turns = conversation.turns
    if ending in MARKDOWN:
        return "\n".join(f"## {_escaped(on_one_line(turn.message))}\n\n{_reply(turn.reply)}\n" for turn in turns)
    renderer = Renderer(width=TRANSCRIPT_WIDTH)
    return "\n".join(f"You: {displayable(turn.message)}\n\nBot: {renderer.reply(turn.reply)}\n" for turn in turns)


def _reply(reply: "Reply") -> str:
    parts = [f"**{_escaped(reply.urgent_note)}**" if reply.urgent_note else "", _escaped(reply.message)]
    parts += [_quote(quote) for quote in reply.quotes[: max(1, reply.offered)]]
    if reply.unanswered:
        parts.append(f"I found nothing about: {_escaped(', '.join(map(on_one_line, reply.unanswered)))}")
    parts += [f"*{_escaped(reply.disclaimer)}*"]
    return "\n\n".join(filter(None, parts))


def _quote(quote: "Quote") -> str:
    passage = quote.passage
    quoted = "\n".join(f"> {line}  " for line in _escaped(displayable(quote.text)).split("\n") if line.strip())
    address = passage.document.details.address or ""
    place = ", ".join(filter(None, (*place_of(passage), *known_of(passage), on_one_line(address))))
    asked = "".join(f"**{_escaped(on_one_line(question))}**\n\n" for question in quote.answers)
    return f"{asked}{quoted}\n\n— {_escaped(place)}"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", displayable(text))
