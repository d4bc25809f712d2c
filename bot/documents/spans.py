"""Stretches of a text, in order: what a quote is made of."""

from collections.abc import Iterable

from bot.sources.source import Span

LEFT_OUT = "\n…\n"
"""Stands between two spans where words of the text are left out."""


def merged(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order; those that overlap, or between which no letter or digit stands, are made one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and (start <= result[-1][1] or not any(map(str.isalnum, text[result[-1][1] : start]))):
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def word_count(text: str, spans: Iterable[Span]) -> int:
    """How many words stand in the spans together."""
    return sum(len(text[start:end].split()) for start, end in spans)


def quoted(text: str, spans: Iterable[Span]) -> str:
    """What the spans hold, to the letter, with a mark where words are left out between them."""
    return LEFT_OUT.join(text[start:end] for start, end in spans)


def hold(spans: Iterable[Span], others: Iterable[Span]) -> bool:
    """Whether each of ``others`` lies within one of ``spans``."""
    held = tuple(spans)
    return all(any(start <= first and last <= end for start, end in held) for first, last in others)
