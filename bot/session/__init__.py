"""A conversation with commands: a line goes in, what to show comes out, as data.

Where the lines come from (a terminal, a pipe) also turns the data into what a person sees. Only light modules are
imported here, so that a prompt can show before the bot is loaded.
"""

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
