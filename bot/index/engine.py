"""The seam between the evidence and what holds the passages: in memory, on disk, or on a cluster.

An engine finds passages that may answer, and gives what is known of them and of all others. What it finds is only a
choice: the passages are ranked by the one formula and the evidence, so that every engine gives the same ranking.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from bot.index.arrays import Candidates, GapArrays, Numbers
from bot.index.bm25 import Keys, Statistics, Terms

Field = Literal["text", "examples"]
"""The postings that passages are found by: their own words, or those of their examples."""

FIELDS: Sequence[Field] = ("text", "examples")

Owner = tuple[Literal["passage", "gap"], int]
"""What an example was written for: the number of a passage or of a gap."""


class Engine(Protocol):
    """What holds the passages and the gaps of a corpus, and finds them."""

    size: int
    """How many passages there are."""

    first_document: int
    """The number of the first document."""

    def everything(self) -> Candidates:
        """All passages, with all of their terms; the same object each time. Only for corpora of few passages."""
        ...

    def best(self, field: Field, terms: Terms, most: int, documents: Sequence[int] | None = None) -> Numbers:
        """The numbers of the ``most`` passages with the highest scores, by the formula over all; none that scores 0.

        Of equals, the first in reading order.

        Args:
            field: what is searched.
            terms: what is searched for.
            most: how many are wanted.
            documents: the numbers of the documents to search; without it, all.
        """
        ...

    def statistics(self, keys: Keys) -> Mapping[str, Statistics]:
        """Those of all passages for the terms ``keys``, which ascend, by the name of the postings."""
        ...

    def candidates(self, numbers: Numbers, keys: Keys) -> Candidates:
        """The passages ``numbers``, each once, in reading order, with their postings of the terms ``keys``.

        Args:
            numbers: those of passages; what is no longer there is left out.
            keys: ``uint64 [terms]``, ascending.
        """
        ...

    def passages_of(self, document: int) -> Numbers:
        """The numbers of the passages of a document, in reading order."""
        ...

    def gaps(self, document: int) -> GapArrays:
        """The gaps of a document."""
        ...

    def owner_of_line(self, words: str) -> Owner | None:
        """Whose example the words of a message are, if they are one's (``bot.text.normal.plain``)."""
        ...
