"""Why a reply is what it is, in words; the figures for who asks for them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.sanitising import on_one_line
from bot.terminal.paper import Paper, blocks, lines

if TYPE_CHECKING:
    from bot.dialogue.reply import Quote, Reply

KINDS = {
    "answer": "I took your message for a question that the material answers.",
    "decline": "I took your message for something that the material does not answer.",
    "refer": "I took your message for something that only a doctor, nurse or pharmacist who knows you can judge.",
    "emergency": "I took your message for a sign that somebody may be in danger, so help comes first.",
    "chat": "I took your message for small talk, or for a question about this chat.",
}

BECAUSE = {
    "signals": "I weighed how your words are put, and how well each passage fits them.",
    "rule": "A fixed rule decided, one that leaves no doubt: {detail}.",
    "pointed at": "You picked a question that I suggested, so you got the passage it was suggested for.",
    "example": "An editor wrote down this very question and the passage that answers it.",
    "move": "I took your message for a remark about what I had just shown you.",
    "language": "Your message seems to be in another language than English.",
    "word": "You gave only a word or two, so I looked for them in the material's own words.",
    "name": "You asked about {topic}, which the material does not mention.",
    "parts": "You asked more than one thing, and I looked for each by itself.",
    "no subject": "I found no word in your message that says what it is about.",
    "no known word": "I found no word in your message that I know.",
    "after an alarm": "A message before told of danger, and it does not seem to be over, so the help stays.",
    "unreachable": "What I quote from could not be reached just now, so I said what takes no looking up.",
    "length": "There was nothing to read, or more than I can read at once.",
}
"""By ``Reply.because``."""

SURE, FAIRLY = 0.8, 0.5
"""From this evidence on the bot is sure that the material answers, or fairly sure. Chosen for their plain meaning."""

PRODUCT = ", with "
"""What stands in the names of figures that are others times a third one; they are left out."""

BEGINNING_WORDS = 8
"""A passage is told of by so many of its first words."""


def why_on(paper: Paper, reply: "Reply", with_figures: bool) -> str:
    """What decided a reply, in words; with the figures, everything that was weighed."""
    told = "\n".join(map(paper.text, _told(reply)))
    if with_figures:
        return blocks(told, *_figures_on(paper, reply))
    hint = "Was that wrong? Ask again in other words, or type /more for the next passage." if reply.quotes else ""
    return blocks(told, lines(paper.text(hint), paper.text("/why -v shows the figures behind this.")))


def _told(reply: "Reply") -> Iterator[str]:
    yield KINDS[reply.kind]
    words = {"detail": on_one_line(reply.detail or reply.intent), "topic": on_one_line(reply.topic or "a thing")}
    if reply.because in BECAUSE:
        yield BECAUSE[reply.because].format(**words)
    if reply.because != "name" and reply.topic:
        yield f"People ask about this, and the material is known not to cover it: {words['topic']}."
    for quote in reply.quotes[: max(1, reply.offered)]:
        yield _words_of(quote)
    if reply.quotes:
        yield f"I am {_how_sure(reply.evidence)} that the material answers your message."
    if reply.understood:
        yield "I mended spellings before I looked: please check that I read you right."


def _words_of(quote: "Quote") -> str:
    words = [f"“{on_one_line(word)}”" for word in quote.matched]
    if not words:
        return f"The passage {_beginning(quote)} shares no word with your message, but means something like it."
    named = " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
    return f"The passage {_beginning(quote)} fits your {'words' if len(words) > 1 else 'word'} {named}."


def _how_sure(evidence: float) -> str:
    return "sure" if evidence >= SURE else "fairly sure" if evidence >= FAIRLY else "not sure"


def _beginning(quote: "Quote") -> str:
    return f"“{' '.join(on_one_line(quote.passage.text).split()[:BEGINNING_WORDS])} …”"


def _figures_on(paper: Paper, reply: "Reply") -> Iterator[str]:
    own = {name: value for name, value in reply.signals.items() if PRODUCT not in name}
    figures = ", ".join(f"{on_one_line(name)} {value:.2f}" for name, value in own.items())
    summary = (
        f"Kind of reply: {reply.kind}",
        f"Decided by: {on_one_line(reply.reason)}" if reply.reason else "",
        f"How sure that the material answers this: {reply.evidence:.2f} (0 is not at all, 1 is fully)",
        f"Figures: {figures}" if figures else "",
    )
    yield lines(*(paper.wrapped(line) for line in summary if line))
    for number, quote in enumerate(reply.quotes, 1):
        words = ", ".join(map(on_one_line, quote.matched)) or "none"
        told = (f"{number}. {_beginning(quote)}", f"   score {quote.score:.2f}, words matched: {words}")
        yield "\n".join(paper.wrapped(line, "", "   ") for line in told)
