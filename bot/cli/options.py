"""The options that ``bot ask`` and ``bot chat`` share, and the bot that they describe."""

import argparse
import gc
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cluster.address import is_address
from bot.errors import UsageError
from bot.sanitising import on_one_line

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.documents import Corpus

READING = "Reading the material ..."

NARROWEST = 20
"""Columns; in fewer, no text can be read."""

_EVERYDAY_CODES = {"UK": "GB"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--corpus``, ``--encoding``, ``--region``, ``--width``, ``--plain`` and ``--meaning``.

    What of them is not given is looked for in the environment and in the file of settings (``configuration.py``).
    """
    add_corpus(parser, "a leaflet, a folder of them, or an index, instead of the built-in article")
    parser.add_argument(
        "--region", metavar="CODE", help="country for emergency numbers, like GB (default: your locale)"
    )
    parser.add_argument(
        "--width", type=a_width, metavar="N", help="columns that text takes at most (default: the terminal's, up to 88)"
    )
    parser.add_argument(
        "--plain",
        action=argparse.BooleanOptionalAction,
        help="no colours, no drawing and no links, for screen readers",
    )
    add_meaning(parser)
    parser.set_defaults(is_configured=True)


def add_corpus(
    parser: argparse.ArgumentParser,
    summary: str,
    name: str = "--corpus",
    nargs: str | None = None,
    kind: Callable[[str], Path | str] | None = None,
) -> None:
    """Add the argument that names what may be quoted, and ``--encoding``; ``kind`` is ``a_path`` for files alone."""
    parser.add_argument(name, type=kind or a_place, metavar="PATH", help=summary, nargs=nargs)
    parser.add_argument(
        "--encoding", metavar="NAME", help="how its files are encoded, like windows-1252 (default: UTF-8)"
    )


def load_material(arguments: argparse.Namespace) -> "Corpus":
    """What the arguments of ``add_corpus`` name; which files of a folder are not read is told when the command ends.

    Raises:
        CorpusError: it cannot be read.
    """
    with sign_of_life(arguments, READING):
        from bot.documents import load_corpus

        corpus = load_corpus(getattr(arguments, "corpus", None) or getattr(arguments, "path", None), arguments.encoding)
    arguments.left_out, arguments.misnamed = corpus.left_out, corpus.misnamed
    return corpus


def add_meaning(parser: argparse.ArgumentParser, summary: str = "") -> None:
    """Add ``--meaning``."""
    summary = summary or "compare by meaning too, with a sentence encoder (needs the extra 'meaning')"
    parser.add_argument("--meaning", action="store_true", help=summary)


MOST_JOBS = 64
"""More processes than that are a slip of the finger: each takes some 100 MB."""


def add_jobs(parser: argparse.ArgumentParser, summary: str) -> None:
    """Add ``--jobs``."""
    parser.add_argument("--jobs", type=_a_number_of_jobs, default=1, metavar="N", help=summary)


def _a_number_of_jobs(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_JOBS):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {MOST_JOBS}")
    return int(text)


def a_path(name: str) -> Path:
    """The path that an option names; an empty name would be the current folder.

    Raises:
        argparse.ArgumentTypeError: it is empty, or the address of a cluster.
    """
    if not name:
        raise argparse.ArgumentTypeError("the name is empty. Name a file or a folder")
    if is_address(name):
        raise argparse.ArgumentTypeError(f"{on_one_line(name)} is on a cluster. Name a file or a folder here")
    return Path(name)


def a_place(name: str) -> Path | str:
    """The path that an option names, or the address of a library on a cluster, as text.

    Raises:
        argparse.ArgumentTypeError: it is empty.
    """
    return name if is_address(name) else a_path(name)


def a_width(text: str) -> int:
    """The number of columns that an option names.

    Raises:
        argparse.ArgumentTypeError: it is none that can be read in.
    """
    if not re.fullmatch("[0-9]{1,4}", text) or int(text) < NARROWEST:
        raise argparse.ArgumentTypeError(f"not a number of columns. Give one from {NARROWEST} on, like 60")
    return int(text)


def load_bot(arguments: argparse.Namespace) -> "Bot":
    """The bot that the options ask for. Imports the search, which takes a moment.

    Raises:
        CorpusError: what ``--corpus`` names cannot be read.
        UsageError: ``--region`` is not a country code, or not one with an entry.
        DataError: with ``--meaning``, the sentence encoder is not installed, or damaged.
    """
    region = region_of(arguments.region)
    with _without_collector(), sign_of_life(arguments, READING):
        from bot import Bot
        from bot.dialogue.regions import region_from_locale

        region = region or region_from_locale(os.environ)
        return Bot(load_material(arguments), region, meaning=arguments.meaning)


@contextmanager
def sign_of_life(arguments: argparse.Namespace, text: str) -> Iterator[None]:
    """Something turns on the terminal while this takes long, unless something does already."""
    if getattr(arguments, "has_sign", False):
        yield
        return
    from bot.terminal.waiting import waiting_for_command

    arguments.has_sign = True
    try:
        with waiting_for_command(text, is_plain=bool(getattr(arguments, "plain", False))):
            yield
    finally:
        arguments.has_sign = False


@contextmanager
def _without_collector() -> Iterator[None]:
    """Without the collector of garbage: what is loaded stays, and to look through it takes a fifth of a start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def region_of(code: str | None) -> str | None:
    """The country that ``--region`` names, or ``None`` where it was not given.

    Raises:
        UsageError: ``code`` is not two letters.
    """
    try:
        return None if code is None else a_country(code)
    except argparse.ArgumentTypeError as error:
        raise UsageError(f"--region {code}: {error}.") from error


def a_country(code: str) -> str:
    """The country that a code names, as the numbers to call are listed by.

    Raises:
        argparse.ArgumentTypeError: ``code`` is not two letters.
    """
    if not re.fullmatch("[A-Za-z]{2}", code):
        raise argparse.ArgumentTypeError("not a country code. Give two letters, like GB, US or DE")
    return _EVERYDAY_CODES.get(code.upper(), code.upper())


def wants_plain(arguments: argparse.Namespace) -> bool:
    """Whether the person asked for no colours and no drawing."""
    return bool(arguments.plain)


def write_utf8() -> None:
    """Make the output UTF-8 whatever the locale; what cannot be written is replaced."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
