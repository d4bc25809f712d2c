"""Reading a follow-up in its conversation: "and is that covered?", "what about the other one?"."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.dialogue.aftermath import standing_alarm
from bot.dialogue.moves import Moves
from bot.dialogue.reply import Conversation, Turn
from bot.dialogue.shown import Shown, answered, asked_for, shown_in
from bot.documents import Gap, Passage
from bot.evidence.query import Move, Query
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


def in_conversation(  # noqa: PLR0913 - what was said, what may be quoted, and how to read it
    text: str,
    conversation: Conversation,
    read: Callable[[str], Message],
    passages: Sequence[Passage],
    settings: Settings,
    offered: Callable[[str], Passage | None] = lambda words: None,
    headed: Callable[[str], Passage | None] = lambda words: None,
    curated: Callable[[str], Passage | Gap | None] = lambda words: None,
) -> Query:
    """The message ``text`` with the messages of the conversation that it leans on.

    Args:
        text: what was typed.
        conversation: what was said before.
        read: reads a text.
        passages: what may be quoted.
        settings: the tuned numbers.
        offered: what answers a question that the bot offers, by its words alone.
        headed: what stands first under a heading of the material, by its words alone.
        curated: what an editor wrote a message for, by its words alone.
    """
    message = read(text)
    words = plain(message.normal)
    own = offered(words)
    query = _query(message, conversation, read, passages, settings)
    if own:
        return replace(query, earlier=[], pointed=own, is_offered=True)
    shown = shown_in(conversation, passages, settings)
    begun, rest = Moves.load().beginning(message.normal)
    move = _move(message, begun, rest, shown)
    if move is not None:
        return replace(query, move=move, pointed=move.passages[0] if move.passages else None)
    written_for = None if query.earlier else curated(words)
    if written_for is not None:
        pointed = written_for if isinstance(written_for, Passage) else None
        return replace(query, pointed=pointed, curated=written_for)
    first = headed(words)
    if first is not None:
        return replace(query, earlier=[], pointed=first)
    if begun is None or not rest:
        return query
    return replace(query, rest=_rest(begun, _query(read(rest), conversation, read, passages, settings), shown, read))


def _query(
    message: Message,
    conversation: Conversation,
    read: Callable[[str], Message],
    passages: Sequence[Passage],
    settings: Settings,
) -> Query:
    turns = earlier_turns(conversation)[: settings.remembered_turns]
    earlier: list[Message] = []
    for turn in turns:
        if not leans(earlier[-1] if earlier else message, settings):
            break
        earlier.append(read(turn.message))
    return Query(
        message=message,
        earlier=earlier,
        settings=settings,
        after_answer=bool(turns) and turns[0].reply.kind == "answer",
        alarm=standing_alarm(conversation.turns, settings),
        before=_before(conversation, read, passages, settings),
        quoted=_answer_of(turns[0]) if earlier else (),
    )


def _move(message: Message, begun: str | None, rest: str, shown: Shown | None) -> Move | None:
    """The move that takes up the message; one that corrects and says no more asks for what fitted next best."""
    if shown is None:
        return None
    taking_up = Moves.load().taking_up
    names = taking_up(rest, shown.words) if begun else []
    if begun != "correction":
        names = names or taking_up(message.normal, shown.words)
    elif not rest:
        names = [begun]
    moves = (asked_for(name, message.normal, shown) for name in names)
    return next((move for move in moves if move is not None), None)


def _rest(begun: str, query: Query, shown: Shown | None, read: Callable[[str], Message]) -> Query:
    """The question that follows the words of a move; after a correction what was just quoted is not quoted again.

    Unless another sentence of it fits now: then the person is shown that one.
    """
    move = Move(name=begun)
    if begun == "change":
        return replace(query, move=move, earlier=[], after_answer=False)
    if begun == "correction" and shown is not None:
        return replace(query, move=move, left_out=answered(shown, query, read))
    return replace(query, move=move)


def _before(
    conversation: Conversation, read: Callable[[str], Message], passages: Sequence[Passage], settings: Settings
) -> Sequence[Message]:
    """The last messages, which may have named a leaflet, where there are several."""
    if not passages or next(iter(passages)).document.name == passages[-1].document.name:
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
