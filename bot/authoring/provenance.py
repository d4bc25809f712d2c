"""Where each line of a curation comes from, and what became of it: the ``.draft.json`` beside a leaflet.

A draft is kept here until an editor has looked at it. Only what was accepted goes into the ``.toml``. What was dropped
stays here, so that another draft does not bring it again.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from bot.authoring.places import GapPlace, PassagePlace, Place
from bot.documents import Corpus, Passage
from bot.errors import CurationError
from bot.files import read_content, write_whole
from bot.text.normal import plain

FORMAT = 1
"""The version of the file's form."""

State = Literal["open", "accepted", "dropped"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where lines were drafted.

    Attributes:
        model: its name, or the file that its answer was read from.
        asked: where it was asked; empty where the answer came as a file.
        day: when, as in "2026-03-01".
        prompt: the SHA-256 of the prompt for the whole leaflet.
    """

    model: str
    asked: str
    day: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Line:
    """One message, and what became of it.

    Attributes:
        text: the message as it stands now.
        place: what it asks for.
        passage: the SHA-256 of the passage's text when the line was drafted or last looked at; empty for a gap.
        is_question: whether it is the one that is shown for its passage.
        origin: the number of its origin; ``None`` for what an editor wrote.
        state: whether somebody has looked at it yet, and what they said.
        by, day: who did, and when.
        drafted: the message as it was drafted, where it was changed since.
        is_written: whether the ``.toml`` has it.
    """

    text: str
    place: Place
    passage: str = ""
    is_question: bool = False
    origin: int | None = None
    state: State = "open"
    by: str = ""
    day: str = ""
    drafted: str = ""
    is_written: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of the lines of one leaflet."""

    leaflet: str
    origins: tuple[Origin, ...] = ()
    lines: tuple[Line, ...] = field(default=(), repr=False)

    def with_lines(self, origin: Origin, lines: Iterable[Line], known: Iterable[tuple[Place, str]] = ()) -> "Draft":
        """The draft with more lines, but those that it, or ``known``, has for the same place in the same words."""
        seen = {(place, plain(text)) for place, text in known}
        seen |= {(line.place, plain(text)) for line in self.lines for text in (line.text, line.drafted) if text}
        number = len(self.origins)
        added = []
        for line in lines:
            key = (line.place, plain(line.text))
            if key not in seen and key[1]:
                seen.add(key)
                added.append(replace(line, origin=number))
        return replace(self, origins=(*self.origins, origin), lines=(*self.lines, *added))

    def changed(self, corpus: Corpus) -> Iterator[int]:
        """The numbers of the lines, but those that were dropped, whose passage is no longer what it was."""
        hashes = {passage_hash(passage) for passage in corpus.passages}
        for number, line in enumerate(self.lines):
            if line.state != "dropped" and line.passage and line.passage not in hashes:
                yield number


def passage_hash(passage: Passage) -> str:
    """What tells whether a passage is still what it was, wherever it stands (SHA-256)."""
    return hashlib.sha256(passage.quoted.encode()).hexdigest()


def draft_file(leaflet: Path) -> Path:
    """Where what is known of a leaflet's lines is kept."""
    return leaflet.with_suffix(".draft.json")


def read_draft(path: Path, leaflet: str) -> Draft:
    """The draft in a file; an empty one where there is none.

    Raises:
        CurationError: the file is not of this form.
    """
    try:
        table = json.loads(read_content(path))
    except FileNotFoundError:
        return Draft(leaflet)
    except OSError as error:
        raise CurationError(f"{path}: cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise CurationError(f"{path}: not valid JSON ({error}). Take it back from a backup, or remove it.") from error
    try:
        if table["format"] != FORMAT:
            raise ValueError(f"its format is {table['format']!r}, not {FORMAT}")
        origins = tuple(Origin(**origin) for origin in table["origins"])
        return Draft(table["leaflet"], origins, tuple(_line_of(line) for line in table["lines"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CurationError(f"{path}: not a draft of this program ({error}). Take it back, or remove it.") from error


def write_draft(path: Path, draft: Draft) -> None:
    """Write a draft, whole or not at all; each line of it is one line of the file."""
    origins = [asdict(origin) for origin in draft.origins]
    head = {"format": FORMAT, "leaflet": draft.leaflet, "origins": origins}
    start = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    lines = ",\n".join(f"  {json.dumps(_table_of(line), ensure_ascii=False)}" for line in draft.lines)
    write_whole(path, f'{start},\n "lines": [\n{lines}\n ]\n}}\n'.encode())


def _table_of(line: Line) -> dict[str, Any]:
    place = {"gap": line.place.topic} if isinstance(line.place, GapPlace) else {"starts": line.place.starts}
    rest = {
        key: value for key, value in asdict(line).items() if key not in ("text", "place") and not _is_nothing(value)
    }
    return {"text": line.text, **place, **rest}


def _is_nothing(value: object) -> bool:
    return value is None or value is False or value == ""


def _line_of(table: dict[str, Any]) -> Line:
    values = dict(table)
    place: Place = GapPlace(values.pop("gap")) if "gap" in values else PassagePlace(values.pop("starts"))
    line = Line(place=place, **values)
    if line.state not in ("open", "accepted", "dropped") or not isinstance(line.text, str):
        raise ValueError(f"a line is {line.state!r}")
    return line
