"""The command ``bot``: reads the command's name and hands over to its module.

Each command's module has ``add_arguments(parser)`` and ``run(arguments) -> int`` (the exit status)
and is loaded only when it is the one that is asked for, so that a command starts at once.
"""

import argparse
import errno
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import IO, NoReturn

from bot.errors import BotError, UsageError
from bot.interrupts import INTERRUPTED
from bot.sanitising import displayable

COMMANDS = {
    "chat": "ask questions in the terminal (also plain 'bot')",
    "ask": "answer one question, or many from a file",
    "eval": "measure the answers against written-down questions",
    "gaps": "list what people asked and the material does not cover",
    "check": "check the material, the word lists and the numbers to call",
    "docs": "list the leaflets that are loaded, and when each was reviewed",
    "curate": "show an editor which passages need more example questions",
    "index": "prepare a text or a folder of them, so that it opens at once",
    "completion": "print what makes your shell complete commands and options",
    "serve": "answer on a web page, and for other programs (needs the extra 'web')",
}

LEFT_OUT = 2
"""The exit status where all went well, but files of the folder were left out."""

_MODULES = {"eval": "evaluate"}
_OWN_OPTIONS = ("-h", "--help", "--version")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


class _Parser(argparse.ArgumentParser):
    """An argument parser whose messages are safe to show, and whose help is not lost on a full disk."""

    def error(self, message: str) -> NoReturn:
        super().error(displayable(message))

    def print_help(self, file: IO[str] | None = None) -> None:  # type: ignore[override]
        print(self.format_help(), end="", file=file or sys.stdout)


class _Version(argparse.Action):
    """Shows the version; only then it is looked up, which takes a moment."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from bot import __version__

        print(f"bot {__version__}")
        parser.exit()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status (2 for bad input)."""
    _open_closed_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in _OWN_OPTIONS):
        arguments.insert(0, "chat")
    try:
        try:
            return _run(arguments)
        finally:
            sys.stdout.flush()
    except BotError as error:
        _complain(str(error))
        return 2
    except BrokenPipeError:
        _discard(sys.stdout)
        return 0
    except OSError as error:
        _complain(_told(error))
        _flush(sys.stdout)
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        _flush(sys.stderr)


def _open_closed_streams() -> None:
    """Give a process that was started without standard streams empty ones."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def _flush(stream: IO[str]) -> None:
    """Write what is left to be written, or drop it where that cannot be done, so that Python does not try it again."""
    try:
        stream.flush()
    except OSError:
        _discard(stream)


def _told(error: OSError) -> str:
    """What is wrong, where that is known; what names no file and tells of a lack of room is the output."""
    if error.filename is None and error.errno in _NO_ROOM:
        return f"the output cannot be written: {error.strerror}. Make room, or send it elsewhere."
    return str(error) if error.filename is None else f"{error.filename}: {error.strerror}."


def _complain(text: str) -> None:
    try:
        print(f"bot: {displayable(text)}", file=sys.stderr)
    except OSError:
        _discard(sys.stderr)


def _discard(stream: IO[str]) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _run(arguments: list[str]) -> int:
    name = arguments[0]
    if name not in COMMANDS and name not in _OWN_OPTIONS:
        raise _unknown_command(name)
    parser, commands = parsers()
    if name in _OWN_OPTIONS:
        parser.parse_args(arguments)
    module = module_of(name)
    module.add_arguments(commands[name])
    parsed = parser.parse_args(arguments)
    if "is_configured" in parsed:
        from bot.cli.configuration import configure

        configure(parsed)
    status = int(module.run(parsed))
    left_out: Sequence[str] = getattr(parsed, "left_out", ())
    for message in (*getattr(parsed, "misnamed", ()), *(f"left out: {message}" for message in left_out)):
        _complain(message)
    return status or (LEFT_OUT if left_out else 0)


def parsers() -> tuple[argparse.ArgumentParser, Mapping[str, argparse.ArgumentParser]]:
    """The parser of the command line, and that of each command, which has no arguments yet."""
    parser = _Parser(prog="bot", description="Answers questions about a health text by quoting it, word for word.")
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command, summary in COMMANDS.items():
        commands.add_parser(command, help=summary, description=summary.capitalize() + ".")
    return parser, commands.choices


def module_of(command: str) -> ModuleType:
    """The module of a command."""
    return import_module(f"bot.cli.{_MODULES.get(command, command)}")


def _unknown_command(name: str) -> UsageError:
    from difflib import get_close_matches

    nearest = get_close_matches(name, COMMANDS, n=1)
    hint = f"Did you mean 'bot {nearest[0]}'?" if nearest else "To ask a question, put it in quotation marks: bot ask"
    hint = hint if nearest else f'{hint} "How does it work?"'
    return UsageError(f"there is no command {name!r}. {hint} 'bot --help' lists the commands.")
