"""Reading a follow-up in its conversation: "and is that covered?", "what about the other one?"."""

from collections.abc import Mapping, Sequence

from bot.dialogue.reply import Conversation, Turn
from bot.documents import Passage
from bot.search.analysis import Reading

POINTING = frozenset(
    "it its that this they them their theirs those these he him his she her one ones there then same other others "
    "else such both either neither".split()
)
"""Words that point back to what was said before."""

LINKING = frozenset("and but so or also then what how why ok okay yes no well plus".split())
"""Words that a message which continues another one begins with."""

FEW_WORDS = 3
"""A message with so few words that carry a subject may lean on the one before it."""

LEANING = 0.2
"""The weight of the last turn's terms for a message that leans on it; of the turn before, its square."""

LEANING_ALONE = 0.6
"""The same for a message without a word that carries a subject ("why?", "how do they do that?")."""

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


def leans_on_conversation(reading: Reading) -> bool:
    """Whether a message is so short or so full of pointing words that it needs the one before it."""
    content = sum(reading.content)
    points = any(word in POINTING for word in reading.words)
    links = bool(reading.words) and reading.words[0] in LINKING
    return content <= 1 or (content <= FEW_WORDS and (points or links)) or (points and content <= 2 * FEW_WORDS)


def earlier_turns(conversation: Conversation) -> list[Turn]:
    """The turns that a follow-up can be about, the last first: not small talk, and not an emergency."""
    return [turn for turn in reversed(conversation.turns) if turn.reply.kind not in ("chat", "emergency")]


def in_context(terms: Sequence[Mapping[str, float]], has_subject: bool) -> dict[str, float]:
    """The terms of a message with those of the messages it leans on, which weigh less the older they are.

    Args:
        terms: the weighted terms of the message, then those of the messages it leans on, the last first.
        has_subject: whether a word of the message carries a subject.
    """
    leaning = LEANING if has_subject else LEANING_ALONE
    weighted: dict[str, float] = {}
    for age, earlier in enumerate(terms):
        for term, value in earlier.items():
            weighted[term] = max(weighted.get(term, 0.0), leaning**age * value)
    return weighted


def pointed_at(reading: Reading, turns: Sequence[Turn], passages: Sequence[Passage]) -> Passage | None:
    """The passage that a message points to: a bullet of the list just quoted, or what fitted next best."""
    words, content = set(reading.words), sum(reading.content)
    quotes = next((turn.reply.quotes for turn in turns if turn.reply.quotes), ())
    if not quotes or content > 2 * FEW_WORDS:
        return None
    subjects = {word for word, carries in zip(reading.words, reading.content, strict=True) if carries}
    if words & MORE and subjects <= MORE:
        return quotes[1].passage if len(quotes) > 1 else None
    if not words & LIST_NOUNS:
        return None
    quoted = quotes[0].passage
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
