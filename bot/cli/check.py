"""The command ``bot check``: what an editor should mend, the most urgent first, and which numbers are given to call."""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.options import a_place, add_corpus, add_meaning, load_material, region_of, write_utf8
from bot.dialogue.regions import Line, Region, known_regions, region, region_from_locale
from bot.errors import UsageError
from bot.sanitising import escaped_json, on_one_line

if TYPE_CHECKING:
    from bot.authoring.findings import Finding
    from bot.authoring.leaflet import Leaflet
    from bot.authoring.provenance import Draft

NOT_CHECKED = "not checked"
"""What stands in ``regions.toml`` in the place of a day, where nobody has seen the page or rung the number."""

MOST_LEAFLETS = 12
"""So many leaflets are listed one by one; of a larger folder, only the sums."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot check``."""
    parser.add_argument(
        "path", nargs="?", type=a_place, metavar="PATH", help="a leaflet, a folder of them, or an index (or: --corpus)"
    )
    add_corpus(parser, "the same (without either: the article)")
    parser.add_argument("--region", metavar="CODE", help="the country whose numbers are used (default: your locale)")
    parser.add_argument("--json", action="store_true", help="print everything as JSON: all findings, not a few of each")
    add_meaning(parser, "check what comparing by meaning needs, too (needs the extra 'meaning')")


def run(arguments: argparse.Namespace) -> int:
    """Read everything that a reply may need, try what an editor wrote, and say what to mend.

    Returns:
        0 where nothing is to be mended now or soon, else 1; 2 where a file of the folder cannot be read.

    Raises:
        UsageError: the material is named twice.
        BotError: something is missing or broken.
    """
    from bot import Bot
    from bot.authoring.checks import check
    from bot.authoring.findings import status_of
    from bot.authoring.leaflet import leaflets

    write_utf8()
    if arguments.path is not None and arguments.corpus is not None:
        raise UsageError("name the material once: bot check PATH, or bot check --corpus PATH.")
    code = region_of(arguments.region) or region_from_locale(os.environ)
    corpus = load_material(arguments)
    arguments.misnamed = ()
    bot = Bot(corpus, region=code, meaning=arguments.meaning)
    is_own = (arguments.path or arguments.corpus) is not None
    drafts = _drafts(arguments.path or arguments.corpus)
    findings = check(bot, date.today(), drafts, types_lines=is_own, progress=sys.stderr.isatty())
    status = status_of(findings, is_left_out=bool(corpus.left_out))
    documents = list(leaflets(corpus))
    if arguments.json:
        print(escaped_json(json.dumps(_as_json(documents, findings, code, status), ensure_ascii=False)))
    else:
        print("\n".join(_lines(documents, findings, code, is_own)))
    return status


def _drafts(path: Path | str | None) -> "dict[str, Draft]":
    """Where the lines of the leaflets come from, as far as it stands beside them; beside an index there is nothing."""
    from bot.authoring.provenance import draft_file, read_draft
    from bot.documents.corpus import source_files
    from bot.folders import is_index

    if path is None or isinstance(path, str) or is_index(path):
        return {}
    return {
        file.name: read_draft(draft_file(file), file.name) for file in source_files(path) if draft_file(file).exists()
    }


def _lines(
    documents: "Sequence[Leaflet]", findings: "Sequence[Finding]", code: str | None, is_own: bool
) -> Iterator[str]:
    from bot.cli.check_report import report_lines

    yield from _material(documents)
    if not is_own:
        yield "Name a leaflet of yours (bot check leaflet.txt), and what you wrote for it is typed back as well."
    yield ""
    yield from report_lines(findings, shutil.get_terminal_size().columns, are_of_one=len(documents) == 1)
    yield ""
    yield from _numbers(code)


def _material(documents: "Sequence[Leaflet]") -> Iterator[str]:
    from bot.authoring.reading_grade import told

    tables = [_leaflet(each) for each in documents]
    if len(tables) > MOST_LEAFLETS:
        passages, asked, gaps = (sum(table[key] for table in tables) for key in ("passages", "asked", "gaps"))
        counted = f"{len(tables)} leaflets: {_counted(passages, 'passage')}, {asked} of them with lines of an editor"
        yield f"{counted}; {_counted(gaps, 'gap')} named."
        return
    for table in tables:
        grade = "" if table["grade"] is None else f" School grade {told(table['grade'])}."
        title = on_one_line(table["title"])
        passages, gaps = _counted(table["passages"], "passage"), _counted(table["gaps"], "gap")
        yield f"{title}: {passages}, {table['asked']} of them with lines of an editor; {gaps} named.{grade}"


def _counted(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def _leaflet(leaflet: "Leaflet") -> dict[str, Any]:
    from bot.authoring.reading_grade import grade_of_leaflet, other_language

    details = leaflet.document.details
    return {
        "name": leaflet.name,
        "title": leaflet.document.title,
        "passages": len(leaflet.passages),
        "asked": sum(bool(passage.question or passage.examples) for passage in leaflet.passages),
        "gaps": len(leaflet.gaps),
        "reviewed": details.reviewed,
        "grade": None if other_language(leaflet) else grade_of_leaflet(leaflet),
    }


def _as_json(
    documents: "Sequence[Leaflet]", findings: "Sequence[Finding]", code: str | None, status: int
) -> dict[str, Any]:
    from bot.authoring.findings import URGENCIES

    return {
        "status": status,
        "counts": {urgency: sum(found.urgency == urgency for found in findings) for urgency in URGENCIES},
        "documents": [_leaflet(each) for each in documents],
        "findings": [found.to_json() for found in findings],
        "region": code,
        "numbers": [
            {"country": where.code, "line": str(line), "source": line.source, "checked": line.checked}
            for where in ([region(code)] if code else known_regions())
            for line in where.lines
            if code or line.checked == NOT_CHECKED
        ],
    }


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
