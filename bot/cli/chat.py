"""``bot chat``: a conversation in the terminal, or line by line from a pipe."""

import argparse
import sys

from bot.cli.options import add_options, write_utf8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot chat``."""
    add_options(parser)
    parser.add_argument("--history", metavar="FILE", help="keep what you type in a file, for the next time")


def run(arguments: argparse.Namespace) -> int:
    """Chat until the person leaves; returns the exit status."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        from bot.terminal.chat import TerminalChat

        TerminalChat(arguments).run()
    else:
        _answer_lines(arguments)
    return 0


def _answer_lines(arguments: argparse.Namespace) -> None:
    from bot.session import load_chat

    write_utf8()
    chat = load_chat(arguments, width=lambda: None)
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", errors="replace").strip("\ufeff \t\r\n")
        if text:
            screen = chat.respond(text)
            print(screen.text, end="\n\n", flush=True)
            if screen.last:
                break
