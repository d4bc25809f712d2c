"""What became of what people asked: what the corpus does not say, and what an editor should look at beside it."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.bot import Bot
from bot.dialogue.aftermath import CRY, standing_alarm
from bot.dialogue.reply import Reply, Turn
from bot.dialogue.rules import Rules
from bot.evaluation.asked import Asked
from bot.evaluation.cases import Expected
from bot.evaluation.replay import batches, replay
from bot.evaluation.sharing import sharing
from bot.evaluation.subjects import Subjects
from bot.evidence.vectors import VectorTable
from bot.text.normal import plain
from bot.workers import Work, in_order

Place = Literal[
    "gaps", "missed", "misquoted", "referred", "alarmed", "asked_back", "answered", "small_talk", "not_read"
]
"""Where a message stands. Each stands in one place."""

KNOWN_TOPIC = "decline/known-topic"
INSTRUCTIONS = "decline/instructions"

NAMING = frozenset({"decline/not-mentioned", "decline/no-such-word"})
"""Declines that name what the message asks for, as it was typed."""

ASKED_BACK = frozenset(
    {"decline/which", "decline/no-more", "decline/other-words", "decline/too-long", "decline/empty", CRY}
)
"""What asks for more, and says neither that the material answers nor that it does not."""

NOT_READ = {
    "decline/language-": "in another language",
    "decline/gibberish": "unreadable",
    INSTRUCTIONS: "instructions to the bot",
}
"""Why a message is none that the material could answer, by what the reply's intent begins with."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message, and what is replied to it.

    Attributes:
        message: as it was typed.
        reply: what the bot says.
        expected: what the file says is right, where it says so.
        is_noted: whether the reply stands under the line with the number because of this message.
        count: how often it was asked.
    """

    message: str
    reply: Reply
    expected: Expected | None = None
    is_noted: bool = False
    count: int = 1

    @property
    def is_right(self) -> bool:
        """Whether the reply is what the file expects; also where it says nothing of it."""
        if self.expected is None:
            return True
        kind, gold = self.expected
        is_quoted = not gold or any(excerpt in quote.text for quote in self.reply.quotes[:1] for excerpt in gold)
        return self.reply.kind == kind and (kind != "answer" or is_quoted)

    @property
    def is_missed_emergency(self) -> bool:
        """Whether the file expects help, and something else was said."""
        return not self.is_right and self.expected is not None and self.expected.kind == "emergency"

    @property
    def degree(self) -> Literal["sure", "possible"] | None:
        """How sure the bot was of an alarm, where there was one."""
        if self.reply.kind == "emergency":
            return "sure"
        return "possible" if self.is_noted else None

    @property
    def unanswered(self) -> str:
        """What of the message has no answer: all of it, or the questions that the reply says so of."""
        return "\n".join(self.reply.unanswered) or self.message

    def to_json(self) -> dict[str, Any]:
        """The entry as plain data."""
        quote = self.reply.quotes[0] if self.reply.quotes else None
        return {
            "message": self.message,
            "count": self.count,
            "kind": self.reply.kind,
            "intent": self.reply.intent,
            "alarm": self.degree,
            "unanswered": list(self.reply.unanswered),
            "expected": self.expected.kind if self.expected else None,
            "gold": list(self.expected.gold) if self.expected else [],
            "right": self.is_right if self.expected else None,
            "quoted": quote.text if quote else None,
            "document": quote.passage.document.title if quote else None,
            "section": quote.passage.section if quote else None,
        }


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that people ask about and the corpus does not answer.

    Attributes:
        name: what the replies name, or what all of the messages share, as most people typed it; a message that shares
            nothing with another is its own name.
        is_curated: whether the name is a topic of the curation.
        also: what others of the messages have in the place of the name.
        messages: each once, the most frequent first, and then in the order of asking.
    """

    name: str
    is_curated: bool
    also: tuple[str, ...]
    messages: tuple[Entry, ...]

    @property
    def count(self) -> int:
        """How often it was asked."""
        return total(self.messages)

    def to_json(self) -> dict[str, Any]:
        """The gap as plain data."""
        return {
            "name": self.name,
            "curated": self.is_curated,
            "also": list(self.also),
            "count": self.count,
            "messages": [entry.to_json() for entry in self.messages],
        }


