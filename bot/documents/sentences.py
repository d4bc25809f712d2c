"""Where the sentences of a leaflet begin and end.

Punkt tells it by full stops and capitals. Two things are mended here: a shortened word whose stop ends nothing ("Take 1
tsp. of syrup", "see No. 5"), and a blank that is missing after a full stop ("It is painful.Call the ward.").
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from bot.sources.lines import stripped
from bot.sources.source import Span

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

ABBREVIATIONS = {
    "dr", "mr", "mrs", "ms", "prof", "st", "jr", "sr", "inc", "ltd", "dept", "tel", "fig", "vs", "e.g", "i.e", "etc",
    "cf", "al", "ca", "approx", "min", "max", "a.m", "p.m", "u.s", "u.k", "ext", "vit", "ph.d", "m.d", "r.n", "b.sc",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "oct", "nov", "dec",
}  # fmt: skip
"""Words after which a full stop does not end a sentence (as Punkt wants them: lower case, no last stop)."""

SHORTENED = {
    "temp", "temps", "tsp", "tbsp", "hr", "hrs", "mins", "sec", "secs", "wk", "wks", "yr", "yrs", "mo", "mos", "oz",
    "lb", "lbs", "ml", "mg", "kg", "g", "cm", "mm", "tab", "tabs", "cap", "caps", "inj", "susp", "appt", "appts", "med",
    "meds", "incl", "resp", "max", "i.v", "p.o", "b.d", "t.d.s", "p.r.n", "o.d", "staph", "strep",
}  # fmt: skip
"""Words after which it does only where no small letter follows ("Wait 6 hrs. Then take one.")."""

COUNTED = {"no", "nos", "p", "pp", "vol", "ch", "sect", "para", "tel", "ext", "room", "rm"}
"""Words after which it does not where a number follows ("No. 5")."""

_PIECE = re.compile(r"\S.{0,9999}(?!\S)|\S{1,10000}", re.DOTALL)
"""NLTK gives up with a TimeoutError on a paragraph of a megabyte; no real one is longer than this."""

_GLUED = re.compile(r"(?:[a-z]{2}|[)%’”])[.!?](?=[A-Z][a-z]*[\s,])")
"""The end of a sentence that the next one is written to without a blank."""

_LONGEST_WORD = 80
"""So many characters are looked at for the last word of a sentence."""

_ADDRESS = re.compile(r"[@/:]|www\.|\.(?:Com|Org|Net|Gov|Uk|Nhs)$")


def sentence_spans(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The spans of the sentences in ``text[start:end]``, in offsets of ``text``."""
    spans: list[Span] = []
    begins_large = next((letter for letter in text[start : min(start + 100, end)] if letter.isalpha()), "a").isupper()
    for piece in _PIECE.finditer(text, start, end):
        for a, b in _tokenizer().span_tokenize(piece.group()):
            span = stripped(text, piece.start() + a, piece.start() + b)
            if span[0] >= span[1]:
                continue
            if spans and _runs_on(_end_of(text, spans[-1]), text[span[0]], begins_large):
                spans[-1] = (spans[-1][0], span[1])
            else:
                spans.append(span)
    return tuple(part for span in spans for part in _parted(text, span))


def _end_of(text: str, span: Span) -> str:
    """The last word of a sentence."""
    return text[max(span[0], span[1] - _LONGEST_WORD) : span[1]].rsplit(maxsplit=1)[-1]


def _runs_on(before: str, following: str, begins_large: bool) -> bool:
    """Whether a full stop that Punkt took for an end is one of a shortened word.

    Args:
        before: the word that ends in it.
        following: the letter after it.
        begins_large: whether the paragraph begins with a capital, as do its sentences then.
    """
    if not before.endswith("."):
        return False
    last = before.strip("(“‘\"'.").casefold()
    if following.isdigit():
        return last in COUNTED
    return following.islower() and (begins_large or last in SHORTENED)


def _parted(text: str, span: Span) -> Iterator[Span]:
    """A sentence, or those of it that only a blank would part."""
    start, end = span
    for found in _GLUED.finditer(text, start, end):
        word = _end_of(text, (start, found.end()))
        around = word + text[found.end() : found.end() + _LONGEST_WORD].split(maxsplit=1)[0].rstrip(",")
        if not _ADDRESS.search(around) and word[:-1].strip("(").casefold() not in ABBREVIATIONS:
            yield start, found.end()
            start = found.end()
    yield start, end


@cache
def _tokenizer() -> "PunktSentenceTokenizer":
    from bot.text.nltk_parts import sentence_tokenizer

    return sentence_tokenizer(ABBREVIATIONS)
