from collections.abc import Mapping

from bot.dialogue import Bot, Conversation, Kind, Quote, Reply
from bot.documents import Corpus

LEAFLET = """Knee exercises
These exercises keep the knee strong. Do them at home, at your own pace.
How often
Do each exercise ten times, three times a day.
Cost
The class is free for patients of the clinic.
Pain
Stop when the knee hurts, and rest it with a cool pack.
"""
TEN_TIMES = "ten times, three times a day"
FREE = "free for patients"
COOL_PACK = "rest it with a cool pack"


class ScriptedBot(Bot):
    """A bot whose replies are written down, so that a test knows what it has to measure."""

    def __init__(self, corpus: Corpus, replies: Mapping[str, Reply]) -> None:
        super().__init__(corpus)
        self.replies = replies
        self.heard: list[tuple[str, ...]] = []

    def reply(self, message: str, conversation: Conversation = Conversation()) -> Reply:
        self.heard.append((*(turn.message for turn in conversation.turns), message))
        return self.replies.get(message, Reply("decline", "The material does not cover this.", reason="too little"))


def quoting(corpus: Corpus, *golds: str, evidence: float = 0.5, kind: Kind = "answer") -> Reply:
    """A reply that quotes the passages that hold ``golds``, in this order."""
    passages = [next(p for p in corpus.passages if gold in p.text) for gold in golds]
    quotes = tuple(Quote(p, 1.0, ("knee",), p.sentences[0]) for p in passages)
    return Reply(kind, "The material says:", quotes, reason="like: question", evidence=evidence)
