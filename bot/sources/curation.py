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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.errors import CurationError, DataError
from bot.files import read_content
from bot.text.phrases import parse_synonyms

_DETAILS = ("title", "publisher", "address", "reviewed", "language")
_KEYS = (*_DETAILS, "synonyms", "abbreviations", "passage", "uncovered")
_PASSAGE_KEYS = ("starts", "question", "examples")
_UNCOVERED_KEYS = ("topic", "examples")


@dataclass(frozen=True, slots=True)
class PassageCuration:
    """What an editor wrote for the passage that begins with ``starts``."""

    starts: str
    question: str | None = None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GapCuration:
    """A topic that an editor names as not covered, and messages that ask for it."""

    topic: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Curation:
    """Everything that stands in one ``.toml``."""

    details: Mapping[str, str] = field(default_factory=dict)
    synonyms: tuple[str, ...] = ()
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    passages: tuple[PassageCuration, ...] = ()
    gaps: tuple[GapCuration, ...] = ()


def read_curation(path: Path) -> Curation:
    """The curation in the file ``path``, or an empty one where there is no such file.

    Raises:
        CurationError: the file is not UTF-8 or not TOML (with the line), or an entry is not of
            the form above (with its name).
    """
    try:
        text = read_content(path).decode("utf-8-sig")
    except FileNotFoundError:
        return Curation()
    except OSError as error:
        raise CurationError(f"{path}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CurationError(f"{path}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        last = f"at line {len(text.splitlines())}, the end of the file"
        reason = str(error).replace("at end of document", last)
        raise CurationError(f"{path}: not valid TOML: {reason}. Mend that line.") from error
    except (ValueError, RecursionError) as error:
        raise CurationError(f"{path}: a number is too long or brackets stand too deep in each other.") from error
    return _Reader(path, text).curation(table)


class _Reader:
    """Checks each entry and says in which file and where it is wrong."""

    def __init__(self, path: Path, content: str) -> None:
        self.path = path
        self._content = content

    def curation(self, table: dict[str, Any]) -> Curation:
        self.check_keys(table, _KEYS)
        return Curation(
            details={key: self.detail(table[key], key) for key in _DETAILS if key in table},
            synonyms=self.synonyms(table.get("synonyms", [])),
            abbreviations=self.abbreviations(table.get("abbreviations", {})),
            passages=tuple(
                PassageCuration(
                    starts=self.text(entry.get("starts"), f"{where}: starts"),
                    question=self.text(entry["question"], f"{where}: question") if "question" in entry else None,
                    examples=self.texts(entry.get("examples", []), f"{where}: examples"),
                )
                for where, entry in self.entries(table, "passage", _PASSAGE_KEYS)
            ),
            gaps=tuple(
                GapCuration(
                    topic=self.text(entry.get("topic"), f"{where}: topic"),
                    examples=self.texts(entry.get("examples", []), f"{where}: examples"),
                )
                for where, entry in self.entries(table, "uncovered", _UNCOVERED_KEYS)
            ),
        )

    def entries(self, table: dict[str, Any], key: str, known: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        entries = table.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise self.error(key, f"must be written as [[{key}]] tables")
        for number, entry in enumerate(entries, 1):
            where = f"[[{key}]] number {number}"
            self.check_keys(entry, known, f"{where}: ")
            yield where, entry

    def check_keys(self, table: dict[str, Any], known: Sequence[str], where: str = "") -> None:
        if unknown := next((key for key in table if key not in known), None):
            raise self.error(f"{where}{unknown}", f"is not known here. Use one of: {', '.join(known)}")

    def synonyms(self, value: object) -> tuple[str, ...]:
        lines = self.texts(value, "synonyms")
        for number, line in enumerate(lines, 1):
            try:
                list(parse_synonyms([line], "synonyms"))
            except DataError as error:
                where = f"{self.line_of(line)}synonyms, entry {number}"
                raise self.error(where, f"must be 'a, b, c' or 'typed, typed => meant', not {line!r}") from error
        return lines

    def line_of(self, text: str) -> str:
        """Where ``text`` stands in the file, as far as that can be told."""
        lines = self._content.split("\n")
        return next((f"line {number}: " for number, line in enumerate(lines, 1) if text in line), "")

    def abbreviations(self, value: object) -> dict[str, str]:
        if not isinstance(value, dict):
            raise self.error("abbreviations", 'must be a table, like MSC = "mesenchymal stem cell"')
        for short in value:
            self.text(short, "abbreviations: what stands before '='")
        return {short: self.text(long, f"abbreviations: {short}") for short, long in value.items()}

    def detail(self, value: object, where: str) -> str:
        return str(value) if isinstance(value, date) else self.text(value, where)

    def texts(self, value: object, where: str) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self.error(where, "must be a list of texts in quotation marks")
        return tuple(self.text(item, where) for item in value)

    def text(self, value: object, where: str) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.error(where, "must be a text in quotation marks, and not an empty one")
        return value

    def error(self, where: str, what: str) -> CurationError:
        return CurationError(f"{self.path}: {where} {what}.")
