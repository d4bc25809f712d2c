"""Whether the bot keeps its floors on the shipped messages: ``python -m benchmarks.floors``.

Ends with exit status 1 only where a figure misses its bound beyond doubt: where the whole of its 95% interval does.
A figure that no case looks at misses its bound: a gate that measures nothing must not pass.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.leaflets import material
from benchmarks.tables import counted_share, print_table, share
from bot import Bot
from bot.evaluation import MEASURES, Figure, evaluate
from bot.evaluation.thresholds import Threshold

BOUNDS = (
    Threshold("behaviour", "min", 0.82),
    Threshold("answer@1", "min", 0.77),
    Threshold("answer@3", "min", 0.84),
    Threshold("reciprocal_rank", "min", 0.80),
    Threshold("decline", "min", 0.78),
    Threshold("refer", "min", 0.72),
    Threshold("emergency", "min", 0.88),
    Threshold("wrong_quote", "max", 0.10),
    Threshold("false_alarm", "max", 0.08),
)

HELD, IN_DOUBT, MISSED = "held", "missed, within the interval", "**missed**"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.floors", description=__doc__)
    parser.add_argument("--corpus", type=Path, metavar="PATH", help="a text file or a folder (default: the article)")
    corpus, cases = material(parser.parse_args(argv).corpus)
    figures = evaluate(Bot(corpus), cases).figures
    verdicts = {bound.name: verdict(bound, figures[bound.name]) for bound in BOUNDS}
    measures = {measure.name: measure for measure in MEASURES}
    rows = [
        (
            measures[bound.name].title.lower(),
            (counted_share if measures[bound.name].is_share else share)(figures[bound.name]),
            f"{'at least' if bound.side == 'min' else 'at most'} {bound.value:.0%}",
            verdicts[bound.name],
        )
        for bound in BOUNDS
    ]
    print_table(f"Floors, {len(cases)} cases (95% intervals)", ("measure", "figure", "bound", "it is"), rows)
    return int(MISSED in verdicts.values())


def verdict(bound: Threshold, figure: Figure) -> str:
    """``HELD``, ``IN_DOUBT`` where the interval reaches the bound though the value misses it, or ``MISSED``."""
    if figure.value is None or figure.low is None or figure.high is None:
        return MISSED
    if bound.side == "min":
        return HELD if figure.value >= bound.value else IN_DOUBT if figure.high >= bound.value else MISSED
    return HELD if figure.value <= bound.value else IN_DOUBT if figure.low <= bound.value else MISSED


if __name__ == "__main__":
    sys.exit(main())