@dataclass(frozen=True, slots=True)
class Gaps:
    """What became of messages. Every message that counts is in one of these, and once.

    Attributes:
        gaps: what is not answered, the most frequent first.
        missed: declined, or taken for small talk, where the file expects something else.
        misquoted: answered where the file expects something else, or with another passage.
        referred: sent to a doctor or nurse.
        alarmed: given help, or another reply under the line with the number.
        asked_back: asked which passage was meant, for other words or for a question.
        small_talk: given a friendly word.
        not_read: none that any material could answer, by the reason.
        answered: how many others were answered.
        titles: the titles of the documents.
        fingerprint: a hash of the corpus.
    """

    gaps: tuple[Gap, ...]
    missed: tuple[Entry, ...]
    misquoted: tuple[Entry, ...]
    referred: tuple[Entry, ...]
    alarmed: tuple[Entry, ...]
    asked_back: tuple[Entry, ...]
    small_talk: tuple[Entry, ...]
    not_read: Mapping[str, tuple[Entry, ...]]
    answered: int
    titles: tuple[str, ...]
    fingerprint: str

    @property
    def counts(self) -> dict[Place, int]:
        """How many messages stand in each place."""
        return {
            "gaps": sum(gap.count for gap in self.gaps),
            "missed": total(self.missed),
            "misquoted": total(self.misquoted),
            "referred": total(self.referred),
            "alarmed": total(self.alarmed),
            "asked_back": total(self.asked_back),
            "answered": self.answered,
            "small_talk": total(self.small_talk),
            "not_read": sum(map(total, self.not_read.values())),
        }

    @property
    def asked(self) -> int:
        """How many messages count."""
        return sum(self.counts.values())

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data."""
        lists = {
            "missed": self.missed,
            "misquoted": self.misquoted,
            "referred": self.referred,
            "alarmed": self.alarmed,
            "asked_back": self.asked_back,
            "small_talk": self.small_talk,
        }
        return {
            "titles": list(self.titles),
            "fingerprint": self.fingerprint,
            "asked": self.asked,
            "counts": self.counts,
            "gaps": [gap.to_json() for gap in self.gaps],
            **{name: [entry.to_json() for entry in entries] for name, entries in lists.items()},
            "not_read": [
                {"reason": reason, "count": total(entries), "messages": [entry.to_json() for entry in entries]}
                for reason, entries in self.not_read.items()
            ],
        }


Placed = tuple[Place, Entry]


def find_gaps(bot: Bot, asked: Iterable[Asked]) -> Gaps:
    """What becomes of ``asked``, with what ``bot`` replies now."""
    work = Work(lambda: Listener(bot))
    placed = (each for _, entries in in_order(work, batches(asked), 1) for each in entries)
    return gathered(bot, placed)


class Listener:
    """Hears conversations, and tells where each message stands that counts.

    Args:
        bot: replies to them.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._places = _Places(bot, _subjects(bot))

    def __call__(self, talks: list[Asked]) -> list[Placed]:
        """The messages that count, with their places, in the order of asking."""
        return [(self._places.of(entry), _without_figures(entry)) for entry in self._heard(talks)]

    def _heard(self, talks: Sequence[Asked]) -> Iterator[Entry]:
        for talk, replies in zip(talks, replay(self._bot, [talk.messages for talk in talks]), strict=True):
            turns = list(map(Turn, talk.messages, replies))
            yield from (_entry(turns, place, talk, self._bot) for place in range(talk.earlier, len(turns)))


def gathered(bot: Bot, placed: Iterable[Placed]) -> Gaps:
    """Everything together. Of messages that are the same only the first is kept, and of what is answered the number."""
    kept: dict[Place, dict[Hashable, Entry]] = defaultdict(dict)
    counts: Counter[tuple[Place, Hashable]] = Counter()
    answered = 0
    for place, entry in placed:
        if place == "answered":
            answered += entry.count
            continue
        key = (_curated_topic(entry), _asked(entry)) if place == "gaps" else _replied(entry)
        kept[place].setdefault(key, entry)
        counts[place, key] += entry.count
    once = {
        place: [replace(entry, count=counts[place, key]) for key, entry in entries.items()]
        for place, entries in kept.items()
    }
    return Gaps(
        gaps=tuple(_gaps(once.get("gaps", []), _subjects(bot))),
        missed=_listed(once.get("missed", [])),
        misquoted=_listed(once.get("misquoted", [])),
        referred=_listed(once.get("referred", [])),
        alarmed=_listed(once.get("alarmed", [])),
        asked_back=_listed(once.get("asked_back", [])),
        small_talk=_listed(once.get("small_talk", [])),
        not_read=_by_reason(once.get("not_read", [])),
        answered=answered,
        titles=tuple(document.title for document in bot.corpus.documents),
        fingerprint=bot.corpus.fingerprint,
    )


def _subjects(bot: Bot) -> Subjects:
    return Subjects(bot.corpus, bot.read, VectorTable(bot.model.vector_keys, bot.model.vectors))


def _without_figures(entry: Entry) -> Entry:
    """``entry`` with what is told of its reply: the first quote, and none of the figures behind it."""
    return replace(entry, reply=replace(entry.reply, signals={}, suggestions=(), quotes=entry.reply.quotes[:1]))


def _entry(turns: Sequence[Turn], place: int, talk: Asked, bot: Bot) -> Entry:
    """The message at ``place``. A line that an earlier alarm leaves above every reply is no alarm of its own."""
    message, reply = turns[place].message, turns[place].reply
    is_noted = bool(reply.urgent_note) and standing_alarm(turns[:place], bot.settings) is None
    return Entry(message, reply, talk.expected if place == len(turns) - 1 else None, is_noted)


