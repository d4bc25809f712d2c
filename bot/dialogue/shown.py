"""What was shown in a conversation, and what a move asks for: the same again, the next item, the whole list."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.dialogue.reply import Conversation, Quote, Reply
from bot.documents import Passage
from bot.evidence.query import Move, Query
from bot.evidence.rank import Evidence
from bot.settings import Settings
from bot.sources.source import Span
from bot.text.message import Message
from bot.text.normal import normal, words_of

ORDINALS = {
    "first": 0, "1st": 0, "former": 0,
    "second": 1, "2nd": 1,
    "third": 2, "3rd": 2,
    "fourth": 3, "4th": 3,
    "fifth": 4, "5th": 4,
    "sixth": 5, "6th": 5,
    "last": -1, "latter": -1, "final": -1,
}  # fmt: skip
"""Which item of the list just quoted a word points to, from 0; -1 is the last."""

NUMBERS = {word: number for number, word in enumerate("one two three four five six seven eight nine ten".split())}
"""The same for a number that follows a noun: "number two", "step 3"."""

OTHER = frozenset("other another others next".split())
"""Words that point to the item after the one just quoted, and after the last to the first."""

LISTS = ("list", "table")

AGAIN, SIMPLER = "answer/again", "answer/simpler"
WHOLE_LIST, GOES_ON, NO_MORE = "answer/whole-list", "answer/more", "decline/no-more"


@dataclass(frozen=True)
class Shown:
    """What a move leans on.

    Attributes:
        last: the last reply that is no small talk; it quotes something.
        asked: the message that it replied to.
        earlier: every passage that the conversation offered, the last one last.
        listed: the lists that were shown because somebody asked for all of them.
        passages: what may be quoted.
        settings: the tuned numbers.
    """

    last: Reply
    asked: str
    earlier: Sequence[Passage]
    listed: Sequence[Passage]
    passages: Sequence[Passage]
    settings: Settings

    @property
    def offered(self) -> Sequence[Quote]:
        """The quotes that the last reply offered as the answer."""
        return self.last.quotes[: max(1, self.last.offered)]

    @property
    def passage(self) -> Passage:
        """The passage that was quoted last."""
        return self.last.quotes[0].passage

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the last message that asked something, and of what was offered."""
        quoted = (f"{quote.text}\n{quote.passage.section}" for quote in self.offered)
        return frozenset(words_of(normal("\n".join((self.asked, *quoted)))))

    @cached_property
    def whole(self) -> Passage | None:
        """The list or table that it is, or stands in."""
        if self.passage.kind in LISTS:
            return self.passage
        return next((p for p in self.beside if p.kind in LISTS and p.contains(self.passage)), None)

    @cached_property
    def beside(self) -> Sequence[Passage]:
        """The passages of the same document, in reading order."""
        before = _going(self.passages, self.passage, -1)
        return [*reversed([*before]), self.passage, *_going(self.passages, self.passage, 1)]

    @cached_property
    def items(self) -> Sequence[Passage]:
        """Its items."""
        return self.items_of(self.whole)

    @cached_property
    def place(self) -> int | None:
        """Which of them was quoted, or fits best where the whole list was quoted."""
        if self.passage in self.items:
            return self.items.index(self.passage)
        start, end = self.last.quotes[0].best
        return next((n for n, item in enumerate(self.items) if item.start <= start and end <= item.end), None)

    def items_of(self, whole: Passage | None) -> Sequence[Passage]:
        """The items of a list or table."""
        return [p for p in self.beside if whole and whole.contains(p) and p.kind in ("bullet", "row")]

    def items_after(self, place: int, *, comes_round: bool = False) -> Sequence[Passage]:
        """The items after one, then those before it; none where the list is so short that each is quoted with all."""
        others = [*self.items[place + 1 :], *(self.items[:place] if comes_round else ())]
        return [item for item in others if item.quoted != self.passage.quoted]

    def was_shown(self, passage: Passage) -> bool:
        """Whether the conversation has shown all that quoting ``passage`` would."""
        return any(earlier.shows(passage) for earlier in self.earlier)

    @property
    def runners_up(self) -> Iterator[Passage]:
        """What fitted next best, as far as it fitted and was not shown."""
        goes_on = self.last.intent == GOES_ON
        least = 0.0 if goes_on else self.settings.fitting_runner_up * self.last.quotes[0].score
        for quote in self.last.quotes[len(self.offered) :]:
            if quote.score >= least and not self.was_shown(quote.passage):
                yield quote.passage

    @property
    def further(self) -> Iterator[Passage]:
        """What follows in the same section and was not shown."""
        for passage in self.beside:
            follows = passage.number > self.passage.number
            if follows and passage.section == self.passage.section and not self.was_shown(passage):
                yield passage


