"""The command ``bot``: reads the command's name and hands over to its module.

Each command's module has ``add_arguments(parser)`` and ``run(arguments) -> int`` (the exit status)
and is loaded only when it is the one that is asked for, so that a command starts at once.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from bot import __version__
from bot.errors import BotError, UsageError
from bot.sanitising import displayable

COMMANDS = {
    "chat": "ask questions in the terminal (also plain 'bot')",
    "ask": "answer one question, or many from a file",
    "eval": "measure the answers against written-down questions",
    "gaps": "list what people asked and the material does not cover",
    "curate": "show an editor which passages need more example questions",
    "index": "prepare a text or a folder of them, so that it opens at once",
}

_MODULES = {"eval": "evaluate"}
_OWN_OPTIONS = ("-h", "--help", "--version")


class _Parser(argparse.ArgumentParser):
    """An argument parser whose messages are safe to show."""

    def error(self, message: str) -> NoReturn:
        super().error(displayable(message))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status (2 for bad input)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in _OWN_OPTIONS):
        arguments.insert(0, "chat")
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except BotError as error:
        print(f"bot: {displayable(str(error))}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return status


def _run(arguments: list[str]) -> int:
    name = arguments[0]
    if name not in COMMANDS and name not in _OWN_OPTIONS:
        raise _unknown_command(name)
    parser = _Parser(prog="bot", description="Answers questions about a health text by quoting it, word for word.")
    parser.add_argument("--version", action="version", version=f"bot {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command, summary in COMMANDS.items():
        commands.add_parser(command, help=summary, description=summary.capitalize() + ".")
    if name in _OWN_OPTIONS:
        parser.parse_args(arguments)
    module = import_module(f"bot.cli.{_MODULES.get(name, name)}")
    module.add_arguments(commands.choices[name])
    return int(module.run(parser.parse_args(arguments)))


def _unknown_command(name: str) -> UsageError:
    from difflib import get_close_matches

    nearest = get_close_matches(name, COMMANDS, n=1)
    hint = f"Did you mean 'bot {nearest[0]}'?" if nearest else "To ask a question, put it in quotation marks: bot ask"
    hint = hint if nearest else f'{hint} "How does it work?"'
    return UsageError(f"there is no command {name!r}. {hint} 'bot --help' lists the commands.")
