"""One decision on everything that is known about a message, top to bottom.

What kind of message it is (the intents) and whether the best passage answers it (the coverage) go into one multinomial
logistic regression, trained over every level of curation. So a question with strong evidence is answered though it
sounds a little like something else, and nothing is ruled out beforehand. Rules that leave no doubt are added by "or".
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, cast

from bot.dialogue.aftermath import CRY, after_alarm
from bot.dialogue.cries import cry_in
from bot.dialogue.intents import UNUSUAL, USUAL
from bot.dialogue.reply import Kind
from bot.dialogue.rules import Rules
from bot.dialogue.verdict import Because, Verdict
from bot.documents import Corpus, Gap, Passage
from bot.evidence.query import Query
from bot.evidence.rank import Evidence
from bot.model import Choice
from bot.settings import Settings

Degree = Literal["sure", "possible", "none"]
"""Without doubt: help first and alone. Possible: the normal reply, under one line with the number. None."""

CALL = "emergency/call"
"""What an editor wrote for these very words is shown beneath this emergency: "what if he has a seizure?" is asked of a
leaflet on seizures. A crisis or a poisoning is met with help alone."""

URGENT = {CALL: "note/urgent-call", "emergency/crisis": "note/urgent-crisis"}
"""The line above the reply, by what the message may be."""

DISTRESS = "refer/distress"

PERSONS = frozenset(
    "i me my myself you your he him his himself she her hers herself we us our they them their someone somebody anyone "
    "anybody nobody everyone everybody people person".split()
)
"""A message of function words that names a person may still mean something: "I can not go on"."""


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
    probabilities = probabilities_of(query, evidence, intents, choice)
    degree = degree_of_alarm(query, probabilities["emergency"], settings)
    if degree == "sure" and (rules.denies(query.message) or rules.asks_for_information(query.message)):
        degree = "possible"
    kind: Kind = "emergency" if degree == "sure" else _calm_kind(probabilities, settings)
    verdict = _beyond_doubt(query, kind, intents, rules, language, settings)
    if verdict is None:
        verdict = _by_signals(kind, probabilities, query, evidence, intents, corpus, settings)
    if verdict.intent == "chat/identity" and rules.names_feelings(query.message):
        verdict = replace(verdict, intent="chat/identity-feelings")
    if query.curated is not None and verdict.intent == CALL:
        verdict = _with_note(_as_written(query, evidence, corpus, settings), CALL)
    if degree == "possible" and verdict.kind != "emergency" and verdict.because != "language":
        verdict = _with_note(verdict, _likeliest(intents, "emergency"))
    verdict = after_alarm(verdict, query, evidence, rules, settings)
    needs_support = rules.names_a_hard_subject(query.message)
    return replace(verdict, needs_support=needs_support, probabilities=probabilities)


def _by_signals(  # noqa: PLR0913 - as for ``decide``
    kind: Kind,
    probabilities: Mapping[Kind, float],
    query: Query,
    evidence: Evidence,
    intents: Mapping[str, float],
    corpus: Corpus,
    settings: Settings,
) -> Verdict:
    """The verdict of the likeliest kind. What has no word in common with the material is never answered."""
    if query.curated is not None and kind != "emergency":
        return _as_written(query, evidence, corpus, settings)
    if kind == "answer" and evidence.has_common:
        return _answer(query, evidence, corpus, settings)
    if kind == "refer":
        return _refer(_likeliest(intents, kind), evidence, probabilities, settings)
    if kind == "answer" or (kind == "decline" and not _is_from_elsewhere(intents, evidence, settings)):
        return _not_covered(evidence, corpus, settings)
    return Verdict(_likeliest(intents, kind))


def _as_written(query: Query, evidence: Evidence, corpus: Corpus, settings: Settings) -> Verdict:
    """What an editor wrote a message for."""
    if isinstance(query.curated, Passage):
        return _answer(query, evidence, corpus, settings)
    topic = query.curated.topic if query.curated else None
    return Verdict("decline/known-topic", "example", topic=topic)


def _with_note(verdict: Verdict, danger: str) -> Verdict:
    """``verdict`` under the line for the likeliest danger; words for distress are no answer to a body in danger."""
    if verdict.intent == "decline/gibberish" or (verdict.intent, danger) == (DISTRESS, "emergency/crisis"):
        return verdict
    intent = "decline/not-covered" if verdict.intent == DISTRESS else verdict.intent
    return replace(verdict, intent=intent, urgent=URGENT[danger])


def _calm_kind(probabilities: Mapping[Kind, float], settings: Settings) -> Kind:
    """The likeliest kind where there is no emergency; what may be for a doctor to answer is not just declined."""
    calm: dict[Kind, float] = {**probabilities, "emergency": 0.0}
    kind = max(calm, key=lambda each: calm[each])
    is_personal = calm["refer"] >= settings.least_personal * sum(calm.values())
    return "refer" if kind == "decline" and is_personal else kind


def degree_of_alarm(query: Query, probability: float, settings: Settings) -> Degree:
    """How much speaks for somebody being in danger, by the probability that help is the right reply.

    One word, or two, leave no room for being sure; where they do ("overdose"), a rule says so. One word alone is not
    even a reason for the line above the reply: "fever" is what people look for. Words that are known nowhere do not
    count: of "it keeps wyslxng" nothing is heard but "it keeps".
    """
    if query.message.unknown.count(False) <= settings.few_words:
        is_possible = probability >= settings.sure_alarm and len(query.message.words) > 1
        return "possible" if is_possible else "none"
    if probability >= settings.sure_alarm:
        return "sure"
    return "possible" if probability >= settings.possible_alarm else "none"


def probabilities_of(
    query: Query, evidence: Evidence, intents: Mapping[str, float], choice: Choice
) -> dict[Kind, float]:
    """How probable it is that each kind of reply is right; what points at a passage is no small talk and no decline.

    A question that the bot itself offers is answered with the passage that it is offered for. What an editor wrote a
    message for is what it asks for, if nobody is in danger.
    """
    weighed = choice.probabilities(decision_figures(intents, evidence.covered, evidence.signals))
    probabilities = cast(dict[Kind, float], weighed)
    if query.is_offered:
        return {**dict.fromkeys(probabilities, 0.0), "answer": 1.0}
    if query.curated is not None:
        kind: Kind = "decline" if isinstance(query.curated, Gap) else "answer"
        danger = probabilities["emergency"]
        return {**dict.fromkeys(probabilities, 0.0), "emergency": danger, kind: 1 - danger}
    return probabilities if query.pointed is None else {**probabilities, "chat": 0.0, "decline": 0.0}


def _beyond_doubt(  # noqa: PLR0913 - all that may settle it
    query: Query,
    kind: Kind,
    intents: Mapping[str, float],
    rules: Rules,
    language: str | None,
    settings: Settings,
) -> Verdict | None:
    """What a rule, another language or an unreadable message settles; an emergency gives way to these alone."""
    message = query.message
    rule = None if query.is_offered else rules.first(message)
    foreign = _in_another_language(query, language)
    is_urgent = kind == "emergency" or (foreign is not None and foreign.kind == "emergency")
    if rule is not None and (rule.intent.startswith(("emergency/", CRY)) or not is_urgent):
        return Verdict(rule.intent, "rule", rule.name)
    settled = foreign or _by_move(query, kind, intents, settings)
    if settled is not None or query.curated is not None:
        return settled
    is_about_something = message.has_subject or query.earlier or query.is_offered or query.pointed is not None
    says_nothing = not (is_about_something or PERSONS.intersection(message.words))
    if says_nothing and kind in ("answer", "emergency"):
        return Verdict("decline/empty", "no subject")
    is_noise = sum(message.unknown) >= settings.noise * len(message.words)
    if kind == "emergency" and not is_noise:
        return None
    is_small_talk = kind == "chat" and intents[_likeliest(intents, "chat")] >= settings.plain_small_talk
    if (is_noise and not is_small_talk) or not any(map(str.isalpha, message.normal)):
        return Verdict("decline/gibberish", "no known word")
    return None


def _by_move(query: Query, kind: Kind, intents: Mapping[str, float], settings: Settings) -> Verdict | None:
    """The verdict on a message that goes on with what was quoted, unless it tells of danger or of plain distress."""
    move = query.move
    if move is None or not move.intent or kind == "emergency" or intents[DISTRESS] >= settings.plain_distress:
        return None
    quotes = tuple(passage.number for passage in move.passages)
    return Verdict(move.intent, "move", move.name, quotes=quotes, offered=move.offered)


def unreachable(verdict: Verdict) -> Verdict:
    """What stands of a verdict that was reached without a search: what would have taken one cannot be told.

    An alarm stands, and so does what a rule or the words alone settle, small talk, and that it is for a doctor.
    """
    if verdict.kind in ("emergency", "chat", "refer") or verdict.because != "signals":
        return verdict
    return replace(verdict, intent="decline/unreachable", because="unreachable", topic=None)


def goes_first(verdict: Verdict, query: Query) -> bool:
    """Whether a verdict on a whole message stands, though it begins with thanks or the like: nothing hides an alarm."""
    is_settled = verdict.kind == "emergency" or verdict.because in ("rule", "language", "after an alarm")
    return is_settled or query.alarm is not None


def of_rest(whole: Verdict, rest: Verdict, query: Query, rules: Rules) -> Verdict:
    """The verdict on a message that begins with thanks or the like, by the one on the rest of it.

    Args:
        whole: the verdict on all of it.
        rest: the one on the rest.
        query: the rest.
        rules: tell whether the rest asks for something; where it does not, thanks are only thanks.
    """
    if rest.because != "signals" and (rest.kind == "emergency" or rest.intent == CRY):
        return rest
    if rest.kind == "emergency":
        return _with_note(whole, rest.intent)
    is_correction = query.move is not None and query.move.name == "correction"
    stands = whole.intent == "chat/thanks" or (rest.kind != "decline" and not query.earlier)
    is_asked = stands and rules.requests_something(query.message)
    if rest.kind == "chat" or (whole.kind == "chat" and not (is_correction or is_asked)):
        return whole
    if is_correction and rest.because == "signals":
        rest = replace(rest, because="move", detail="correction")
    return replace(rest, urgent=rest.urgent or whole.urgent)


def _in_another_language(query: Query, language: str | None) -> Verdict | None:
    """A cry for help is answered at once. Else what the model makes of the message means nothing, even an emergency."""
    cry = None if query.is_offered else cry_in(query.message)
    if cry is not None:
        return Verdict(cry.intent, "language", cry.language)
    if language is None or query.curated is not None:
        return None
    return Verdict(f"decline/language-{language}", "language", language)


def _answer(query: Query, evidence: Evidence, corpus: Corpus, settings: Settings) -> Verdict:
    """The best passage, and beside it the second where that is close and not the list that the first stands in.

    Where no leaflet is named and another one speaks of the matter too, both are shown.
    """
    first, *others = evidence.quotable
    pointed: Because = "pointed at" if query.curated is None else "example"
    because: Because = "signals" if query.pointed is None else pointed
    share, rival = evidence.shares[first], evidence.rival
    if rival is not None:
        quotes = (first, rival, *(number for number in others if number != rival))[: len(others) + 1]
        return Verdict("answer/two-leaflets", because, quotes=quotes, offered=2)
    is_close = (
        bool(others)
        and evidence.shares[others[0]] >= settings.close_second * share
        and not corpus.passages[others[0]].shows(corpus.passages[first])
    )
    intent, offered = ("answer/two", 2) if is_close else ("answer/one", 1)
    return Verdict(intent, because, quotes=evidence.quotable, offered=offered)


def _refer(intent: str, evidence: Evidence, probabilities: Mapping[Kind, float], settings: Settings) -> Verdict:
    """A referral; what the material says in general stands under one for advice, where it bears on the message."""
    answer, decline = probabilities["answer"], probabilities["decline"]
    bears = intent == "refer/personal" and evidence.has_common and answer >= settings.least_bearing * (answer + decline)
    return Verdict(intent, quotes=evidence.quotable[:1] if bears else ())


def _not_covered(evidence: Evidence, corpus: Corpus, settings: Settings) -> Verdict:
    is_clear = evidence.is_named and evidence.signals["gap_ahead"] >= settings.named_gap_lead
    if evidence.gap is not None and is_clear:
        return Verdict("decline/known-topic", topic=corpus.gaps[evidence.gap].topic)
    return Verdict("decline/not-covered")


GROUPS = ("question/", "emergency/", "refer/personal", "refer/distress", "chat/", "decline/")
"""The intents, as the decision looks at them."""

WEIGHED = (
    "follows", "log_length", "known", "score", "margin", "share", "missing", "gap_lead", "gap_close", "lacks_exact",
    "vectors", "strange", "examples", "has_gaps", "log_examples", "likelihood_odds",
)  # fmt: skip
"""Signals of the search that the decision looks at once more: how far coverage is to be trusted depends on them."""

LEAST = 1e-4
"""The least probability whose logarithm is taken."""


def decision_figures(intents: Mapping[str, float], covered: float, signals: Mapping[str, float]) -> dict[str, float]:
    """What the kind of reply is decided by.

    The probability of each group of intents, and its logarithm; those of the best passage answering and of nothing
    answering, each alone and together with being a question, and the odds together with how much is curated; how much
    more the message is asked like what leaflets mostly answer than like what they do not; and some signals of the
    search.
    """
    odds = _log(covered) - _log(1 - covered)
    groups = {group: _sum(intents, group) for group in GROUPS}
    figures = {group: _log(probability) for group, probability in groups.items()}
    return {
        **figures,
        **{f"{group}, as it is": probability for group, probability in groups.items()},
        "covered": _log(covered),
        "not covered": _log(1 - covered),
        "usual": _log(intents.get(USUAL, 0.0)) - _log(intents.get(UNUSUAL, 0.0)),
        "question, covered": groups["question/"] * covered,
        "question, not covered": groups["question/"] * (1 - covered),
        "odds, with examples": odds * signals["log_examples"],
        "odds, with gaps": odds * signals["has_gaps"],
        **{name: signals[name] for name in WEIGHED},
    }


SETTLED = frozenset({"decline/gibberish", "decline/language-other"})
"""What ``_beyond_doubt`` settles by looking at the words; how a message is worded tells it badly."""


def _is_from_elsewhere(intents: Mapping[str, float], evidence: Evidence, settings: Settings) -> bool:
    """Whether a message that is declined is about something else altogether, and not in the material's own words."""
    likeliest = _likeliest(intents, "decline")
    if likeliest == "decline/off-topic" and evidence.has_common and evidence.signals["known"] >= settings.least_known:
        return False
    return _sum(intents, "decline/") > _sum(intents, "question/") and likeliest not in SETTLED


def _log(probability: float) -> float:
    return math.log(max(probability, LEAST))


def _sum(intents: Mapping[str, float], prefix: str) -> float:
    return sum(probability for intent, probability in intents.items() if intent.startswith(prefix))


def _likeliest(intents: Mapping[str, float], kind: Kind) -> str:
    own = [intent for intent in intents if intent.startswith(f"{kind}/")]
    return max(own, key=lambda intent: intents[intent])
