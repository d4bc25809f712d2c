"""A chatbot that answers questions about a health text by quoting it, word for word.

::

    from bot import Bot, load_corpus

    reply = Bot(load_corpus()).reply("How much does it cost?")
    print(reply.kind, reply.quotes[0].text)

The names below are loaded on first use, so that the chat's prompt shows before the index is built.
"""

from importlib import import_module

from bot.errors import BotError, CorpusError, InputError

TYPE_CHECKING = False  # as in ``typing``, which takes longer to load than all the rest of this

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.dialogue.reply import Conversation, Quote, Reply
    from bot.documents import Corpus, Document, Passage, load_corpus
    from bot.evaluation import evaluate

__all__ = [
    "Bot",
    "BotError",
    "Conversation",
    "Corpus",
    "CorpusError",
    "Document",
    "InputError",
    "Passage",
    "Quote",
    "Reply",
    "evaluate",
    "load_corpus",
]

_HOMES = {
    "Bot": "bot.bot",
    "Conversation": "bot.dialogue.reply",
    "Quote": "bot.dialogue.reply",
    "Reply": "bot.dialogue.reply",
    "Corpus": "bot.documents",
    "Document": "bot.documents",
    "Passage": "bot.documents",
    "load_corpus": "bot.documents",
    "evaluate": "bot.evaluation",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("quote-only-bot")
        except PackageNotFoundError:
            return "0.0.0"
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'bot' has no attribute {name!r}")
