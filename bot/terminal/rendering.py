"""Turning replies, documents and what a session shows into text for a terminal of any width, or for a pipe.

One structure serves ``bot ask`` and ``bot chat``: strings in which bold and underline are written
as ANSI sequences, or left out when ``plain``. Only bold and underline are used, in the terminal's
own colours, so that light and dark terminals are both readable.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, assert_never

from bot.sanitising import displayable, on_one_line
from bot.session import (
    Contents,
    Examples,
    Further,
    Help,
    Introduction,
    Left,
    Replied,
    Said,
    Sections,
    Shown,
    Why,
    page_name,
    section_name,
)

if TYPE_CHECKING:
    from bot.dialogue.reply import Conversation, Quote, Reply
    from bot.documents import Corpus, Document, Section
    from bot.sources.source import Span

BOLD = "1"
UNDERLINE = "4"

HELP = """\
Type a question in your own words and press Enter. I look for the passage that fits and show it word for word.

Where questions are listed with numbers, you can type the number instead.
As you type, a question may appear in grey: the right arrow key takes it. The Tab key shows more.

These commands help too:"""

GOODBYE = "Goodbye, and take care."

MINIMUM_STEM = 4
"""A shorter matched stem marks only words that are equal to it."""

MINIMUM_WIDTH = 10
"""Narrower than this, nothing can be read anyway."""

MAXIMUM_WIDTH = 88
"""Longer lines are hard to read, however wide the terminal."""

_BLANKS = re.compile(r"(?<=\S) {2,}(?=\S)")
"""Where hidden words or marks stood in a line; the columns of a table are parted so too."""

TRANSCRIPT_WIDTH = 80
"""The columns of a conversation that is saved."""

_BULLET = re.compile(r"(?:\x1b\[[0-9;]*m)?\s*(?:[-*•‣▪◦·–—]|\d{1,2}[.)])\s")
_WORD = re.compile(r"\w+|\W+")


@dataclass(frozen=True, slots=True)
class Renderer:
    """Writes for one width and style.

    Attributes:
        passages: how many passages the corpus has ("passage 3 of 20").
        width: the columns of the terminal; ``None`` leaves lines as long as they are.
        plain: no bold, no underline, no box drawing.
        numbered: whether questions carry a number to pick them by.
    """

    passages: int
    width: int | None = None
    plain: bool = True
    numbered: bool = False

    def shown(self, shown: Shown) -> str:
        """What a session shows for a line."""
        match shown:
            case Replied(reply, picked):
                text = _blocks(self.styled(picked or "", BOLD), self.reply(reply))
            case Further(quote, disclaimer):
                text = _blocks(self.text("The next best passage:"), self.quote(quote), self.text(disclaimer))
            case Why(reply):
                text = self.why(reply)
            case Contents(documents, passages):
                hint = self.text("To read a section, type /read and its number, like /read 2.")
                text = _blocks(self.contents(documents, passages), hint)
            case Sections(sections):
                text = "\n\n".join(self.section(*section) for section in sections)
            case Examples(questions):
                text = self.questions(questions, "The material answers these questions")
            case Help(commands):
                text = self.help(commands)
            case Said(sentence):
                text = self.text(sentence)
            case Left():
                text = self.text(GOODBYE)
            case _:
                assert_never(shown)
        return text

    def introduction(self, introduction: Introduction) -> str:
        """Which material is quoted, and questions to start from."""
        titles = self.text("\n".join(f"“{title}”" for title in introduction.titles))
        questions = self.questions(introduction.questions, "You could start with one of these")
        unread = (*(f"Left out: {message}" for message in introduction.left_out), *introduction.misnamed)
        left_out = self.text("\n".join(unread))
        return _blocks(f"{self.text('I quote from:')}\n{titles}", left_out, questions)

    def help(self, commands: Mapping[str, tuple[str, str]]) -> str:
        """How the chat works, and its commands: name to ``(argument, summary)``."""
        usage = [(f"{name} {argument}".strip(), summary) for name, (argument, summary) in commands.items()]
        return _blocks(self.text(HELP), "\n".join(self.item(summary, f"{typed:<16} ") for typed, summary in usage))

    def reply(self, reply: "Reply") -> str:
        """A whole reply. In an emergency, what to do now stands alone; where one is possible, it stands first."""
        if reply.kind == "emergency":
            first, _, rest = displayable(reply.message).partition("\n")
            return _blocks(self.styled(first, BOLD), self.text(rest), self.text(reply.disclaimer))
        return _blocks(
            self.styled(reply.urgent_note, BOLD),
            self.understood(reply.understood),
            self.text(reply.message),
            *self.offered_quotes(reply),
            self.unanswered(reply.unanswered),
            self.text(reply.disclaimer),
            self.questions(reply.suggestions),
        )

    def understood(self, pairs: Sequence[tuple[str, str]]) -> str:
        """The spellings that were mended, for the person to check."""
        if not pairs:
            return ""
        read = ", ".join(f"{on_one_line(meant)} (for “{on_one_line(typed)}”)" for typed, meant in pairs)
        return self.text(f"I read this as: {read}")

    def offered_quotes(self, reply: "Reply") -> Iterator[str]:
        """The quotes that are offered as the answer, each under its question where the message asks several."""
        offered = reply.quotes[: max(1, reply.offered)]
        titles = {quote.passage.document.title for quote in offered}
        for number, quote in enumerate(offered, 1):
            if quote.answers:
                yield self.styled(" / ".join(map(on_one_line, quote.answers)), BOLD)
            elif len(offered) > 1:
                title = f": {on_one_line(quote.passage.document.title)}" if len(titles) > 1 else ""
                yield self.styled(f"{number} of {len(offered)}{title}", BOLD)
            yield self.quote(quote)

    def unanswered(self, questions: Sequence[str]) -> str:
        """The questions of a message that nothing was found for."""
        if not questions:
            return ""
        return self.text(f"I found nothing about: {', '.join(f'“{on_one_line(question)}”' for question in questions)}")

    def quote(self, quote: "Quote") -> str:
        """A quote set apart, and under it where it stands."""
        bar = "> " if self.plain else "│ "
        lines = [line for line in self._marked(quote).split("\n") if line.strip()]
        if quote.passage.kind not in ("row", "table"):
            lines = [_BLANKS.sub(" ", line) for line in lines]
        return _blocks("\n".join(self._wrapped(line, bar) for line in lines), self.place(quote))

    def place(self, quote: "Quote") -> str:
        """Where a quote stands: section, document, and what is known of its source."""
        details = quote.passage.document.details
        place = f"{on_one_line(details.title)} (passage {quote.passage.number + 1} of {self.passages})"
        lines = [f"Section: {section_name(quote.passage.path)}", f"Document: {place}"]
        if quote.passage.page:
            lines.append(f"Page: {page_name(quote.passage.page)}")
        if details.publisher:
            lines.append(f"Publisher: {on_one_line(details.publisher)}")
        if details.reviewed:
            lines.append(f"Reviewed: {on_one_line(details.reviewed)}")
        if details.address:
            lines.append(f"Source: {on_one_line(details.address)}")
        return "\n".join(map(self._wrapped, lines))

    def questions(self, questions: Sequence[str], heading: str = "You could also ask") -> str:
        """A list of questions to ask next, each with its number where there is somebody to pick one."""
        if not questions:
            return ""
        lines = [self.text(f"{heading} (type its number):" if self.numbered else f"{heading}:")]
        for number, question in enumerate(questions, 1):
            mark = f"{number:>2}. " if self.numbered else "- "
            lines.append(self.item(question, mark))
        return "\n".join(lines)

    def why(self, reply: "Reply") -> str:
        """What decided a reply: its kind, the reason, which words matched, the scores and figures."""
        figures = ", ".join(f"{on_one_line(name)} {value:.2f}" for name, value in reply.signals.items())
        summary = [
            f"Kind of reply: {reply.kind}",
            f"Decided by: {on_one_line(reply.reason)}" if reply.reason else "",
            f"How sure that the material answers this: {reply.evidence:.2f} (0 is not at all, 1 is fully)",
            f"Figures: {figures}" if figures else "",
        ]
        quotes = [self._why_quote(number, quote) for number, quote in enumerate(reply.quotes, 1)]
        return _blocks("\n".join(self._wrapped(line) for line in summary if line), *quotes)

    def contents(self, documents: Iterable["Document"], passages: Iterable[int]) -> str:
        """The documents, what is known of each, and their sections, numbered in reading order."""
        number = 0
        blocks = []
        for document, count in zip(documents, passages, strict=True):
            lines = [self.styled(on_one_line(document.title), BOLD), *self._details(document, count)]
            for section in document.sections:
                number += 1
                lines.append(self.item(section_name(section.heading), f"{number:>3}. "))
            blocks.append("\n".join(lines))
        return _blocks(*blocks)

    def _details(self, document: "Document", passages: int) -> Iterator[str]:
        """Who wrote a document, when it was reviewed, where it stands, and how long ago that is, where it is known."""
        from bot.documents.review import YEARS, is_stale

        details = document.details
        reviewed = f"reviewed {details.reviewed}" if details.reviewed else ""
        known = (details.publisher, reviewed, f"{passages} passages" if passages != 1 else "1 passage", details.address)
        yield self.text(on_one_line(", ".join(filter(None, known))))
        if is_stale(details.reviewed, date.today()):
            yield self.text(f"The last review was more than {YEARS} years ago: ask whether this still holds.")

    def section(self, document: "Document", section: "Section") -> str:
        """The source of one section, heading and all."""
        lines = displayable(document.text[section.start : section.end]).split("\n")
        titles = {on_one_line(section.heading), on_one_line(document.title)}
        shown = (
            ("\n" if _BULLET.match(line) else "\n\n") + self.styled(line, BOLD if on_one_line(line) in titles else "")
            for line in lines
            if line.strip()
        )
        return "".join(shown).strip()

    def text(self, text: str) -> str:
        """The bot's own words, wrapped; empty lines stay."""
        return "\n".join(map(self._wrapped, displayable(text).strip().split("\n")))

    def item(self, text: str, mark: str) -> str:
        """An entry of a list: ``mark``, then the text, its further lines set in under the first."""
        return self._wrapped(on_one_line(text), mark, " " * len(mark))

    def styled(self, text: str, style: str) -> str:
        """``text`` in bold or underlined, wrapped."""
        return self._wrapped(self._mark(displayable(text).strip(), style))

    def _why_quote(self, number: int, quote: "Quote") -> str:
        words = ", ".join(map(on_one_line, quote.matched)) or "none"
        start = " ".join(on_one_line(quote.text).split()[:8])
        lines = (f"{number}. “{start} …”", f"   score {quote.score:.2f}, words matched: {words}")
        return "\n".join(self._wrapped(line, "", "   ") for line in lines)

    def _marked(self, quote: "Quote") -> str:
        """The quote with its best sentence in bold and its matched words underlined."""
        from bot.documents.spans import LEFT_OUT

        stems = [stem for words in quote.matched for stem in re.findall(r"\w+", words.casefold())]
        return LEFT_OUT.join(self._marked_span(quote, span, stems) for span in quote.passage.spans)

    def _marked_span(self, quote: "Quote", span: "Span", stems: Sequence[str]) -> str:
        start, end = span
        best_start, best_end = (min(max(offset, start), end) for offset in quote.best)
        text = quote.passage.document.text
        parts = ((text[start:best_start], ""), (text[best_start:best_end], BOLD), (text[best_end:end], ""))
        words = ((_style(word[0], style, stems), word[0]) for part, style in parts for word in _WORD.finditer(part))
        return "".join(
            self._mark(displayable("".join(word for _, word in run)), style)
            for style, run in groupby(words, key=itemgetter(0))
        )

    def _mark(self, text: str, style: str) -> str:
        if self.plain or not style:
            return text
        return "\n".join(f"\x1b[{style}m{line}\x1b[0m" if line else "" for line in text.split("\n"))

    def _wrapped(self, line: str, indent: str = "", next_indent: str | None = None) -> str:
        lines = self._lines(line, len(indent))
        later = indent if next_indent is None else next_indent
        return "\n".join((later if number else indent) + text for number, text in enumerate(lines))

    def _lines(self, line: str, used: int) -> Sequence[str]:
        if self.width is None or not line:
            return [line]
        from wcwidth import wrap

        width = max(min(self.width, MAXIMUM_WIDTH) - used, MINIMUM_WIDTH)
        return wrap(line, width, subsequent_indent="  " if _BULLET.match(line) else "", break_on_hyphens=False)


def transcript(conversation: "Conversation", corpus: "Corpus") -> str:
    """What ``/save`` writes: every message and its reply, plain, with lines that fit on paper."""
    renderer = Renderer(passages=len(corpus.passages), width=TRANSCRIPT_WIDTH)
    turns = conversation.turns
    return "\n".join(f"You: {displayable(turn.message)}\n\nBot: {renderer.reply(turn.reply)}\n" for turn in turns)


def _style(word: str, style: str, stems: Sequence[str]) -> str:
    folded = word.casefold()
    matched = any(folded == stem or (len(stem) >= MINIMUM_STEM and folded.startswith(stem)) for stem in stems)
    return ";".join(filter(None, (style, UNDERLINE if matched else "")))


def _blocks(*blocks: str) -> str:
    return "\n\n".join(block for block in blocks if block)
