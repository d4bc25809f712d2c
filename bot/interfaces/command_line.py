"""The command ``bot``: reads the command's name and hands over to its module.

Each command's module has ``add_arguments(parser)`` and ``run(arguments) -> int`` (the exit status)
and is loaded only when it is the one that is asked for, so that a command starts at once.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from bot import __version__
from bot.errors import BotError

COMMANDS = {
    "chat": "ask questions in the terminal (also plain 'bot')",
    "ask": "answer one question, or many from a file",
    "eval": "measure the answers against written-down questions",
    "gaps": "list what people asked and the material does not cover",
    "curate": "show an editor which passages need more example questions",
}

_MODULES = {"eval": "evaluate"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status (2 for bad input)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version")):
        arguments.insert(0, "chat")
    parser = argparse.ArgumentParser(
        prog="bot",
        description="Answers questions about a health text by quoting it, word for word.",
    )
    parser.add_argument("--version", action="version", version=f"bot {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary.capitalize() + ".")
        if name == arguments[0]:
            module = import_module(f"bot.interfaces.{_MODULES.get(name, name)}")
            module.add_arguments(command)
    namespace = parser.parse_args(arguments)
    try:
        return int(module.run(namespace))
    except BotError as error:
        print(f"bot: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
