"""``bot completion``: a script with which a shell completes the commands, their options and names of files."""

import argparse
from collections.abc import Iterator

from bot.cli.options import a_path, a_place

SHELLS = ("bash", "zsh", "fish")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the argument of ``bot completion``."""
    parser.add_argument("shell", choices=SHELLS, help="the shell that the script is for")


def run(arguments: argparse.Namespace) -> int:
    """Print the script; returns 0."""
    import shtab

    print(shtab.complete(_whole_parser(), shell=arguments.shell))
    return 0


def _whole_parser() -> argparse.ArgumentParser:
    """The command line with the arguments of all commands, of which those that name files are marked."""
    import shtab

    from bot.cli.command_line import module_of, parsers

    parser, commands = parsers()
    module_of("chat").add_arguments(parser)  # plain "bot" is the chat
    for name, command in commands.items():
        module_of(name).add_arguments(command)
    for each in (parser, *commands.values()):
        for action in _naming_files(each):
            action.complete = shtab.FILE  # type: ignore[attr-defined]
    return parser


def _naming_files(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    yield from (action for action in parser._actions if action.type in (a_path, a_place))
