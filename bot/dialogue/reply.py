"""What the bot says: a reply, its quotes, and the JSON that ``bot ask`` promises."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.documents import Passage

Kind = Literal["answer", "decline", "refer", "emergency", "chat"]
KINDS: tuple[Kind, ...] = ("answer", "decline", "refer", "emergency", "chat")

DISCLAIMER = "This quotes written material. It is not medical advice: please talk to a doctor or nurse about yourself."
"""Stands under every reply."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage in a reply.

    Attributes:
        passage: what is quoted; its text is the document's, to the letter.
        score: how well it fits the message; only its order means something.
        matched: the words of the message that it matched, as they were understood.
        best: the span of the sentence that fits best, in the document's offsets.
    """

    passage: Passage
    score: float
    matched: tuple[str, ...]
    best: tuple[int, int]

    @property
    def text(self) -> str:
        """The quote, to the letter."""
        return self.passage.text

    def to_json(self) -> dict[str, Any]:
        """The quote in the form of ``bot ask --jsonl``."""
        return {
            "text": self.text,
            "document": self.passage.document.title,
            "section": self.passage.section,
            "start": self.passage.start,
            "end": self.passage.end,
            "score": round(self.score, 4),
            "matched": list(self.matched),
        }


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says to one message.

    Attributes:
        kind: what kind of reply it is.
        message: the bot's own words; they never state a medical fact.
        quotes: the answer first, then up to two runners-up. Empty for most other kinds.
        disclaimer: stands under every reply.
        suggestions: questions that the material does answer.
        offered: how many of the quotes are offered as the answer: 2 when the first two are close.
        understood: ``(typed, read as)`` for every spelling that was mended.
        reason: what decided the kind, in words ("rule: ...", "like: ...").
        evidence: how sure the bot is that the material answers the message, from 0 to 1.
        signals: the figures behind the decision.
    """

    kind: Kind
    message: str
    quotes: tuple[Quote, ...] = ()
    suggestions: tuple[str, ...] = ()
    offered: int = 1
    understood: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    evidence: float = 0.0
    signals: Mapping[str, float] = field(default_factory=dict)
    disclaimer: str = DISCLAIMER

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
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """One message and what the bot replied to it."""

    message: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns so far, oldest first. It is never changed: ``after`` gives the next one."""

    turns: tuple[Turn, ...] = ()

    def after(self, message: str, reply: Reply) -> "Conversation":
        """The conversation with one more turn."""
        return Conversation((*self.turns, Turn(message, reply)))
