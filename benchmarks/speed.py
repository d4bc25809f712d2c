"""Speed of the commands, of replies in process, the worst among them, and of long work: ``python -m benchmarks.speed``.

What is compared is measured by turns in one run, so that the ratios hold on a busy machine.
"""

import argparse
import json
import random
import string
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice, product
from pathlib import Path
from statistics import median

from rank_bm25 import BM25Okapi

from benchmarks.leaflets import LEAFLETS, leaflets_in
from benchmarks.questions import LEAFLET_QUESTION, QUESTIONS
from benchmarks.tables import milliseconds, print_table, ratio
from benchmarks.timing import by_turns, percentile_99, run_process, seconds_of, wait_for_prompt
from bot import Bot, Conversation, Corpus, Reply, load_corpus
from bot.dialogue.context import in_conversation
from bot.dialogue.decide import decide
from bot.dialogue.foreign import language_of
from bot.dialogue.intents import Intents
from bot.dialogue.rules import Rules
from bot.model import load_model
from bot.settings import SETTINGS
from bot.text.vocabulary import vocabulary

BOT = (sys.executable, "-m", "bot")
YARDSTICK = '`python -c "import prompt_toolkit"`'
MISSPELT = "is there anything for an arthritic hnad"
MEGABYTE = 1_000_000

OPENINGS = ("", "please ", "sorry, ", "hello, ", "excuse me, ", "my mum asks, ", "one more thing, ", "so ", "also ")
ENDINGS = ("", " please", " thank you", " in the end", " do you know", " for someone like him", " these days", " now",
           " in your opinion", " after a year", " at home", " on Sundays", " in winter", " as a rule", " roughly",
           " by the way", " in Wales", " for my aunt", " if I may ask")  # fmt: skip
"""Put around the questions, they make more than 100,000 different messages."""

