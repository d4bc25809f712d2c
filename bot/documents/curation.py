"""What an editor adds beside a document: a ``.toml`` of the same name, never a change of the source.

::

    title = "..."          # what is not known is left out
    publisher = "..."
    address = "https://..."
    reviewed = "2026-03"
    language = "en"
    synonyms = ["gut, bowel, intestine"]      # lines in Solr's format, for this document's words

    [abbreviations]
    MSC = "mesenchymal stem cell"

    [[passage]]
    starts = "Cost: The treatment can be"     # how the passage begins, to the letter
    question = "How much does it cost?"       # shown as a suggestion
    examples = ["will my insurance pay"]      # how people ask for it

    [[uncovered]]
    topic = "side effects"                    # what people ask and the document does not say
    examples = ["what are the side effects"]
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.documents.model import Uncovered
from bot.errors import CurationError

_DETAILS = ("title", "publisher", "address", "reviewed", "language")
_KEYS = {*_DETAILS, "synonyms", "abbreviations", "passage", "uncovered"}


@dataclass(frozen=True, slots=True)
class PassageCuration:
    """What an editor wrote for the passage that begins with ``starts``."""

    starts: str
    question: str | None = None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Curation:
    """Everything that stands in one ``.toml``."""

    details: Mapping[str, str] = field(default_factory=dict)
    synonyms: tuple[str, ...] = ()
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    passages: tuple[PassageCuration, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()


def read_curation(path: Path) -> Curation:
    """The curation in the file ``path``, or an empty one where there is no such file.

    Raises:
        CurationError: the file is not UTF-8 or not TOML (with the line), or an entry is not of
            the form above (with its name).
    """
    if not path.exists():
        return Curation()
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError as error:
        raise CurationError(f"{path}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise CurationError(f"{path}: not valid TOML: {error}. Mend that line.") from error
    except OSError as error:
        raise CurationError(f"{path}: cannot be read: {error.strerror}.") from error
    return _Reader(path).curation(table)


class _Reader:
    """Checks each entry and says in which file and where it is wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def curation(self, table: dict[str, Any]) -> Curation:
        if unknown := sorted(set(table) - _KEYS):
            raise self.error(unknown[0], f"is not known here. Use one of: {', '.join(sorted(_KEYS))}")
        details = {key: self.date_or_text(table[key], key) for key in _DETAILS if key in table}
        abbreviations = table.get("abbreviations", {})
        if not isinstance(abbreviations, dict):
            raise self.error("abbreviations", "must be a table, like MSC = \"mesenchymal stem cell\"")
        return Curation(
            details=details,
            synonyms=self.texts(table.get("synonyms", []), "synonyms"),
            abbreviations={k: self.text(v, f"abbreviations.{k}") for k, v in abbreviations.items()},
            passages=tuple(
                PassageCuration(
                    starts=self.text(entry.get("starts"), f"{where}.starts"),
                    question=self.text(entry["question"], where) if "question" in entry else None,
                    examples=self.texts(entry.get("examples", []), f"{where}.examples"),
                )
                for where, entry in self.entries(table, "passage")
            ),
            uncovered=tuple(
                Uncovered(
                    topic=self.text(entry.get("topic"), f"{where}.topic"),
                    examples=self.texts(entry.get("examples", []), f"{where}.examples"),
                )
                for where, entry in self.entries(table, "uncovered")
            ),
        )

    def entries(self, table: dict[str, Any], key: str) -> list[tuple[str, dict[str, Any]]]:
        entries = table.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise self.error(key, f"must be written as [[{key}]] tables")
        return [(f"{key} number {number}", entry) for number, entry in enumerate(entries, 1)]

    def texts(self, value: object, where: str) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self.error(where, "must be a list of texts in quotation marks")
        return tuple(self.text(item, where) for item in value)

    def text(self, value: object, where: str) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.error(where, "must be a text in quotation marks that is not empty")
        return value

    def date_or_text(self, value: object, where: str) -> str:
        return value if isinstance(value, str) and value.strip() else self._date(value, where)

    def _date(self, value: object, where: str) -> str:
        if hasattr(value, "isoformat"):
            return str(value)
        raise self.error(where, "must be a text in quotation marks, or left out where it is not known")

    def error(self, where: str, what: str) -> CurationError:
        return CurationError(f"{self.path}: {where} {what}.")
