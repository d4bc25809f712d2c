"""An editor's own lines, typed back: each gets what it was written for, or it is told why not and which lever there is.

::

    for line in typed_back(bot, bot.corpus):
        if not line.came_back:
            print(line.text, line.came, line.lever)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.authoring.findings import Finding, Place, Urgency
from bot.authoring.leaflet import Leaflet, shortened
from bot.bot import Bot
from bot.dialogue.aftermath import CRY
from bot.dialogue.reply import Reply
from bot.documents import Corpus, Gap, Passage
from bot.sanitising import on_one_line

MOST_FAILING = 0.05
"""Where more of a leaflet's lines get something else, ``UNCOUNTED`` aside, its curation is to be mended. A bot that
weighs what is likely is never right about all of thousands of lines."""

Why = Literal[
    "alarm",
    "referral",
    "another language",
    "too long",
    "says nothing",
    "small talk",
    "another leaflet",
    "another passage",
    "a passage",
    "declined",
    "not named",
]

UNCOUNTED: frozenset[Why] = frozenset({"alarm", "not named"})
"""Help that comes first is no fault of a curation, and a decline that names no topic none that a person minds."""

LEVERS: dict[Why, str] = {
    "alarm": "It reads as an emergency, and help comes first. Ask it about people in general, or leave it out.",
    "referral": "It reads as a question about one's own treatment. Ask it about people in general.",
    "another language": "It reads as another language. Write it in English.",
    "too long": "Nobody's message is read at that length. Shorten it.",
    "says nothing": "It has no word that says what it is about. Add one.",
    "small talk": "It reads as small talk, or as said to the bot. Ask a plain question.",
    "another leaflet": "Name the leaflet in it, or ask what this leaflet alone answers.",
    "another passage": "If that one answers it, give the line to it. If not, write two more lines like it for its own.",
    "a passage": "If that passage answers it, give the line to it. If not, write two more lines like it.",
    "declined": "Write two more lines like it, and use a word that stands in the passage.",
    "not named": "People are told that it is not covered, only not by this name. Two more lines like it may help.",
}
"""What an editor can do, by why a line does not come back."""

HEADED = "Say in it what it is about: with its heading before it, it comes back."
TITLED = "Name the leaflet in it: with its title before it, it comes back."
"""The levers where that was tried and helped."""


@dataclass(frozen=True, slots=True)
class TypedBack:
    """A line of a curation, typed by a person.

    Attributes:
        text: the question of a passage, or an example of a passage or a gap.
        owner: what it was written for.
        is_question: whether the bot offers it as the passage's question.
        reply: what it gets.
        why: why that is something else; ``None`` where it gets what it was written for.
        came: what it gets instead, in a few words; ``""`` where that is what it was written for.
        lever: what an editor can do about it; ``""`` likewise.
    """

    text: str
    owner: Passage | Gap
    is_question: bool
    reply: Reply
    why: Why | None = None
    came: str = ""
    lever: str = ""

    @property
    def came_back(self) -> bool:
        """Whether the line gets what it was written for."""
        return self.why is None

    @property
    def document(self) -> str:
        """The name of the leaflet whose curation it stands in."""
        return document_of(self.owner)


def typed_back(bot: Bot, corpus: Corpus) -> Iterator[TypedBack]:
    """Every line of the corpus's curations, with what it gets: those of passages in reading order, then those of gaps.

    Args:
        bot: answers from ``corpus``.
        corpus: whose lines are typed.
    """
    for passage in corpus.passages:
        for text in dict.fromkeys((*([passage.question] if passage.question else []), *passage.examples)):
            yield _typed(bot, text, passage, is_question=text == passage.question)
    for gap in corpus.gaps:
        for text in dict.fromkeys(gap.examples):
            yield _typed(bot, text, gap, is_question=False)


def line_count(corpus: Corpus) -> int:
    """How many lines ``typed_back`` types."""
    lines = sum(len({passage.question, *passage.examples} - {None}) for passage in corpus.passages)
    return lines + sum(len(set(gap.examples)) for gap in corpus.gaps)


def gets(reply: Reply, owner: Passage | Gap) -> bool:
    """Whether a reply offers this passage, or declines by the name of this gap."""
    if isinstance(owner, Gap):
        return reply.kind == "decline" and reply.topic == owner.topic
    if reply.kind not in ("answer", "refer"):
        return False
    return any(quote.passage.shows(owner) for quote in reply.quotes[: max(1, reply.offered)])


def came_instead(reply: Reply, document: str) -> str:
    """What a message gets that should get something of ``document``, in a few words."""
    if reply.kind == "emergency" or reply.intent == CRY:
        return "help for an emergency"
    if reply.kind == "refer":
        return "a referral to a doctor or nurse"
    if reply.kind == "chat":
        return "small talk"
    if reply.kind == "answer":
        passage = reply.quotes[0].passage
        where = "" if passage.document.name == document else f" of {on_one_line(passage.document.name)}"
        return f"passage {passage.number + 1}{where}"
    return f"a decline, as about “{shortened(reply.topic)}”" if reply.topic else "a decline"


def of_leaflet(leaflet: Leaflet, lines: list[TypedBack]) -> Iterator[Finding]:
    """What is to be said of the lines of one leaflet that get something else."""
    failing = [line for line in lines if not line.came_back]
    counted = sum(line.why not in UNCOUNTED for line in failing)
    urgency: Urgency = "soon" if counted > MOST_FAILING * len(lines) else "look"
    for line in failing:
        own_urgency: Urgency = "look" if line.why in UNCOUNTED else urgency
        if isinstance(line.owner, Passage):
            place, own = leaflet.place_of(line.owner), "its passage"
        else:
            place = Place(text=shortened(line.owner.topic))
            own = f"the gap “{place.text}”"
        wrong = f"“{on_one_line(line.text)}” gets {line.came}, not {own}."
        yield Finding("typed-back", own_urgency, leaflet.name, wrong, line.lever, place)


def _typed(bot: Bot, text: str, owner: Passage | Gap, *, is_question: bool) -> TypedBack:
    reply = bot.reply(text)
    if gets(reply, owner):
        return TypedBack(text, owner, is_question, reply)
    why = _why(reply, owner)
    return TypedBack(
        text, owner, is_question, reply, why, came_instead(reply, document_of(owner)), _lever(bot, text, owner, why)
    )


def _why(reply: Reply, owner: Passage | Gap) -> Why:
    if reply.kind == "emergency" or reply.intent == CRY:
        return "alarm"
    if told := _BECAUSE.get(reply.because) or _INTENTS.get(reply.intent) or _KINDS.get(reply.kind):
        return told
    if reply.kind == "answer":
        return _another(reply, owner)
    return "not named" if isinstance(owner, Gap) else "declined"


_TOO_LITTLE: frozenset[Why] = frozenset(
    {"small talk", "says nothing", "another leaflet", "another passage", "declined"}
)
"""Why a line may need words that say what it is about."""

_BECAUSE: dict[str, Why] = {
    "language": "another language",
    "length": "too long",
    "no subject": "says nothing",
    "no known word": "says nothing",
}
_INTENTS: dict[str, Why] = {
    "decline/empty": "says nothing",
    "decline/gibberish": "says nothing",
    "decline/instructions": "small talk",
}
_KINDS: dict[str, Why] = {"refer": "referral", "chat": "small talk"}


def _another(reply: Reply, owner: Passage | Gap) -> Why:
    if reply.quotes[0].passage.document.name != document_of(owner):
        return "another leaflet"
    return "a passage" if isinstance(owner, Gap) else "another passage"


def document_of(owner: Passage | Gap) -> str:
    """The name of the leaflet that a passage or a gap belongs to."""
    return owner.document if isinstance(owner, Gap) else owner.document.name


def _lever(bot: Bot, text: str, owner: Passage | Gap, why: Why) -> str:
    """What can be done; that a line should say more is told only where it was tried and helped."""
    if why in _TOO_LITTLE:
        title = next(each.title for each in bot.corpus.documents if each.name == document_of(owner))
        heading = owner.section if isinstance(owner, Passage) else ""
        for before, lever in ((heading, HEADED), (title, TITLED)):
            if before and gets(bot.reply(f"{on_one_line(before)}: {text}"), owner):
                return lever
    return LEVERS[why]
