"""How the bot fails: the fault of a case, and classes of failure in words that a nurse or an editor understands.

A class is made of the cases' label, of what was expected and of what was done instead: "Follow-ups that were
declined, though the material answers". Its words are put together from ``WHO``, ``DONE`` and ``DUE``.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.dialogue.reply import Kind
    from bot.evaluation.run import Outcome

FAULTS = (
    "Emergency missed",
    "Wrong quote",
    "False alarm",
    "Not answered",
    "Another kind of reply",
)
"""How a case can fail, the gravest first."""

WHO: Mapping[str, str] = {
    "": "Messages",
    "abbrev": "Questions with abbreviations",
    "change": "Questions after a change of subject",
    "chat": "Messages of small talk",
    "correction": "Corrections",
    "direct": "Plain questions",
    "doubt": "Messages of doubt",
    "emergency": "Emergencies",
    "false_premise": "Questions with a false premise",
    "follow_up": "Follow-ups",
    "follow_up_absent": "Follow-ups on what is not covered",
    "followup": "Follow-ups",
    "go_on": "Requests to go on",
    "greeting_question": "Questions inside a greeting",
    "lay": "Questions in people's own words",
    "named_absent": "Questions about a name that is not there",
    "near_miss": "Near misses",
    "noisy": "Misspelt questions",
    "not_emergency": "Harmless messages with alarming words",
    "off_topic": "Questions about something else",
    "one_word": "Messages of one or two words",
    "personal": "Personal questions",
    "second_language": "Questions in somebody's second language",
    "simpler": "Requests to say it more simply",
    "smalltalk": "Messages of small talk",
    "story": "Stories with a question in them",
    "thanks_question": "Questions after thanks",
    "two_questions": "Messages with two questions",
    "voice": "Dictated or badly misspelt questions",
    "wrong_thing": "Questions for a detail that is not there",
}
"""Who asked, by the label of the cases; any other label is named as it is."""

DONE: Mapping[str, str] = {
    "answer": "got a quote",
    "answer/wrong": "got a quote that does not answer",
    "answer/later": "got the right quote only second or third",
    "decline": "were declined",
    "decline/empty": "were taken for no question at all",
    "decline/gibberish": "could not be read",
    "decline/known-topic": "were declined as a topic that the material does not cover",
    "decline/language": "were taken for another language",
    "decline/not-mentioned": "were declined for a name or an amount that the material does not mention",
    "decline/too-long": "were too long to be read",
    "refer": "were sent to a doctor or nurse",
    "refer/distress": "were taken for distress",
    "refer/quoted": "were sent to a doctor or nurse, with the right quote below",
    "emergency": "were taken for an emergency",
    "emergency/noted": "got only a line with the number to call, above another reply",
    "chat": "were taken for small talk",
}
"""What was done, from the kind of the reply to what is known more closely."""

DUE: Mapping["Kind", str] = {
    "answer": ", though the material answers",
    "decline": " instead of being told that the material does not say",
    "refer": " instead of being sent to a doctor or nurse",
    "emergency": ", though they need help at once",
    "chat": " instead of a friendly word",
}
"""Why that was not right, by what was expected; left out where what was done says it."""


@dataclass(frozen=True, slots=True)
class FailureClass:
    """Cases that fail alike.

    Attributes:
        kind: the cases' label.
        expect: the kind of reply that would have been right.
        done: what was done instead: a name in ``DONE``.
        fault: which of ``FAULTS`` it is.
        cases: the ids of the cases.
        asked: how many cases have this label and expect this, whatever came of them.
    """

    kind: str
    expect: "Kind"
    done: str
    fault: str
    cases: tuple[str, ...]
    asked: int

    @property
    def words(self) -> str:
        """The class in words: "Follow-ups that were declined, though the material answers"."""
        who = WHO.get(self.kind, f"Messages of the kind “{self.kind}”")
        says_it = self.done in ("answer/wrong", "answer/later")
        return f"{who} that {DONE[self.done]}{'' if says_it else DUE[self.expect]}"

    def to_json(self) -> dict[str, Any]:
        """The class with its words, and the ids of all its cases."""
        return {
            "words": self.words,
            "kind": self.kind,
            "expect": self.expect,
            "done": self.done,
            "fault": self.fault,
            "count": len(self.cases),
            "asked": self.asked,
            "cases": list(self.cases),
        }


class Failures:
    """Counts what fails, as outcomes come."""

    def __init__(self) -> None:
        self._asked: Counter[tuple[str, Kind]] = Counter()
        self._failed: dict[tuple[str, Kind, str, str], list[str]] = defaultdict(list)

    def add(self, outcome: "Outcome") -> None:
        """Count one case more."""
        case = outcome.case
        self._asked[case.kind, case.expect] += 1
        if outcome.fault:
            self._failed[case.kind, case.expect, _done(outcome), outcome.fault].append(case.id)

    def classes(self) -> tuple[FailureClass, ...]:
        """The classes of what failed, those with the most cases first, and of equals the gravest fault first."""
        classes = (FailureClass(*key, tuple(ids), self._asked[key[:2]]) for key, ids in self._failed.items())
        return tuple(sorted(classes, key=lambda each: (-len(each.cases), FAULTS.index(each.fault), each.words)))


def _done(outcome: "Outcome") -> str:
    """What was done in the place of the right thing: the name in ``DONE`` that tells most."""
    case, reply = outcome.case, outcome.reply
    if case.expect == "emergency" and reply.urgent_note:
        return "emergency/noted"
    if case.expect == "answer" and reply.kind == "answer":
        return "answer/later" if outcome.rank else "answer/wrong"
    shows_gold = any(gold in quote.text for gold in case.gold for quote in reply.quotes)
    if case.expect == "answer" and reply.kind == "refer" and shows_gold:
        return "refer/quoted"
    if reply.intent.startswith("decline/language-"):
        return "decline/language"
    return reply.intent if reply.intent in DONE else reply.kind
