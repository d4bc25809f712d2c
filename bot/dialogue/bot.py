"""A message goes in, a reply comes out."""

from collections.abc import Sequence

from bot.dialogue.reply import Conversation, Quote, Reply
from bot.documents import Corpus
from bot.search.analysis import words_of
from bot.search.index import PassageIndex


class Bot:
    """Answers messages by quoting a corpus, and only so.

    Args:
        corpus: what may be quoted.
        region: a country code such as "GB", for emergency numbers; ``None`` gives a general text.
    """

    def __init__(self, corpus: Corpus, region: str | None = None) -> None:
        self.corpus = corpus
        self._index = PassageIndex([words_of(p.section + " " + p.text) for p in corpus.passages])

    def reply(self, message: str, conversation: Conversation = Conversation()) -> Reply:
        """What the bot says to ``message`` after ``conversation``. Never raises, never empty."""
        terms = words_of(message)
        quotes = tuple(
            Quote(p := self.corpus.passages[m.number], m.score, m.terms, p.sentences[0])
            for m in self._index.search(terms)[:3]
        )
        if not quotes:
            return Reply("decline", "The material does not cover this.")
        return Reply("answer", "The material says:", quotes, evidence=0.5)

    def conversation(self, history: Sequence[str]) -> Conversation:
        """The conversation in which a person sent the messages of ``history``, one after the other."""
        conversation = Conversation()
        for message in history:
            conversation = conversation.after(message, self.reply(message, conversation))
        return conversation
