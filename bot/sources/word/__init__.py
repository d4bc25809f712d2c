"""From Word to blocks."""

from bot.sources.word.reader import read_word

__all__ = ["read_word"]
