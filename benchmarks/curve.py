"""The learning curve, what each example is worth: ``python -m benchmarks.curve``.

The article and the leaflets with 0, 1, 3, 5, 10, 20, 40, 80, 160 and all of their examples a passage, drawn by lot
several times, with and without their gaps. Prints markdown tables and draws ``docs/learning-curve.svg``.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.environments import ROOT
from benchmarks.leaflets import LEAFLETS, Material, leaflets_in, material, most_examples, outcomes_at
from benchmarks.plot import Line, Panel, Spread, drawing
from benchmarks.tables import print_table
from bot.evaluation import MEASURES
from training.data import ALL, Level

EXAMPLES = (0, 1, 3, 5, 10, 20, 40, 80, 160)
"""How many examples a passage keeps, before all of them."""

PLOT = ROOT / "docs" / "learning-curve.svg"
COLOURS = ("#0b6e99", "#c2540a")
WITH_GAPS = {False: "without gaps", True: "with gaps"}


class Point(NamedTuple):
    """What is measured with so many examples a passage: the shares of right behaviour and of wrong quotes."""

    examples: int
    right: Spread
    wrong: Spread


class Curve(NamedTuple):
    """The points of some material, from no example to all."""

    name: str
    gaps: bool
    points: tuple[Point, ...]

    @property
    def most(self) -> int:
        """How many examples the passage has that has the most."""
        return self.points[-1].examples


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.curve", description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="how often examples are drawn (default: 3)")
    parser.add_argument("--corpus", type=Path, metavar="PATH", help="a text file or a folder (default: the article)")
    parser.add_argument("--leaflets", type=Path, default=LEAFLETS, metavar="FOLDER", help="not the benchmark's own")
    parser.add_argument("--plot", type=Path, default=PLOT, metavar="FILE", help="default: docs/learning-curve.svg")
    arguments = parser.parse_args(argv)
    leaflets = [material(path) for path in leaflets_in(arguments.leaflets)]
    curated = [each for each in leaflets if most_examples([each[0]])]
    materials = {arguments.corpus.name if arguments.corpus else "The article": [material(arguments.corpus)]}
    if curated:
        materials[f"{len(curated)} leaflets"] = curated
    curves = [curve_of(name, each, arguments.seeds, gaps) for name, each in materials.items() for gaps in WITH_GAPS]
    for curve in curves:
        print_curve(curve, sum(len(cases) for _, cases in materials[curve.name]), arguments.seeds)
    arguments.plot.write_text(plot_of(curves), encoding="utf-8")


def curve_of(name: str, materials: Sequence[Material], seeds: int, gaps: bool) -> Curve:
    """The points of some material. Of no example and of all there is but one drawing."""
    most = most_examples(corpus for corpus, _ in materials)
    points = []
    for examples in (*(number for number in EXAMPLES if number < most), most):
        print(f"{name}, {WITH_GAPS[gaps]}, {examples} examples a passage ...", file=sys.stderr)
        level = Level(str(examples), ALL if examples == most else examples, gaps=gaps)
        points.append(point_of(materials, level, examples, seeds if 0 < examples < most else 1))
    return Curve(name, gaps, tuple(points))


def point_of(materials: Sequence[Material], level: Level, examples: int, seeds: int) -> Point:
    """What is measured at one level, over several drawings."""
    drawings = [[o for each in materials for o in outcomes_at(each, level, seed)] for seed in range(seeds)]
    right, wrong = (
        [measure.of(outcomes).value or 0.0 for outcomes in drawings]
        for measure in MEASURES
        if measure.name in ("behaviour", "wrong_quote")
    )
    return Point(examples, Spread.of(right), Spread.of(wrong))


def print_curve(curve: Curve, cases: int, seeds: int) -> None:
    """The points as a table."""
    rows = [(_label(p.examples, curve.most), str(p.right), str(p.wrong)) for p in curve.points]
    print_table(
        f"{curve.name}, {WITH_GAPS[curve.gaps]}: {cases} cases (mean of {seeds} drawings, lowest–highest); "
        f"no passage has more than {curve.most} examples",
        ("examples a passage", "right behaviour", "wrong quotes"),
        rows,
    )


def plot_of(curves: Sequence[Curve]) -> str:
    """An SVG drawing with a panel without gaps and one with them."""
    most = max(curve.most for curve in curves)
    names = list(dict.fromkeys(curve.name for curve in curves))
    panels = [
        Panel(title.capitalize(), tuple(line for c in curves if c.gaps == gaps for line in _lines(c, most, names)))
        for gaps, title in WITH_GAPS.items()
    ]
    ticks = {examples: _label(examples, most) for examples in (*(n for n in EXAMPLES if n < most), most)}
    return drawing("Right behaviour and wrong quotes, by examples a passage", "examples a passage", panels, ticks)


def _lines(curve: Curve, most: int, names: Sequence[str]) -> tuple[Line, Line]:
    ends = "" if curve.most == most else f" (they have {curve.most} examples)"
    colour = COLOURS[names.index(curve.name) % len(COLOURS)]
    return (
        Line(f"{curve.name}{ends}: right", colour, False, tuple((p.examples, p.right) for p in curve.points)),
        Line(f"{curve.name}: wrong quotes", colour, True, tuple((p.examples, p.wrong) for p in curve.points)),
    )


def _label(examples: int, most: int) -> str:
    return "all" if examples == most else str(examples)


if __name__ == "__main__":
    main()
