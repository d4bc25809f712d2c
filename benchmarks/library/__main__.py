"""A library from 20 to a million passages, beside other systems: ``python -m benchmarks.library --medquad FILE``.

Makes the leaflets, measures what each system needs to build, open and answer, and how often the right passage is found;
writes ``docs/library-figures.md`` and ``docs/library-figures.svg``. What was made and measured is kept in a folder, so
that steps can be taken one by one: ``python -m benchmarks.library speed --systems "this bot"``, then ``report``.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.environments import ROOT
from benchmarks.library.material import SIZES, Material, Questions, stemming
from benchmarks.library.medquad import read_medquad
from benchmarks.library.quality import Collection, Found, found_by, of_articles, of_medquad
from benchmarks.library.report import Quality, page, plot
from benchmarks.library.speed import Measured, measure
from benchmarks.library.systems import SYSTEMS, System
from benchmarks.squad import read_articles

FOLDER = ROOT / ".benchmarks" / "library"
DOCS = ROOT / "docs"
NAME = "library-figures"

LARGEST_ASKED_FOR_QUALITY = 40_000
QUALITY_QUESTIONS = 1_000


def main(argv: Sequence[str] | None = None) -> None:
    names = [system.name for system in SYSTEMS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.library", description=__doc__)
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"{', '.join(STEPS)} (default: all)")
    parser.add_argument("--medquad", type=Path, metavar="FILE", help="MedQuAD in JSON lines, packed by gzip")
    parser.add_argument("--squad", type=Path, metavar="FILE", help="SQuAD 2.0 in JSON, for its quality too")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where all is kept (default: .benchmarks/library)")
    parser.add_argument("--passages", type=int, nargs="+", choices=SIZES, default=[*SIZES], help="default: all sizes")
    parser.add_argument("--systems", nargs="+", choices=names, default=names, help="default: all")
    parser.add_argument("--docs", type=Path, default=DOCS, metavar="FOLDER", help="where the page goes (default: docs)")
    arguments = parser.parse_args(argv)
    steps = arguments.steps or [*STEPS]
    if unknown := set(steps) - set(STEPS):
        parser.error(f"no step {', '.join(sorted(unknown))}: there are {', '.join(STEPS)}")
    if arguments.medquad is None and set(steps) & {"make", "quality"}:
        parser.error("--medquad is needed to make leaflets and to measure quality")
    for step in steps:
        STEPS[step](arguments)


def make(arguments: argparse.Namespace) -> None:
    """The leaflets of the sizes that are wanted, where they are not there, and the questions."""
    leaflets = read_medquad(arguments.medquad)
    questions = Questions.of(leaflets)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    kept = {"typed": questions, "terms": questions.as_terms(stemming())}
    _questions_file(arguments).write_text(json.dumps(kept), encoding="utf-8")
    for passages in arguments.passages:
        material = Material(arguments.folder, passages)
        if not material.is_made:
            material.make(leaflets, SIZES[passages])


def speed(arguments: argparse.Namespace) -> None:
    """What each system needs at each size."""
    kept = json.loads(_questions_file(arguments).read_text(encoding="utf-8"))
    for passages in arguments.passages:
        for system in _systems(arguments):
            questions = Questions(*kept["typed" if system.is_ours else "terms"])
            index = arguments.folder / "index"
            measured = measure(system, passages, Material(arguments.folder, passages), questions, index)
            measured.write(arguments.folder / "results")
            shutil.rmtree(index, ignore_errors=True)


def quality(arguments: argparse.Namespace) -> None:
    """How often each system finds the right passage."""
    passages = min(max(arguments.passages), LARGEST_ASKED_FOR_QUALITY)
    medquad = of_medquad(read_medquad(arguments.medquad), passages, QUALITY_QUESTIONS)
    title = (
        f"MedQuAD: {len(medquad.questions):,} questions to their own answers, {passages:,} passages without headings"
    )
    collections = {"medquad": (title, [medquad])}
    if arguments.squad:
        articles = list(read_articles(arguments.squad))
        collections["squad-one"] = (
            f"SQuAD 2.0: to the right paragraph of the article, each of {len(articles)} articles by itself",
            [of_articles([article]) for article in articles],
        )
        collections["squad-all"] = (
            f"SQuAD 2.0: to the right paragraph, all {len(articles)} articles together",
            [of_articles(articles)],
        )
    for name, (title, parts) in collections.items():
        systems = [system for system in _systems(arguments) if system.ranks_by_itself]
        found = [each for system in systems for each in _found(system, parts, arguments.folder)]
        file = arguments.folder / "results" / f"quality-{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(Quality(title, found).to_json()), encoding="utf-8")


def _found(system: System, parts: Sequence[Collection], folder: Path) -> list[Found]:
    print(f"{system.name}: quality ...", file=sys.stderr)
    found = [found_by(system, part, folder / "quality") for part in parts]
    shutil.rmtree(folder / "quality", ignore_errors=True)
    return [
        Found(way[0].way, way[0].is_ours, [p for each in way for p in each.places]) for way in zip(*found, strict=True)
    ]


def report(arguments: argparse.Namespace) -> None:
    """The page and the drawing, of all that is kept."""
    results = arguments.folder / "results"
    measured = Measured.read_all(results)
    qualities = [Quality.from_json(json.loads(file.read_text())) for file in sorted(results.glob("quality-*.json"))]
    text = page(measured, qualities, f"{NAME}.svg")
    arguments.docs.mkdir(parents=True, exist_ok=True)
    (arguments.docs / f"{NAME}.md").write_text(text, encoding="utf-8")
    if measured:
        (arguments.docs / f"{NAME}.svg").write_text(plot(measured), encoding="utf-8")
    print(text)


def _systems(arguments: argparse.Namespace) -> list[System]:
    return [system for system in SYSTEMS if system.name in arguments.systems]


def _questions_file(arguments: argparse.Namespace) -> Path:
    file: Path = arguments.folder / "questions.json"
    return file


STEPS: dict[str, Callable[[argparse.Namespace], None]] = {
    "make": make,
    "speed": speed,
    "quality": quality,
    "report": report,
}

if __name__ == "__main__":
    main()
