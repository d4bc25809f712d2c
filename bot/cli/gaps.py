"""The command ``bot gaps``: what people asked and the material does not answer."""

import argparse
import json
import sys
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from bot.cli.options import a_path, add_corpus, add_jobs, load_material, write_utf8

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.evaluation.asked import Asked
    from bot.evaluation.gaps import Listener, Placed


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
    add_jobs(parser, "how many processes reply at once (default: 1)")


def run(arguments: argparse.Namespace) -> int:
    """Print the gaps, the most frequent first, and the lists beside them; returns 0."""
    from bot.bot import Bot
    from bot.evaluation.gaps import gathered

    write_utf8()
    bot = Bot(load_material(arguments))
    gaps = gathered(bot, _placed(arguments, bot))
    if arguments.json:
        print(json.dumps(gaps.to_json(), indent=1))
        return 0
    from bot.evaluation.formats.gaps import gap_lines

    for line in gap_lines(gaps):
        print(line)
    return 0


def _placed(arguments: argparse.Namespace, bot: "Bot") -> "Iterator[Placed]":
    """Every message that counts, with its place. All files are gone through before the first reply, for mistakes."""
    from tqdm import tqdm

    from bot.evaluation.gaps import Listener
    from bot.evaluation.parcels import packed, unpacked
    from bot.evaluation.replay import batches
    from bot.workers import Work, in_order

    total = sum(len(each.messages) - each.earlier for each in _asked(arguments, bot))
    start = partial(Listener, bot) if arguments.jobs == 1 else partial(_start, arguments)
    work = Work(start, packed, partial(unpacked, bot.corpus.passages))
    with tqdm(total=total, unit="message", delay=1, disable=not sys.stderr.isatty(), leave=False) as bar:
        for _, entries in in_order(work, batches(_asked(arguments, bot)), arguments.jobs):
            bar.update(len(entries))
            yield from entries


def _asked(arguments: argparse.Namespace, bot: "Bot") -> "Iterator[Asked]":
    from bot.evaluation.asked import read_asked

    return (each for file in arguments.files for each in read_asked(file, bot.corpus))


def _start(arguments: argparse.Namespace) -> "Listener":
    """What hears messages, in a process of its own."""
    from bot.bot import Bot
    from bot.evaluation.gaps import Listener

    return Listener(Bot(load_material(arguments)))
