"""Messages that are an editor's own examples, word for word: what each was written for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from bot.documents import Gap, Passage
from bot.index.bm25 import Keys, keys_of
from bot.text.normal import plain


@dataclass(frozen=True)
class EditorsLines:
    """The examples of a corpus by their words alone, without those that stand in several leaflets.

    Attributes:
        keys: ``uint64 [lines]``, sorted: of the words of each (``bot.index.bm25.keys_of``).
        owners: ``int32 [lines]``: the number of what each was written for, gaps after passages.
    """

    keys: Keys
    owners: NDArray[numpy.int32]

    @staticmethod
    def of(owners: Sequence[Passage | Gap]) -> "EditorsLines":
        """Those of passages and gaps, in that order."""
        places: dict[str, set[int]] = defaultdict(set)
        for number, owner in enumerate(owners):
            for text in owner.examples:
                places[plain(text)].add(number)
        alone = {words: number for words, (number, *others) in places.items() if words and not others}
        keys = keys_of(list(alone))
        order = numpy.argsort(keys)
        return EditorsLines(keys[order], numpy.array(list(alone.values()), dtype="int32")[order])

    def owner_of(self, words: str) -> int | None:
        """The number of what a message was written for.

        Args:
            words: those of the message, as ``bot.text.normal.plain`` gives them.
        """
        (key,) = keys_of([words])
        place = int(numpy.searchsorted(self.keys, key))
        return int(self.owners[place]) if place < len(self.keys) and self.keys[place] == key else None
