"""A reply as HTML. What a person reads on the page is made here, with and without a script."""

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote as in_address
from urllib.parse import urlencode

from bot import Quote, Reply
from bot.dialogue.numbers import Number
from bot.dialogue.regions import region
from bot.sanitising import on_one_line
from bot.session import page_name, section_name
from bot.web.html import Html, element, joined, text
from bot.web.marking import quoted

Linker = Callable[[Quote], str]
"""Gives the address at which a quote is shown in its place."""

_PARAGRAPHS = re.compile(r"\n{2,}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]{4})?")


def turn(message: str, reply: Reply, link: Linker) -> Html:
    """What a person typed, and the reply.

    Args:
        message: what was typed.
        reply: what the bot said.
        link: where each quote is shown in its place.
    """
    asked = element(
        "h2", element("span", "You asked: ", class_="who", dir="ltr"), message, class_="asked", dir="auto", tabindex=-1
    )
    body = _help(reply) if reply.kind == "emergency" else joined(*_said(reply, link))
    return element("article", asked, element("div", body, class_="reply"), class_=f"turn {reply.kind}")


def place_address(root: str, corpus: str, quote: Quote) -> str:
    """Where a leaflet is shown with a quote marked."""
    spans = ",".join(f"{start}-{end}" for start, end in quote.passage.spans)
    return f"{leaflet_address(root, corpus, quote.passage.document.name, at=spans)}#quote"


def leaflet_address(root: str, corpus: str, name: str, **query: str) -> str:
    """Where a leaflet is shown."""
    return f"{root}/leaflets/{in_address(name, safe='')}?{urlencode({'corpus': corpus, **query})}"


def numbers(called: Sequence[Number]) -> Html | None:
    """The numbers to call, each a link that dials it."""
    if not called:
        return None
    entries = (
        element(
            "li",
            element(
                "a",
                element("span", f"Call {number.number}", class_="number"),
                " ",
                element("span", number.label, class_="whose"),
                href=number.tel,
            ),
        )
        for number in called
    )
    return element("ul", *entries, class_="numbers")


def paragraphs(content: str, language: str | None = None) -> Iterator[Html]:
    """The bot's own words; an address of a site in them is a link."""
    for paragraph in _PARAGRAPHS.split(content.strip()):
        yield element("p", _with_links(paragraph), dir="auto", lang=language)


def place(quote: Quote, link: str | None) -> Html:
    """Where a quote stands, and what is known of its source."""
    passage = quote.passage
    details = passage.document.details
    where = [element("cite", on_one_line(details.title)), text(f", section “{section_name(passage.path)}”")]
    if passage.page:
        where.append(text(f", page {page_name(passage.page)}"))
    about = [f"Publisher: {on_one_line(details.publisher)}." if details.publisher else None]
    about.append(f"Reviewed: {on_one_line(details.reviewed)}." if details.reviewed else None)
    source = _web_address(details.address)
    parts = [*where, text("."), *(text(f" {each}") for each in about if each)]
    if source:
        parts += [text(" "), element("a", "Its own page", href=source, rel="noopener noreferrer external")]
    if link:
        parts += [element("br"), element("a", "Show it in the leaflet", href=link, class_="show")]
    return element("figcaption", *parts)


def _help(reply: Reply) -> Html:
    """What to do now stands first, then the numbers to tap, then the rest; nothing else."""
    language = _language(reply)
    first, *rest = paragraphs(reply.message, language)
    return element(
        "div",
        element("p", "Get help now", class_="banner"),
        element("div", first, class_="first"),
        numbers(reply.numbers),
        *rest,
        class_="help",
        role="alert",
        tabindex=-1,
        aria_label="Get help now",
    )


def _said(reply: Reply, link: Linker) -> Iterator[Html]:
    if reply.urgent_note:
        yield element("section", *paragraphs(reply.urgent_note), numbers(reply.numbers), class_="urgent", role="alert")
    if reply.understood:
        read = ", ".join(f"{on_one_line(meant)} (for “{on_one_line(typed)}”)" for typed, meant in reply.understood)
        yield element("p", f"I read this as: {read}", class_="understood", dir="auto")
    yield from paragraphs(reply.message, _language(reply))
    if reply.numbers and not reply.urgent_note:
        yield element("div", numbers(reply.numbers), class_="quietly")
    yield from _quotes(reply, link)
    if reply.unanswered:
        unfound = ", ".join(f"“{on_one_line(question)}”" for question in reply.unanswered)
        yield element("p", f"I found nothing about: {unfound}", dir="auto")
    yield from _suggestions(reply.suggestions)


def _quotes(reply: Reply, link: Linker) -> Iterator[Html]:
    """Those that are offered as the answer, each under its question where there are several; others to unfold."""
    count = max(1, reply.offered)
    offered, others = reply.quotes[:count], reply.quotes[count:]
    for number, quote in enumerate(offered, 1):
        heading = " / ".join(map(on_one_line, quote.answers)) or (f"{number} of {len(offered)}" if count > 1 else "")
        if heading:
            yield element("h3", heading, dir="auto")
        yield _figure(quote, link)
    if others:
        summary = "Another passage that may fit" if len(others) == 1 else f"{len(others)} other passages that may fit"
        yield element("details", element("summary", summary), *(_figure(quote, link) for quote in others))


def _figure(quote: Quote, link: Linker) -> Html:
    language = quote.passage.document.details.language
    block = element("blockquote", quoted(quote), dir="auto", lang=language)
    return element("figure", block, place(quote, link(quote)), class_="quote")


def _suggestions(questions: Sequence[str]) -> Iterator[Html]:
    if questions:
        yield element("h3", "You could also ask")
        yield question_buttons(questions)


def question_buttons(questions: Sequence[str]) -> Html:
    """Questions to ask with a tap."""
    buttons = (
        element("li", element("button", on_one_line(each), type="submit", form="ask", name="picked", value=each))
        for each in questions
    )
    return element("ul", *buttons, class_="questions")


def _with_links(content: str) -> Html:
    """The directory of helplines is a link. No other site is: it may be one that a person typed."""
    directory = region(None).crisis.split()[0]
    before, found, after = content.partition(directory)
    address = f"https://{directory}"
    link = element("a", directory, href=address, rel="noopener noreferrer") if found else None
    return joined(before, link, after)


def _web_address(address: str | None) -> str | None:
    return address if address and re.match(r"https?://[^\s]+\Z", address) else None


def _language(reply: Reply) -> str | None:
    """The language of the bot's own words, where they are not English."""
    return reply.detail if reply.because == "language" and _LANGUAGE.fullmatch(reply.detail) else None
