"""Two or three questions in one message: "how much does it cost and is it safe for kids?".

Each is searched for by itself, and quoted under the words that ask it. What the message as a whole says still comes
first: an alarm, a referral and another language are told by all of it, and a story around one question stays whole.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.dialogue.context import POINTING, leans
from bot.dialogue.decide import URGENT
from bot.dialogue.verdict import Verdict
from bot.documents import Corpus, Passage
from bot.evidence.query import Query
from bot.evidence.rank import Evidence
from bot.settings import Settings
from bot.text.message import Message
from bot.text.normal import normal, plain, words_of

BOTH, IN_PART = "answer/both", "answer/in-part"

MOST_PARTS = 3
"""A message with more questions is judged as a whole: a reply with more quotes is not read."""

LEAST_SHARED = 0.3
"""How probable it must be that the passage that the whole message is answered with answers a part of it."""

LEAST_MET = 0.1
"""How probable an answer must be for a question to be passed over in silence, rather than said to have none."""

SHORTEST_PART = 3
"""A question of fewer words ("and why?") says nothing by itself, unless a word carries its subject."""

LONGEST_FRAGMENT = 7
"""What stands before "and is it ...?" and is no question by its words asks something where it is as short as this."""

_WH = r"what|which|who|whom|whose|when|where|why|how|wat|wots?|whats|whens|wheres|whos|hows|wens?"
_VERB = (
    r"is|am|are|was|were|do|does|did|can|could|will|would|should|shall|must|may|might|isnt|arent|dont|doesnt|cant|"
    r"ha(?:s|ve)\s+(?:i|you|we|they|he|she|it|there|any\w*)"
)
_OPENING = rf"(?:(?:at|for|in|from|to|by|with|on|after|until)\s+)?(?:{_WH})\b|(?:{_VERB})\b"
"""What a question begins with."""

_SENTENCE_END = re.compile(r"(?<=[.!?;…])\s+|\n+")
_JOINT = re.compile(
    r"(?:\s*[,;]\s*|\s*\s[–—-]\s+|\s+)(?:and\s+(?:also|likewise|then)|and|&|n|nd|also|plus|likewise)\s+"
    rf"(?={_OPENING})",
    re.IGNORECASE,
)
"""What joins two questions in one sentence."""

_LEADING = re.compile(
    r"^(?:(?:\W|\d{1,2}[.)]\s)*(?:hi|hello|hey|hiya|so|ok|okay|right|well|and|also|but|plus|please|sorry|thanks|"
    r"thank you|firstly|secondly|first|second|then|lastly|finally)?\b\W*)+",
    re.IGNORECASE,
)
"""What a question is often led in by, and says nothing."""

_BEGINS = re.compile(_OPENING, re.IGNORECASE)
_GOES_ON = re.compile(rf"\W*(?:and|also|plus)\s+(?:{_OPENING})", re.IGNORECASE)
"""A second question that was typed without its mark."""

_ASKS_LATER = re.compile(
    r"\bhow\s+(?:much|many|long|often|soon|far|big|old|late|early|safe|well)\b|"
    rf"\b(?:tell me|know|wonder|wondering|ask|asking|asked|explain|say)\b.{{0,40}}\b(?:{_WH}|if|whether)\b",
    re.IGNORECASE,
)
"""Questions that do not stand at the beginning: "drinks - how many in the day", "tell me what ..."."""

_TELLERS = frozenset("i my me we our us he his him she her they their them it this that you your".split())
"""A fragment with one of these tells something and asks nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """A question, judged by itself.

    Attributes:
        text: as it was typed.
        query: what is looked for.
        evidence: how well the corpus fits it.
        verdict: what would be said to it alone.
    """

    text: str
    query: Query
    evidence: Evidence
    verdict: Verdict

    @property
    def best(self) -> int:
        """The passage that fits best."""
        return self.evidence.quotable[0]


def questions_in(text: str) -> tuple[str, ...]:
    """The questions in a message, as they were typed, where there are two or three; else none."""
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]
    is_marked = "?" in text
    found = [
        question
        for sentence in sentences
        if sentence.rstrip().endswith("?") or (not is_marked and _asks(sentence)) or _goes_on(sentence)
        for question in _in_sentence(sentence, is_marked)
    ]
    return tuple(found) if 2 <= len(found) <= MOST_PARTS else ()


