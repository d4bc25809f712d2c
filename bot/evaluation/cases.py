"""Evaluation cases: a message, what is expected, and the excerpts of the source that answer it.

JSON Lines, one case a line::

    {"id": "cost-1", "question": "is it on the nhs", "history": [], "expect": "answer",
     "gold": ["not always covered by insurance"], "kind": "everyday words", "note": ""}

or CSV with the same names as headings, several excerpts or earlier messages in one cell parted by ``" | "``.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TextIO

from bot.dialogue.reply import KINDS, Kind
from bot.documents import Corpus
from bot.errors import CaseError
from bot.files import open_text, read_content

FIELDS = ("id", "question", "history", "expect", "gold", "kind", "note")
SEPARATOR = " | "
"""Parts several texts in one cell of a CSV file."""

_SUFFIXES = (".cases.jsonl", ".cases.csv")
_SIMILAR = 80.0
"""From this RapidFuzz similarity (of 100) an error shows the text that was probably meant."""


class Expected(NamedTuple):
    """What is right for a message.

    Attributes:
        kind: the kind of reply.
        gold: excerpts of the source, to the letter, any of which a quote must hold, where there are some.
    """

    kind: Kind
    gold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One scripted message and what is expected of the bot.

    Attributes:
        id: names the case; unique among the cases of a run.
        question: the message.
        expect: the kind of reply that is right.
        gold: excerpts of the source, to the letter; a quote that holds any of them is right.
        history: what the person wrote before, oldest first.
        kind: a free label to group by.
        note: a remark for people.
    """

    id: str
    question: str
    expect: Kind
    gold: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    kind: str = ""
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """The case as a line of a case file holds it."""
        return {
            "id": self.id,
            "question": self.question,
            "history": list(self.history),
            "expect": self.expect,
            "gold": list(self.gold),
            "kind": self.kind,
            "note": self.note,
        }


class Row(NamedTuple):
    """A line of a file of messages, with its place for error messages."""

    path: Path
    line: int
    fields: Mapping[str, Any]

    def text(self, name: str, default: str | None = None) -> str:
        """The text in the field ``name``; ``default`` where it is left out."""
        value = self.fields.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not _is_unicode(value):
            raise self.error(name, "must be a text")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """The list of texts in the field ``name``; empty where it is left out."""
        value = self.fields.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) and _is_unicode(item) for item in value):
            raise self.error(name, 'must be a list of texts, like ["first", "second"]')
        return tuple(value)

    def error(self, name: str, what: str) -> CaseError:
        """An error that names the file, the line and the field."""
        return CaseError(f"{self.path}, line {self.line}, {name}: {what}.")


def expected_in(row: Row, corpus: Corpus) -> Expected | None:
    """What a row expects, or ``None`` where it says nothing of it; a gold alone expects an answer.

    Raises:
        CaseError: ``expect`` is no kind of reply, or a gold does not stand in ``corpus`` to the letter.
    """
    gold = row.texts("gold")
    for excerpt in gold:
        _check_gold(row, excerpt, corpus)
    if row.text("expect", "").strip():
        return Expected(_expected(row), gold)
    return Expected("answer", gold) if gold else None


def case_files(material: Path) -> list[Path]:
    """The files of cases that lie beside a text file, or in a folder of them.

    Args:
        material: ``leaflet.txt`` has ``leaflet.cases.jsonl`` or ``.csv``; a folder has those of all its texts.

    Raises:
        CaseError: there is none, or the folder may not be read.
    """
    folder, begin = (material, "") if material.is_dir() else (material.parent, f"{material.stem}.")
    try:
        beside = sorted(folder.iterdir())
    except OSError as error:
        raise CaseError(f"{folder}: cannot be read: {error.strerror}. Name a file of cases.") from error
    files = [file for file in beside if file.name.startswith(begin) and file.name.endswith(_SUFFIXES)]
    if not files:
        name = f"{begin or 'NAME.'}cases.jsonl"
        raise CaseError(f"{folder}: no cases beside the material. Name a file of cases, or save one there as {name}.")
    return files


def load_cases(*paths: str | Path, corpus: Corpus) -> list[Case]:
    """The cases of one file or several, checked against ``corpus``.

    Raises:
        CaseError: a file cannot be read, holds no case, or a field is not what it should be; the
            message names file, line and field. A gold that does not stand in the corpus to the
            letter is such an error, and an id that is used twice.
    """
    return list(_checked(paths, corpus))


def check_cases(*paths: str | Path, corpus: Corpus) -> int:
    """How many cases there are in the files; of each only a number is kept.

    Raises:
        CaseError: as for ``load_cases``.
    """
    return sum(1 for _ in _checked(paths, corpus))


def read_cases(*paths: str | Path) -> Iterator[Case]:
    """The cases of files that were checked, one by one.

    Raises:
        CaseError: a file cannot be read, or a line is not valid.
    """
    return (_case(row) for path in paths for row in read_rows(Path(path)))


def _checked(paths: Sequence[str | Path], corpus: Corpus) -> Iterator[Case]:
    seen: set[int] = set()
    for number, path in enumerate(paths):
        row: Row | None = None
        for row in read_rows(Path(path)):
            case = _case(row)
            for gold in case.gold:
                _check_gold(row, gold, corpus)
            if hash(case.id) in seen:
                _check_id(row, case.id, paths[: number + 1])
            seen.add(hash(case.id))
            yield case
        if row is None:
            raise CaseError(f"{path}: no case in this file. Write one on each line.")


