import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from bot.dialogue.reply import Reply
from bot.documents import Corpus
from bot.evaluation import Case, Report, evaluate
from bot.evaluation.formats.page import report_page
from bot.testing import ScriptedBot, quoting
from tests.evaluation.exercises import exercises
from tests.leaflets import FREE, TEN_TIMES

VOID = {"meta", "rect", "path", "polyline", "circle"}


class Page(HTMLParser):
    """What stands in a page: elements with their attributes, in order, and the text; fails on bad nesting."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return exercises()


@pytest.fixture
def report(corpus: Corpus) -> Report:
    cases = [
        Case("a", "how often?", "answer", (TEN_TIMES,), kind="plain"),
        Case("b", "<script>alert('&amp;')</script>\x1b[31m \u202eodd", "answer", (FREE,), ("<b>earlier",), "<i>odd"),
        Case("c", "surgery?", "decline", note="a note"),
        Case("d", "$body ${title}", "emergency"),
    ]
    replies = {
        "how often?": quoting(corpus, TEN_TIMES, evidence=0.9),
        cases[1].question: quoting(corpus, TEN_TIMES, FREE, evidence=0.2),
        "surgery?": Reply("refer", "Please ask your doctor."),
    }
    return evaluate(ScriptedBot(corpus, replies), cases)


def test_the_page_needs_nothing_else(report: Report) -> None:
    page = report_page(report)
    assert not Page(page).named("script")
    assert not Page(page).named("link")
    assert not [a for _, a in Page(page).elements if {"src", "href", "onload", "onclick"} & set(a)]
    assert not re.search(r"url\(|@import|https?:", page)


def test_what_people_typed_is_shown_and_never_obeyed(report: Report) -> None:
    page = report_page(report)
    assert "<script>alert('&amp;')</script>" in Page(page).text
    assert "$body ${title}" in Page(page).text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", page)


def test_tables_and_pictures_can_be_read_aloud(report: Report) -> None:
    page = Page(report_page(report))
    assert len(page.named("caption")) == len(page.named("table")) >= 4
    assert all(attributes.get("scope") in ("row", "col") for attributes in page.named("th"))
    for picture in page.named("svg"):
        assert picture.get("aria-hidden") == "true" or (picture["role"] == "img" and picture["aria-label"])
    assert page.named("html")[0]["lang"] == "en"
    headings = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert all(deeper <= higher + 1 for higher, deeper in pairwise(headings))


def test_every_failure_stands_there_with_its_quote_beside_the_gold(report: Report, corpus: Corpus) -> None:
    page = Page(report_page(report))
    assert len(page.named("article")) == len(report.failures) == 3
    shown = page.text
    quoted = next(p.text for p in corpus.passages if TEN_TIMES in p.text)
    for words in (FREE, quoted, "<b>earlier", "Please ask your doctor.", "a note", "Emergency missed (1)"):
        assert words in shown


def test_failures_that_are_alike_are_told_in_words_with_their_cases(report: Report) -> None:
    shown = Page(report_page(report)).text
    assert "Messages of the kind “<i>odd” that got the right quote only second or third 1 of 1 b" in shown
    assert "Messages that were sent to a doctor or nurse instead of being told that the material does not say" in shown


def test_a_perfect_and_a_silent_bot_have_a_page_too(corpus: Corpus) -> None:
    silent = ScriptedBot(corpus, {})
    page = Page(report_page(evaluate(silent, [Case("a", "surgery?", "decline")])))
    assert "Every failure (0)" in page.text
    assert "What goes wrong" not in page.text
    assert "no curve" in page.text


def test_the_same_run_gives_the_same_page(report: Report) -> None:
    assert report_page(report) == report_page(report)
