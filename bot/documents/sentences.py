"""Where the sentences of a leaflet begin and end."""

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.sources.lines import stripped
from bot.sources.source import Span

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

ABBREVIATIONS = {
    "dr", "mr", "mrs", "ms", "prof", "st", "jr", "sr", "inc", "ltd", "dept", "tel", "fig", "vs", "e.g", "i.e", "etc",
    "cf", "al", "ca", "approx", "min", "max", "a.m", "p.m", "u.s", "u.k",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "oct", "nov", "dec",
}  # fmt: skip
"""Words after which a full stop does not end a sentence (as Punkt wants them: lower case, no last stop)."""

_PIECE = re.compile(r"\S.{0,9999}(?!\S)|\S{1,10000}", re.DOTALL)
"""NLTK gives up with a TimeoutError on a paragraph of a megabyte; no real one is longer than this."""


def sentence_spans(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The spans of the sentences in ``text[start:end]``, in offsets of ``text``."""
    spans: list[Span] = []
    for piece in _PIECE.finditer(text, start, end):
        for a, b in _tokenizer().span_tokenize(piece.group()):
            span = stripped(text, piece.start() + a, piece.start() + b)
            if span[0] < span[1]:
                spans.append(span)
    return tuple(spans)


@cache
def _tokenizer() -> "PunktSentenceTokenizer":
    from bot.text.nltk_parts import sentence_tokenizer

    return sentence_tokenizer(ABBREVIATIONS)
