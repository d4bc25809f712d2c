"""The bot, from a folder of leaflets to whole replies."""

from collections.abc import Sequence
from pathlib import Path

from bot import Bot, load_corpus
from bot.cli.command_line import main


class OurBot:
    """``bot index``, then ``Bot(load_corpus(index))``."""

    is_kept = True

    def prepare(self) -> None:
        """Load the word lists, as a bot on any other text does, and compile the rules."""
        bot = Bot(load_corpus())
        bot.warm_up()
        bot.reply("how much does it cost?")

    def build(self, source: Path, folder: Path) -> None:
        """The command."""
        status = main(["index", str(source), "--output", str(folder)])
        if status:
            raise RuntimeError(f"'bot index {source}' ended with {status}.")

    def open(self, folder: Path) -> None:
        """Open the index and make a bot of it."""
        self.bot = Bot(load_corpus(folder))

    def search(self, question: str) -> Sequence[int]:
        """The passages that a whole reply quotes."""
        return [quote.passage.number for quote in self.bot.reply(question).quotes]


ENGINE = OurBot