def _in_sentence(sentence: str, is_marked: bool) -> list[str]:
    """The questions of a sentence; a sentence that does not ask has none."""
    parts: list[str] = []
    start = 0
    for joint in _JOINT.finditer(sentence):
        before, after = sentence[start : joint.start()], sentence[joint.end() :]
        if _says_something(after) and _says_something(before) and (_asks(before) or _is_fragment(before)):
            parts.append(_trimmed(before))
            start = joint.end()
    rest = sentence[start:]
    asks = rest.rstrip().endswith("?") or (_asks(rest) and (bool(parts) or not is_marked or _goes_on(rest)))
    return [*parts, _trimmed(rest)] if asks and _says_something(rest) else []


def _goes_on(sentence: str) -> bool:
    return _GOES_ON.match(sentence) is not None or _JOINT.search(sentence) is not None


def _asks(text: str) -> bool:
    lead = _LEADING.match(text)
    return _BEGINS.match(text, lead.end() if lead else 0) is not None or _ASKS_LATER.search(text) is not None


def _is_fragment(text: str) -> bool:
    words = words_of(normal(text))
    return len(words) <= LONGEST_FRAGMENT and _TELLERS.isdisjoint(words)


def _says_something(text: str) -> bool:
    lead = _LEADING.match(text)
    return len(words_of(normal(text[lead.end() if lead else 0 :]))) >= SHORTEST_PART


def _trimmed(text: str) -> str:
    lead = _LEADING.match(text)
    return text[lead.end() if lead else 0 :].strip(" \t,;–—-")


def part_queries(
    text: str, query: Query, read: Callable[[str], Message], offered: Callable[[str], Passage | None]
) -> Iterator[tuple[str, Query]]:
    """Each question of ``text``, and what is looked for with it: one that points back leans on the one before it.

    Args:
        text: what was typed.
        query: all of it, in its conversation.
        read: reads a text.
        offered: what answers a question that the bot offers, by its words alone.
    """
    is_story = len(query.message.words) > query.settings.most_words_in_parts
    is_moved = query.move is not None and query.move.intent
    if is_story or is_moved or query.is_offered or query.pointed is not None or query.curated is not None:
        return
    earlier = tuple(query.earlier)
    for question in questions_in(text):
        message = read(question)
        own = offered(plain(question))
        leaning = earlier if own is None and _points_back(message, query.settings) else ()
        yield question, replace(query, message=message, earlier=leaning, pointed=own, is_offered=own is not None)
        earlier = (message, *earlier)[: query.settings.remembered_turns]


def _points_back(message: Message, settings: Settings) -> bool:
    return leans(message, settings) and not (message.has_subject and POINTING.isdisjoint(message.words))


def together(whole: Part, parts: Sequence[Part], corpus: Corpus, settings: Settings) -> Verdict:
    """What to say to a message by what its questions come to: ``whole``'s verdict, or a quote for each question.

    An alarm in a part counts: help comes first where a rule sees it, else the line with the number. What the whole
    message settles otherwise (a rule, a referral, another language, small talk) stays.
    """
    verdict = whole.verdict
    if verdict.kind == "emergency":
        return verdict
    alarms = [part.verdict for part in parts if part.verdict.kind == "emergency"]
    plain = next((alarm for alarm in alarms if alarm.because in ("rule", "language")), None)
    if plain is not None:
        return replace(plain, probabilities=verdict.probabilities, needs_support=verdict.needs_support)
    notes = (verdict.urgent, *(URGENT[alarm.intent] for alarm in alarms), *(part.verdict.urgent for part in parts))
    return replace(_by_parts(whole, parts, corpus, settings), urgent=next(filter(None, notes), ""))


def _by_parts(whole: Part, parts: Sequence[Part], corpus: Corpus, settings: Settings) -> Verdict:
    verdict = whole.verdict
    is_open = verdict.kind in ("answer", "decline") and verdict.because in ("signals", "name")
    is_shared = any(each.verdict.intent == "answer/two-leaflets" for each in (whole, *parts))
    asks_only = all(part.verdict.kind in ("answer", "decline") for part in parts)
    if not (is_open and asks_only) or is_shared or _goes_astray(whole, parts, corpus, settings):
        return verdict
    answers = _answers([(part, _quoted(part, whole)) for part in _of_the_material(parts)], corpus)
    unanswered = tuple(part.text for part in parts if not _is_met(part, answers))
    if not _tells_more(whole, parts, answers, unanswered, corpus, settings):
        return verdict
    return replace(
        verdict,
        intent=IN_PART if unanswered else BOTH,
        because="parts",
        topic=None,
        quotes=tuple(answers),
        offered=len(answers),
        answers=tuple(answers.values()),
        unanswered=unanswered,
    )


