"""Which lines of a curation somebody should look at first.

What is found by the search is found with the line itself left out, and a part of all others with it: so a line cannot
speak for itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple
from zlib import crc32

from bot.authoring.personal import personal_data
from bot.authoring.places import GapPlace, Place, places_of
from bot.bot import Bot
from bot.documents import Corpus, Gap, Passage
from bot.sanitising import on_one_line
from bot.text.normal import plain, words_of

FOLDS = 5
"""A fifth of the lines is left out at once. With ten it takes twice as long, and finds the same."""

COPIED = 8
"""So many words in a row of a passage are no longer how people ask."""

SHOWN = 60
"""Letters of a place that are shown."""

Kind = Literal["personal data", "two places", "changed", "danger", "answered", "elsewhere", "copied"]

URGENCY: Mapping[Kind, int] = {
    "personal data": 0,
    "two places": 1,
    "changed": 2,
    "danger": 3,
    "answered": 4,
    "elsewhere": 4,
    "copied": 5,
}
"""Which kinds come first. The search's own doubts come together, the strongest first."""

ANSWERED = 0.5
"""How much a gap's line that a passage seems to answer counts beside a line that another passage fits better. Where a
tenth of the lines of five leaflets was put in wrong places, the first tenth shown held 53% of them (47% at 1)."""


class Written(NamedTuple):
    """A line, and what it is written for."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Why a line should be looked at.

    Attributes:
        kind: what it is.
        told: the same as a sentence.
        strength: how much speaks for it, from 0 to 1, among those of its kind.
        better: what the line may rather belong to, best first.
    """

    kind: Kind
    told: str
    strength: float = 1.0
    better: tuple[Place, ...] = ()

    @property
    def rank(self) -> tuple[int, float]:
        """The most urgent first."""
        return URGENCY[self.kind], -self.strength


def suspicions(
    corpus: Corpus, lines: Sequence[Written], progress: Callable[[Iterable[int]], Iterable[int]] = iter
) -> Mapping[int, Suspicion]:
    """What is to be said of some of the lines, by their numbers; of each the most urgent.

    Args:
        corpus: the leaflet.
        lines: all lines that there are: those it has, and those that are new.
        progress: wraps the folds that are worked through.
    """
    found: dict[int, Suspicion] = {}
    checks = (_by_their_words(corpus, lines), *(_in_fold(corpus, lines, fold) for fold in progress(range(FOLDS))))
    for number, suspicion in (each for check in checks for each in check):
        if number not in found or suspicion.rank < found[number].rank:
            found[number] = suspicion
    return found


def _by_their_words(corpus: Corpus, lines: Sequence[Written]) -> Iterator[tuple[int, Suspicion]]:
    """What the words alone tell: who somebody is, the same line twice, a passage's own words."""
    owners = places_of(corpus)
    places: dict[str, set[Place]] = defaultdict(set)
    for line in lines:
        places[plain(line.text)].add(line.place)
    for number, line in enumerate(lines):
        if sign := personal_data(line.text):
            yield number, Suspicion("personal data", f"It may tell who somebody is: {sign}.")
        others = tuple(place for place in places[plain(line.text)] if differ(place, line.place, owners))
        if others:
            yield number, Suspicion("two places", f"It is also written for {named(others[0], owners)}.", better=others)
        owner = owners.get(line.place)
        if isinstance(owner, Passage) and _copies(line.text, owner.text):
            yield number, Suspicion("copied", "It copies the passage: people ask in their own words.")


def _in_fold(corpus: Corpus, lines: Sequence[Written], fold: int) -> Iterator[tuple[int, Suspicion]]:
    """What the search tells of the lines of a fold, without them."""
    kept = [line for line in lines if _fold_of(line.text) != fold]
    curated = with_lines(corpus, kept)
    bot, owners = Bot(curated), places_of(curated)
    names = {_key(owner): place for place, owner in owners.items()}
    for number, line in enumerate(lines):
        if _fold_of(line.text) == fold:
            suspicion = _of_line(bot, line, owners, names)
            if suspicion:
                yield number, suspicion


