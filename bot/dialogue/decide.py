"""One decision on everything that is known about a message, top to bottom.

What kind of message it is (the intents) and whether the best passage answers it (the coverage) go into one multinomial
logistic regression, trained over every level of curation. So a question with strong evidence is answered though it
sounds a little like something else, and nothing is ruled out beforehand. Rules that leave no doubt are added by "or".
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from bot.dialogue.reply import Kind
from bot.dialogue.rules import Rules
from bot.documents import Corpus
from bot.evidence.query import Query
from bot.evidence.rank import Evidence
from bot.model import Choice
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
    choice: Choice,
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
        choice: weighs what is known.
        corpus: names the gaps.
        settings: the tuned numbers.
    """
    message = query.message
    probabilities = cast(
        dict[Kind, float], choice.probabilities(decision_figures(intents, evidence.covered, evidence.signals))
    )
    if query.pointed is not None:
        probabilities = {**probabilities, "chat": 0.0, "decline": 0.0}
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


GROUPS = ("question/", "emergency/", "refer/personal", "refer/distress", "chat/", "decline/")
"""The intents, as the decision looks at them."""

LEAST = 1e-4
"""The least probability whose logarithm is taken."""


def decision_figures(intents: Mapping[str, float], covered: float, signals: Mapping[str, float]) -> dict[str, float]:
    """What the kind of reply is decided by.

    The probability of each group of intents, and its logarithm; the logarithms of the best passage answering and of nothing
    answering, and of each together with being a question; and how long and how familiar the message is.
    """
    groups = {group: _sum(intents, group) for group in GROUPS}
    figures = {group: math.log(max(probability, LEAST)) for group, probability in groups.items()}
    return {
        **figures,
        **{f"{group}, as it is": probability for group, probability in groups.items()},
        "covered": math.log(max(covered, LEAST)),
        "not covered": math.log(max(1 - covered, LEAST)),
        "question, covered": groups["question/"] * covered,
        "question, not covered": groups["question/"] * (1 - covered),
        **{name: signals[name] for name in ("follows", "log_length", "known")},
    }


def _sum(intents: Mapping[str, float], prefix: str) -> float:
    return sum(probability for intent, probability in intents.items() if intent.startswith(prefix))


def _likeliest(intents: Mapping[str, float], kind: Kind) -> str:
    own = [intent for intent in intents if intent.startswith(f"{kind}/")]
    return max(own, key=lambda intent: intents[intent])
