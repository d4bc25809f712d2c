"""Groups messages by what they are about, and names each group by what its messages share."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy

from bot.evaluation.subjects import Sort, Subject, Told
from bot.evidence.vectors import PLACES, Vectors

LEAST_CLOSENESS = 0.3
"""How close a message must be to the others of its group, as a cosine, where the word that they share has several
meanings or tells little: below it, such messages of the training leaflets had nothing in common but the word."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Messages that share a subject.

    Attributes:
        name: what people typed most for it; two words where all of the messages have them in a row.
        also: what else they typed for it, the most frequent first.
        members: the numbers of the messages, in order.
    """

    name: str
    also: tuple[str, ...]
    members: tuple[int, ...]


def sharing(messages: Sequence[Told], counts: Sequence[int]) -> list[Sharing]:
    """The groups of two or more messages that share a subject; a message stands in one at the most.

    First those that share a thing, then of the others those that share what they ask about a thing, unless that is
    one of ``subjects.toml``: "free parking" is not about money. What tells little groups only messages that tell
    nothing else.

    Args:
        messages: what each of them is about.
        counts: how often each was asked.
    """
    left = dict.fromkeys(range(len(messages)))
    groups: list[Sharing] = []
    sorts: tuple[Sort, ...] = ("thing", "aspect", "little")
    for sort in sorts:
        alike = {number: _of_sort(messages[number], sort) for number in left}
        for members in _shared(alike, messages, counts):
            groups.append(_named(members, messages, counts))
            for number in members:
                del left[number]
    return groups


def _of_sort(told: Told, sort: Sort) -> tuple[Subject, ...]:
    found = tuple(subject for subject in told.subjects if subject.sort == sort)
    others = [subject for subject in told.subjects if subject.sort != sort]
    is_elsewhere = any(subject.sort == "thing" and subject.name in told.listed for subject in others)
    return () if is_elsewhere or (sort == "little" and others) else found


def _shared(
    subjects: Mapping[int, Sequence[Subject]], messages: Sequence[Told], counts: Sequence[int]
) -> Iterator[dict[int, Subject]]:
    """The members of each group, with the subject that they share: the one with the greatest count times information.

    A subject's worth only falls while groups are taken, so one that has fallen is put back and looked at again.
    """
    holding: dict[str, dict[int, Subject]] = defaultdict(dict)
    for number, found in subjects.items():
        for subject in found:
            holding[subject.name][number] = subject
    told = {name: min(subject.information for subject in members.values()) for name, members in holding.items()}
    asked = {name: sum(counts[number] for number in members) for name, members in holding.items()}

    def worth(name: str) -> tuple[float, int, str]:
        return -asked[name] * told[name], next(iter(holding[name])), name

    queue = [worth(name) for name, members in holding.items() if len(members) > 1]
    heapify(queue)
    while queue:
        was = heappop(queue)
        name = was[-1]
        if len(holding[name]) < 2:
            continue
        if (now := worth(name)) != was:
            heappush(queue, now)
            continue
        members = _belonging(holding[name], messages)
        for number in members:
            for subject in subjects[number]:
                del holding[subject.name][number]
                asked[subject.name] -= counts[number]
        if members:
            yield members


def _belonging(members: Mapping[int, Subject], messages: Sequence[Told]) -> dict[int, Subject]:
    """The members that mean the same by the subject; none where that is only one.

    "Vegan: what do I put on my plate?" and "vibration plates at the gym" share a word and nothing else.
    """
    left = dict(members)
    while len(left) > 1:
        total = numpy.sum([messages[number].vector for number in left], axis=0)
        far = [
            number
            for number, subject in left.items()
            if not (subject.is_plain or _is_close(messages[number].vector, total))
        ]
        if not far:
            return left
        for number in far:
            del left[number]
    return {}


def _is_close(vector: Vectors, total: Vectors) -> bool:
    """Whether a message means about what the others of a group do, by the sum of all their vectors."""
    others = total - vector
    return round(float(vector @ others), PLACES) >= LEAST_CLOSENESS * float(numpy.linalg.norm(others))


def _named(members: Mapping[int, Subject], messages: Sequence[Told], counts: Sequence[int]) -> Sharing:
    if pair := _pair_of_all(members, messages):
        spelt = _counted((messages[number].pairs[pair], counts[number]) for number in members)
        return Sharing(_spelling(spelt), (), tuple(members))
    typed = _typed(members, counts)
    first, *others = _by_count(typed)
    also = (other for other in others if not (_holds(first, other) or _holds(other, first)))
    return Sharing(_spelling(typed[first]), tuple(_spelling(typed[other]) for other in also), tuple(members))


_Typed = Mapping[tuple[str, ...], Counter[str]]
"""How often something was spelt in each way, by the stems of its words."""


def _typed(members: Mapping[int, Subject], counts: Sequence[int]) -> _Typed:
    """How a subject was spelt. What was mended counts only where nobody spelt it right.

    And what several people spell alike is not mended: they may know a word that the bot does not.
    """
    alike = Counter(subject.typed for subject in members.values())
    is_right = {number: subject.typed == subject.meant for number, subject in members.items()}
    found: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for number, subject in members.items():
        if is_right[number] or not any(is_right.values()):
            spelt = subject.typed if subject.typed and alike[subject.typed] > 1 else subject.meant
            found[subject.stems][spelt] += counts[number]
    return found


def _by_count(typed: _Typed) -> list[tuple[str, ...]]:
    """The most frequent first, and of equals the shortest."""
    return sorted(typed, key=lambda stems: (-typed[stems].total(), len(stems)))


def _spelling(spelt: Counter[str]) -> str:
    """What was typed most, and of equals the fewest words; of the same in capitals and without, what was typed more."""
    folded = _counted((each.casefold(), count) for each, count in spelt.items())
    first = min(folded, key=lambda each: (-folded[each], each.count(" ")))
    return max((each for each in spelt if each.casefold() == first), key=lambda each: spelt[each])


def _counted(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    counts = Counter[str]()
    for each, count in pairs:
        counts[each] += count
    return counts


def _pair_of_all(members: Iterable[int], messages: Sequence[Told]) -> tuple[str, str] | None:
    """Two words in a row, by their stems, that all of the messages share."""
    first, *others = members
    shared = (pair for pair in messages[first].pairs if all(pair in messages[other].pairs for other in others))
    return next(shared, None)


def _holds(stems: Sequence[str], others: Sequence[str]) -> bool:
    """Whether who reads ``stems`` learns nothing from ``others``: "car park" beside "park"."""
    return set(stems) >= set(others)
