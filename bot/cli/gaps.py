"""The command ``bot gaps``: what people asked and the material does not answer."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.cli.options import a_path, add_corpus, load_material, write_utf8
from bot.sanitising import on_one_line

if TYPE_CHECKING:
    from bot.evaluation.gaps import Gaps, Unanswered

EXAMPLES = 5
"""How many messages stand under each gap."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot gaps``."""
    parser.add_argument(
        "files",
        nargs="+",
        type=a_path,
        metavar="TRANSCRIPT-OR-CASES",
        help="conversations that /save wrote, or files of questions or cases, .jsonl or .csv",
    )
    add_corpus(parser, "a leaflet or a folder (without: the article)")


def run(arguments: argparse.Namespace) -> int:
    """Print the gaps, the most frequent first; returns 0."""
    from bot.bot import Bot
    from bot.evaluation.gaps import find_gaps, read_asked

    write_utf8()
    asked = [message for file in arguments.files for message in read_asked(file)]
    gaps = find_gaps(Bot(load_material(arguments)), asked)
    for line in _lines(gaps):
        print(line)
    return 0


def _lines(gaps: "Gaps") -> Iterator[str]:
    yield f"{gaps.asked} messages; {gaps.declined} ask for what the material does not say."
    if gaps.elsewhere:
        yield f"{gaps.elsewhere} more are about another subject or could not be read, and are left out."
    for gap in gaps.gaps:
        yield ""
        yield f"{len(gap.messages)} × {_title(gap)}"
        distinct = list(dict.fromkeys(map(on_one_line, gap.messages)))
        yield from (f"    {message or '(empty)'}" for message in distinct[:EXAMPLES])
        if len(distinct) > EXAMPLES:
            yield f"    ... and {len(distinct) - EXAMPLES} more"


def _title(gap: "Unanswered") -> str:
    if gap.topic is None:
        return "sharing no telling word"
    topic = on_one_line(gap.topic)
    return topic if gap.known else f"with the word “{topic}”"
