"""One decision on everything that is known about a message, top to bottom.

Two probabilities are multiplied out: what kind of message it is, and, were it a question, whether the best passage
answers it or nothing in the corpus does. So a question with strong evidence is answered though it sounds a little like
something else, and nothing is ruled out beforehand::

    answer    = question * covered
    decline   = question * (1 - covered) + elsewhere
    refer     = personal + distress
    emergency = (emergency + crisis) * emergency_weight
    chat      = chat

``elsewhere`` and ``personal`` give way where a passage surely answers: what fits a passage well is not from elsewhere,
however it sounds. Rules that leave no doubt are added by "or".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from bot.dialogue.reply import Kind
from bot.dialogue.rules import Rules
from bot.documents import Corpus
from bot.evidence.query import Query
from bot.evidence.rank import Evidence
from bot.settings import Settings

Because = Literal["rule", "signals", "language", "no known word", "no subject", "pointed at"]

PERSONS = frozenset(
    "i me my myself you your he him his himself she her hers herself we us our they them their someone somebody anyone "
    "anybody nobody everyone everybody people person".split()
)
"""A message of function words that names a person may still mean something: "I can not go on"."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided, and why.

    Attributes:
        intent: the name of the sentence to say, which begins with the kind of reply: ``decline/not-covered``.
        because: what decided.
        detail: the rule's name, or the language.
        topic: the gap that the message asks for, where the reply names it.
        quotes: the numbers of the passages to quote, best first.
        offered: how many of them are the answer; the others are runners-up.
        needs_support: whether the message speaks of something that is hard to bear.
        probabilities: of each kind of reply being right.
    """

    intent: str
    because: Because
    detail: str = ""
    topic: str | None = None
    quotes: tuple[int, ...] = ()
    offered: int = 1
    needs_support: bool = False
    probabilities: Mapping[Kind, float] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """The kind of reply."""
        return cast(Kind, self.intent.partition("/")[0])


def decide(  # noqa: PLR0913 - everything that is known, and the corpus and numbers to read it by
    query: Query,
    evidence: Evidence,
    intents: Mapping[str, float],
    rules: Rules,
    language: str | None,
    corpus: Corpus,
    settings: Settings,
) -> Verdict:
    """What to say to a message.

    Args:
        query: the message in its conversation.
        evidence: how well the corpus fits it.
        intents: how probable each intent is.
        rules: what leaves no doubt.
        language: the code of another language than English, if it is written in one.
        corpus: names the gaps.
        settings: the tuned numbers.
    """
    message = query.message
    probabilities = kinds_of(intents, evidence.covered, pointed=query.pointed is not None, settings=settings)
    kind = max(probabilities, key=lambda each: probabilities[each])
    rule = rules.first(message)
    support = rules.names_a_hard_subject(message)

    def verdict(intent: str, because: Because = "signals", detail: str = "", **more: object) -> Verdict:
        return Verdict(intent, because, detail, needs_support=support, probabilities=probabilities, **more)  # type: ignore[arg-type]

    if rule is not None and (rule.intent.startswith("emergency/") or kind != "emergency"):
        return verdict(rule.intent, "rule", rule.name)
    says_nothing = not (message.has_subject or query.earlier or PERSONS.intersection(message.words))
    if says_nothing and kind in ("answer", "emergency"):
        return verdict("decline/empty", "no subject")
    if kind == "emergency":
        return verdict(_likeliest(intents, kind))
    if language is not None:
        return verdict(f"decline/language-{language}", "language", language)
    if (kind != "chat" and all(message.unknown)) or not any(map(str.isalpha, message.normal)):
        return verdict("decline/gibberish", "no known word")
    if kind == "chat":
        return verdict(_likeliest(intents, kind))
    if kind == "refer":
        intent = _likeliest(intents, kind)
        share = probabilities["answer"] / ((probabilities["answer"] + probabilities["decline"]) or 1.0)
        bears = intent == "refer/personal" and share >= settings.least_bearing
        return verdict(intent, quotes=evidence.quotable[:1] if bears else ())
    if kind == "answer":
        first, *others = evidence.quotable
        close = bool(others) and evidence.shares[others[0]] >= settings.close_second * evidence.shares[first]
        because: Because = "pointed at" if query.pointed is not None else "signals"
        intent = "answer/two" if close else "answer/one"
        return verdict(intent, because, quotes=evidence.quotable, offered=2 if close else 1)
    if _sum(intents, "decline/") > _sum(intents, "question/"):
        return verdict(_likeliest(intents, kind))
    if evidence.gap is not None and evidence.signals["gap_ahead"] >= settings.named_gap_lead:
        return verdict("decline/known-topic", topic=corpus.gaps[evidence.gap].topic)
    return verdict("decline/not-covered")


def kinds_of(
    intents: Mapping[str, float], covered: float, *, pointed: bool, settings: Settings
) -> dict[Kind, float]:
    """How probable it is that each kind of reply is right; they sum to 1."""
    question, chat = _sum(intents, "question/"), _sum(intents, "chat/")
    distress = intents.get("refer/distress", 0.0)
    personal = _sum(intents, "refer/") - distress
    elsewhere = _sum(intents, "decline/")
    if pointed:
        question, chat, elsewhere = question + chat + elsewhere, 0.0, 0.0
    taken = settings.personal_gives_way * covered * personal
    odds: dict[Kind, float] = {
        "answer": covered * question + taken,
        "decline": (1 - covered) * question + elsewhere * (1 - settings.elsewhere_gives_way * covered),
        "refer": personal - taken + distress,
        "emergency": settings.emergency_weight * _sum(intents, "emergency/"),
        "chat": chat,
    }
    total = sum(odds.values())
    return {kind: value / total for kind, value in odds.items()}


def _sum(intents: Mapping[str, float], prefix: str) -> float:
    return sum(probability for intent, probability in intents.items() if intent.startswith(prefix))


def _likeliest(intents: Mapping[str, float], kind: Kind) -> str:
    own = [intent for intent in intents if intent.startswith(f"{kind}/")]
    return max(own, key=lambda intent: intents[intent])
