"""The command ``bot check``: whether the material, the word lists and the numbers to call are fit for use."""

import argparse
import os
from collections.abc import Iterator
from datetime import date

from bot.cli.options import add_corpus, add_meaning, load_material, region_of, write_utf8
from bot.dialogue.regions import Line, Region, known_regions, region, region_from_locale
from bot.documents import Corpus
from bot.documents.review import YEARS, is_stale
from bot.sanitising import on_one_line

NOT_CHECKED = "not checked"
"""What stands in ``regions.toml`` in the place of a day, where nobody has seen the page or rung the number."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot check``."""
    add_corpus(parser, "a leaflet, a folder of them, or an index")
    parser.add_argument("--region", metavar="CODE", help="the country whose numbers are used (default: your locale)")
    add_meaning(parser, "check what comparing by meaning needs, too (needs the extra 'meaning')")


def run(arguments: argparse.Namespace) -> int:
    """Read everything that a reply may need, and say what a person has to look at; returns 0.

    Raises:
        BotError: something is missing or broken.
    """
    from bot import Bot

    write_utf8()
    code = region_of(arguments.region) or region_from_locale(os.environ)
    corpus = load_material(arguments)
    Bot(corpus, region=code, meaning=arguments.meaning)
    print("\n".join((*_material(corpus), "", *_numbers(code))))
    return 0


def _material(corpus: Corpus) -> Iterator[str]:
    for document in corpus.documents:
        own = [passage for passage in corpus.passages if passage.document is document]
        asked = sum(bool(passage.question or passage.examples) for passage in own)
        gaps = sum(gap.document == document.name for gap in corpus.gaps)
        title = on_one_line(document.title)
        yield f"{title}: {len(own)} passages, {asked} of them with questions of an editor; {gaps} gaps named."
        if is_stale(document.details.reviewed, date.today()):
            reviewed = on_one_line(document.details.reviewed or "")
            yield f"  LOOK AT THIS: it was last reviewed on {reviewed}, more than {YEARS} years ago."


def _numbers(code: str | None) -> Iterator[str]:
    if code is None:
        yield "No country was given, so replies name the common numbers. Give one: bot check --region GB"
        yield "Numbers that nobody has checked:"
        unchecked = {line: where for where in known_regions() for line in where.lines if line.checked == NOT_CHECKED}
        yield from (f"- {where.name}: {_told(line)}" for line, where in unchecked.items())
        return
    where: Region = region(code)
    yield f"Numbers for {where.name}. Ring each of them before anybody uses the bot."
    for line in where.lines:
        day = "NOT CHECKED" if line.checked == NOT_CHECKED else f"read on {line.checked}"
        yield f"- {_told(line)} ({day}: {line.source})"


def _told(line: Line) -> str:
    return on_one_line(str(line))