def _going(passages: Sequence[Passage], passage: Passage, step: int) -> Iterator[Passage]:
    """The passages before or after one in the same document."""
    number = passage.number + step
    while (other := _at(passages, number)) is not None and other.document.name == passage.document.name:
        yield other
        number += step


def _at(passages: Sequence[Passage], number: int) -> Passage | None:
    """The passage with a number, if there is one."""
    try:
        return passages[number] if number >= 0 else None
    except IndexError:
        return None


def shown_in(conversation: Conversation, passages: Sequence[Passage], settings: Settings) -> Shown | None:
    """What a move leans on, if the last reply, small talk aside, quotes what may be quoted still."""
    last = next((turn for turn in reversed(conversation.turns) if turn.reply.kind != "chat"), None)
    if last is None or not last.reply.quotes:
        return None
    if any(_at(passages, quote.passage.number) != quote.passage for quote in last.reply.quotes):
        return None
    replies = [turn.reply for turn in conversation.turns]
    earlier = [quote.passage for reply in replies for quote in reply.quotes[: max(1, reply.offered)]]
    listed = [reply.quotes[0].passage for reply in replies if reply.intent == WHOLE_LIST]
    return Shown(last.reply, last.message, earlier, listed, passages, settings)


def asked_for(name: str, text: str, shown: Shown) -> Move | None:
    """What the move ``name`` asks for, made in the words ``text``; ``None`` where there is nothing to point at."""
    move = _ASKED[name](text, shown)
    return move and replace(move, name=name)


def _again(intent: str) -> Callable[[str, Shown], Move]:
    """What was offered, once more."""
    return lambda _, shown: Move(intent, tuple(quote.passage for quote in shown.offered), len(shown.offered))


def _which(_: str, shown: Shown) -> Move | None:
    """The list that the quote is, stands in, or stands right above."""
    below = next(shown.further, None)
    whole = shown.whole or (below if below is not None and below.kind in LISTS else None)
    return Move(WHOLE_LIST, (whole,)) if whole else None


def _rest(text: str, shown: Shown) -> Move:
    """The whole list, so that nothing of it is missed; where that was said before, what comes next."""
    if shown.whole is None or shown.whole in shown.listed:
        return _more(text, shown)
    return Move(WHOLE_LIST, (shown.whole,))


def _next(text: str, shown: Shown) -> Move:
    """The item after the one that was asked about; after a whole list, the one after its first."""
    following = shown.items_after(shown.place or 0)
    return _going_on(following[:1], shown) if following else _more(text, shown)


def _more(_: str, shown: Shown) -> Move:
    """What was not shown yet: the next item of the list, what fitted next best, the next passage of the section.

    Who was shown a whole list of which nothing else fits is shown it once more before the text goes on.
    """
    others = shown.items_after(shown.place, comes_round=True) if shown.place is not None else ()
    unseen = [item for item in others if item not in shown.earlier][:1]
    fitting = [*unseen, *shown.runners_up]
    if not fitting and shown.passage is shown.whole and shown.whole not in shown.listed:
        return Move(WHOLE_LIST, (shown.whole,))
    return _going_on([*fitting, *shown.further], shown)


