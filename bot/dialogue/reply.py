"""What the bot says: a reply, its quotes, and the JSON that ``bot ask`` promises."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.dialogue.numbers import Number
from bot.documents import Corpus, Passage
from bot.errors import InputError
from bot.sources.source import Span

Kind = Literal["answer", "decline", "refer", "emergency", "chat"]
KINDS: tuple[Kind, ...] = ("answer", "decline", "refer", "emergency", "chat")

DISCLAIMER = "This quotes written material. It is not medical advice: please talk to a doctor or nurse about yourself."
"""Stands under every reply."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage in a reply.

    Attributes:
        passage: what is quoted, with what governs it; every span of it is the document's, to the letter.
        score: how well it fits the message; only its order means something.
        matched: the words of the message that it matched, as they were understood.
        best: the span of the sentence that fits best, in the document's offsets.
        answers: the questions of the message that it answers, as they were typed, where the message asks several; where
            it is one of two that may be meant, the question that it is offered for.
    """

    passage: Passage
    score: float
    matched: tuple[str, ...]
    best: Span
    answers: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The quote, to the letter, with an ellipsis on a line of its own where words are left out."""
        return self.passage.quoted

    def to_json(self) -> dict[str, Any]:
        """The quote in the form of ``bot ask --jsonl``."""
        return {
            "text": self.text,
            "document": self.passage.document.title,
            "section": self.passage.section,
            "start": self.passage.spans[0][0],
            "end": self.passage.spans[-1][1],
            "score": round(self.score, 4),
            "matched": list(self.matched),
            "name": self.passage.document.name,
            "best": list(self.best),
            "spans": [list(span) for span in self.passage.spans],
            "own": [self.passage.start, self.passage.end],
            "answers": list(self.answers),
            "path": self.passage.path,
            "page": self.passage.page.number if self.passage.page else None,
            **self._about(),
        }

    def _about(self) -> dict[str, Any]:
        """What is known of the document, and what is worked out of the passage: not what it is found by."""
        details = self.passage.document.details
        return {
            "best_sentence": self.passage.document.text[slice(*self.best)],
            "publisher": details.publisher,
            "address": details.address,
            "reviewed": details.reviewed,
            "passage": self.passage.number,
        }

    @staticmethod
    def of_passage(table: Mapping[str, Any], passage: Passage) -> "Quote | None":
        """What ``to_json`` wrote down, if it is a quote of ``passage``."""
        start, end = (_whole(offset) for offset in table["best"])
        written = {"answers": [], **table}
        quote = Quote(
            passage, _number(table["score"]), _texts(table["matched"]), (start, end), _texts(written["answers"])
        )
        known, about = quote.to_json(), quote._about()
        return quote if all(written[key] == known[key] for key in known.keys() - about.keys()) else None

    @staticmethod
    def from_json(table: Mapping[str, Any], corpus: Corpus) -> "Quote":
        """What ``to_json`` wrote down, found again in the corpus that was quoted.

        Raises:
            InputError: the corpus has no such passage.
        """
        for passage in _guessed(table, corpus):
            quote = Quote.of_passage(table, passage)
            if quote:
                return quote
        where = f"{table['name']}: the material has no such passage at {table['start']}"
        raise InputError(f"{where}. It was quoted from another version.")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says to one message.

    Attributes:
        kind: what kind of reply it is.
        message: the bot's own words; they never state a medical fact.
        quotes: the answer first, then up to two runners-up. Empty for most other kinds.
        disclaimer: stands under every reply.
        urgent_note: what to do if somebody is in danger now, to be shown above everything else; empty where nothing
            speaks for it, and where ``message`` says it.
        suggestions: questions that the material does answer.
        offered: how many of the quotes are offered as the answer: 2 when the first two are close, or one for each
            question of the message.
        unanswered: the questions of the message that nothing was found for, where others have an answer.
        numbers: those to call that ``urgent_note`` and ``message`` name, in this order, each once.
        understood: ``(typed, read as)`` for every spelling that was mended.
        intent: the name of the sentence that was said, which begins with the kind: ``decline/not-covered``.
        because: what decided: ``rule``, ``signals``, ``language``, ...
        detail: the rule's name, the language or the like.
        topic: what the message asks for and the corpus is known not to cover, or ``None``.
        evidence: how sure the bot is that the material answers the message, from 0 to 1.
        signals: the figures behind the decision.

    Raises:
        ValueError: an answer has no quote, there is nothing to say, or the kind or the disclaimer is missing.
    """

    kind: Kind
    message: str
    quotes: tuple[Quote, ...] = ()
    suggestions: tuple[str, ...] = ()
    offered: int = 1
    understood: tuple[tuple[str, str], ...] = ()
    intent: str = ""
    because: str = ""
    detail: str = ""
    topic: str | None = None
    evidence: float = 0.0
    signals: Mapping[str, float] = field(default_factory=dict)
    disclaimer: str = DISCLAIMER
    urgent_note: str = ""
    unanswered: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"there is no kind of reply {self.kind!r}")
        if not self.disclaimer.strip():
            raise ValueError("a reply needs the disclaimer")
        if self.kind == "answer" and not self.quotes:
            raise ValueError("an answer needs a quote")
        if not self.message.strip():
            raise ValueError("a reply needs a message")

    @property
    def reason(self) -> str:
        """What decided the kind, in words: "rule: suicide", "signals: decline/not-covered, side effects"."""
        parts = filter(None, (self.detail or self.intent, self.topic))
        return f"{self.because}: {', '.join(parts)}" if self.because else ""

    def to_json(self) -> dict[str, Any]:
        """The reply in the form of ``bot ask --jsonl``, without the ``id``."""
        return {
            "kind": self.kind,
            "message": self.message,
            "quotes": [quote.to_json() for quote in self.quotes],
            "disclaimer": self.disclaimer,
            "suggestions": list(self.suggestions),
            "understood": [list(pair) for pair in self.understood],
            "reason": self.reason,
            "evidence": round(self.evidence, 4),
            "signals": {name: round(float(value), 4) for name, value in self.signals.items()},
            "offered": self.offered,
            "intent": self.intent,
            "because": self.because,
            "detail": self.detail,
            "topic": self.topic,
            "urgent_note": self.urgent_note,
            "unanswered": list(self.unanswered),
            "numbers": [number.to_json() for number in self.numbers],
        }

    @staticmethod
    def from_json(table: Mapping[str, Any], corpus: Corpus) -> "Reply":
        """What ``to_json`` wrote down; its passages are found again in ``corpus``.

        Raises:
            InputError: a key is missing or wrong, or a passage is not in the corpus.
        """
        try:
            return Reply(
                kind=table["kind"],
                message=_text(table["message"]),
                quotes=tuple(Quote.from_json(quote, corpus) for quote in table["quotes"]),
                suggestions=_texts(table["suggestions"]),
                offered=_whole(table["offered"]),
                understood=tuple((typed, meant) for typed, meant in map(_texts, table["understood"])),
                intent=_text(table["intent"]),
                because=_text(table["because"]),
                detail=_text(table["detail"]),
                topic=None if table["topic"] is None else _text(table["topic"]),
                evidence=_number(table["evidence"]),
                signals={name: _number(value) for name, value in table["signals"].items()},
                disclaimer=_text(table["disclaimer"]),
                urgent_note=_text(table["urgent_note"]),
                unanswered=_texts(table.get("unanswered", ())),
                numbers=tuple(map(Number.from_json, table.get("numbers", ()))),
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise InputError(f"this is not a reply that was written down by this program: {error!r}.") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{value!r} is no list of texts")
    return tuple(map(_text, value))


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return float(value)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message and what the bot replied to it."""

    message: str
    reply: Reply

    def to_json(self) -> dict[str, Any]:
        """The turn as plain data."""
        return {"message": self.message, "reply": self.reply.to_json()}

    @staticmethod
    def from_json(table: Mapping[str, Any], corpus: Corpus) -> "Turn":
        """What ``to_json`` wrote down.

        Raises:
            InputError: as for ``Reply.from_json``.
        """
        if not isinstance(table, Mapping) or not isinstance(table.get("message"), str) or "reply" not in table:
            raise InputError('a turn is written as {"message": "...", "reply": {...}}.')
        return Turn(table["message"], Reply.from_json(table["reply"], corpus))


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns so far, oldest first. It is never changed: ``after`` gives the next one."""

    turns: tuple[Turn, ...] = ()

    def after(self, message: str, reply: Reply) -> "Conversation":
        """The conversation with one more turn."""
        return Conversation((*self.turns, Turn(message, reply)))

    def to_json(self) -> list[dict[str, Any]]:
        """The turns as plain data."""
        return [turn.to_json() for turn in self.turns]

    @staticmethod
    def from_json(turns: object, corpus: Corpus) -> "Conversation":
        """What ``to_json`` wrote down.

        Raises:
            InputError: it is no list of turns, or a passage is not in ``corpus``.
        """
        if not isinstance(turns, list):
            raise InputError("a conversation is written as a list of turns.")
        return Conversation(tuple(Turn.from_json(turn, corpus) for turn in turns))


def _guessed(table: Mapping[str, Any], corpus: Corpus) -> Iterator[Passage]:
    """The passages that a quote may be of: the one with its number, and then all of its document."""
    number = table.get("passage")
    if isinstance(number, int) and number >= 0:
        with suppress(IndexError):
            yield corpus.passages[number]
    yield from corpus.passages_in(str(table["name"]))
