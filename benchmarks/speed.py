"""Speed: of the commands, of a reply in process, and of long work: ``python -m benchmarks.speed``.

What is compared is measured by turns in one run, so that the ratios hold on a busy machine.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial, wraps
from itertools import islice, product
from pathlib import Path
from statistics import median
from typing import ParamSpec, TypeVar
from unittest.mock import patch

from rank_bm25 import BM25Okapi

from benchmarks.questions import QUESTIONS
from benchmarks.tables import milliseconds, print_table, ratio
from benchmarks.timing import by_turns, percentile_99, run_process, seconds_of, wait_for_prompt
from bot import Bot, load_corpus
from bot.dialogue.kinds import KindModel

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

BOT = (sys.executable, "-m", "bot")
YARDSTICK = '`python -c "import prompt_toolkit"`'
MISSPELT = "is there anything for an arthritic hnad"
MEGABYTE = 1_000_000

OPENINGS = ("", "please ", "sorry, ", "hello, ", "excuse me, ", "my mum asks, ", "one more thing, ", "so ", "also ")
ENDINGS = ("", " please", " thank you", " in the end", " do you know", " for someone like him", " these days", " now",
           " in your opinion", " after a year", " at home", " on Sundays", " in winter", " as a rule", " roughly",
           " by the way", " in Wales", " for my aunt", " if I may ask")  # fmt: skip
"""Put around the questions, they make more than 10,000 different messages."""


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--rounds", type=int, default=11, help="how often each is measured (default: 11)")
    parser.add_argument("--cases", type=int, default=10_000, help="how many cases bot eval gets (default: 10,000)")
    arguments = parser.parse_args(argv)
    print_commands(arguments.rounds)
    print_replies(arguments.rounds)
    print_long_work(arguments.cases)


def print_commands(rounds: int) -> None:
    """New processes, with their files in memory: to the end, and for the chat to its prompt."""
    runs = {
        YARDSTICK: partial(run_process, [sys.executable, "-c", "import prompt_toolkit"]),
        "`bot ask`, to its end": partial(run_process, [*BOT, "ask", QUESTIONS[0]]),
        "`bot chat`, to its prompt": partial(wait_for_prompt, [*BOT, "chat"]),
    }
    seconds = {name: median(times) for name, times in by_turns(runs, rounds).items()}
    print_table(
        f"A new process (median of {rounds}, by turns)",
        ("command", "time", "against the import"),
        [(name, milliseconds(time), ratio(time / seconds[YARDSTICK])) for name, time in seconds.items()],
    )


def print_replies(rounds: int) -> None:
    """Replies in one process. In each round a new bot gets every question, by turns with the library; then again."""
    corpus = load_corpus()
    library = BM25Okapi([passage.text.split() for passage in corpus.passages])
    decision = Stopwatch()
    bare: list[float] = []
    first: list[float] = []
    new: list[float] = []
    decided: list[float] = []
    again: list[float] = []
    with (
        patch.object(KindModel, "probabilities", decision.timed(KindModel.probabilities)),
        patch.object(Bot, "_decide", decision.timed(Bot._decide)),
    ):
        for _ in range(rounds):
            bot = Bot(corpus)
            bot.warm_up()
            first.append(seconds_of(partial(bot.reply, MISSPELT)))
            decision.read()
            for question in QUESTIONS:
                bare.append(seconds_of(partial(bare_scores, library, question)))
                new.append(seconds_of(partial(bot.reply, question)))
                decided.append(decision.read())
            again += [seconds_of(partial(bot.reply, question)) for question in QUESTIONS]
    print_table(
        f"In process, {len(QUESTIONS)} questions on the article ({rounds} new bots)",
        ("call", "median", "p99", "median against the library"),
        [
            (name, milliseconds(median(times)), milliseconds(percentile_99(times)), ratio(median(times) / median(bare)))
            for name, times in (
                ("`rank_bm25` bare: `get_scores(question.split())`", bare),
                ("`reply(question)`, new to the bot", new),
                ("of it, the decision (kind of message, rules, choice)", decided),
                ("`reply(question)`, asked before", again),
                ("the first reply of a new bot, with a spelling mended", first),
            )
        ],
    )


def bare_scores(library: BM25Okapi, question: str) -> object:
    """As the README of ``rank_bm25`` does it."""
    return library.get_scores(question.split())


def print_long_work(cases: int) -> None:
    """A question of a megabyte, and an evaluation."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.cases.jsonl"
        path.write_text("".join(map(_decline_case, range(cases), different_messages(cases))), encoding="utf-8")
        evaluation = run_process([*BOT, "eval", str(path), "--json"])
    bot = Bot(load_corpus())
    one_word, many_words = "a" * MEGABYTE, "does it help? " * (MEGABYTE // 14)
    piped = run_process([*BOT, "ask"], many_words.encode())
    print_table(
        "Long work",
        ("what", "time"),
        [
            ("a question of 1 MB, one word, in process", milliseconds(seconds_of(partial(bot.reply, one_word)))),
            ("a question of 1 MB, many words, in process", milliseconds(seconds_of(partial(bot.reply, many_words)))),
            ("the same through a pipe to `bot ask`, cold", milliseconds(piped)),
            (f"`bot eval` on {cases:,} different cases, cold", f"{evaluation:.1f} s"),
        ],
    )


class Stopwatch:
    """Adds up the time that is spent in the functions it watches."""

    def __init__(self) -> None:
        self._seconds = 0.0

    def timed(self, function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        """``function``, with its time added."""

        @wraps(function)
        def watched(*arguments: Parameters.args, **named: Parameters.kwargs) -> Result:
            start = time.perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                self._seconds += time.perf_counter() - start

        return watched

    def read(self) -> float:
        """The seconds since it was last read."""
        seconds, self._seconds = self._seconds, 0.0
        return seconds


def different_messages(number: int) -> list[str]:
    """So many messages, of which no two are equal."""
    parts = islice(product(OPENINGS, ENDINGS, QUESTIONS), number)
    return [f"{opening}{question.rstrip('?')}{ending}?" for opening, ending, question in parts]


def _decline_case(number: int, message: str) -> str:
    return json.dumps({"id": str(number), "question": message, "expect": "decline"}) + "\n"


if __name__ == "__main__":
    main()
