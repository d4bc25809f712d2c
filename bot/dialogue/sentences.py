"""The bot's own sentences, from ``bot/data/replies.toml``. They never state a medical fact."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter

from bot.data import FOLDER, read_table
from bot.errors import DataError

REPLIES = FOLDER / "replies.toml"

PLACEHOLDERS = frozenset(
    "emergency police advice poison crisis violence assault child country number danger talk title".split()
)
"""What a text may leave to be filled in; ``{topic}`` as well where it says that a topic is not covered."""

_WITH_TOPIC = frozenset({"decline/known-topic", "decline/not-mentioned", "decline/no-such-word"})
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
            DataError: the file cannot be read, or as for ``from_table``.
        """
        return Sentences.from_table(read_table(REPLIES.name))

    @staticmethod
    def from_table(entries: Mapping[str, object]) -> "Sentences":
        """The texts of a table like ``replies.toml``. A line break within a paragraph is read as a space.

        Raises:
            DataError: an entry is not a text, or has a brace that is no placeholder which is known.
        """
        texts: dict[str, str] = {}
        for name, text in entries.items():
            if not isinstance(text, str) or not text.strip():
                raise DataError(f"{REPLIES}: {name} is not a text. Write it in quotation marks.")
            texts[name] = _LINE_BREAK.sub(" ", text.strip())
            _check_placeholders(name, texts[name])
        return Sentences(texts)

    def check_that_there_are(self, names: Iterable[str]) -> None:
        """Look for every reply that may be needed.

        Raises:
            DataError: one of ``names`` is missing.
        """
        for name in names:
            if name not in self.texts:
                raise DataError(f"{REPLIES}: there is no reply {name!r}. Add it.")

    def __contains__(self, name: object) -> bool:
        return name in self.texts

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def placeholders(self, name: str) -> tuple[str, ...]:
        """The placeholders of the reply ``name``, in their order."""
        return tuple(field for _, field, _, _ in Formatter().parse(self.texts[name]) if field)

    def text(self, name: str, **values: str) -> str:
        """The reply ``name``, with its placeholders filled from ``values``."""
        return self.texts[name].format_map(values)


def _check_placeholders(name: str, text: str) -> None:
    known = PLACEHOLDERS | {"topic"} if name in _WITH_TOPIC else PLACEHOLDERS
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise DataError(f"{REPLIES}: {name} has a brace that is not a placeholder ({error}).") from error
    for _, field, form, conversion in parts:
        if field is not None and (field not in known or form or conversion):
            raise DataError(
                f"{REPLIES}: {name} has the unknown placeholder {{{field}}}. Use: {', '.join(sorted(known))}."
            )