def _check_id(row: Row, identifier: str, paths: Sequence[str | Path]) -> None:
    """Look for an earlier case with the same id."""
    for number, path in enumerate(map(Path, paths), 1):
        for earlier in read_rows(path):
            if number == len(paths) and earlier.line == row.line:
                return
            if earlier.text("id").strip() == identifier:
                place = f"{path}, line {earlier.line}"
                raise row.error("id", f"{identifier!r} is already used in {place}. Give each case its own")


def read_rows(path: Path) -> Iterator[Row]:
    """The lines of a JSON Lines or CSV file, read one by one; blank ones are left out.

    Raises:
        CaseError: the file cannot be read, or a line is not valid.
    """
    is_table = path.suffix.lower() == ".csv"
    try:
        with open_text(path, "" if is_table else "\n") as file:
            yield from _csv_rows(path, file) if is_table else _json_rows(path, file)
    except (OSError, ValueError) as error:
        _unreadable(path, error)


def read_text(path: Path) -> str:
    """The text of a file, with its line ends as they are.

    Raises:
        CaseError: the file is not there or not UTF-8.
    """
    try:
        return read_content(path).decode("utf-8-sig")
    except (OSError, ValueError) as error:
        _unreadable(path, error)


def _unreadable(path: Path, error: OSError | ValueError) -> NoReturn:
    """Raise what is told of a file that cannot be read."""
    if isinstance(error, UnicodeDecodeError):
        place = _first_bad_byte(path)
        raise CaseError(f"{path}: not UTF-8 at byte {place}. Save it as UTF-8 ('CSV UTF-8' in Excel).") from error
    reason = getattr(error, "strerror", None) or error
    raise CaseError(f"{path}: cannot be read: {reason}. Check the path.") from error


def _first_bad_byte(path: Path) -> int:
    """Where a file ceases to be UTF-8: who reads a part of it at a time is told the place in that part only."""
    try:
        read_content(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _json_rows(path: Path, file: TextIO) -> Iterator[Row]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line.removesuffix("\n"))
        except (ValueError, RecursionError) as error:
            raise CaseError(f"{path}, line {number}: not valid JSON: {error}.") from error
        if not isinstance(fields, dict):
            raise CaseError(f'{path}, line {number}: must be an object, like {{"id": "...", "question": "..."}}.')
        yield Row(path, number, fields)


def _csv_rows(path: Path, file: TextIO) -> Iterator[Row]:
    heading = file.readline()
    delimiter = max(",;\t", key=heading.count)  # spreadsheets of many countries write ";"
    reader = csv.DictReader(chain([heading], file), delimiter=delimiter, strict=True)
    try:
        for record in reader:
            line = reader.line_num - sum(str(cell).count("\n") for cell in record.values())
            if None in record:
                raise CaseError(f"{path}, line {line}: more cells than headings. Put texts with commas in quotes.")
            cells = {name.strip(): cell for name, cell in record.items() if cell}
            if cells:
                yield Row(path, line, {name: _cell(name, cell) for name, cell in cells.items()})
    except csv.Error as error:
        raise CaseError(f"{path}, line {reader.line_num + 1}: not valid CSV: {error}.") from error


def _cell(name: str, cell: str) -> str | list[str]:
    if name in ("gold", "history"):
        return [part for part in cell.split(SEPARATOR) if part]
    return cell


def _case(row: Row) -> Case:
    if unknown := sorted(set(row.fields) - {*FIELDS, ""}):
        raise row.error(unknown[0], f"is not known here. Use: {', '.join(FIELDS)}")
    case = Case(
        id=row.text("id").strip(),
        question=row.text("question"),
        expect=_expected(row),
        gold=row.texts("gold"),
        history=row.texts("history"),
        kind=row.text("kind", "").strip(),
        note=row.text("note", ""),
    )
    if not case.id:
        raise row.error("id", "must not be empty")
    if case.expect == "answer" and not case.gold:
        raise row.error("gold", "an expected answer needs at least one excerpt of the source")
    return case


def _expected(row: Row) -> Kind:
    value = row.text("expect").strip()
    for kind in KINDS:
        if value == kind:
            return kind
    raise row.error("expect", f"must be one of {', '.join(KINDS)}, not {value!r}")


def _check_gold(row: Row, gold: str, corpus: Corpus) -> None:
    if not gold.strip():
        raise row.error("gold", "an excerpt is empty")
    if any(gold in document.text for document in corpus.documents):
        return
    nearest = _nearest(gold, corpus)
    hint = f"Did you mean {nearest!r}? Copy it" if nearest else "Copy it from the source"
    raise row.error("gold", f"{gold!r} does not stand in the corpus to the letter. {hint}")


def _nearest(text: str, corpus: Corpus) -> str | None:
    """The stretch of the corpus that is most like ``text``, or ``None`` when nothing is."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    best, best_score = None, _SIMILAR
    for document in corpus.documents:
        found = partial_ratio_alignment(text, document.text, score_cutoff=best_score)
        if found is not None and found.score >= best_score and found.src_end - found.src_start == len(text):
            best, best_score = document.text[found.dest_start : found.dest_end], found.score
    return best


def _is_unicode(text: str) -> bool:
    """Whether ``text`` can be written as UTF-8: JSON can hold half of a character."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
