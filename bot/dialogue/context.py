"""Reading a follow-up in its conversation: "and is that covered?", "what about the other one?"."""

from collections.abc import Mapping, Sequence

from bot.dialogue.reply import Conversation, Turn
from bot.documents import Passage
from bot.search.analysis import Reading

POINTING = frozenset(
    "it its that this they them their theirs those these he him his she her one ones there then same other others "
    "else such both either neither him".split()
)
"""Words that point back to what was said before."""

LINKING = frozenset("and but so or also then what how why ok okay yes no well plus".split())
"""Words that a message which continues another one begins with."""

FEW_WORDS = 3
"""A message with so few words that carry a subject may lean on the one before it."""

LEANING = 0.3
"""The weight of the last turn's terms for a message that leans on it; of the turn before, its square."""

STEP = {
    "first": 0, "1st": 0, "former": 0,
    "second": 1, "2nd": 1, "latter": -1,
    "third": 2, "3rd": 2,
    "fourth": 3, "4th": 3,
    "last": -1,
}  # fmt: skip
"""Which bullet of the list just quoted an ordinal points to, from 0; -1 is the last."""

NEXT = frozenset("next other another others".split())
"""Words that ask for the bullet after the one just quoted."""

LIST_NOUNS = frozenset(
    "one ones type types kind kinds sort other next point reason way thing bullet item option".split()
)
"""What an ordinal must stand beside to point into a list ("the second type", "the other one")."""


def leans_on_conversation(reading: Reading) -> bool:
    """Whether a message is so short or so full of pointing words that it needs the one before it."""
    content = sum(reading.content)
    points = any(word in POINTING for word in reading.words)
    links = bool(reading.words) and reading.words[0] in LINKING
    return content <= 1 or (content <= FEW_WORDS and (points or links)) or (points and content <= 2 * FEW_WORDS)


def earlier_turns(conversation: Conversation) -> list[Turn]:
    """The turns that a follow-up can be about, the last first: all but small talk."""
    return [turn for turn in reversed(conversation.turns) if turn.reply.kind != "chat"]


def in_context(terms: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The terms of a message with those of the messages it leans on, which weigh less the older they are.

    Args:
        terms: the weighted terms of the message, then those of the messages it leans on, the last first.
    """
    weighted: dict[str, float] = {}
    for age, earlier in enumerate(terms):
        for term, value in earlier.items():
            weighted[term] = max(weighted.get(term, 0.0), LEANING**age * value)
    return weighted


def pointed_at(reading: Reading, turns: Sequence[Turn], passages: Sequence[Passage]) -> Passage | None:
    """The bullet of the list just quoted that a message points to, or ``None``."""
    words = set(reading.words)
    if not words & LIST_NOUNS or sum(reading.content) > 2 * FEW_WORDS:
        return None
    quoted = next((turn.reply.quotes[0].passage for turn in turns if turn.reply.quotes), None)
    if quoted is None:
        return None
    bullets, current = _list_around(quoted, passages)
    if not bullets:
        return None
    if current is not None and words & NEXT:
        return bullets[(current + 1) % len(bullets)]
    step = next((STEP[word] for word in reading.words if word in STEP), None)
    return bullets[step] if step is not None and step < len(bullets) else None


def _list_around(quoted: Passage, passages: Sequence[Passage]) -> tuple[list[Passage], int | None]:
    """The bullets of the list that ``quoted`` is or stands in, and its place among them."""
    whole = quoted if quoted.kind == "list" else next((p for p in passages if p.contains(quoted)), None)
    if whole is None:
        return [], None
    bullets = [passage for passage in passages if whole.contains(passage) and passage.kind == "bullet"]
    return bullets, bullets.index(quoted) if quoted in bullets else None
