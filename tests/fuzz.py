"""``make fuzz``: looks for a message that makes the bot raise or think too long. For a night, and no part of CI.

First hostile messages at random, each timed: the rules alone, and the whole reply. Then, led by what code they reach
(atheris, where it is installed; else by Hypothesis with as much time), talks that must not raise. Ends with a status
other than 0 and the message where something was found.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

from bot import Bot, Conversation, Reply, load_corpus
from bot.dialogue.reply import KINDS
from bot.dialogue.rules import Rules
from bot.settings import SETTINGS
from bot.text.vocabulary import vocabulary
from tests.hostile import PIECES, TALKS, hostile_message
from tests.leaflets import ECZEMA, GASTROSCOPY, KNEE, KNEE_CURATION

MOST_SECONDS = 0.05
"""What a reply may take, as processor time."""

TRIES = 5
"""What took too long is tried again so often by a bot that has not seen it: a busy machine is no fault of the bot."""


def main(argv: Sequence[str] | None = None) -> int:
    """Fuzz; returns 1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=600, help="how long (default: 600)")
    parser.add_argument("--seed", type=int, default=None, help="for the same messages again")
    arguments = parser.parse_args(argv)
    seed = random.randrange(2**32) if arguments.seed is None else arguments.seed
    print(f"seed {seed}")
    bots = make_bots()
    if not stays_in_time(bots, random.Random(seed), arguments.seconds / 2):
        return 1
    never_raises(bots, seed, arguments.seconds // 2)
    return 0


def make_bots() -> list[Bot]:
    """Bots on the article, on a bare leaflet and on a folder."""
    with tempfile.TemporaryDirectory() as place:
        bare, folder = Path(place, "bare.txt"), Path(place, "folder")
        bare.write_text(GASTROSCOPY, encoding="utf-8")
        folder.mkdir()
        for name, text in {"knee.txt": KNEE, "knee.toml": KNEE_CURATION, "eczema.txt": ECZEMA}.items():
            (folder / name).write_text(text, encoding="utf-8")
        bots = [Bot(load_corpus(path), "GB") for path in (None, bare, folder)]
    for bot in bots:
        bot.warm_up()
    return bots


def stays_in_time(bots: Sequence[Bot], chance: random.Random, seconds: float) -> bool:
    """Whether no message, and no talk of messages that are new to the bot, took longer than it may."""
    rules, read = Rules.load(), vocabulary().analyser().read
    worst: dict[str, tuple[float, str]] = {}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        bot, message = chance.choice(bots), hostile_message(chance)
        talk = Conversation()
        for _ in range(chance.choice((0, 0, 1, SETTINGS.remembered_turns))):
            earlier = hostile_message(chance)
            talk = talk.after(earlier, bot.reply(earlier, talk))
        analysed = read(message)
        timed: dict[str, Callable[[], object]] = {
            "rules": partial(rules.first, analysed),
            "reply": partial(reply_afresh, bot, message, talk),
        }
        for name, call in timed.items():
            spent = least_time(call)
            if spent > worst.get(name, (0.0, ""))[0]:
                worst[name] = spent, message
    for name, (spent, message) in worst.items():
        print(f"{name}: at most {spent * 1000:.1f} ms, for {message[:60]!a} ... ({len(message)} characters)")
    slow = [message for spent, message in worst.values() if spent > MOST_SECONDS]
    for message in slow:
        print(f"longer than {MOST_SECONDS * 1000:.0f} ms: {message!a}")
    return not slow


def reply_afresh(bot: Bot, message: str, talk: Conversation) -> Reply:
    """The reply of a bot that remembers no text, as when a talk comes to it over a wire."""
    bot.forget()
    bot._analyser.speller._mended.clear()
    return bot.reply(message, talk)


def least_time(call: Callable[[], object]) -> float:
    """The processor time that a call takes; where it is too much, the least of some tries."""
    spent = time_of(call)
    return spent if spent <= MOST_SECONDS else min(spent, *(time_of(call) for _ in range(TRIES)))


def time_of(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def converse(bot: Bot, talk: Sequence[str]) -> None:
    """Say each message of ``talk`` to ``bot``, and look at what comes."""
    conversation = Conversation()
    for message in talk:
        reply = bot.reply(message, conversation)
        assert reply.kind in KINDS
        assert reply.message.strip()
        assert Conversation.from_json(conversation.after(message, reply).to_json(), bot.corpus)
        conversation = conversation.after(message, reply)


def never_raises(bots: Sequence[Bot], seed: int, seconds: int) -> None:
    """Look for a talk that makes a bot raise, led by the code that is reached; ends the process with what it found."""
    try:
        import atheris
    except ImportError:
        print("atheris is not installed: Hypothesis looks, which does not see what code is reached")
        search_without_guidance(bots, seconds)
        return

    def try_bytes(content: bytes) -> None:
        provider = atheris.FuzzedDataProvider(content)
        bot = bots[provider.ConsumeIntInRange(0, len(bots) - 1)]
        converse(bot, [part_of(provider) for _ in range(provider.ConsumeIntInRange(1, 3))])

    atheris.instrument_all()
    options = [f"-max_total_time={seconds}", f"-seed={seed % 2**31}", "-timeout=20", "-len_control=0", "-max_len=2048"]
    atheris.Setup([sys.argv[0], *options, "-artifact_prefix=fuzz-"], try_bytes)
    atheris.Fuzz()


def part_of(provider: Any) -> str:  # noqa: ANN401 - atheris has no types
    """A message of pieces and of any text, perhaps repeated."""
    parts = [
        PIECES[provider.ConsumeIntInRange(0, len(PIECES) - 1)]
        if provider.ConsumeBool()
        else provider.ConsumeUnicode(provider.ConsumeIntInRange(0, 40))
        for _ in range(provider.ConsumeIntInRange(1, 6))
    ]
    message: str = "".join(parts) * provider.ConsumeIntInRange(1, 200)
    return message[: SETTINGS.longest_message + 1]


def search_without_guidance(bots: Sequence[Bot], seconds: int) -> None:
    """The same with Hypothesis, which shortens what it finds."""
    end = time.monotonic() + seconds

    @settings(
        max_examples=500, deadline=None, derandomize=False, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(TALKS)
    def search(talk: list[str]) -> None:
        for bot in bots:
            converse(bot, talk)

    while time.monotonic() < end:
        search()


if __name__ == "__main__":
    sys.exit(main())
