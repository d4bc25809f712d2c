"""What is looked for: a message in its conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.documents import Gap, Passage
from bot.index.bm25 import Terms
from bot.settings import Settings
from bot.text.message import Message


@dataclass(frozen=True, slots=True)
class Move:
    """What a message does in its conversation instead of asking something new.

    Attributes:
        intent: the name of the sentence to say; empty where the material is asked as ever.
        passages: what it asks for, best first.
        offered: how many of them are the answer.
        name: what it is called in ``bot/data/moves.toml``.
    """

    intent: str = ""
    passages: tuple[Passage, ...] = ()
    offered: int = 1
    name: str = ""


@dataclass(frozen=True, eq=False)
class Query:
    """A message with those that it leans on.

    Attributes:
        message: the message.
        earlier: the messages it leans on, the last first.
        settings: the tuned numbers.
        pointed: the passage that it points at ("the second one"), if it does.
        after_answer: whether the last turn gave an answer.
        is_offered: whether it is a question that the bot itself offers; then ``pointed`` is what answers it.
        before: the last messages, the last first, whether it leans on them or not; empty where there is one document.
        quoted: what the last reply quoted as its answer, where the message leans on it.
        understood: terms of the title of the document that is asked: they go without saying.
        alarm: the intent of the emergency that was told of before and is not over yet.
        move: what it does in the conversation ("are you sure?"), if anything.
        rest: the question in it without thanks, greetings or "no, I meant", if it begins so.
        curated: the passage or the gap that an editor wrote this message for, word for word, if one did.
        left_out: what is not quoted again, since the person has just said that they meant something else.
    """

    message: Message
    earlier: Sequence[Message]
    settings: Settings
    pointed: Passage | None = None
    after_answer: bool = False
    is_offered: bool = False
    alarm: str | None = None
    before: Sequence[Message] = ()
    quoted: Sequence[Passage] = ()
    understood: frozenset[str] = frozenset()
    move: Move | None = None
    rest: "Query | None" = None
    curated: Passage | Gap | None = None
    left_out: Sequence[Passage] = ()

    @cached_property
    def weights(self) -> dict[str, float]:
        """Every term with its weight; those of earlier messages weigh less the older they are."""
        weights = self.message.weights(self.settings.story_weight)
        leaning = self.settings.leaning if self.message.has_subject else self.settings.leaning_alone
        for age, earlier in enumerate(self.earlier, 1):
            for term in earlier.terms:
                weights[term] = max(weights.get(term, 0.0), leaning**age)
        return weights

    @cached_property
    def subject_weights(self) -> dict[str, float]:
        """The terms that carry a subject, with their weights."""
        subjects = {term for message in (self.message, *self.earlier) for term in message.subject_terms}
        return {term: weight for term, weight in self.weights.items() if term in subjects}

    @cached_property
    def terms(self) -> Terms:
        """Every term, to search by."""
        return Terms.of(self.weights)

    @cached_property
    def told(self) -> tuple[tuple[float, frozenset[str]], ...]:
        """``Message.told``, without what goes without saying, if anything else is left."""
        return tuple(each for each in self.message.told if each[1].isdisjoint(self.understood)) or self.message.told

    @cached_property
    def asked_terms(self) -> Terms:
        """The terms that carry a subject, without those that go without saying, if any others are left."""
        asked = {term: weight for term, weight in self.subject_weights.items() if term not in self.understood}
        return Terms.of(asked or self.subject_weights)

    @cached_property
    def subject_terms(self) -> Terms:
        """The terms that carry a subject, to search by."""
        return Terms.of(self.subject_weights)
