"""A conversation with commands: a line goes in, what to show comes out, as data.

Where the lines come from (a terminal, a pipe) also turns the data into what a person sees. The names below are loaded
on first use, so that a prompt can show before all of this is there.
"""

from importlib import import_module

TYPE_CHECKING = False  # as in ``typing``

if TYPE_CHECKING:
    from bot.session.commands import COMMANDS, Face
    from bot.session.saving import read_conversation
    from bot.session.session import Session
    from bot.session.shown import (
        BEGINNING,
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
        page_name,
        section_name,
    )

__all__ = [
    "BEGINNING",
    "COMMANDS",
    "Began",
    "Cleared",
    "Contents",
    "Copied",
    "Documents",
    "Editing",
    "Examples",
    "Face",
    "Further",
    "Help",
    "Introduction",
    "Left",
    "Opened",
    "Recalled",
    "Replied",
    "Said",
    "Sections",
    "Session",
    "Shown",
    "Why",
    "page_name",
    "read_conversation",
    "section_name",
]

_HOMES = {
    "COMMANDS": "commands",
    "Face": "commands",
    "read_conversation": "saving",
    "Session": "session",
}
"""The module of a name; the others are of ``shown``."""


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module(f"bot.session.{_HOMES.get(name, 'shown')}"), name)
    raise AttributeError(f"module 'bot.session' has no attribute {name!r}")
