"""What a language model answered, checked against a schema; what is right in it is kept, whatever else is wrong."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.data import read_lines
from bot.errors import DraftError

SCHEMA = "draft-schema.json"
"""Where in ``bot/data`` the form of an answer stands."""


CUT = "\ue000"
"""Marks where an answer was cut off within a text; a sign that no text has."""


@dataclass(frozen=True, slots=True)
class PassageAnswer:
    """What people would ask of a passage.

    Attributes:
        number: the passage's, from 0.
        question: the one to show.
        messages: all others.
    """

    number: int
    question: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """What people would ask, and no passage says."""

    topic: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was right in an answer.

    Attributes:
        passages, gaps: what is to be reviewed.
        faults: what was left out, and why, each as a sentence.
    """

    passages: tuple[PassageAnswer, ...]
    gaps: tuple[GapAnswer, ...]
    faults: tuple[str, ...]


@cache
def schema() -> dict[str, Any]:
    """The form of an answer, as a JSON Schema."""
    table: dict[str, Any] = json.loads("\n".join(read_lines(SCHEMA)))
    return table


def read_answer(text: str, passages: int) -> Answer:
    """What is right in an answer, of a leaflet of so many passages.

    Raises:
        DraftError: there is nothing in it that could be read, or what is needed to read it is not installed.
    """
    table, faults = _table(text)
    faults += _without_what_is_wrong(table)
    answers = {}
    for entry in table.get("passages", ()):
        number = entry.get("n", 0) - 1
        if number in range(passages):
            answers[number] = PassageAnswer(number, _tidy(entry.get("question", "")), tuple(_messages(entry)))
        else:
            faults.append(f"There is no passage {number + 1}.")
    gaps = tuple(GapAnswer(_tidy(e.get("topic", "")), tuple(_messages(e))) for e in table.get("uncovered", ()))
    return Answer(tuple(answers.values()), tuple(gap for gap in gaps if gap.topic), tuple(faults))


def _table(text: str) -> tuple[dict[str, Any], list[str]]:
    """The object in an answer, which may stand between marks or other words, be cut off, or be broken in the middle."""
    start = text.find("{")
    body = text[start:].strip().removesuffix("```").rstrip() if start >= 0 else ""
    try:
        table: Any = json.loads(body)
        faults: list[str] = []
    except (ValueError, RecursionError):
        table, faults = _mended(body)
    if not isinstance(table, dict) or not ("passages" in table or "uncovered" in table):
        raise DraftError(
            'The answer holds no JSON object with "passages" and "uncovered". Look at it, and ask again, '
            "or ask another model."
        )
    return table, faults


def _mended(body: str) -> tuple[Any, list[str]]:
    try:
        from json_repair import repair_json
    except ImportError as error:
        raise DraftError(
            "The answer is not valid JSON. To save what is right in it, install: pip install 'quote-only-bot[draft]'"
        ) from error
    marked = f"{body}{CUT}" if _is_in_a_text(body) else body
    try:
        table = repair_json(marked, return_objects=True, skip_json_loads=True)
    except (ValueError, RecursionError) as error:
        raise DraftError("The answer is not of the form that was asked for: brackets stand too deep.") from error
    if body.endswith("}"):
        return table, ["The answer was not valid JSON. What could be read of it was kept."]
    return _without_half_texts(table), ["The answer was cut off. What stood before the cut was kept."]


def _is_in_a_text(body: str) -> bool:
    """Whether a JSON text ends between two quotation marks."""
    return len(re.findall(r'(?<!\\)(?:\\\\)*"', body)) % 2 == 1


def _without_half_texts(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """``value`` without the text, or the key, that an answer was cut off in: half a message is none."""
    if isinstance(value, dict):
        return {k: _without_half_texts(v) for k, v in value.items() if CUT not in k and not _is_half(v)}
    if isinstance(value, list):
        return [_without_half_texts(each) for each in value if not _is_half(each)]
    return value


def _is_half(value: object) -> bool:
    return isinstance(value, str) and CUT in value


def _without_what_is_wrong(table: dict[str, Any]) -> list[str]:
    """Take out of ``table`` what the schema does not allow, the smallest part that holds it; returns what it was."""
    try:
        from jsonschema import Draft202012Validator
    except ImportError as error:
        raise DraftError("To read a draft, install: pip install 'quote-only-bot[draft]'") from error
    validator = Draft202012Validator(schema())
    faults = []
    while errors := [error for error in validator.iter_errors(table) if _is_harmful(error.validator, table)]:
        paths = sorted({tuple(error.absolute_path) for error in errors}, key=_last_first, reverse=True)
        faults += [f"{_place(tuple(error.absolute_path))}: {error.message[:80]}" for error in errors]
        for path in paths:
            _drop(table, path)
    return faults


def _is_harmful(validator: object, table: dict[str, Any]) -> bool:
    """Whether a breach of the schema spoils anything: a missing list is an empty one, a key too many is not read."""
    return bool(table) and validator not in ("required", "additionalProperties")


def _last_first(path: tuple[str | int, ...]) -> tuple[tuple[int, int | str], ...]:
    return tuple((int(isinstance(step, int)), step) for step in path)


def _drop(table: Any, path: tuple[str | int, ...]) -> None:  # noqa: ANN401 - any JSON
    if not path:
        table.clear()
        return
    *steps, last = path
    for step in steps:
        table = table[step]
    del table[last]


def _place(path: tuple[str | int, ...]) -> str:
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".") or "the answer"


def _messages(entry: dict[str, Any]) -> Iterator[str]:
    """The messages of an entry, those of its facts first, each once."""
    facts = entry.get("facts", ())
    texts = [text for fact in facts for text in fact.get("messages", ())] + list(entry.get("messages", ()))
    yield from dict.fromkeys(filter(None, map(_tidy, texts)))


def _tidy(text: str) -> str:
    return " ".join(text.split())
