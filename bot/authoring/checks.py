"""Runs every check over a corpus: what ``bot check`` does."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.authoring.abbreviations import abbreviations
from bot.authoring.balance import balance
from bot.authoring.changed import changed
from bot.authoring.findings import Finding, in_order
from bot.authoring.headings import headings
from bot.authoring.leaflet import Leaflet, leaflets
from bot.authoring.lengths import lengths
from bot.authoring.provenance import Draft
from bot.authoring.reading_grade import other_language, reading_grade
from bot.authoring.review_dates import review_dates
from bot.authoring.suggestions import offered, suggestions
from bot.authoring.typed_back import TypedBack, line_count, of_leaflet, typed_back
from bot.authoring.ungoverned import ungoverned
from bot.authoring.unread import unread
from bot.bot import Bot
from bot.documents import Corpus, Passage

if TYPE_CHECKING:
    from tqdm import tqdm


def check(
    bot: Bot,
    today: date,
    drafts: Mapping[str, Draft] = MappingProxyType({}),
    *,
    types_lines: bool = True,
    progress: bool = False,
) -> list[Finding]:
    """Everything that an editor of the bot's corpus should mend or look at, the most urgent first.

    Args:
        bot: answers from the corpus.
        today: the day to count reviews from.
        drafts: where the lines of a leaflet come from, by its name (``provenance.py``).
        types_lines: whether to type an editor's lines back, which takes some milliseconds each.
        progress: whether to show on standard error how far it is.
    """
    questions = offered(bot)
    total = len(questions) + types_lines * line_count(bot.corpus)
    with _bar(total, progress) as bar:
        lines = _lines(bot, bot.corpus, bar) if types_lines else {}
        found = (*unread(bot.corpus), *_in_leaflets(bot, today, _by_document(questions), lines, bar))
        return in_order((*found, *_changed(bot.corpus, drafts)))


def _changed(corpus: Corpus, drafts: Mapping[str, Draft]) -> Iterator[Finding]:
    for leaflet in leaflets(corpus):
        if leaflet.name in drafts:
            yield from changed(leaflet, corpus, drafts[leaflet.name])


def _in_leaflets(
    bot: Bot,
    today: date,
    questions: Mapping[str, Mapping[str, Passage]],
    lines: Mapping[str, list[TypedBack]],
    bar: "tqdm[None]",
) -> Iterator[Finding]:
    for leaflet in leaflets(bot.corpus):
        own = questions.get(leaflet.name, {})
        yield from _in_text(leaflet, bot.corpus)
        yield from review_dates(leaflet, today)
        yield from balance(leaflet)
        yield from suggestions(leaflet, own, bot)
        yield from of_leaflet(leaflet, lines.get(leaflet.name, []))
        bar.update(len(own))


def _in_text(leaflet: Leaflet, corpus: Corpus) -> Iterator[Finding]:
    yield from ungoverned(leaflet)
    yield from headings(leaflet)
    yield from lengths(leaflet)
    language = other_language(leaflet)
    yield from reading_grade(leaflet, language)
    if language is None:
        yield from abbreviations(leaflet, corpus.abbreviations)


def _lines(bot: Bot, corpus: Corpus, bar: "tqdm[None]") -> dict[str, list[TypedBack]]:
    """The lines of each document, typed back."""
    lines: dict[str, list[TypedBack]] = defaultdict(list)
    for line in typed_back(bot, corpus):
        lines[line.document].append(line)
        bar.update()
    return lines


def _by_document(questions: dict[str, Passage]) -> dict[str, dict[str, Passage]]:
    found: dict[str, dict[str, Passage]] = defaultdict(dict)
    for question, passage in questions.items():
        found[passage.document.name][question] = passage
    return found


def _bar(total: int, progress: bool) -> "tqdm[None]":
    from tqdm import tqdm

    return tqdm(total=total, desc="Checking", unit="line", delay=1, disable=not progress, leave=False)
