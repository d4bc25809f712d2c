"""Cold start and installed size beside other systems: ``python -m benchmarks.frameworks``.

Each system is installed into an environment of its own. Its script reads the article's passages, already
cut, and one question, and prints the best three; ours is ``bot ask`` from the wheel, with everything it does.
"""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median

from benchmarks.questions import QUESTIONS
from benchmarks.systems import SYSTEMS, our_environment, task
from benchmarks.tables import milliseconds, print_table, ratio
from benchmarks.timing import by_turns, run_process
from bot import load_corpus

OURS = "this bot, `bot ask`"
FLOOR = "an empty Python program"


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.frameworks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=11, help="how often each is started (default: 11)")
    rounds = parser.parse_args(argv).rounds
    question, passages = QUESTIONS[0], [passage.text for passage in load_corpus().passages]
    environments = {system.title: system.environment for system in SYSTEMS} | {OURS: our_environment()}
    python = str(environments[OURS].python)
    runs: dict[str, Callable[[], float]] = {
        OURS: partial(run_process, [python, "-m", "bot", "ask", question]),
        FLOOR: partial(run_process, [python, "-c", "pass"]),
    }
    runs |= {s.title: partial(run_process, s.command, task(passages, [question])) for s in SYSTEMS}
    seconds = {title: median(times) for title, times in by_turns(runs, rounds).items()}
    print_table(
        f"One question to a new process (median of {rounds}, by turns), and the installed packages",
        ("system", "cold start", "against ours", "size"),
        [
            (
                title,
                milliseconds(seconds[title]),
                ratio(seconds[title] / seconds[OURS]),
                f"{environments[title].size / 1e6:.0f} MB" if title in environments else "–",
            )
            for title in sorted(seconds, key=lambda title: seconds[title])
        ],
    )


if __name__ == "__main__":
    main()
