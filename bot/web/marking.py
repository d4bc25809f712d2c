"""A stretch of a leaflet as HTML: its lines, with what matched marked."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from bot.dialogue.matching import MatchedWords
from bot.dialogue.reply import Quote
from bot.documents import Document
from bot.documents.spans import LEFT_OUT
from bot.sources.source import Span
from bot.web.html import Html, element, joined, text

_BLANKS = re.compile(r"(?<=\S) {2,}(?=\S)")
_BULLET = re.compile(r"\s*(?:[-*•‣▪◦·–—]|\d{1,2}[.)])\s")
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_WORD = re.compile(r"\w+|\W+")

Marker = Callable[[int, int], Html]
"""Makes HTML of a stretch of a document that lies within one line."""


def quoted(quote: Quote) -> Html:
    """The quote, to the letter, with its best sentence set off and its matched words marked."""
    document = quote.passage.document
    matched = MatchedWords.of(quote.matched)
    is_table = quote.passage.kind in ("row", "table")

    def marked(start: int, end: int) -> Html:
        return _marked(document.text, (start, end), quote.best, matched)

    left_out = element("p", LEFT_OUT.strip(), class_="left-out")
    spans = [joined(*lines(document, span, marked, is_table=is_table)) for span in quote.passage.spans]
    return Html(left_out.join(spans))


def lines(document: Document, span: Span, marked: Marker, *, is_table: bool | None = None) -> Iterator[Html]:
    """The lines of a stretch that are not empty, each an element; a heading of the document is one here too.

    Args:
        document: where they stand.
        span: the stretch.
        marked: makes HTML of a part of a line.
        is_table: whether blanks part the columns of a table; ``None`` where only the line itself can tell.
    """
    headings = {section.start: len(section.parents) for section in document.sections if section.heading}
    for line in _LINE.finditer(document.text, *span):
        content = marked(line.start(), line.end())
        if line.start() in headings:
            yield element(f"h{min(headings[line.start()] + 2, 6)}", content)
        elif is_table or (is_table is None and _BLANKS.search(line[0])):
            yield element("p", content, class_="row")
        else:
            yield element("p", content, class_="item" if _BULLET.match(line[0]) else None)


def highlighted(content: str, span: Span, spans: Sequence[Span]) -> Html:
    """The stretch ``span`` of ``content``, with what lies in ``spans`` marked."""
    parts: list[Html] = []
    place, end = span
    for span_start, span_end in spans:
        first, last = max(span_start, place), min(span_end, end)
        if first < last:
            parts += text(content[place:first]), element("mark", content[first:last])
            place = last
    return joined(*parts, text(content[place:end]))


def _marked(content: str, span: Span, best: Span, matched: MatchedWords) -> Html:
    start, end = span
    first, last = (min(max(offset, start), end) for offset in best)
    around = (content[start:first], content[last:end])
    before, after = (_with_matches(part, matched) for part in around)
    inside = _with_matches(content[first:last], matched)
    return joined(before, element("b", inside) if inside else None, after)


def _with_matches(content: str, matched: MatchedWords) -> Html:
    words = ((matched.marks(word[0]), word[0]) for word in _WORD.finditer(content))
    return joined(
        *(
            element("mark", run) if is_match else text(run)
            for is_match, group in groupby(words, key=itemgetter(0))
            for run in ["".join(word for _, word in group)]
        )
    )
