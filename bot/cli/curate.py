"""The command ``bot curate``: what an editor can do so that a text is found better.

Each passage with its examples, and which questions of a case file it wins and loses, and to whom.
With ``--template``, a curation file to fill in.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.cli.options import a_path, add_corpus, load_material, write_utf8
from bot.errors import CaseError, UsageError

if TYPE_CHECKING:
    from bot.documents import Corpus
    from bot.evaluation import Outcome


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot curate``."""
    add_corpus(parser, "a leaflet, or a folder of them", name="path")
    parser.add_argument(
        "--cases", type=a_path, metavar="FILE", help="questions to try (without: NAME.cases.jsonl beside the text)"
    )
    parser.add_argument("--template", action="store_true", help="print a curation file to fill in, and nothing else")


def run(arguments: argparse.Namespace) -> int:
    """Print the passages, or the template; returns 0."""
    from bot.cli.curation_report import report_lines
    from bot.cli.curation_template import template_lines

    write_utf8()
    corpus = load_material(arguments)
    if arguments.template:
        if arguments.path.is_dir():
            raise UsageError(f"{arguments.path}: a template is for one text. Name the file.")
        lines = template_lines(corpus)
    else:
        lines = report_lines(corpus, _outcomes(corpus, arguments))
    for line in lines:
        print(line)
    return 0


def _outcomes(corpus: "Corpus", arguments: argparse.Namespace) -> "Sequence[Outcome]":
    from bot.bot import Bot
    from bot.evaluation import case_files, evaluate, load_cases

    try:
        files = [arguments.cases] if arguments.cases else case_files(arguments.path)
    except CaseError:
        return ()
    cases = load_cases(*files, corpus=corpus)
    return evaluate(Bot(corpus), cases, progress=sys.stderr.isatty()).outcomes