def _goes_astray(whole: Part, parts: Sequence[Part], corpus: Corpus, settings: Settings) -> bool:
    """Whether a later question that says little ("and does it hurt") finds a passage that nothing else speaks for."""
    fitting = [corpus.passages[each.best] for each in (whole, parts[0])]
    found = (
        corpus.passages[part.best]
        for part in parts[1:]
        if part.verdict.kind == "answer" and _says_little(part.query.message, settings)
    )
    return any(not any(passage.shows(best) for passage in fitting) for best in found)


def _says_little(message: Message, settings: Settings) -> bool:
    told = [information for information, _ in message.told]
    return len(told) <= 1 and max(told, default=0.0) < settings.telling_alone


def _of_the_material(parts: Sequence[Part]) -> Sequence[Part]:
    """The parts that may be answered: after a name that is not mentioned, "it" means that thing ("... and is it safe").

    Not where the question that names it says "it" too ("can I combine it with ...").
    """
    named = False
    found = []
    for part in parts:
        points = not POINTING.isdisjoint(part.query.message.words)
        if not (named and points):
            found.append(part)
        named = named or (part.verdict.because == "name" and not points)
    return found


def _quoted(part: Part, whole: Part) -> int | None:
    """The passage that answers a part, if any: its best one, also where the whole message is answered with that."""
    if part.verdict.kind == "answer":
        return part.verdict.quotes[0]
    chances = part.verdict.probabilities
    is_likely = part.verdict.because == "no subject" and chances["answer"] == max(chances.values())
    is_shared = whole.verdict.kind == "answer" and whole.verdict.quotes[0] == part.best
    return part.best if is_likely or (is_shared and chances["answer"] >= LEAST_SHARED) else None


def _is_met(part: Part, answers: Mapping[int, tuple[str, ...]]) -> bool:
    """Whether a part is answered, or may be by what is quoted for another: that is one of the best for it, too, and an
    answer is not out of the question.
    """
    fits = not answers.keys().isdisjoint(part.evidence.quotable)
    return (fits and _is_possible(part)) or any(part.text in asked for asked in answers.values())


def _is_possible(part: Part) -> bool:
    return part.verdict.probabilities["answer"] >= LEAST_MET


def _answers(quoted: Iterable[tuple[Part, int | None]], corpus: Corpus) -> dict[int, tuple[str, ...]]:
    """Each passage that answers something, with the questions that it answers, none shown by another."""
    answers: dict[int, tuple[str, ...]] = {}
    for part, number in quoted:
        if number is not None:
            shown = next((each for each in answers if corpus.passages[each].shows(corpus.passages[number])), number)
            answers[shown] = (*answers.get(shown, ()), part.text)
    return answers


def _tells_more(  # noqa: PLR0913 - what is said to the whole message, and to its parts
    whole: Part,
    parts: Sequence[Part],
    answers: Mapping[int, tuple[str, ...]],
    unanswered: Sequence[str],
    corpus: Corpus,
    settings: Settings,
) -> bool:
    """Whether the parts tell more than the whole message, which is judged on all that was typed.

    Not where one passage answers all of it, unless each part is surer of less. What fits the whole best must be among
    the quotes, or a part be surer than the whole and all be answered, or the one be declined that alone leads there.
    """
    best = corpus.passages[whole.best]
    sure = whole.verdict.probabilities["answer"]
    chances = [part.verdict.probabilities["answer"] for part in parts]
    holds_all = all(best.shows(corpus.passages[part.best]) and _is_possible(part) for part in parts)
    if not answers or (holds_all and min(chances) <= sure):
        return False
    fits = any(corpus.passages[number].shows(best) for number in answers)
    if whole.verdict.kind != "answer":
        return max(chances) >= settings.sure_part and (fits or not unanswered)
    leads_astray = any(part.best == whole.best and part.text in unanswered for part in parts)
    is_surer = (leads_astray or not unanswered) and max(chances) >= sure
    return (fits or is_surer) and (bool(unanswered) or len(answers) > 1)
