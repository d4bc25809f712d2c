"""Reads a message in its conversation and looks it up: everything that is known before deciding."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

from bot.dialogue.context import earlier_turns, in_context, leans_on_conversation, pointed_at
from bot.dialogue.kinds import KindModel
from bot.dialogue.reply import Conversation
from bot.dialogue.signals import Message, kind_figures, weigh_evidence
from bot.search.analysis import Rarity, Reading, words_of
from bot.search.passages import CorpusIndex

STORY_WEIGHT = 0.5
"""The weight of the sentences around a question: "My dad had a stroke in 2010. How much does it cost?"

From 0.3 to 0.7 it made no difference that could be told from noise; at 1 stories stole questions.
"""

ASKING = frozenset(
    "what which who whom whose where when why how is are does do did can could will would has have was were should "
    "may might".split()
)
"""Words that a question begins with."""

_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")

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
        earlier = [dict.fromkeys(self.index.terms(reading), 1.0) for reading in in_view[1:]]
        terms = in_context([self._terms(text), *earlier], has_subject=any(in_view[0].content))
        pointed = pointed_at(in_view[0], turns, self.index.corpus.passages)
        evidence = weigh_evidence(
            in_view[0],
            terms,
            self.index.look(terms, in_view, self.rarity),
            self.index,
            self.rarity,
            pointed,
        )
        figures = {
            **kind_figures(self.kinds.kinds, self.kinds.probabilities(text, in_view[0])),
            **evidence.figures,
            "follows": float(leaning > 0),
            "pointed": float(pointed is not None),
            "after_answer": float(bool(turns) and turns[0].reply.kind == "answer"),
        }
        return Message(text, in_view[0], terms, evidence, figures)

    def _terms(self, text: str) -> dict[str, float]:
        """The terms of a message; where some of its sentences ask, those of the others weigh less."""
        terms: dict[str, float] = {}
        sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()] or [text]
        asking = [is_asking(sentence) for sentence in sentences]
        for sentence, asks in zip(sentences, asking, strict=True):
            weight = 1.0 if asks or not any(asking) else STORY_WEIGHT
            for term in self.index.terms(self.analyze(sentence)):
                terms[term] = max(terms.get(term, 0.0), weight)
        return terms


def is_asking(sentence: str) -> bool:
    """Whether a sentence is a question: by its question mark or its first word."""
    first, *_ = [*words_of(sentence), ""]
    return sentence.rstrip().endswith("?") or first in ASKING
