"""Reads a message in its conversation and looks it up: everything that is known before deciding."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

from bot.dialogue.context import earlier_turns, in_context, leans_on_conversation, pointed_at
from bot.dialogue.kinds import KindModel
from bot.dialogue.reply import Conversation
from bot.dialogue.signals import Message, kind_figures, weigh_evidence
from bot.search.analysis import Rarity, Reading
from bot.search.passages import CorpusIndex

REMEMBERED_TURNS = 4
"""How many earlier turns a follow-up is read with."""


@dataclass(frozen=True)
class Reader:
    """What a message is read with.

    Attributes:
        analyze: gives a text in the bot's terms.
        index: the index of the corpus.
        kinds: tells what kind of message it is.
        rarity: tells how much a word tells.
    """

    analyze: Callable[[str], Reading]
    index: CorpusIndex
    kinds: KindModel
    rarity: Rarity

    def read(self, text: str, conversation: Conversation = Conversation()) -> Message:
        """The message with all its signals."""
        turns = earlier_turns(conversation)[:REMEMBERED_TURNS]
        readings = [self.analyze(text), *(self.analyze(turn.message) for turn in turns)]
        leaning = len(list(takewhile(leans_on_conversation, readings[:-1])))
        in_view = readings[: leaning + 1]
        terms = in_context([dict.fromkeys(self.index.terms(reading), 1.0) for reading in in_view])
        evidence = weigh_evidence(
            in_view[0],
            terms,
            self.index.look(terms, in_view),
            self.index,
            self.rarity,
            pointed_at(in_view[0], turns, self.index.corpus.passages),
        )
        figures = {
            **kind_figures(self.kinds.kinds, self.kinds.probabilities(text, in_view[0])),
            **evidence.figures,
            "follows": float(leaning > 0),
            "after_answer": float(bool(turns) and turns[0].reply.kind == "answer"),
        }
        return Message(text, in_view[0], terms, evidence, figures)
