"""Which words of a quote are marked: those that the message has in some form."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SHORTEST_BEGINNING = 4
"""A shorter word marks only words that are equal to it; of a longer one, also those that begin with it."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class MatchedWords:
    """The words by which a passage was found (``Quote.matched``), cut at what is no letter or digit."""

    words: Sequence[str]

    @staticmethod
    def of(matched: Iterable[str]) -> "MatchedWords":
        """Those of a quote."""
        return MatchedWords([word for words in matched for word in _WORD.findall(words.casefold())])

    def marks(self, word: str) -> bool:
        """Whether a word of the quote is marked."""
        folded = word.casefold()
        return any(
            folded == matched or (len(matched) >= SHORTEST_BEGINNING and folded.startswith(matched))
            for matched in self.words
        )
