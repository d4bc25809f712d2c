"""The bot's own sentences, from ``bot/data/replies.toml``. They never state a medical fact."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.dialogue.tables import read_table
from bot.errors import DataError

REPLIES = Path(__file__).resolve().parent.parent / "data" / "replies.toml"

_LINE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")


@dataclass(frozen=True, slots=True)
class Replies:
    """Texts by name, with placeholders in braces."""

    texts: Mapping[str, str]
    path: Path

    @staticmethod
    @cache
    def load(path: Path = REPLIES) -> "Replies":
        """Read the texts of a file. A line break within a paragraph is read as a space.

        Raises:
            DataError: the file cannot be read, or an entry is not a text.
        """
        try:
            entries = read_table(path)
        except (OSError, ValueError) as error:
            raise DataError(f"{path}: cannot be read ({error}). Mend the file or reinstall the program.") from error
        for name, text in entries.items():
            if not isinstance(text, str) or not text.strip():
                raise DataError(f"{path}: {name} is not a text. Write it in quotation marks.")
        return Replies({name: _LINE_BREAK.sub(" ", text.strip()) for name, text in entries.items()}, path)

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
            raise DataError(f"{self.path}: there is no reply {name!r}. Add it.")
        try:
            return self.texts[name].format_map(values)
        except KeyError as error:
            raise DataError(f"{self.path}: {name} has the unknown placeholder {{{error.args[0]}}}.") from error
        except (ValueError, IndexError, AttributeError) as error:
            raise DataError(f"{self.path}: {name} has a brace that is not a placeholder ({error}).") from error
