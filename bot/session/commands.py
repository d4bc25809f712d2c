"""The commands of a conversation, by name, and what each needs of where it is held."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.dialogue.reply import Conversation

COMMANDS: Mapping[str, tuple[str, str]] = {
    "/help": ("", "how this works, and whom to call"),
    "/more": ("", "the next best passage for your question"),
    "/why": ("[-v]", "why you got this reply; -v: with the figures"),
    "/docs": ("[WORD]", "the leaflets, or those with a word in their title"),
    "/contents": ("[LEAFLET]", "the sections of a leaflet"),
    "/read": ("[SECTION]", "read the material, or one section of it"),
    "/open": ("[LEAFLET]", "open the source of the quote: its page or its file"),
    "/examples": ("[WORD]", "questions that the material answers"),
    "/copy": ("", "copy the quote and where it stands"),
    "/save": ("FILE", "save this conversation: FILE.txt, FILE.md or FILE.json"),
    "/edit": ("", "write your question in your editor"),
    "/undo": ("", "take back your last question"),
    "/new": ("", "forget this conversation and begin a new one"),
    "/switch": ("[PATH]", "quote another leaflet or folder; alone: the first again"),
    "/reload": ("", "read the material again, after it was changed"),
    "/clear": ("", "clear the screen"),
    "/quit": ("", "leave"),
}
"""Name to ``(argument, summary)``."""

LEAVING = frozenset({"exit", "quit", ":q", ":q!", ":quit", ":wq", ":x"})
"""What people type to leave other programs."""

_WRITES, _LOADS = frozenset({"/save"}), frozenset({"/switch", "/reload"})
ACTED = frozenset({"/open", "/copy", "/edit", "/clear"})
"""The commands that somebody has to act on: a session only says what is to be done."""


@dataclass(frozen=True, slots=True)
class Face:
    """What a conversation may do where it is held; by itself it writes, reads and opens nothing.

    Attributes:
        transcript: writes a conversation as the text of a file whose name has that ending (``.md``), for ``/save``.
        load: gives the bot that quotes what is in a path, or what was asked for at first, for ``/switch``.
        path: what is quoted at first, a text where it is on a cluster; ``None`` for the article.
        acts_on: those of ``ACTED`` that whoever shows things acts on.
    """

    transcript: "Callable[[Conversation, str], str] | None" = None
    load: "Callable[[Path | str | None], Bot] | None" = None
    path: Path | str | None = None
    acts_on: frozenset[str] = frozenset()

    @property
    def commands(self) -> Mapping[str, tuple[str, str]]:
        """Those of ``COMMANDS`` that are there."""
        missing = (
            (ACTED - self.acts_on)
            | (frozenset() if self.transcript else _WRITES)
            | (frozenset() if self.load else _LOADS)
        )
        return {name: usage for name, usage in COMMANDS.items() if name not in missing}
