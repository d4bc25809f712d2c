"""``bot ask``: one question and its reply, or many as JSON Lines (the format is in ``docs/format.md``)."""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.cli.options import add_options, load_bot, region_of, wants_plain, write_utf8
from bot.errors import InputError, QuestionError, UsageError
from bot.sanitising import escaped_json, well_formed

if TYPE_CHECKING:
    from bot.dialogue.reply import Reply


@dataclass(frozen=True, slots=True)
class Question:
    """One line of ``bot ask --jsonl``: a message, the messages of the same person before it, and their country."""

    id: str | int
    text: str
    history: tuple[str, ...] = ()
    region: str | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``bot ask``."""
    parser.add_argument("question", nargs="*", help="the question (default: read from standard input)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the reply as one JSON object")
    form.add_argument("--jsonl", action="store_true", help="read questions and write replies as JSON Lines")
    add_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the reply, or the replies; returns the exit status."""
    write_utf8()
    if arguments.jsonl:
        return _answer_lines(arguments)
    question = well_formed(" ".join(arguments.question) if arguments.question else _read_question())
    bot = load_bot(arguments)
    reply = bot.reply(question)
    if arguments.json:
        print(_to_json(reply))
        return 0
    from bot.terminal.links import has_links
    from bot.terminal.paper import columns
    from bot.terminal.rendering import Renderer

    terminal = sys.stdout.isatty()
    width = columns(shutil.get_terminal_size().columns if terminal else None, arguments.width)
    print(Renderer(width, wants_plain(arguments) or not terminal, linked=has_links(os.environ)).reply(reply))
    return 0


def read_questions(lines: Iterator[bytes]) -> Iterator[Question]:
    """The questions in lines of JSON, one by one; empty lines are passed over.

    Raises:
        QuestionError: a line is not of the form that ``docs/format.md`` describes (with its number).
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _read_line(line, number)


def _answer_lines(arguments: argparse.Namespace) -> int:
    if arguments.question:
        raise UsageError("--jsonl reads its questions from standard input: bot ask --jsonl < questions.jsonl")
    bot = load_bot(arguments)
    for question in read_questions(iter(sys.stdin.buffer)):
        reply = bot.reply(question.text, bot.conversation(question.history), region_of(question.region))
        print(_to_json(reply, id=question.id), flush=True)
    return 0


def _to_json(reply: "Reply", **first: str | int) -> str:
    return escaped_json(json.dumps({**first, **reply.to_json()}, ensure_ascii=False))


def _read_question() -> str:
    if sys.stdin.isatty():
        print("Type your question, then press Enter:", file=sys.stderr)
        content = sys.stdin.buffer.readline()
    else:
        content = sys.stdin.buffer.read()
    try:
        return content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise InputError(f"the question is not UTF-8 at byte {error.start}. Save or send it as UTF-8.") from error


def _read_line(line: bytes, number: int) -> Question:
    def bad(what: str) -> QuestionError:
        return QuestionError(
            f"standard input, line {number}: {what}. "
            'Write each line like {"id": "1", "question": "...", "history": ["..."]}.'
        )

    try:
        entry: Any = json.loads(line.strip().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise bad(f"not UTF-8 at byte {error.start} of the line") from error
    except json.JSONDecodeError as error:
        raise bad(f"not JSON at column {error.colno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise bad("not JSON that can be read: a number too long, or too many brackets") from error
    if not isinstance(entry, dict):
        raise bad("not a JSON object")
    identifier, text, history = entry.get("id"), entry.get("question"), entry.get("history", [])
    if not isinstance(identifier, str | int) or isinstance(identifier, bool):
        raise bad('"id" must be there, a text or a whole number')
    if not isinstance(text, str):
        raise bad('"question" must be there, a text')
    if not isinstance(history, list) or not all(isinstance(message, str) for message in history):
        raise bad('"history" must be a list of texts, or left out')
    region = entry.get("region")
    if region is not None and not isinstance(region, str):
        raise bad('"region" must be a country code like "GB", or left out')
    return Question(identifier, well_formed(text), tuple(map(well_formed, history)), region)