def _instead(_: str, shown: Shown) -> Move:
    """What fitted next best, for who only says that it was not this."""
    passages = tuple(shown.runners_up)
    return Move("answer/instead", passages) if passages else Move("decline/other-words")


def _going_on(passages: Sequence[Passage], shown: Shown) -> Move:
    return Move(GOES_ON, tuple(passages[: shown.settings.runners_up + 1])) if passages else Move(NO_MORE)


def _other(text: str, shown: Shown) -> Move | None:
    """The item of the list, or the one of the passages that stand side by side, that the words point to."""
    items, place = shown.items, shown.place
    if len(shown.offered) > 1:
        items, place = [quote.passage for quote in shown.offered], 0
    elif not items:
        items = shown.items_of(next((passage for passage in shown.further if passage.kind in LISTS), None))
    words = _WORDS.findall(text)
    step = next((ORDINALS[word] for word in words if word in ORDINALS), None)
    if step is None and (number := _NUMBERED.search(text)):
        step = NUMBERS[number[1]] if number[1] in NUMBERS else int(number[1]) - 1
    elif step is None and place is not None and not OTHER.isdisjoint(words):
        step = (place + 1) % len(items)
    return Move("answer/one", (items[step],)) if step is not None and -1 <= step < len(items) and items else None


def best_sentence(passage: Passage, query: Query, read: Callable[[str], Message], *, is_short: bool = False) -> Span:
    """The sentence that shares the most telling terms with the message, the first of equals.

    Or the shortest of those that share at least half as many.
    """
    weights = query.subject_weights

    def worth(span: Span) -> float:
        sentence = read(passage.document.text[slice(*span)])
        shared = weights.keys() & set(sentence.subject_terms)
        return math.fsum(weights[term] for term in shared) / math.sqrt(len(sentence.words) or 1)

    worths = {span: worth(span) for span in passage.sentences}
    best = max(worths, key=lambda span: worths[span])
    fitting = [span for span in worths if worths[span] >= worths[best] / 2]
    return min(fitting, key=lambda span: span[1] - span[0]) if is_short else best


def answered(shown: Shown, query: Query, read: Callable[[str], Message]) -> list[Passage]:
    """What was just offered and has nothing new to say to the corrected question ``query``: no other sentence fits."""
    return [q.passage for q in shown.offered if best_sentence(q.passage, query, read) == q.best]


def without(
    evidence: Evidence, left_out: Sequence[Passage], passages: Sequence[Passage], settings: Settings
) -> Evidence:
    """``evidence`` without passages that are not to be quoted again, unless nothing else is left."""
    if not left_out:
        return evidence
    same = [passage.quoted for passage in left_out]
    kept = [number for number in evidence.ranking if evidence.shares[number] and passages[number].quoted not in same]
    chosen: list[int] = []
    for number in kept:
        if len(chosen) <= settings.runners_up and not any(passages[n].shows(passages[number]) for n in chosen):
            chosen.append(number)
    rival = evidence.rival if evidence.rival in kept and evidence.rival != chosen[0] else None
    return replace(evidence, ranking=tuple(kept), quotable=tuple(chosen), rival=rival) if chosen else evidence


_WORDS = re.compile(r"\w+")
_NUMBERED = re.compile(
    r"\b(?:number|no|nr|point|step|stage|part|item|bullet|phase|rule|exercise|option|reason|type|tip|sign)\W{1,2}"
    rf"({'|'.join(NUMBERS)}|[1-9])\b"
)

_ASKED: Mapping[str, Callable[[str, Shown], Move | None]] = {
    "doubt": _again(AGAIN),
    "simpler": _again(SIMPLER),
    "which": _which,
    "other": _other,
    "next": _next,
    "rest": _rest,
    "more": _more,
    "correction": _instead,
}
