"""Figures on what is kept for choosing: ``python -m training.choose``.

The ten held-back leaflets, which nothing is trained on, at each level of curation (five of them have one).
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.bot import Bot
from bot.documents import Corpus
from bot.evaluation import Case, evaluate
from bot.evaluation.measures import MEASURES
from bot.evaluation.run import Outcome
from bot.settings import SETTINGS, Settings
from training import data
from training.data import LEVELS, Level, Material, at_level

SHOWN = ("behaviour", "answer@1", "answer@3", "decline", "refer", "emergency", "chat", "wrong_quote", "false_alarm")


def main(argv: Sequence[str] | None = None) -> int:
    """Print a line of figures for each level."""
    parser = argparse.ArgumentParser(prog="python -m training.choose", description=__doc__)
    parser.add_argument("--levels", nargs="*", help="their names (without: all)")
    parser.add_argument("--meaning", action="store_true", help="with the evidence from meaning")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a number in Settings")
    arguments = parser.parse_args(argv)
    numbers = dict(pair.split("=") for pair in arguments.set)
    settings = replace(SETTINGS, **{name: type(getattr(SETTINGS, name))(value) for name, value in numbers.items()})
    print(f"{'':28}" + "".join(f"{name:>12}" for name in SHOWN))
    materials = data.leaflets(data.HELD_BACK)
    for level in LEVELS:
        if not arguments.levels or level.name in arguments.levels:
            outcomes = [
                outcome
                for material in materials
                for outcome in outcomes_of(material, level, settings, arguments.meaning)
            ]
            print(f"{level.name:28}" + line(outcomes), flush=True)
    return 0


def outcomes_of(material: Material, level: Level, settings: Settings, meaning: bool = False) -> Iterable[Outcome]:
    """What comes of a material's cases at a level."""
    corpus: Corpus = at_level(material.corpus, level)
    cases = [
        Case(str(number), case.question, case.expect, case.golds, case.history)  # type: ignore[arg-type]
        for number, case in enumerate(material.cases)
    ]
    return evaluate(Bot(corpus, settings=settings, meaning=meaning), cases).outcomes


def line(outcomes: Sequence[Outcome]) -> str:
    """The figures, in percent."""
    figures = {measure.name: measure.of(outcomes).value for measure in MEASURES}
    return "".join("           –" if figures[name] is None else f"{100 * (figures[name] or 0):12.1f}" for name in SHOWN)


if __name__ == "__main__":
    sys.exit(main())
