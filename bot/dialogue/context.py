"""Reading a follow-up in its conversation: "and is that covered?", "what about the other one?"."""

from collections.abc import Callable, Mapping, Sequence

from bot.dialogue.aftermath import standing_alarm
from bot.dialogue.reply import Conversation, Turn
from bot.documents import Passage
from bot.evidence.query import Query
from bot.settings import Settings
from bot.text.message import Message
from bot.text.normal import plain

POINTING = frozenset(
    "it its that this they them their theirs those these he him his she her one ones there then same other others "
    "else such both either neither".split()
)
"""Words that point back to what was said before."""

LINKING = frozenset("and but so or also then what how why ok okay yes no well plus".split())
"""Words that a message which continues another one begins with."""

STEP = {
    "first": 0, "1st": 0, "former": 0,
    "second": 1, "2nd": 1, "latter": -1,
    "third": 2, "3rd": 2,
    "fourth": 3, "4th": 3,
    "last": -1,
}  # fmt: skip
"""Which bullet of the list just quoted an ordinal points to, from 0; -1 is the last."""

MORE = frozenset("more else further continue elaborate detail details".split())
"""Words that, with nothing else said, ask for what fits next best."""

NEXT = frozenset("next other another others".split())
"""Words that ask for the bullet after the one just quoted."""

LIST_NOUNS = frozenset(
    "one ones type types kind kinds sort other next point reason way thing bullet item option".split()
)
"""What an ordinal must stand beside to point into a list ("the second type", "the other one")."""


def in_conversation(  # noqa: PLR0913 - what was said, what may be quoted, and how to read it
    text: str,
    conversation: Conversation,
    read: Callable[[str], Message],
    passages: Sequence[Passage],
    settings: Settings,
    offered: Mapping[str, Passage] | None = None,
) -> Query:
    """The message ``text`` with the messages of the conversation that it leans on.

    Args:
        text: what was typed.
        conversation: what was said before.
        read: reads a text.
        passages: what may be quoted.
        settings: the tuned numbers.
        offered: the questions that the bot offers, by their words alone, and what answers each.
    """
    turns = earlier_turns(conversation)[: settings.remembered_turns]
    message = read(text)
    own = (offered or {}).get(plain(text))
    earlier: list[Message] = []
    for turn in () if own else turns:
        if not leans(earlier[-1] if earlier else message, settings):
            break
        earlier.append(read(turn.message))
    return Query(
        message=message,
        earlier=earlier,
        settings=settings,
        pointed=own or pointed_at(message, turns, passages, settings),
        after_answer=bool(turns) and turns[0].reply.kind == "answer",
        is_offered=own is not None,
        alarm=standing_alarm(conversation.turns, settings),
        before=_before(conversation, read, passages, settings),
        quoted=_answer_of(turns[0]) if earlier else (),
    )


def _before(
    conversation: Conversation, read: Callable[[str], Message], passages: Sequence[Passage], settings: Settings
) -> Sequence[Message]:
    """The last messages, which may have named a leaflet, where there are several."""
    if not passages or passages[0].document.name == passages[-1].document.name:
        return ()
    turns = conversation.turns[: -settings.remembered_turns - 1 : -1]
    return tuple(read(turn.message) for turn in turns)


def _answer_of(turn: Turn) -> Sequence[Passage]:
    """What a turn quoted as its answer."""
    reply = turn.reply
    return [quote.passage for quote in reply.quotes[: reply.offered]] if reply.kind == "answer" else ()


def leans(message: Message, settings: Settings) -> bool:
    """Whether a message is so short or so full of pointing words that it needs the one before it."""
    subjects = len(message.subjects)
    points = not POINTING.isdisjoint(message.words)
    links = bool(message.words) and message.words[0] in LINKING
    few = settings.few_subjects
    return subjects <= 1 or (subjects <= few and (points or links)) or (points and subjects <= 2 * few)


def earlier_turns(conversation: Conversation) -> list[Turn]:
    """The turns that a follow-up can be about, the last first: not small talk, and not an emergency."""
    return [turn for turn in reversed(conversation.turns) if turn.reply.kind not in ("chat", "emergency")]


def pointed_at(
    message: Message, turns: Sequence[Turn], passages: Sequence[Passage], settings: Settings
) -> Passage | None:
    """The passage that a message points to: a bullet of the list just quoted, or what fitted next best."""
    words, subjects = frozenset(message.words), frozenset(message.subjects)
    quotes = next((turn.reply.quotes for turn in turns if turn.reply.quotes), ())
    if not quotes or len(message.subjects) > 2 * settings.few_subjects:
        return None
    if words & MORE and subjects <= MORE:
        return quotes[1].passage if len(quotes) > 1 else None
    if not words & LIST_NOUNS:
        return None
    bullets, current = _list_around(quotes[0].passage, passages)
    if not bullets:
        return None
    if current is not None and words & NEXT:
        return bullets[(current + 1) % len(bullets)]
    step = next((STEP[word] for word in message.words if word in STEP), None)
    return bullets[step] if step is not None and step < len(bullets) else None


def _list_around(quoted: Passage, passages: Sequence[Passage]) -> tuple[list[Passage], int | None]:
    """The bullets of the list that ``quoted`` is or stands in, and its place among them."""
    whole = quoted if quoted.kind == "list" else next((p for p in passages if p.contains(quoted)), None)
    if whole is None:
        return [], None
    bullets = [passage for passage in passages if whole.contains(passage) and passage.kind == "bullet"]
    return bullets, bullets.index(quoted) if quoted in bullets else None
