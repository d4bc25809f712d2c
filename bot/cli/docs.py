"""The command ``bot docs``: which leaflets are loaded, and what is known of each."""

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from bot.cli.options import add_corpus, load_material, write_utf8
from bot.sanitising import on_one_line

if TYPE_CHECKING:
    from bot.documents import Document


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot docs``."""
    add_corpus(parser, "a leaflet, a folder of them, or an index (without: the article)", name="path", nargs="?")


def run(arguments: argparse.Namespace) -> int:
    """List the leaflets; returns 0."""
    write_utf8()
    corpus = load_material(arguments)
    passages = Counter(passage.document.name for passage in corpus.passages)
    print("\n\n".join("\n".join(_lines(each, passages[each.name])) for each in corpus.documents))
    return 0


def _lines(document: "Document", passages: int) -> Iterator[str]:
    from bot.documents.review import YEARS, is_stale

    details = document.details
    yield on_one_line(document.title)
    yield f"  File: {on_one_line(document.name)}"
    yield f"  Passages: {passages}"
    for name, value in (("Publisher", details.publisher), ("Source", details.address), ("Reviewed", details.reviewed)):
        yield f"  {name}: {on_one_line(value) if value else '(not known)'}"
    if is_stale(details.reviewed, date.today()):
        yield f"  LOOK AT THIS: the last review was more than {YEARS} years ago. Ask whether it still holds."
