"""Puts lines into a ``.toml`` and takes lines out, and leaves everything else in it as its editor wrote it.

By tomlkit, which keeps remarks, order and layout.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, Table

from bot.authoring.places import GapPlace, Place
from bot.documents import Corpus
from bot.documents.corpus import place_of
from bot.errors import CurationError

_INDENT = re.compile(r"\n([ \t]+)(?=[\"'])")
"""How far the texts of a list are set in."""

INDENT = "  "
"""The same in a list that is new."""


@dataclass(frozen=True, slots=True)
class Change:
    """A line that is put into a curation, or taken out of it."""

    text: str
    place: Place
    is_question: bool = False
    is_taken_out: bool = False


def changed_curation(text: str, changes: Iterable[Change], corpus: Corpus, name: Path) -> str:
    """The content of a curation after some changes.

    Args:
        text: what stands in it; empty where there is none yet.
        changes: in the order in which they are made.
        corpus: the leaflet that it stands beside.
        name: the file, for errors.

    Raises:
        CurationError: it is not TOML, or an entry of it fits no passage.
    """
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise CurationError(f"{name}: not valid TOML: {error}. Mend it; nothing was changed.") from error
    entries = _Entries(document, corpus, name)
    for change in changes:
        entries.take_out(change) if change.is_taken_out else entries.put_in(change)
    return tomlkit.dumps(document)


class _Entries:
    """The entries of a curation by what they are for."""

    def __init__(self, document: tomlkit.TOMLDocument, corpus: Corpus, name: Path) -> None:
        self._document = document
        self._corpus = corpus
        self._name = name

    def put_in(self, change: Change) -> None:
        tables = self._tables(change.place)
        table = tables[0] if tables else self._new(change.place)
        if change.is_question and "question" not in table:
            table.add("question", change.text)
            return
        if "examples" not in table:
            table.add("examples", tomlkit.array())
        _append(table["examples"], change.text)

    def take_out(self, change: Change) -> None:
        for table in self._tables(change.place):
            if table.get("question") == change.text:
                del table["question"]
            examples = table.get("examples", [])
            for number in reversed([n for n, text in enumerate(examples) if text == change.text]):
                del examples[number]

    def _tables(self, place: Place) -> list[Any]:
        key = "uncovered" if isinstance(place, GapPlace) else "passage"
        return [table for table in self._document.get(key, ()) if self._is_for(table, place)]

    def _is_for(self, table: Mapping[str, Any], place: Place) -> bool:
        if isinstance(place, GapPlace):
            return bool(table["topic"] == place.topic)
        passages = self._corpus.passages
        return passages[place_of(str(table["starts"]), passages, self._name)].text.startswith(place.starts)

    def _new(self, place: Place) -> Table:
        key = "uncovered" if isinstance(place, GapPlace) else "passage"
        table = tomlkit.table()
        table.add("topic", place.topic) if isinstance(place, GapPlace) else table.add("starts", place.starts)
        table.trivia.indent = "\n" if tomlkit.dumps(self._document).strip() else ""
        if key not in self._document:
            self._document.append(key, AoT([]))
        self._document[key].append(table)
        return table


def _append(array: Array, text: str) -> None:
    """Add a text to a list, on a line of its own where the others stand so, or where there are none."""
    written = array.as_string()
    if "\n" in written:
        found = _INDENT.search(written)
        array.add_line(text, indent=found[1] if found else INDENT)
    elif array:
        array.append(text)
    else:
        array.add_line(text, indent=INDENT)
        array.add_line(indent="")