class _Places:
    """Tells where a message stands."""

    def __init__(self, bot: Bot, subjects: Subjects) -> None:
        self._read = bot.read
        self._rules = Rules.load()
        self._subjects = subjects

    def of(self, entry: Entry) -> Place:
        """The place of a message: an alarm comes first, and then what was said to the person."""
        if entry.degree is not None:
            return "alarmed"
        if entry.reply.kind == "refer":
            return "referred"
        if entry.reply.kind == "answer":
            return _of_answer(entry)
        if entry.expected is not None and entry.expected.kind not in (entry.reply.kind, "decline"):
            return "missed"
        return self._of_unanswered(entry)

    def _of_unanswered(self, entry: Entry) -> Place:
        """The place of what was declined, or taken for small talk."""
        if self._is_none_for_the_material(entry):
            return "not_read"
        if entry.reply.intent in ASKED_BACK:
            return "asked_back"
        is_gap = entry.reply.kind == "decline" or self._should_be_declined(entry)
        return "gaps" if is_gap else "small_talk"

    def _should_be_declined(self, entry: Entry) -> bool:
        """Whether what was answered as small talk asks for something, by the file or else by its words."""
        return not entry.is_right or (entry.expected is None and self._asks_after_something(entry.message))

    def _is_none_for_the_material(self, entry: Entry) -> bool:
        """Whether no material could answer. What only sounds like an order to the bot may be a question."""
        if entry.reply.intent != INSTRUCTIONS or entry.reply.because == "rule":
            return _reason(entry) is not None
        asks = any(sentence.asks for sentence in self._read(entry.message).sentences)
        return not (asks or self._asks_after_something(entry.message))

    def _asks_after_something(self, text: str) -> bool:
        """Whether what was taken for small talk, or for an order, asks for a matter of patient information."""
        told = self._subjects.of(text)
        return bool(told.listed or (told.known and self._rules.requests_something(self._read(text))))


def _of_answer(entry: Entry) -> Place:
    if not entry.is_right:
        return "misquoted"
    return "gaps" if entry.reply.unanswered else "answered"


def _reason(entry: Entry) -> str | None:
    """Why a message is none that the material could answer, by the reply."""
    if not entry.message.strip():
        return "empty"
    return next((reason for begin, reason in NOT_READ.items() if entry.reply.intent.startswith(begin)), None)


def _by_reason(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    reasons: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        reasons[_reason(entry) or ""].append(entry)
    return {reason: _listed(reasons[reason]) for reason in sorted(reasons)}


def _listed(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Those first that the file expects something else of: help before all."""
    return tuple(sorted(entries, key=lambda entry: (entry.is_right, not entry.is_missed_emergency)))


def _replied(entry: Entry) -> Hashable:
    """What makes two messages of a list the same, with what is said to them."""
    first = [quote.passage.number for quote in entry.reply.quotes[:1]]
    return _asked(entry), entry.reply.intent, entry.degree, *first, entry.expected


def _asked(entry: Entry) -> str:
    """What makes a message the same as another: its words, or its signs where it has none."""
    return plain(entry.message) or entry.message.strip()


def _curated_topic(entry: Entry) -> str | None:
    """The topic of the curation that the reply names, if it does."""
    return entry.reply.topic if entry.reply.intent == KNOWN_TOPIC else None


def _often(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: -entry.count))


def total(entries: Iterable[Entry]) -> int:
    """How many messages the entries stand for."""
    return sum(entry.count for entry in entries)


def _gaps(entries: Iterable[Entry], subjects: Subjects) -> list[Gap]:
    """The most frequent first; of equals the topics of the curation, then what more messages share."""
    known: dict[str, list[Entry]] = defaultdict(list)
    others: list[Entry] = []
    for entry in entries:
        topic = _curated_topic(entry)
        (others if topic is None else known[topic]).append(entry)
    gaps = [Gap(topic, True, (), _often(messages)) for topic, messages in known.items()]
    gaps += _grouped(others, subjects)
    return sorted(gaps, key=lambda gap: (-gap.count, not gap.is_curated, -len(gap.messages)))


def _grouped(entries: Sequence[Entry], subjects: Subjects) -> Iterator[Gap]:
    """Groups of messages that share what they are about, and then each of the others alone."""
    told = [subjects.of(entry.unanswered, _named(entry.reply)) for entry in entries]
    alone = dict.fromkeys(range(len(entries)))
    for shared in sharing(told, [entry.count for entry in entries]):
        yield Gap(shared.name, False, shared.also, _often(entries[number] for number in shared.members))
        for number in shared.members:
            del alone[number]
    for number in alone:
        entry = entries[number]
        yield Gap(_named(entry.reply) or entry.message, False, (), (entry,))


def _named(reply: Reply) -> str | None:
    """What the reply names of the message, as it was typed."""
    return reply.topic if reply.intent in NAMING else None
