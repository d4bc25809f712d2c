"""What the rest of the program asks about a corpus's own words."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence

Words = tuple[str, ...]
"""One word, or two in a row."""


class WordsOfCorpus(ABC):
    """The words that stand in a corpus, and those that an editor's synonyms and abbreviations bring.

    Words are in normal form (``bot.text.normal``). *As read* means as a message is read: "diarrhoea" as "diarrhea".
    What is *said* is every word as it stands, and the words that it is read as, however many.
    """

    @abstractmethod
    def holds(self, word: str) -> bool:
        """Whether ``word`` stands in the corpus."""

    @abstractmethod
    def of_length(self, length: int) -> Sequence[str]:
        """The words of so many letters, in order; none that is too short to be mended."""

    @abstractmethod
    def sounding(self, sound: str) -> Collection[Words]:
        """The long words, and two words in a row, that sound so by Metaphone, with no name among them."""

    @abstractmethod
    def count(self, word: str) -> int:
        """How often ``word`` stands in the corpus, as read."""

    @property
    @abstractmethod
    def total(self) -> int:
        """How many words stand in the corpus."""

    @abstractmethod
    def with_consonants(self, row: str) -> Collection[tuple[Words, int]]:
        """The rare words, and two words in a row, with these consonants, as read, and how often each stands there."""

    @abstractmethod
    def have_consonants(self, row: str) -> bool:
        """Whether there is any such word."""

    @abstractmethod
    def stem_of(self, word: str) -> str | None:
        """The stem of a word that is said, where it was worked out beforehand."""

    @abstractmethod
    def says(self, word: str) -> bool:
        """Whether ``word`` is said."""

    @abstractmethod
    def says_stem(self, stem: str) -> bool:
        """Whether a word with this stem is said."""

    @abstractmethod
    def ending_in(self, ending: str) -> Collection[str]:
        """The words that are said and end so."""

    @abstractmethod
    def names_numbered(self, written: str) -> bool:
        """Whether a name whose noun comes first stands in the corpus: "vitamin d", in lower case."""
