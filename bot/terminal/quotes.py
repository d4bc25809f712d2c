"""Quotes on paper: word for word, what fits the question marked, and where each stands on one line."""

import re
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from bot.sanitising import displayable, on_one_line
from bot.session.citing import known_of, place_of
from bot.session.shelf import PLAIN_ADDRESS
from bot.terminal.paper import BOLD, UNDERLINE, Paper, lines

if TYPE_CHECKING:
    from bot.dialogue.matching import MatchedWords
    from bot.dialogue.reply import Quote
    from bot.documents import Passage
    from bot.sources.source import Span

LEAST_TITLE = 16
"""A title is cut to leave the place of a quote on one line, but not to fewer letters."""

INDENT, RAGGED = 2, 8
"""Columns before the place of a quote, and those that the end of a line may leave empty."""

DOT = " · "
"""What stands between the parts of a line."""

_BLANKS = re.compile(r"(?<=\S) {2,}(?=\S)")
"""Where hidden words or marks stood in a line; the columns of a table are parted so too."""

_WORD = re.compile(r"\w+|\W+")


def quote_on(paper: Paper, quote: "Quote") -> str:
    """A quote set apart, and under it where it stands."""
    bar = "> " if paper.plain else "│ "
    quoted = [line for line in _marked(paper, quote).split("\n") if line.strip()]
    if quote.passage.kind not in ("row", "table"):
        quoted = [_BLANKS.sub(" ", line) for line in quoted]
    return lines("\n".join(paper.wrapped(line, bar) for line in quoted), place_on(paper, quote.passage))


def place_on(paper: Paper, passage: "Passage") -> str:
    """Where a passage stands: section, document and page on one line, and what is known of its source on the next."""
    section, title, page = place_of(passage)
    address = on_one_line(passage.document.details.address or "")
    is_linked = paper.linked and not paper.plain and PLAIN_ADDRESS.fullmatch(address) is not None
    title = _fitting(paper, title, (section, page))
    parts = (section, paper.link(title, address if is_linked else ""), page)
    known = (*known_of(passage), "" if is_linked else address)
    return lines(*(paper.wrapped(DOT.join(filter(None, each)), " " * INDENT) for each in (parts, known) if any(each)))


def _fitting(paper: Paper, title: str, beside: Sequence[str]) -> str:
    """A title, cut where the line would be too long for it; whoever listens to it hears it whole.

    Where the line has hardly any room for a title, two lines have.
    """
    if paper.plain or paper.width is None:
        return title
    from wcwidth import wcswidth

    used = sum(wcswidth(part) + len(DOT) for part in beside if part)
    line = paper.width - INDENT
    room = line - used if line - used >= LEAST_TITLE else 2 * line - used - RAGGED
    if wcswidth(title) <= room or room < LEAST_TITLE:
        return title
    while wcswidth(title) >= room:
        title = title[:-1]
    return f"{title.rstrip()}…"


def _marked(paper: Paper, quote: "Quote") -> str:
    """The quote with its best sentence in bold and its matched words underlined."""
    from bot.dialogue.matching import MatchedWords
    from bot.documents.spans import LEFT_OUT

    matched = MatchedWords.of(quote.matched)
    return LEFT_OUT.join(_marked_span(paper, quote, span, matched) for span in quote.passage.spans)


def _marked_span(paper: Paper, quote: "Quote", span: "Span", matched: "MatchedWords") -> str:
    start, end = span
    best_start, best_end = (min(max(offset, start), end) for offset in quote.best)
    text = quote.passage.document.text
    parts = ((text[start:best_start], ""), (text[best_start:best_end], BOLD), (text[best_end:end], ""))
    words = (
        (_style(style, is_marked=matched.marks(word[0])), word[0])
        for part, style in parts
        for word in _WORD.finditer(part)
    )
    return "".join(
        paper.mark(displayable("".join(word for _, word in run)), style) for style, run in groupby(words, itemgetter(0))
    )


def _style(style: str, *, is_marked: bool) -> str:
    return ";".join(filter(None, (style, UNDERLINE if is_marked else "")))
