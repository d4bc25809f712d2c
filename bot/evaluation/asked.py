"""What people asked: the messages in saved conversations, in files of questions and in files of cases."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bot.documents import Corpus
from bot.errors import CaseError
from bot.evaluation.cases import Expected, Row, expected_in, read_rows, read_text

SAID, REPLIED = "You: ", "Bot: "
"""What a person's message and the reply begin with in a transcript that the chat's ``/save`` wrote."""


class Asked(NamedTuple):
    """What one person wrote, oldest first.

    Attributes:
        messages: all of it.
        earlier: how many of the first messages only lead up to the others: they are heard, and not counted.
        expected: what the file says is right for the last message, if it says so.
    """

    messages: tuple[str, ...]
    earlier: int = 0
    expected: Expected | None = None


def read_asked(path: Path, corpus: Corpus) -> Iterator[Asked]:
    """The messages in a file of cases or questions (``.jsonl``, ``.csv``), line by line, or else in a saved transcript.

    Args:
        path: the file.
        corpus: where the golds of cases must stand.

    Raises:
        CaseError: the file cannot be read, a line is not valid, or no message stands in it.
    """
    asked: Asked | None = None
    for asked in _asked_in(path, corpus):
        yield asked
    if asked is None:
        raise CaseError(f"{path}: no message in this file. In a transcript, what a person said begins with {SAID!r}.")


def _asked_in(path: Path, corpus: Corpus) -> Iterator[Asked]:
    if path.suffix.lower() in (".jsonl", ".csv"):
        yield from (_of_row(row, corpus) for row in read_rows(path))
    elif messages := tuple(_said(read_text(path))):
        yield Asked(messages)


def _of_row(row: Row, corpus: Corpus) -> Asked:
    history = row.texts("history")
    return Asked((*history, row.text("question")), len(history), expected_in(row, corpus))


def _said(transcript: str) -> Iterator[str]:
    """What the person said: each message goes on until the next reply or message begins."""
    message: list[str] = []
    for line in (*transcript.splitlines(), REPLIED):
        if line.startswith((SAID, REPLIED)):
            if message:
                yield "\n".join(message).strip()
            message = [line.removeprefix(SAID)] if line.startswith(SAID) else []
        elif message:
            message.append(line)
