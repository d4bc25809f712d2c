"""Markdown tables and the figures in them."""

from collections.abc import Iterable, Iterator, Sequence

from bot.evaluation import Figure
from bot.evaluation.formats.plain import count, interval, percent


def print_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a markdown table under a heading, line by line; every column but the first is aligned to the right."""
    print(f"\n### {title}\n")
    for line in table_lines(headings, rows):
        print(line, flush=True)


def table_lines(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a markdown table."""
    rule = ["---", *("---:" for _ in headings[1:])]
    for cells in (headings, rule, *rows):
        yield f"| {' | '.join(cells)} |"


def share(figure: Figure) -> str:
    """The value with its 95% interval: "91% (84–95)"."""
    return f"{percent(figure)} ({interval(figure)})" if figure.cases else percent(figure)


def counted_share(figure: Figure) -> str:
    """The value with its 95% interval and what it rests on: "91% (84–95), 102 of 112"."""
    return f"{share(figure)}, {count(figure)}" if figure.cases else percent(figure)


def milliseconds(seconds: float) -> str:
    """A time in milliseconds, with three digits that count."""
    value = seconds * 1000
    return f"{value:.0f} ms" if value >= 100 else f"{value:.3g} ms"


def ratio(value: float) -> str:
    """How many times as much: "1.8x"."""
    return f"{value:.3g}x" if value < 100 else f"{value:.0f}x"
