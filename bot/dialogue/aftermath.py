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

MORE_GENERAL = {
    "emergency/suicide": "emergency/crisis",
    "emergency/suicide-other": "emergency/crisis",
    "emergency/poisoning": "emergency/call",
}
"""The alarm that the model hears in what goes on about a more particular one, whose help then stays."""

MATTERS = frozenset({"decline/not-covered", "decline/known-topic", "decline/not-mentioned", "refer/personal"})
"""Besides answers, what ordinary questions get."""


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
    goes_on = _goes_on(verdict, query, evidence, rules, settings)
    is_alarm_anew = verdict.kind == "emergency" and verdict.because == "rule"
    may_be_over = not is_alarm_anew and (goes_on or not _asks(query))
    if may_be_over and rules.says_it_is_over(query.message):
        return replace(verdict, urgent=STILL_HERE) if goes_on else Verdict(OVER, "rule")
    if verdict.kind == "emergency" and not (verdict.because == "signals" and verdict.intent == MORE_GENERAL.get(alarm)):
        return verdict
    if goes_on and verdict.kind != "emergency":
        return replace(verdict, urgent=STILL_HERE)
    if verdict.kind != "emergency" and rules.thanks_or_agrees(query.message):
        return Verdict(WITH_YOU, "after an alarm")
    return Verdict(alarm, "after an alarm")


def _is_matter(reply: Reply) -> bool:
    return reply.kind == "answer" or reply.intent in MATTERS


def _goes_on(verdict: Verdict, query: Query, evidence: Evidence, rules: Rules, settings: Settings) -> bool:
    """Whether a message asks for something else than what raised the alarm: it names a subject of the material."""
    message = query.message
    if query.is_offered:
        return True
    told = max((message.information[p] for p, content in enumerate(message.content) if content), default=0.0)
    if not rules.requests_something(message) or rules.is_about_somebody(message):
        return False
    if told < settings.telling_word or verdict.urgent:
        return False
    is_known = verdict.intent == "decline/known-topic" or evidence.signals["known"] >= settings.least_known
    return verdict.kind == "answer" or (verdict.kind in ("decline", "refer") and is_known)


def _asks(query: Query) -> bool:
    return any(sentence.asks for sentence in query.message.sentences)