def _of_line(
    bot: Bot, line: Written, owners: Mapping[Place, Passage | Gap], names: Mapping[object, Place]
) -> Suspicion | None:
    reply = bot.reply(line.text)
    if reply.kind == "emergency":
        return Suspicion(
            "danger", "It sounds as if somebody is in danger: help comes first, whatever the leaflet says."
        )
    evidence = bot.evidence(line.text)
    passages = bot.corpus.passages
    ranking = [passages[number] for number in evidence.ranking if _key(passages[number]) in names]
    better = tuple(names[_key(passage)] for passage in ranking[:3] if names[_key(passage)] != line.place)
    best, owner = passages[evidence.ranking[0]], owners.get(line.place)
    if isinstance(line.place, GapPlace):
        is_answered = reply.kind == "answer" and reply.topic != line.place.topic
        told = f"The leaflet may answer it: {shown(best)}."
        return Suspicion("answered", told, ANSWERED * evidence.covered, better) if is_answered else None
    if not isinstance(owner, Passage) or owner.shows(best) or best.shows(owner):
        return None
    margin = float(evidence.shares[best.number] - evidence.shares[owner.number])
    return Suspicion("elsewhere", f"Another passage fits better: {shown(best)}.", margin, better)


def with_lines(corpus: Corpus, lines: Iterable[Written]) -> Corpus:
    """The corpus with these examples alone, and with the topics among them."""
    texts: dict[Place, list[str]] = defaultdict(list)
    for line in lines:
        texts[line.place].append(line.text)
    places = {_key(owner): place for place, owner in places_of(corpus).items()}

    def examples(owner: Passage | Gap) -> tuple[str, ...]:
        place = places.get(_key(owner))
        return tuple(texts.get(place, ())) if place else ()

    document = corpus.documents[0].name
    topics = dict.fromkeys([*(gap.topic for gap in corpus.gaps), *(p.topic for p in texts if isinstance(p, GapPlace))])
    return replace(
        corpus,
        passages=tuple(replace(passage, question=None, examples=examples(passage)) for passage in corpus.passages),
        gaps=tuple(Gap(topic, tuple(texts.get(GapPlace(topic), ())), document) for topic in topics),
        index=None,
    )


def named(place: Place, owners: Mapping[Place, Passage | Gap]) -> str:
    """What an editor knows a place by."""
    owner = owners.get(place)
    if isinstance(place, GapPlace):
        return f"what the leaflet does not say: “{on_one_line(place.topic)}”"
    return shown(owner) if isinstance(owner, Passage) else f"“{on_one_line(place.starts)}”"


def shown(passage: Passage) -> str:
    """The heading, the first words and the number of a passage."""
    text = on_one_line(passage.text)
    beginning = text if len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…"
    heading = f"{on_one_line(passage.section)}: " if passage.section else ""
    return f"{heading}“{beginning}” (passage {passage.number + 1})"


def _key(owner: Passage | Gap) -> object:
    return owner.number if isinstance(owner, Passage) else owner.topic


def differ(place: Place, other: Place, owners: Mapping[Place, Passage | Gap]) -> bool:
    """Whether two places are not the same, nor a list and a bullet that is quoted with it."""
    one, two = owners.get(place), owners.get(other)
    if isinstance(one, Passage) and isinstance(two, Passage):
        return not (one.shows(two) or two.shows(one))
    return place != other


def _copies(text: str, passage: str) -> bool:
    words, own = words_of(text.casefold()), f" {' '.join(words_of(passage.casefold()))} "
    rows = (words[start : start + COPIED] for start in range(len(words) - COPIED + 1))
    return any(f" {' '.join(row)} " in own for row in rows)


def _fold_of(text: str) -> int:
    return crc32(plain(text).encode()) % FOLDS
