"""After an alarm: the help stays until the person says that it is over, or goes on to something else.

"I have pills" after "I want to kill myself" is no question about pills. Until it is over, short messages stay with the
help, and everything else carries the number.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.reply import Reply, Turn
from bot.dialogue.rules import Rules
from bot.dialogue.verdict import Verdict
from bot.evidence.query import Query
from bot.evidence.rank import Evidence
from bot.settings import Settings

CRY = "chat/cry"
"""Somebody calls for help and does not say why: they are asked, and given the number."""

OVER = "chat/over"
"""What is said to who says that it is over."""

WITH_YOU = "chat/with-you"
"""What is said to thanks and farewells after an alarm."""

STILL_HERE = "note/still-here"
"""The line above every other reply."""

THANKS = frozenset("thanks thank thankyou thx ty cheers ta grateful appreciate bless".split())
"""Words of thanks."""

ASSENT = frozenset("ok okay yes yeah sure alright will do".split())
"""What a message says that only takes the help ("ok I will"), if it denies nothing."""

DECISION = frozenset("decided decision ready peace soon goodbye farewell sorry letter note tonight".split())
"""With one of these nothing is over: it may be about to be done."""

DENIAL = frozenset("not no never nobody none nothing cannot stop stopped".split())
"""With one of these a message takes no help."""

SOMEBODY = frozenset("he him his himself she her hers herself them themselves me".split())
"""A message about one of these, right after an alarm, is about who is in danger."""

REQUESTS = frozenset("tell show explain about what which how does".split())
"""With one of these a message asks, though it does not begin as a question does: "ok and does it work for ms"."""


def standing_alarm(turns: Sequence[Turn], settings: Settings) -> str | None:
    """The intent of the alarm that is not over yet, or ``None``.

    It is over when the person said so, or asked ``settings.turns_to_go_on`` ordinary questions in a row.
    """
    alarm: str | None = None
    ordinary = 0
    for turn in turns:
        if turn.reply.intent == CRY:
            alarm, ordinary = alarm or CRY, 0
        elif turn.reply.kind == "emergency":
            alarm = alarm if turn.reply.because == "after an alarm" else turn.reply.intent
            ordinary = 0
        elif turn.reply.intent == OVER:
            alarm = None
        else:
            ordinary = ordinary + 1 if _is_matter(turn.reply) else 0
            alarm = None if ordinary >= settings.turns_to_go_on else alarm
    return alarm


def after_alarm(verdict: Verdict, query: Query, evidence: Evidence, rules: Rules, settings: Settings) -> Verdict:
    """What is said instead of ``verdict`` while an alarm stands."""
    alarm = query.alarm
    if alarm is None or verdict.because == "language":
        return verdict
    goes_on = _goes_on(verdict, query, evidence, settings)
    is_alarm_anew = verdict.kind == "emergency" and verdict.because == "rule"
    may_be_over = not is_alarm_anew and (goes_on or not _asks(query))
    if may_be_over and rules.says_it_is_over(query.message) and not _has_decided(query):
        return replace(verdict, urgent=STILL_HERE) if goes_on else Verdict(OVER, "rule")
    if verdict.kind == "emergency":
        return verdict
    if _takes_the_help(query):
        return Verdict(WITH_YOU, "after an alarm")
    if goes_on:
        return replace(verdict, urgent=STILL_HERE)
    return Verdict(alarm, "after an alarm")


def _has_decided(query: Query) -> bool:
    """Whether a message may say that somebody has made up their mind: "everything is fine now, I have decided"."""
    return not DECISION.isdisjoint(query.message.words)


def _takes_the_help(query: Query) -> bool:
    """Whether a message thanks, or says no more than that it will be done."""
    words = frozenset(query.message.words)
    if not DENIAL.isdisjoint(words):
        return False
    return not THANKS.isdisjoint(words) or (bool(words) and words <= ASSENT | {"i", "you", "it", "that", "do", "now"})


def _is_matter(reply: Reply) -> bool:
    return reply.kind == "answer" or reply.intent in ("decline/not-covered", "decline/known-topic", "refer/personal")


def _goes_on(verdict: Verdict, query: Query, evidence: Evidence, settings: Settings) -> bool:
    """Whether a message asks for something else than what raised the alarm: it names a subject of the material."""
    message = query.message
    if query.is_offered:
        return True
    told = max((message.information[p] for p, content in enumerate(message.content) if content), default=0.0)
    asks = _asks(query) or not REQUESTS.isdisjoint(message.words)
    if not asks or told < settings.telling_word or verdict.urgent or not SOMEBODY.isdisjoint(message.words):
        return False
    is_known = verdict.intent == "decline/known-topic" or evidence.signals["known"] >= settings.least_known
    return verdict.kind == "answer" or (verdict.kind in ("decline", "refer") and is_known)


def _asks(query: Query) -> bool:
    return any(sentence.asks for sentence in query.message.sentences)
