"""The pages: the conversation, a leaflet, the list of leaflets, the sheet for a doctor, and what went wrong."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from bot import Conversation, Document
from bot.dialogue.numbers import LINES_OF
from bot.dialogue.regions import Region, known_regions, region
from bot.dialogue.reply import DISCLAIMER, Turn
from bot.documents.spans import merged
from bot.sanitising import on_one_line
from bot.sources.source import Span
from bot.web.html import Html, element, joined, text
from bot.web.library import Shelf
from bot.web.marking import highlighted, lines, quoted
from bot.web.problems import Problem
from bot.web.replies import leaflet_address, place, place_address, question_buttons, turn
from bot.web.requests import MOST_EARLIER

LEAFLETS_A_PAGE = 50

HOW = "Ask in your own words. You are shown the part of the leaflet that fits, word for word, and where it stands."
PRIVACY = "What you type stays in this tab, until you close it or start again. The server answers, and keeps nothing."
WIDGET = "widget"
"""The layout for a frame on another page."""

_ASKED_ABOUT = ("answer", "decline", "refer")
_LINES_TO_WRITE_ON = 4


class Pages:
    """Makes the pages.

    Args:
        root: the path that all addresses begin with.
        version: of the style sheet and the script, so that browsers fetch them anew when they change.
    """

    def __init__(self, root: str, version: str) -> None:
        self._root = root
        self._version = version

    def conversation(
        self, shelf: Shelf, conversation: Conversation, where: str | None, layout: str, shelves: Sequence[str]
    ) -> str:
        """The page on which a person asks.

        Args:
            shelf: what is asked about.
            conversation: the turns to show.
            where: the country that was chosen, or ``None``.
            layout: ``WIDGET`` or ``""``.
            shelves: the names of all shelves, the default one first.
        """
        shown = [self.turn(each, shelf) for each in conversation.turns]
        shown.insert(-1, element("span", id="latest"))
        log = element("section", *shown, id="conversation", role="log", aria_label="Conversation", aria_live="polite")
        start = element("section", element("h2", "You could start with"), question_buttons(shelf.questions), id="start")
        body = joined(
            element("a", "Skip to your question", class_="skip", href="#message"),
            self._head(shelf, where, shelves),
            element("main", start if not conversation.turns and shelf.questions else None, log),
            self._bar(shelf, conversation, where, layout),
        )
        script = element("script", src=f"{self._root}/static/page.js?v={self._version}", defer=True)
        return self._page(f"Ask about {shelf.title}", body, layout, script)

    def turn(self, each: Turn, shelf: Shelf) -> Html:
        """One turn of a conversation."""
        return turn(each.message, each.reply, lambda quote: place_address(self._root, shelf.name, quote))

    def leaflet(self, shelf: Shelf, document: Document, spans: Sequence[Span]) -> str:
        """A whole leaflet, with ``spans`` of it marked, the first of which has the id "quote"."""
        spans = merged(document.text, spans)
        first = spans[0][0] if spans else -1

        def marked(start: int, end: int) -> Html:
            content = highlighted(document.text, (start, end), spans)
            return element("span", content, id="quote", tabindex=-1) if start <= first < end else content

        details = document.details
        about = [f"Publisher: {on_one_line(details.publisher)}." if details.publisher else None]
        about.append(f"Reviewed: {on_one_line(details.reviewed)}." if details.reviewed else None)
        source = details.address if details.address and details.address.startswith(("https://", "http://")) else None
        body = joined(
            element(
                "header",
                element("p", self._back(shelf)),
                element("h1", on_one_line(document.title), dir="auto"),
                element("p", " ".join(filter(None, about))) if any(about) else None,
                element("p", element("a", source, href=source, rel="noopener noreferrer external")) if source else None,
                element("p", element("a", "Go to the quote", href="#quote")) if spans else None,
            ),
            element(
                "main",
                element(
                    "article",
                    *lines(document, (0, len(document.text)), marked),
                    class_="leaflet",
                    dir="auto",
                    lang=details.language,
                ),
            ),
            self._foot(),
        )
        return self._page(on_one_line(document.title), body, "reading")

    def leaflets(self, shelf: Shelf, start: int) -> str:
        """The list of leaflets, ``LEAFLETS_A_PAGE`` from the place ``start``."""
        documents = shelf.corpus.documents
        end = min(start + LEAFLETS_A_PAGE, len(documents))
        entries = (
            element(
                "li",
                element("a", on_one_line(d.title), href=leaflet_address(self._root, shelf.name, d.name)),
                f" {' · '.join(filter(None, (d.details.publisher, d.details.reviewed)))}".rstrip(),
            )
            for d in documents[start:end]
        )
        body = joined(
            element("header", element("p", self._back(shelf)), element("h1", "What is quoted here")),
            element(
                "main",
                element("p", f"Leaflets {start + 1:,} to {end:,} of {len(documents):,}."),
                element("ul", *entries, class_="leaflets"),
                element("nav", *self._turning(shelf, start, end), aria_label="Pages of the list"),
            ),
            self._foot(),
        )
        return self._page("What is quoted here", body, "reading")

    def sheet(self, shelf: Shelf, conversation: Conversation, where: str | None) -> str:
        """The questions of a conversation on paper, to take to a doctor: first what the leaflet did not answer."""
        asked = [each for each in conversation.turns if each.reply.kind in _ASKED_ABOUT]
        still = [each for each in asked if each.reply.kind != "answer" or each.reply.unanswered]
        answered = [each for each in asked if each.reply.kind == "answer"]
        lines_to_write = element("div", *(element("hr") for _ in range(_LINES_TO_WRITE_ON)), class_="to-write-on")
        body = joined(
            element(
                "header",
                element("p", self._back(shelf), class_="not-on-paper"),
                element("h1", "Questions for my doctor, nurse or pharmacist"),
                element("p", f"Asked about: {shelf.title}"),
                element("p", "To print this, use your browser’s print command.", class_="not-on-paper"),
            ),
            element(
                "main",
                element("h2", "I would like to ask"),
                element("ol", *map(_open_question, still), class_="open") if still else None,
                lines_to_write,
                element("h2", "What the leaflet says about my other questions") if answered else None,
                *(_answered_question(each) for each in answered),
            ),
            self._foot(),
        )
        return self._page("Questions for my doctor", body, "sheet")

    def trouble(self, problem: Problem, where: str | None = None) -> str:
        """What is wrong with a request, for a person."""
        body = joined(
            element("header", element("h1", "That did not work")),
            element(
                "main",
                element("p", problem.detail),
                element("p", _emergency_line(where)),
                element("p", element("a", "Back to the questions", href=f"{self._root}/")),
            ),
            self._foot(),
        )
        return self._page("That did not work", body, "reading")

    def _head(self, shelf: Shelf, where: str | None, shelves: Sequence[str]) -> Html:
        documents = shelf.corpus.documents
        only = leaflet_address(self._root, shelf.name, next(iter(documents)).name)
        listed = f"{self._root}/leaflets?{_query(shelf)}"
        link = element(
            "a", "Read it all" if len(documents) == 1 else "See which", href=only if len(documents) == 1 else listed
        )
        return element(
            "header",
            element("h1", "Ask about ", element("cite", shelf.title)),
            element("p", f"{HOW} ", link, class_="how"),
            _others(self._root, shelf, shelves),
            element(
                "p",
                element("label", "Country, for the numbers to call: ", for_="region"),
                _regions(where),
                class_="region",
            ),
        )

    def _bar(self, shelf: Shelf, conversation: Conversation, where: str | None, layout: str) -> Html:
        history = _as_json([each.message for each in conversation.turns])
        hidden = {"corpus": shelf.name, "layout": layout, "history": history}
        return element(
            "footer",
            element(
                "form",
                *(element("input", type="hidden", name=name, value=value) for name, value in hidden.items()),
                element("label", "Your question", for_="message"),
                element("textarea", id="message", name="message", rows=1, autocomplete="off", enterkeyhint="send"),
                element("button", "Ask", type="submit", class_="ask"),
                element("p", "", id="status", role="status"),
                id="ask",
                method="post",
                action=f"{self._root}/ask#latest",
                accept_charset="utf-8",
            ),
            element(
                "p",
                element("strong", DISCLAIMER),
                " ",
                element("span", _emergency_line(where), id="emergency"),
                class_="disclaimer",
            ),
            element(
                "details",
                element("summary", "Print, questions for your doctor, start again"),
                element(
                    "p",
                    element(
                        "button",
                        "Take these questions to your doctor",
                        type="submit",
                        form="ask",
                        formaction=f"{self._root}/sheet",
                        formtarget="_blank",
                    ),
                    " ",
                    element("button", "Print this page", type="button", id="print", hidden=True),
                    " ",
                    element("a", "Start again", id="again", href=f"{self._root}/{layout}?{_query(shelf)}"),
                ),
                element("p", PRIVACY),
                class_="more",
            ),
            class_="bar",
        )

    def _turning(self, shelf: Shelf, start: int, end: int) -> Iterator[Html]:
        address = f"{self._root}/leaflets?{_query(shelf)}&start="
        if start:
            yield element(
                "a", f"The {LEAFLETS_A_PAGE} before", href=f"{address}{max(0, start - LEAFLETS_A_PAGE)}", rel="prev"
            )
        if end < len(shelf.corpus.documents):
            yield element("a", f"The next {LEAFLETS_A_PAGE}", href=f"{address}{end}", rel="next")

    def _back(self, shelf: Shelf) -> Html:
        return element("a", "Back to the questions", href=f"{self._root}/?{_query(shelf)}")

    def _foot(self) -> Html:
        return element("footer", element("p", element("strong", DISCLAIMER), class_="disclaimer"), class_="bar")

    def _page(self, title: str, body: Html, layout: str = "", script: Html | None = None) -> str:
        return _template().substitute(
            title=text(title),
            root=text(self._root),
            version=self._version,
            script=script or "",
            layout=text(layout),
            body=body,
        )


@cache
def _template() -> Template:
    return Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))


def _as_json(messages: Sequence[str]) -> str:
    return json.dumps(messages[-MOST_EARLIER:], ensure_ascii=True)


def _regions(chosen: str | None) -> Html:
    """The countries to choose from, each once, under its plainest code, with the numbers of an emergency."""
    options = [element("option", "not chosen", value="", data_call=" or ".join(_emergency_numbers(region(None))))]
    for known in _countries():
        name = known.name.removeprefix("the ")
        options.append(
            element(
                "option",
                name[0].upper() + name[1:],
                value=known.code,
                selected=chosen is not None and known.name == region(chosen).name,
                data_call=" or ".join(_emergency_numbers(known)),
            )
        )
    return element("select", *options, id="region", name="region", form="ask", autocomplete="country")


@cache
def _countries() -> tuple[Region, ...]:
    first: dict[str, Region] = {}
    for known in known_regions():
        if known.code:
            first.setdefault(known.name, known)
    return tuple(sorted(first.values(), key=lambda known: known.name.removeprefix("the ")))


def _emergency_numbers(known: Region) -> list[str]:
    return [number.number for line in LINES_OF["number"] for number in known.numbers[line]]


def _emergency_line(where: str | None) -> Html:
    """Whom to call in an emergency; the first number dials itself where there is one for the country."""
    called = _emergency_numbers(region(where))
    if where is None:
        return joined("In an emergency call your local emergency number: ", " / ".join(called))
    return joined("In an emergency call ", *_dialling(called), ".")


def _dialling(called: Sequence[str]) -> Iterator[Html]:
    for place_of, number in enumerate(called):
        if place_of:
            yield text(" or ")
        yield element("a", number, href=f"tel:{number.replace(' ', '')}")


def _others(root: str, shelf: Shelf, shelves: Sequence[str]) -> Html | None:
    """The other corpora, each a link."""
    if len(shelves) < 2:
        return None
    links = (
        element(
            "a",
            name,
            href=f"{root}/?{urlencode({'corpus': name})}",
            aria_current="page" if name == shelf.name else None,
        )
        for name in shelves
    )
    return element("nav", *(part for link in links for part in (link, text(" "))), aria_label="What to ask about")


def _query(shelf: Shelf) -> str:
    return urlencode({"corpus": shelf.name})


def _open_question(each: Turn) -> Html:
    """A question that is still to be asked, or the parts of it that are."""
    why = "This is for a doctor, nurse or pharmacist." if each.reply.kind == "refer" else "The leaflet does not say."
    question = "; ".join(each.reply.unanswered) or each.message
    return element("li", element("p", question, dir="auto"), element("p", why, class_="why"))


def _answered_question(each: Turn) -> Html:
    offered = each.reply.quotes[: max(1, each.reply.offered)]
    return element(
        "section",
        element("h3", each.message, dir="auto"),
        *(
            element("figure", element("blockquote", quoted(quote), dir="auto"), place(quote, None), class_="quote")
            for quote in offered
        ),
    )
