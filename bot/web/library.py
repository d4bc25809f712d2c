"""The corpora that are served, each with its bot; read anew when their files change, without a request lost."""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bot import Bot, Corpus, Document, load_corpus
from bot.dialogue.questions import question_for
from bot.errors import BotError
from bot.sanitising import on_one_line
from bot.web.options import Options

LOG = logging.getLogger("bot.web")

STARTING_QUESTIONS = 4
"""How many questions a page offers to begin with."""

_TRIES = 50
"""How many passages in a row are looked at for one of them: a leaflet with no question in so many is passed over."""

TOUCHED_BY_READERS = "-shm"
"""How the name of the file of a library ends in which SQLite notes who reads."""

Stamp = tuple[tuple[str, int, int], ...]
"""The name, the time of the last change (ns) and the size (bytes) of each file: any change gives another."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A corpus that is served.

    Attributes:
        name: what requests call it.
        bot: answers from it.
        title: what it is called on a page: its document's title, or how many documents there are.
        questions: some that it answers, to begin with.
    """

    name: str
    bot: Bot
    title: str
    questions: tuple[str, ...]

    @property
    def corpus(self) -> Corpus:
        """What may be quoted."""
        return self.bot.corpus

    def document(self, name: str) -> Document | None:
        """The document whose file is called ``name``."""
        return self.corpus.document_named(name)


class Library:
    """All shelves, by name. Reading a shelf and taking another's place are safe from any thread.

    Args:
        options: what to serve.

    Raises:
        BotError: a corpus cannot be read.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._paths = dict(options.corpora)
        self._stamps = {name: stamp(path) for name, path in options.corpora}
        self._seen = dict(self._stamps)
        self.shelves = {name: self._load(name) for name in self._paths}
        self.troubles: dict[str, str] = {}
        """By the name of the shelf, why what now stands on the disk cannot be served."""

    @property
    def default(self) -> str:
        """The name of the shelf for those who name none."""
        return self._options.corpora[0][0]

    def look(self) -> None:
        """Read anew what has changed on the disk, once it has stayed the same from one look to the next.

        What cannot be read is told in the log, and in ``troubles``; what was served before stays.
        """
        for name, path in self._paths.items():
            now = stamp(path)
            is_settled = now == self._seen[name]
            self._seen[name] = now
            if is_settled and now != self._stamps[name]:
                self._stamps[name] = now
                self._replace(name)

    def forget(self) -> None:
        """Drop what is remembered of messages."""
        for shelf in self.shelves.values():
            shelf.bot.forget()

    def _replace(self, name: str) -> None:
        try:
            self.shelves[name] = self._load(name)
        except BotError as error:
            self.troubles[name] = str(error)
            LOG.error("%s has changed and cannot be read; what was served before stays. %s", name, error)
            return
        self.troubles.pop(name, None)
        LOG.warning("%s has changed and was read anew", name)

    def _load(self, name: str) -> Shelf:
        options = self._options
        corpus = load_corpus(self._paths[name], options.encoding)
        for message in (*corpus.misnamed, *(f"left out: {message}" for message in corpus.left_out)):
            LOG.warning("%s: %s", name, message)
        bot = Bot(corpus, options.region, meaning=options.meaning)
        bot.warm_up()
        return Shelf(name, bot, _title(corpus), tuple(starting_questions(bot)))


def stamp(path: Path | None) -> Stamp:
    """What the files of a corpus look like from outside; nothing for the article that comes with the program."""
    if path is None:
        return ()
    try:
        if path.is_dir():
            with os.scandir(path) as entries:
                files = (entry for entry in entries if entry.is_file() and not entry.name.endswith(TOUCHED_BY_READERS))
                return tuple(sorted(_look(entry.name, entry.stat()) for entry in files))
        beside = (path, path.with_suffix(".toml"))
        return tuple(_look(file.name, file.stat()) for file in beside if file.exists())
    except OSError:
        return ()


def _look(name: str, found: os.stat_result) -> tuple[str, int, int]:
    return name, found.st_mtime_ns, found.st_size


def _title(corpus: Corpus) -> str:
    count = len(corpus.documents)
    return on_one_line(next(iter(corpus.documents)).title) if count == 1 else f"{count:,} leaflets"


def starting_questions(bot: Bot) -> Iterator[str]:
    """Some questions that a bot answers, from places spread over its corpus: an editor's where there are any near."""
    passages = bot.corpus.passages
    if bot.corpus.library is not None:
        offered = filter(None, map(bot.questions.of, bot.questions.spread(STARTING_QUESTIONS)))
        yield from map(on_one_line, dict.fromkeys(offered))
        return
    found: dict[str, None] = {}
    for number in range(STARTING_QUESTIONS):
        first = len(passages) * number // STARTING_QUESTIONS
        near = passages[first : first + _TRIES]
        written = (passage.question for passage in near if passage.question)
        made = (question for passage in near if (question := question_for(passage)))
        question = next((each for each in chain(written, made) if each not in found), None)
        if question:
            found[question] = None
    yield from map(on_one_line, found)
