"""What a bot replies along written-down conversations, without replying to anything twice."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import TypeVar

from bot.bot import Bot
from bot.dialogue.reply import Conversation, Reply, Turn

TALKS_AT_ONCE = 64
"""How many conversations are looked at together for what they share; so many are a task for a process."""

Item = TypeVar("Item")


def replay(bot: Bot, talks: Sequence[tuple[str, ...]]) -> list[tuple[Reply, ...]]:
    """The replies to each of ``talks``: the messages that one person sends, one after the other.

    They are gone through in the order of their messages, so that those that begin alike follow each other: what they
    share is replied to once, and only one conversation is kept.
    """
    conversation = Conversation()
    replies: dict[int, tuple[Reply, ...]] = {}
    for number in sorted(range(len(talks)), key=talks.__getitem__):
        messages = talks[number]
        shared = _shared(conversation.turns, messages)
        conversation = Conversation(conversation.turns[:shared])
        for message in messages[shared:]:
            conversation = conversation.after(message, bot.reply(message, conversation))
        replies[number] = tuple(turn.reply for turn in conversation.turns)
    return [replies[number] for number in range(len(talks))]


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """``items``, so many together as are looked at together."""
    left = iter(items)
    while batch := list(islice(left, TALKS_AT_ONCE)):
        yield batch


def _shared(turns: Sequence[Turn], messages: Sequence[str]) -> int:
    """How many of ``messages`` were said in ``turns``, from the first on."""
    pairs = zip(turns, messages, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].message == pair[1], pairs))
