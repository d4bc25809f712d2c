"""Quality on leaflets that nobody has curated: ``python -m benchmarks.leaflets``.

Each ``NAME.txt`` of the folder has its cases in ``NAME.cases.jsonl``.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from benchmarks.tables import counted_share, print_table, share
from bot import Bot, load_corpus
from bot.evaluation import MEASURES, Outcome, case_files, evaluate, load_cases

LEAFLETS = Path(__file__).parent / "leaflets"
COLUMNS = ("behaviour", "answer@1", "answer@3", "decline", "wrong_quote")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.leaflets", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=LEAFLETS, help="default: benchmarks/leaflets")
    by_leaflet = {path.stem: outcomes_on(path) for path in leaflets_in(parser.parse_args(argv).folder)}
    measures = [measure for measure in MEASURES if measure.name in COLUMNS]
    together = [outcome for outcomes in by_leaflet.values() for outcome in outcomes]
    rows = [(name, *(share(m.of(outcomes)) for m in measures)) for name, outcomes in by_leaflet.items()]
    rows.append(("**all**", *(counted_share(measure.of(together)) for measure in measures)))
    print_table(
        f"{len(by_leaflet)} leaflets, not curated, {len(together)} cases (95% intervals)",
        ("leaflet", *(measure.title.lower() for measure in measures)),
        rows,
    )


def leaflets_in(folder: Path) -> list[Path]:
    """The text files of a folder, in the order of their names."""
    return sorted(folder.glob("*.txt"))


def outcomes_on(leaflet: Path) -> tuple[Outcome, ...]:
    """What comes of a leaflet's cases."""
    bot = Bot(load_corpus(leaflet))
    return evaluate(bot, load_cases(*case_files(leaflet), corpus=bot.corpus)).outcomes


if __name__ == "__main__":
    main()
