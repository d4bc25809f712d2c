"""The command ``bot index``: prepare a text or a folder of them, so that it opens at once."""

import argparse
from collections.abc import Sized

from bot.cli.options import a_path, add_corpus, add_meaning, load_material, sign_of_life, write_utf8
from bot.errors import UsageError
from bot.sanitising import on_one_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot index``."""
    add_corpus(parser, "a leaflet or a folder (without: what comes with the program)", name="path", nargs="?")
    parser.add_argument("-o", "--output", type=a_path, metavar="FOLDER", help="where to write the index")
    add_meaning(parser, "keep what the sentence encoder makes of the texts too (needs the extra 'meaning')")


def run(arguments: argparse.Namespace) -> int:
    """Write the index; returns 0."""
    from bot.indexing import prepare_program, write_index

    write_utf8()
    if (arguments.path is None) != (arguments.output is None):
        raise UsageError("name both what to index and where to write it: bot index leaflets/ -o index/")
    try:
        with sign_of_life(arguments, "Preparing the index ..."):
            if arguments.path is None:
                prepare_program(meaning=arguments.meaning)
                return 0
            corpus = load_material(arguments)
            write_index(corpus, arguments.output, meaning=arguments.meaning)
    except (OSError, RuntimeError) as error:  # a link to itself is a RuntimeError until Python 3.13
        where, reason = arguments.output or "bot/built", getattr(error, "strerror", None) or error
        raise UsageError(f"{where}: cannot be written: {reason}. Choose another folder.") from error
    folder = on_one_line(str(arguments.output))
    print(f"{folder}: {_counted(corpus.documents, 'text')}, {_counted(corpus.passages, 'passage')}.")
    print(f"Use it with --corpus {folder}")
    return 0


def _counted(things: Sized, name: str) -> str:
    return f"{len(things)} {name}" if len(things) == 1 else f"{len(things)} {name}s"
