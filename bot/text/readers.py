"""How texts are read: what people ask, and what the material says."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import _lru_cache_wrapper, lru_cache

from bot.settings import Settings
from bot.text.message import Analyser, Message

Read = Callable[[str], Message]


@dataclass(frozen=True)
class Readers:
    """How texts are read.

    Attributes:
        material: reads what the corpus says, all of whose words are its own.
        asked: reads what people ask, the examples among it.
    """

    material: Read
    asked: Read

    @staticmethod
    def of(analyser: Analyser, settings: Settings) -> "Readers":
        """Those of an analyser that knows the words of the corpus; they remember what they read."""
        remembered = lru_cache(maxsize=settings.remembered_texts)
        return Readers(remembered(analyser.read_own), remembered(analyser.read))

    def forget(self) -> None:
        """Drop what is remembered."""
        for read in (self.material, self.asked):
            if isinstance(read, _lru_cache_wrapper):
                read.cache_clear()
