"""The command ``bot eval``: measures the answers against written-down cases."""

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from bot.cli.options import a_path, add_corpus, add_jobs, add_meaning, load_material, write_utf8
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.dialogue.reply import Reply
    from bot.evaluation import Case, Report
    from bot.evaluation.comparison import Comparison


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot eval``."""
    parser.add_argument(
        "cases",
        nargs="*",
        type=a_path,
        metavar="CASES",
        help="files of cases, .jsonl or .csv (without: those beside the material)",
    )
    add_corpus(parser, "a leaflet or a folder (without: the article)")
    add_meaning(parser)
    add_jobs(parser, "how many processes reply at once (default: 1)")
    parser.add_argument("--report", type=a_path, metavar="FILE", help="write the report as one HTML page")
    parser.add_argument("--json", action="store_true", help="print everything as JSON instead of text")
    parser.add_argument("--junit", type=a_path, metavar="FILE", help="write the cases as JUnit tests")
    parser.add_argument("--trec", type=a_path, metavar="DIR", help="write a TREC run and qrels into this folder")
    parser.add_argument("--compare", type=a_path, metavar="EARLIER", help="what changed since this output of --json")
    parser.add_argument("--min", action="append", default=[], metavar="NAME=VALUE", help="fail below this value")
    parser.add_argument("--max", action="append", default=[], metavar="NAME=VALUE", help="fail above this value")


def run(arguments: argparse.Namespace) -> int:
    """Evaluate; returns 1 when a ``--min`` or ``--max`` is missed, else 0."""
    from tqdm import tqdm

    from bot.documents import builtin_corpus_path
    from bot.evaluation import case_files
    from bot.evaluation.cases import check_cases, read_cases
    from bot.evaluation.comparison import compare, read_earlier
    from bot.evaluation.formats.places import check_places
    from bot.evaluation.parcels import packed, unpacked
    from bot.evaluation.run import outcomes_of, report_on
    from bot.evaluation.thresholds import read_thresholds
    from bot.workers import Work

    write_utf8()
    thresholds = read_thresholds(arguments.min, arguments.max)
    check_places(arguments.report, arguments.junit, arguments.trec)
    earlier = read_earlier(arguments.compare) if arguments.compare else None
    corpus = load_material(arguments)
    if isinstance(arguments.corpus, str) and not arguments.cases:
        raise UsageError("no cases lie beside a cluster. Name a file of cases: bot eval CASES --corpus ADDRESS")
    paths = arguments.cases or case_files(arguments.corpus or builtin_corpus_path())
    total = check_cases(*paths, corpus=corpus)
    work = Work(partial(_start, arguments), packed, partial(unpacked, corpus.passages))
    outcomes = outcomes_of(corpus, work, read_cases(*paths), arguments.jobs)
    bar = tqdm(outcomes, total=total, unit="case", delay=1, disable=not sys.stderr.isatty(), leave=False)
    report = report_on(corpus, bar, are_kept=_lists_all(arguments))
    _write_files(report, arguments)
    _print(report, compare(report, earlier) if earlier else None, as_json=arguments.json)
    missed = [words for threshold in thresholds if (words := threshold.missed(report.figures))]
    for words in missed:
        print(f"bot eval: missed {words}", file=sys.stderr)
    return 1 if missed else 0


def _start(arguments: argparse.Namespace) -> "Callable[[list[Case]], list[Reply]]":
    """What replies to cases, in whichever process it is."""
    from bot.bot import Bot
    from bot.evaluation.run import last_replies

    bot = Bot(load_material(arguments), meaning=arguments.meaning)
    return partial(last_replies, bot, are_whole=arguments.json)


def _lists_all(arguments: argparse.Namespace) -> bool:
    """Whether anything that is asked for tells of every case, and not of the failures alone."""
    return bool(arguments.json or arguments.junit or arguments.trec or arguments.compare)


def _write_files(report: "Report", arguments: argparse.Namespace) -> None:
    from bot.evaluation.formats.exchange import write_junit, write_trec
    from bot.evaluation.formats.page import write_page

    for place, write in ((arguments.report, write_page), (arguments.junit, write_junit), (arguments.trec, write_trec)):
        try:
            if place:
                write(report, place)
        except OSError as error:
            raise UsageError(
                f"{error.filename or place}: cannot be written: {error.strerror}. Choose another place."
            ) from error


def _print(report: "Report", comparison: "Comparison | None", *, as_json: bool) -> None:
    if as_json:
        data = report.to_json() | ({"comparison": comparison.to_json()} if comparison else {})
        print(json.dumps(data, indent=1))
        return
    from bot.evaluation.formats.plain import comparison_lines, report_lines

    for line in report_lines(report):
        print(line)
    if comparison:
        for line in comparison_lines(comparison):
            print(line)
