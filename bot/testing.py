"""A bot whose replies are written down, for testing what is built on the bot.

::

    from bot.testing import ScriptedBot, quoting

    bot = ScriptedBot(corpus, {"is it free?": quoting(corpus, "free for patients")})
"""

from collections.abc import Mapping
from typing import Any

from bot.bot import Bot
from bot.dialogue.reply import Conversation, Kind, Quote, Reply
from bot.documents import Corpus


class ScriptedBot(Bot):
    """Gives the reply that is written down for a message, and declines any other.

    Args:
        corpus: what may be quoted.
        replies: the reply to each message.
    """

    def __init__(self, corpus: Corpus, replies: Mapping[str, Reply]) -> None:
        super().__init__(corpus)
        self.replies = replies
        self.heard: list[tuple[str, ...]] = []
        """Every message that came, each after those of its conversation."""

    def __reduce__(self) -> tuple[Any, ...]:
        return ScriptedBot, (self.corpus, self.replies)

    def reply(self, message: str, conversation: Conversation = Conversation(), region: str | None = None) -> Reply:
        """The reply that is written down."""
        self.heard.append((*(turn.message for turn in conversation.turns), message))
        declined = Reply(
            "decline", "The material does not cover this.", intent="decline/not-covered", because="signals"
        )
        return self.replies.get(message, declined)


def quoting(corpus: Corpus, *excerpts: str, evidence: float = 0.5, kind: Kind = "answer") -> Reply:
    """A reply that quotes the first passage that holds each of ``excerpts``, in this order.

    Raises:
        StopIteration: no passage holds an excerpt.
    """
    passages = [next(passage for passage in corpus.passages if excerpt in passage.text) for excerpt in excerpts]
    quotes = tuple(Quote(passage, 1.0, (), passage.sentences[0]) for passage in passages)
    return Reply(kind, "The material says:", quotes, intent=f"{kind}/one", because="signals", evidence=evidence)
