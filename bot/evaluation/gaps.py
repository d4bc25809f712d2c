"""What people asked and the corpus could not answer: what an editor should write next."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from pathlib import Path
from typing import NamedTuple

from bot.bot import Bot
from bot.dialogue.reply import Reply
from bot.documents import Corpus
from bot.errors import CaseError
from bot.evaluation.cases import read_rows, read_text
from bot.evaluation.replay import replay
from bot.text.normal import normal, words_of
from bot.text.vocabulary import vocabulary

ABOUT_THE_MATTER = frozenset({"decline/not-covered", "decline/not-mentioned"})
"""The intents of replies that decline what the corpus might have said."""

SAID, REPLIED = "You: ", "Bot: "
"""What a person's message and the reply begin with in a transcript that the chat's ``/save`` wrote."""


class Asked(NamedTuple):
    """What one person wrote, oldest first.

    Attributes:
        messages: all of it.
        earlier: how many of the first messages only lead up to the others: they are heard, and not counted.
    """

    messages: tuple[str, ...]
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Something that people ask about and the corpus does not answer.

    Attributes:
        topic: a topic of the curation, or the word that the messages share, or ``None`` for
            messages that share none.
        known: whether the topic stands in the curation.
        messages: every message, in the order of asking, repetitions included.
    """

    topic: str | None
    known: bool
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps in a corpus.

    Attributes:
        gaps: the most frequent first; what shares no topic comes last.
        asked: how many messages were read.
        declined: how many of them the gaps hold.
        elsewhere: how many were declined for another reason: about another subject altogether, unreadable, not English.
    """

    gaps: tuple[Unanswered, ...]
    asked: int
    declined: int
    elsewhere: int


def read_asked(path: Path) -> list[Asked]:
    """The messages in a file of cases or questions (``.jsonl``, ``.csv``) or else in a saved transcript.

    Raises:
        CaseError: the file cannot be read, a line is not valid, or no message stands in it.
    """
    if path.suffix.lower() in (".jsonl", ".csv"):
        rows = ((row.text("question"), row.texts("history")) for row in read_rows(path))
        asked = [Asked((*history, question), earlier=len(history)) for question, history in rows]
    else:
        said = tuple(_said(read_text(path)))
        asked = [Asked(said)] if said else []
    if not asked:
        raise CaseError(f"{path}: no message in this file. In a transcript, what a person said begins with {SAID!r}.")
    return asked


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


def find_gaps(bot: Bot, asked: Iterable[Asked]) -> Gaps:
    """What ``bot`` declines of ``asked``, grouped by what it asks about."""
    talks = list(asked)
    known: dict[str, list[str]] = defaultdict(list)
    others: list[str] = []
    elsewhere = 0
    for message, reply in _declined(bot, talks):
        if reply.intent in ABOUT_THE_MATTER:
            others.append(message)
        elif reply.topic is not None:
            known[reply.topic].append(message)
        else:
            elsewhere += 1
    groups = [Unanswered(topic, True, tuple(messages)) for topic, messages in known.items()]
    groups += _Words(bot.corpus).groups(others)
    groups.sort(key=lambda group: (group.topic is None, -len(group.messages)))
    total = sum(len(talk.messages) - talk.earlier for talk in talks)
    return Gaps(tuple(groups), total, sum(len(group.messages) for group in groups), elsewhere)


def _declined(bot: Bot, talks: Sequence[Asked]) -> Iterator[tuple[str, Reply]]:
    """The messages that count and are declined, with their replies, in the order of asking."""
    declines: dict[int, list[tuple[str, Reply]]] = {}
    for number, replies in replay(bot, [talk.messages for talk in talks]):
        messages, earlier = talks[number]
        counted = zip(messages[earlier:], replies[earlier:], strict=True)
        declines[number] = [(message, reply) for message, reply in counted if reply.kind == "decline"]
    for number in range(len(talks)):
        yield from declines[number]


class _Words:
    """Groups messages by the words that they share.

    Function words tell nothing, nor do the words of the documents' titles, which are what every
    message is about.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._words = vocabulary()
        self._ignored = {self._words.stem(word) for doc in corpus.documents for word in words_of(normal(doc.title))}

    def groups(self, messages: Sequence[str]) -> Iterator[Unanswered]:
        """Groups by the most telling shared word, the best word first; last those that share none."""
        sharing = _Sharing(map(self._telling, messages), self._words.information)
        while best := sharing.take_best():
            spelt, numbers = best
            yield Unanswered(spelt, False, tuple(messages[number] for number in numbers))
        if sharing.left:
            yield Unanswered(None, False, tuple(messages[number] for number in sharing.left))

    def _telling(self, message: str) -> dict[str, str]:
        """The words of a message that tell what it is about, by their stems."""
        told = (word for word in words_of(normal(message)) if word not in self._words.stopwords)
        words = {self._words.stem(word): word for word in told}
        return {stem: word for stem, word in words.items() if stem not in self._ignored}


class _Sharing:
    """Which words the messages share that are not in a group yet.

    Args:
        messages: the telling words of each message, by their stems.
        information: how much a word tells, from 0 to 1.
    """

    def __init__(self, messages: Iterable[dict[str, str]], information: Callable[[str], float]) -> None:
        self.left = dict(enumerate(messages))
        """The messages in no group, by their number."""
        self._information = information
        self._holding: dict[str, dict[int, str]] = defaultdict(dict)
        for number, stems in self.left.items():
            for stem, word in stems.items():
                self._holding[stem][number] = word
        self._worth: dict[str, tuple[float, int, int, str]] = {}
        self._queue: list[tuple[float, int, int, str]] = []
        for stem in self._holding:
            self._weigh(stem)

    def take_best(self) -> tuple[str, list[int]] | None:
        """Take out the messages that share the stem with the greatest count times rarity, the first of equals.

        Returns:
            How most of them spell it, and their numbers; ``None`` where no two messages share a stem.
        """
        while self._queue:
            worth = heappop(self._queue)
            stem = worth[-1]
            if self._worth.get(stem) == worth:
                members = self._holding[stem]
                spelt, _ = Counter(members.values()).most_common(1)[0]
                numbers = list(members)
                self._take(numbers)
                return spelt, numbers
        return None

    def _take(self, numbers: Iterable[int]) -> None:
        changed: set[str] = set()
        for number in numbers:
            stems = self.left.pop(number)
            for stem in stems:
                del self._holding[stem][number]
            changed.update(stems)
        for stem in changed:
            self._weigh(stem)

    def _weigh(self, stem: str) -> None:
        members = self._holding[stem]
        self._worth.pop(stem, None)
        if len(members) > 1:
            rarity = min(map(self._information, set(members.values())))
            first = next(iter(members))
            worth = (-len(members) * rarity, first, list(self.left[first]).index(stem), stem)
            self._worth[stem] = worth
            heappush(self._queue, worth)
