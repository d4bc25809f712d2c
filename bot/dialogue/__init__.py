"""What to say: the decision on a message, and the reply."""

from bot.dialogue.bot import Bot
from bot.dialogue.reply import DISCLAIMER, KINDS, Conversation, Kind, Quote, Reply, Turn

__all__ = ["DISCLAIMER", "KINDS", "Bot", "Conversation", "Kind", "Quote", "Reply", "Turn"]
