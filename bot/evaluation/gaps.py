"""What people asked and the corpus could not answer: what an editor should write next."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bot.bot import Bot
from bot.documents import Corpus
from bot.errors import CaseError
from bot.evaluation.cases import read_rows, read_text
from bot.text.normal import normal, words_of
from bot.text.vocabulary import vocabulary

ABOUT_THE_MATTER = "decline/not-covered"
"""The intent of a reply that declines what the corpus might have said."""

SAID = "You: "
"""Begins a person's line in a transcript that the chat's ``/save`` wrote."""

class Asked(NamedTuple):
    """A message and what the same person wrote before it, oldest first."""

    message: str
    history: tuple[str, ...] = ()


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
        elsewhere: how many were declined that are about another subject altogether.
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
        messages = [Asked(row.text("question"), row.texts("history")) for row in read_rows(path)]
    else:
        said = [line.removeprefix(SAID) for line in read_text(path).splitlines() if line.startswith(SAID)]
        messages = [Asked(message, tuple(said[:number])) for number, message in enumerate(said)]
    if not messages:
        raise CaseError(f"{path}: no message in this file. In a transcript, what a person said begins with {SAID!r}.")
    return messages


def find_gaps(bot: Bot, asked: Iterable[Asked]) -> Gaps:
    """What ``bot`` declines of ``asked``, grouped by what it asks about."""
    known: dict[str, list[str]] = defaultdict(list)
    others: list[str] = []
    total = elsewhere = 0
    for message, history in asked:
        total += 1
        reply = bot.reply(message, bot.conversation(history))
        if reply.kind != "decline":
            continue
        if reply.topic is not None:
            known[reply.topic].append(message)
        elif reply.intent == ABOUT_THE_MATTER:
            others.append(message)
        else:
            elsewhere += 1
    groups = [Gap(topic, True, tuple(messages)) for topic, messages in known.items()]
    groups += _Words(bot.corpus).groups(others)
    groups.sort(key=lambda gap: (gap.topic is None, -len(gap.messages)))
    return Gaps(tuple(groups), total, sum(len(gap.messages) for gap in groups), elsewhere)


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
        words = {number: self._telling(message) for number, message in enumerate(messages)}
        while stem := self._best(words.values()):
            members = [number for number in words if stem in words[number]]
            spelt = Counter(words[number][stem] for number in members).most_common(1)[0][0]
            yield Unanswered(spelt, False, tuple(messages[number] for number in members))
            for number in members:
                del words[number]
        if words:
            yield Unanswered(None, False, tuple(messages[number] for number in words))

    def _best(self, messages: Iterable[dict[str, str]]) -> str | None:
        """The stem shared by several messages with the greatest count times rarity."""
        counts: Counter[str] = Counter()
        rarity: dict[str, float] = {}
        for stems in messages:
            counts.update(stems.keys())
            for stem, word in stems.items():
                rarity[stem] = min(rarity.get(stem, 1.0), self._words.information(word))
        shared = [stem for stem, count in counts.items() if count > 1]
        return max(shared, key=lambda stem: counts[stem] * rarity[stem], default=None)

    def _telling(self, message: str) -> dict[str, str]:
        """The words of a message that tell what it is about, by their stems."""
        told = (word for word in words_of(normal(message)) if word not in self._words.stopwords)
        words = {self._words.stem(word): word for word in told}
        return {stem: word for stem, word in words.items() if stem not in self._ignored}
