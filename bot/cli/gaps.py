"""The command ``bot gaps``: what people asked and the material does not answer."""

import argparse
import json

from bot.cli.options import a_path, add_corpus, load_material, write_utf8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot gaps``."""
    parser.add_argument(
        "files",
        nargs="+",
        type=a_path,
        metavar="TRANSCRIPT-OR-CASES",
        help="conversations that /save wrote, or files of questions or cases, .jsonl or .csv",
    )
    parser.add_argument("--json", action="store_true", help="print everything as JSON instead of text")
    add_corpus(parser, "a leaflet or a folder (without: the article)")


def run(arguments: argparse.Namespace) -> int:
    """Print the gaps, the most frequent first, and the lists beside them; returns 0."""
    from bot.bot import Bot
    from bot.evaluation.asked import read_asked
    from bot.evaluation.gaps import find_gaps

    write_utf8()
    bot = Bot(load_material(arguments))
    gaps = find_gaps(bot, [each for file in arguments.files for each in read_asked(file, bot.corpus)])
    if arguments.json:
        print(json.dumps(gaps.to_json(), indent=1))
        return 0
    from bot.evaluation.formats.gaps import gap_lines

    for line in gap_lines(gaps):
        print(line)
    return 0
