"""What a bot replies along written-down conversations, without replying to anything twice."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from bot.bot import Bot
from bot.dialogue.reply import Conversation, Reply, Turn


def replay(bot: Bot, talks: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, tuple[Reply, ...]]]:
    """The replies to each of ``talks``: the messages that one person sends, one after the other.

    Each comes with its place in ``talks``. They come in the order of their messages, not of ``talks``, so that those
    that begin alike follow each other: what they share is replied to once, and only one conversation is kept.
    """
    conversation = Conversation()
    for number in sorted(range(len(talks)), key=talks.__getitem__):
        messages = talks[number]
        shared = _shared(conversation.turns, messages)
        conversation = Conversation(conversation.turns[:shared])
        for message in messages[shared:]:
            conversation = conversation.after(message, bot.reply(message, conversation))
        yield number, tuple(turn.reply for turn in conversation.turns)


def _shared(turns: Sequence[Turn], messages: Sequence[str]) -> int:
    """How many of ``messages`` were said in ``turns``, from the first on."""
    pairs = zip(turns, messages, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].message == pair[1], pairs))
