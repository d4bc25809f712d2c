"""``bot chat``: a conversation in the terminal, or line by line from a pipe."""

import argparse
import sys
from functools import partial

from bot.cli.options import a_path, add_options, load_bot, region_of, wants_plain, write_utf8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot chat``."""
    add_options(parser)
    parser.add_argument(
        "--history", type=a_path, metavar="FILE", help="keep what you type in a file, for the next time"
    )


def run(arguments: argparse.Namespace) -> int:
    """Chat until the person leaves; returns the exit status."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        from bot.terminal.chat import TerminalChat

        region_of(arguments.region)
        TerminalChat(partial(load_bot, arguments), wants_plain(arguments), arguments.history).run()
    else:
        _answer_lines(arguments)
    return 0


def _answer_lines(arguments: argparse.Namespace) -> None:
    from bot.session import Left, Session
    from bot.terminal.rendering import Renderer, transcript

    write_utf8()
    bot = load_bot(arguments)
    session = Session(bot, transcript)
    renderer = Renderer(passages=len(bot.corpus.passages), numbered=True)
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", errors="replace").strip("\ufeff \t\r\n")
        if text:
            shown = session.respond(text)
            print(renderer.shown(shown), end="\n\n", flush=True)
            if isinstance(shown, Left):
                break
