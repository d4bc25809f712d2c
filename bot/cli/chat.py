"""``bot chat``: a conversation in the terminal, or line by line from a pipe."""

import argparse
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.options import a_path, add_options, load_bot, region_of, wants_plain, write_utf8

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.session import Session


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot chat``."""
    add_options(parser)
    parser.add_argument(
        "--continue",
        dest="continued",
        type=a_path,
        metavar="FILE",
        help="go on with a conversation that /save wrote as .json",
    )
    parser.add_argument(
        "--history", type=a_path, metavar="FILE", help="keep what you type in a file, for the next time"
    )


def run(arguments: argparse.Namespace) -> int:
    """Chat until the person leaves; returns the exit status."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        from bot.session.commands import ACTED
        from bot.terminal.chat import Look, TerminalChat
        from bot.terminal.links import has_links

        region_of(arguments.region)
        arguments.has_sign = True  # the chat shows its own
        look = Look(wants_plain(arguments), arguments.width, has_links(os.environ))
        TerminalChat(partial(_begin, arguments, ACTED), look, arguments.history).run()
    else:
        _answer_lines(arguments)
    return 0


def _begin(arguments: argparse.Namespace, acts_on: frozenset[str]) -> "Session":
    from bot.session import Face, Session, read_conversation
    from bot.terminal.transcripts import transcript

    bot = load_bot(arguments)
    said = read_conversation(arguments.continued, bot.corpus) if arguments.continued else None
    face = Face(transcript, partial(_load_another, arguments), arguments.corpus, acts_on)
    return Session(bot, face, said)


def _load_another(arguments: argparse.Namespace, path: Path | str | None) -> "Bot":
    return load_bot(argparse.Namespace(**{**vars(arguments), "corpus": path}))


def _answer_lines(arguments: argparse.Namespace) -> None:
    from bot.session import Left
    from bot.terminal.rendering import Renderer

    write_utf8()
    session = _begin(arguments, frozenset())
    renderer = Renderer(arguments.width, numbered=True)
    recalled = session.recalled()
    if recalled:
        print(renderer.recalled(recalled), end="\n\n", flush=True)
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", errors="replace").strip("\ufeff \t\r\n")
        if text:
            shown = session.respond(text)
            print(renderer.shown(shown), end="\n\n", flush=True)
            if isinstance(shown, Left):
                break
