"""What was decided about a message, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from bot.dialogue.reply import Kind

Because = Literal[
    "rule",
    "signals",
    "language",
    "no known word",
    "no subject",
    "pointed at",
    "after an alarm",
    "name",
    "parts",
    "word",
    "move",
    "example",
    "unreachable",
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided, and why.

    Attributes:
        intent: the name of the sentence to say, which begins with the kind of reply: ``decline/not-covered``.
        because: what decided.
        detail: the name of the rule or the move, or the language.
        topic: the gap that the message asks for, or the name that is not mentioned, where the reply names it.
        quotes: the numbers of the passages to quote, best first.
        offered: how many of them are the answer; the others are runners-up.
        answers: for each passage that is offered, the questions of the message that it answers, if it asks several.
        unanswered: the questions of the message that nothing was found for.
        suggested: the passages whose questions are suggested before others.
        needs_support: whether the message speaks of something that is hard to bear.
        urgent: the name of the sentence to say above everything else: what to do if this is happening now; else empty.
        probabilities: of each kind of reply being right.
    """

    intent: str
    because: Because = "signals"
    detail: str = ""
    topic: str | None = None
    quotes: tuple[int, ...] = ()
    offered: int = 1
    answers: tuple[tuple[str, ...], ...] = ()
    unanswered: tuple[str, ...] = ()
    suggested: tuple[int, ...] = ()
    needs_support: bool = False
    urgent: str = ""
    probabilities: Mapping[Kind, float] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """The kind of reply."""
        return cast(Kind, self.intent.partition("/")[0])
