"""The command ``bot index``: prepare a text or a folder of them, so that it opens at once."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from pathlib import Path

from bot.cli.options import (
    a_path,
    a_place,
    add_corpus,
    add_meaning,
    load_material,
    sign_of_life,
    write_utf8,
)
from bot.errors import UsageError
from bot.folders import is_index
from bot.sanitising import on_one_line

LARGE = 2_000_000
"""From so many bytes of files on an index is a library: some 3,000 passages, which take seconds to be worked out."""

HINT = (
    "so many texts are better kept as a library, which opens at once: pip install 'quote-only-bot[library]', "
    "then run this again."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot index``."""
    add_corpus(
        parser, "a leaflet or a folder (without: what comes with the program)", name="path", nargs="?", kind=a_path
    )
    parser.add_argument(
        "-o", "--output", type=a_place, metavar="FOLDER", help="where to write the index: a folder, or opensearch://..."
    )
    add_meaning(parser, "keep what the sentence encoder makes of the texts too (needs the extra 'meaning')")


def run(arguments: argparse.Namespace) -> int:
    """Write the index; returns 0."""
    from bot.indexing import prepare_program

    write_utf8()
    if (arguments.path is None) != (arguments.output is None):
        raise UsageError("name both what to index and where to write it: bot index leaflets/ -o index/")
    try:
        if arguments.path is None:
            with sign_of_life(arguments, "Preparing the index ..."):
                prepare_program(meaning=arguments.meaning)
            return 0
        if isinstance(arguments.output, str):
            lines = _on_cluster(arguments)
        else:
            lines = _library(arguments) if _is_library(arguments) else _index(arguments)
    except (OSError, RuntimeError) as error:  # a link to itself is a RuntimeError until Python 3.13
        where, reason = arguments.output or "bot/built", getattr(error, "strerror", None) or error
        raise UsageError(f"{where}: cannot be written: {reason}. Choose another folder.") from error
    folder = on_one_line(str(arguments.output))
    print(f"{folder}: {lines[0]}", *lines[1:], f"Use it with --corpus {folder}", sep="\n")
    return 0


def _is_library(arguments: argparse.Namespace) -> bool:
    """Whether it is, or becomes, a library: what is too much to be held in memory and worked out at once."""
    from bot.documents.corpus import source_files
    from bot.documents.library import is_library
    from bot.index.fulltext import is_installed

    if arguments.meaning or is_index(arguments.path):
        return False
    size = sum(file.stat().st_size for file in source_files(arguments.path))
    is_large = is_library(arguments.output) or size >= LARGE
    if is_large and not is_installed():
        print(f"bot: {HINT}", file=sys.stderr)
        return False
    return is_large


def _library(arguments: argparse.Namespace) -> list[str]:
    from bot.indexing.library import write_library

    with _files_of(arguments) as (files, progress):
        changes = write_library(files, arguments.output, arguments.encoding, progress)
    arguments.left_out = changes.left_out
    counted = f"{changes.documents:,} texts, {changes.passages:,} passages."
    return [counted, f"{changes.added:,} read, {changes.removed:,} taken out, {changes.kept:,} left as they were."]


def _on_cluster(arguments: argparse.Namespace) -> list[str]:
    from bot.cluster.connection import Connection
    from bot.indexing.uploading import write_clustered

    if arguments.meaning:
        raise UsageError("--meaning is for an index in a folder. Leave it out.")
    connection = Connection.open(arguments.output)
    with _files_of(arguments) as (files, progress):
        changes = write_clustered(files, connection, arguments.encoding, progress)
    arguments.left_out = changes.left_out
    return [f"{changes.documents:,} texts, {changes.passages:,} passages."]


@contextmanager
def _files_of(arguments: argparse.Namespace) -> Iterator[tuple[list[Path], Callable[[int], None]]]:
    """The files that are indexed, and what is told how many more are done; a terminal shows it."""
    from tqdm import tqdm

    from bot.documents.corpus import source_files

    files = source_files(arguments.path)
    is_shown = sys.stderr.isatty()
    with tqdm(total=len(files), desc="Indexing", unit="text", disable=not is_shown, leave=False) as bar:
        yield files, bar.update


def _index(arguments: argparse.Namespace) -> list[str]:
    from bot.indexing import write_index

    with sign_of_life(arguments, "Preparing the index ..."):
        corpus = load_material(arguments)
        write_index(corpus, arguments.output, meaning=arguments.meaning)
    return [f"{_counted(corpus.documents, 'text')}, {_counted(corpus.passages, 'passage')}."]


def _counted(things: Sized, name: str) -> str:
    return f"{len(things)} {name}" if len(things) == 1 else f"{len(things)} {name}s"
