"""The command ``bot index``: prepare a text or a folder of them, so that it opens at once."""

import argparse
from pathlib import Path

from bot.errors import UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot index``."""
    parser.add_argument(
        "path", nargs="?", type=Path, metavar="PATH", help="a text file or a folder (without: what comes with the program)"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="where to write the index")


def run(arguments: argparse.Namespace) -> int:
    """Write the index; returns 0."""
    from bot.documents import load_corpus
    from bot.documents.corpus import read_corpus, source_files
    from bot.index.built import ARTICLE, write_language
    from bot.evidence.indexing import write_index

    if (arguments.path is None) != (arguments.output is None):
        raise UsageError("name both what to index and where to write it: bot index leaflets/ -o index/")
    try:
        if arguments.path is None:
            write_language()
            corpus, folder = read_corpus(source_files()), ARTICLE
        else:
            corpus, folder = load_corpus(arguments.path), arguments.output
        write_index(corpus, folder)
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"{error.filename or arguments.output}: cannot be written: {reason}. Choose another folder.") from error
    if arguments.path is not None:
        print(f"{folder}: {len(corpus.documents)} texts, {len(corpus.passages)} passages. Use it with --corpus {folder}")
    return 0
