"""``bot ask``: one question and its reply, or many as JSON Lines (the format is in ``docs/format.md``)."""

import argparse
import json
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import BufferedReader
from typing import TYPE_CHECKING, Any

from bot.cli.options import add_jobs, add_options, load_bot, load_material, region_of, wants_plain, write_utf8
from bot.errors import BotError, InputError, QuestionError, UsageError
from bot.interrupts import put_off
from bot.sanitising import escaped_json, well_formed

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.dialogue.reply import Reply

LINES_AT_ONCE = 16
"""How many lines a process gets at once, at the most, where there are several processes."""

_BLOCK = 1 << 16
_NumberedLine = tuple[int, bytes]


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
    add_jobs(parser, "with --jsonl: how many processes reply at once (default: 1)")


def run(arguments: argparse.Namespace) -> int:
    """Print the reply, or the replies; returns the exit status."""
    write_utf8()
    if arguments.jsonl:
        return _answer_lines(arguments)
    if arguments.jobs > 1:
        raise UsageError("--jobs is for --jsonl: one question has one reply.")
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


def _answer_lines(arguments: argparse.Namespace) -> int:
    if arguments.question:
        raise UsageError("--jsonl reads its questions from standard input: bot ask --jsonl < questions.jsonl")
    from tqdm import tqdm

    from bot.workers import Work, in_order

    if arguments.jobs > 1:
        load_material(arguments)  # what is wrong with it is told at once, and what is left out of it at the end
    work = Work(partial(_start, arguments))
    questions = open(sys.stdin.fileno(), "rb", closefd=False)  # noqa: SIM115 - a thread may wait for it to the end
    tasks = _batches(questions, 1 if arguments.jobs == 1 else LINES_AT_ONCE)
    is_shown = sys.stderr.isatty() and not sys.stdout.isatty()
    total = _count_lines(questions) if is_shown else None
    with tqdm(total=total, unit="line", delay=1, disable=not is_shown, leave=False) as bar:
        for lines, (replies, error) in in_order(work, tasks, arguments.jobs):
            _write(replies)
            if error is not None:
                raise error
            bar.update(len(lines))
    return 0


def _write(lines: bytes) -> None:
    """Write whole lines at once; an output that Python was told not to buffer may take a part at a time."""
    left = memoryview(lines)
    with put_off():
        while left:
            left = left[sys.stdout.buffer.write(left) :]
        sys.stdout.buffer.flush()


def _start(arguments: argparse.Namespace) -> Callable[[Sequence[_NumberedLine]], tuple[bytes, BotError | None]]:
    """What replies to lines, in whichever process it is."""
    return partial(_replies, load_bot(arguments))


def _replies(bot: "Bot", lines: Sequence[_NumberedLine]) -> tuple[bytes, BotError | None]:
    """The replies to some lines, each on its line, up to the first line that cannot be read, and why not."""
    replies: list[str] = []
    error: BotError | None = None
    try:
        for number, line in lines:
            question = read_question(line, number)
            reply = bot.reply(question.text, bot.conversation(question.history), region_of(question.region))
            replies.append(f"{_to_json(reply, id=question.id)}\n")
    except BotError as raised:
        error = raised
    return "".join(replies).encode(), error


def _batches(file: BufferedReader, most: int) -> Iterator[list[_NumberedLine]]:
    """The lines that are not empty, with their numbers: at once as many as are there already, at the most ``most``.

    So nobody who sends one line, and waits for its reply, has to wait for another one.
    """
    number = 0
    rest = bytearray()
    while block := file.read1(_BLOCK):
        whole, end, begun = block.rpartition(b"\n")
        rest += whole + end
        if end:
            lines = list(enumerate(bytes(rest).split(b"\n")[:-1], number + 1))
            number += len(lines)
            filled = [line for line in lines if line[1].strip()]
            yield from (filled[first : first + most] for first in range(0, len(filled), most))
            rest.clear()
        rest += begun
    if rest.strip():
        yield [(number + 1, bytes(rest))]


def _count_lines(file: BufferedReader) -> int | None:
    """How many lines are still to come, if that can be told."""
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return None
    start = file.tell()
    count = sum(block.count(b"\n") for block in iter(partial(file.read, _BLOCK), b""))
    file.seek(start)
    return count


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


def read_question(line: bytes, number: int) -> Question:
    """The question in a line of JSON.

    Raises:
        QuestionError: it is not of the form that ``docs/format.md`` describes; the message has the line's number.
    """

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
