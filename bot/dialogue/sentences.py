"""The bot's own sentences, from ``bot/data/replies.toml``. They never state a medical fact."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.data import FOLDER, read_table
from bot.errors import DataError

REPLIES = FOLDER / "replies.toml"

_LINE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")


@dataclass(frozen=True, slots=True)
class Sentences:
    """Texts by name (``decline/not-covered``), with placeholders in braces."""

    texts: Mapping[str, str]

    @staticmethod
    @cache
    def load() -> "Sentences":
        """Read the texts in ``bot/data``.

        Raises:
            DataError: the file cannot be read, or an entry is not a text.
        """
        return Sentences.from_table(read_table(REPLIES.name))

    @staticmethod
    def from_table(entries: Mapping[str, object]) -> "Sentences":
        """The texts of a table like ``replies.toml``. A line break within a paragraph is read as a space.

        Raises:
            DataError: an entry is not a text.
        """
        texts: dict[str, str] = {}
        for name, text in entries.items():
            if not isinstance(text, str) or not text.strip():
                raise DataError(f"{REPLIES}: {name} is not a text. Write it in quotation marks.")
            texts[name] = _LINE_BREAK.sub(" ", text.strip())
        return Sentences(texts)

    def __contains__(self, name: object) -> bool:
        return name in self.texts

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def text(self, name: str, **values: str) -> str:
        """Fill the placeholders of the reply ``name`` from ``values``.

        Raises:
            DataError: there is no such reply, or it has a placeholder that is not among ``values``.
        """
        if name not in self.texts:
            raise DataError(f"{REPLIES}: there is no reply {name!r}. Add it.")
        try:
            return self.texts[name].format_map(values)
        except KeyError as error:
            raise DataError(f"{REPLIES}: {name} has the unknown placeholder {{{error.args[0]}}}.") from error
        except (ValueError, IndexError, AttributeError) as error:
            raise DataError(f"{REPLIES}: {name} has a brace that is not a placeholder ({error}).") from error