REPEATED = (
    "a ", "i want to ", "i ", "my ", "not ", "a. ", "why? ", "how much, ", "don't ", "i have pain and ", "mg 5 ", "?",
    "'", "é", "ﷺ", "\u200b", "a\u0301", "\n\n", "a\n", "ms ", "㎳ ", "㎳㎎ﬃ ", "\u0301\u0327", "\u0f73",
    "\u0f71\u0f72\u0f74", "\x1b]", "i do ", "having ", "a severe ", "has just ", "think i have ", "lips have gone ",
    "stemcell s ", "治疗 ",
)  # fmt: skip
"""What a message is filled with to make a rule, a pattern or the speller work hard."""


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--rounds", type=int, default=11, help="how often each is measured (default: 11)")
    parser.add_argument("--cases", type=int, default=10_000, help="how many cases bot eval gets (default: 10,000)")
    arguments = parser.parse_args(argv)
    corpus = load_corpus()
    if corpus.index is None:
        print("The article's index is not up to date: 'bot index' makes it anew. It is timed without.", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        print_commands(arguments.rounds, Path(folder))
        print_replies(arguments.rounds, corpus)
        print_worst(arguments.rounds, corpus)
        print_long_work(arguments.cases, Path(folder))


def print_commands(rounds: int, folder: Path) -> None:
    """New processes, with their files in memory: to the end, and for the chat to its prompt."""
    leaflet = folder / "leaflet.txt"
    leaflet.write_bytes(leaflets_in(LEAFLETS)[0].read_bytes())
    runs = {
        YARDSTICK: partial(run_process, [sys.executable, "-c", "import prompt_toolkit"]),
        "`bot ask`, to its end": partial(run_process, [*BOT, "ask", QUESTIONS[0]]),
        "`bot ask` on a bare leaflet, to its end": partial(
            run_process, [*BOT, "ask", "--corpus", str(leaflet), LEAFLET_QUESTION]
        ),
        "`bot chat`, to its prompt": partial(wait_for_prompt, [*BOT, "chat"]),
    }
    seconds = {name: median(times) for name, times in by_turns(runs, rounds).items()}
    print_table(
        f"A new process (median of {rounds}, by turns)",
        ("command", "time", "against the import"),
        [(name, milliseconds(time), ratio(time / seconds[YARDSTICK])) for name, time in seconds.items()],
    )


def print_replies(rounds: int, corpus: Corpus) -> None:
    """Replies in one process. In each round a new bot gets every question, by turns with the library; then again."""
    library = BM25Okapi([passage.text.split() for passage in corpus.passages])
    bare: list[float] = []
    first: list[float] = []
    new: list[float] = []
    decided: list[float] = []
    again: list[float] = []
    for _ in range(rounds):
        bot = Bot(corpus)
        bot.warm_up()
        first.append(seconds_of(partial(bot.reply, MISSPELT)))
        for question in QUESTIONS:
            bare.append(seconds_of(partial(bare_scores, library, question)))
            new.append(seconds_of(partial(bot.reply, question)))
        again += [seconds_of(partial(bot.reply, question)) for question in QUESTIONS]
        decided += map(seconds_of, decisions(bot))
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


def decisions(bot: Bot) -> list[Callable[[], object]]:
    """For each question, what decides on it once it is read and searched for."""
    corpus, model = bot.corpus, load_model()
    analyser = vocabulary().analyser([d.text for d in corpus.documents], corpus.synonyms, corpus.abbreviations)
    intents, rules = Intents(model), Rules.load()

    def decision(question: str) -> Callable[[], object]:
        query = in_conversation(question, Conversation(), analyser.read, corpus.passages, SETTINGS)
        evidence = bot.searcher.evidence(query)
        return lambda: decide(
            query,
            evidence,
            intents.of(query.message),
            rules,
            language_of(query.message),
            model.decision,
            corpus,
            SETTINGS,
        )

    return list(map(decision, QUESTIONS))


def print_worst(rounds: int, corpus: Corpus) -> None:
    """The longest messages that are still read, each by a warm bot that has not seen it."""
    bots = [Bot(corpus) for _ in range(rounds)]
    for bot in bots:
        bot.warm_up()
        bot.reply(MISSPELT)
    messages = worst_messages(SETTINGS.longest_message)
    seconds = {name: [seconds_of(partial(bot.reply, text)) for bot in bots] for name, text in messages.items()}
    text, conversation = long_conversation(SETTINGS.longest_message)
    seconds["a follow-up to a conversation as long"] = [
        seconds_of(partial(bot.reply, text, conversation)) for bot in bots
    ]
    print_table(
        f"The worst messages within the limit of {SETTINGS.longest_message:,} characters, each new to the bot",
        ("message", f"median of {rounds}", "slowest"),
        [
            (name, milliseconds(median(times)), milliseconds(max(times)))
            for name, times in sorted(seconds.items(), key=lambda item: -median(item[1]))
        ],
    )


def worst_messages(length: int) -> dict[str, str]:
    """Messages of ``length`` characters, by what they are filled with."""
    chance = random.Random(0)
    unknown = ("".join(chance.choices(string.ascii_lowercase, k=7)) for _ in range(length // 8 + 1))
    misspelt = (
        _with_a_letter_changed(word, chance) for word in vocabulary().medical if len(word) >= 6 and word.isalpha()
    )
    questions = (question for _ in range(length) for question in QUESTIONS)
    messages = {
        "unknown words": " ".join(unknown),
        "misspelt words": " ".join(islice(misspelt, length // 4)),
        "one word": "x" * length,
        "real questions": " ".join(islice(questions, length // 4)),
        "one seizure, put off": f"bro {'has ' * (length // 4 - 3)} seizure",
        **{f"{part!a} again and again": part * (length // len(part) + 1) for part in REPEATED},
    }
    return {name: message[:length] for name, message in messages.items()}


def long_conversation(length: int) -> tuple[str, Conversation]:
    """A message that leans on all the turns that are remembered, each of ``length`` characters."""
    declined = Reply("decline", "The material does not cover this.")
    conversation = Conversation()
    for word in ("it ", "so ", "how ", "why ", "and ")[: SETTINGS.remembered_turns]:
        conversation = conversation.after((word * length)[:length], declined)
    return "and then?", conversation


def _with_a_letter_changed(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    return word[:place] + chance.choice(string.ascii_lowercase) + word[place + 1 :]


def print_long_work(cases: int, folder: Path) -> None:
    """A question far beyond the limit, and an evaluation."""
    path = folder / "many.cases.jsonl"
    path.write_text("".join(map(_decline_case, range(cases), different_messages(cases))), encoding="utf-8")
    evaluation = run_process([*BOT, "eval", str(path), "--json"])
    piped = run_process([*BOT, "ask"], ("does it help? " * (MEGABYTE // 14)).encode())
    print_table(
        "Long work",
        ("what", "time"),
        [
            ("a question of 1 MB through a pipe to `bot ask`, cold (politely refused)", milliseconds(piped)),
            (f"`bot eval` on {cases:,} different cases, cold", f"{evaluation:.1f} s"),
        ],
    )


def different_messages(number: int) -> list[str]:
    """So many messages, of which no two are equal."""
    parts = product(ENDINGS, OPENINGS, ENDINGS, QUESTIONS)
    messages = (f"{opening}{question.rstrip('?')}{ending}{last}?" for last, opening, ending, question in parts)
    return list(islice(dict.fromkeys(messages), number))


def _decline_case(number: int, message: str) -> str:
    return json.dumps({"id": str(number), "question": message, "expect": "decline"}) + "\n"


if __name__ == "__main__":
    main()
