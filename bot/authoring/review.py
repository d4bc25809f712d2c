"""Going through a draft, and through the lines of a curation that seem to be in the wrong place: one decision a line.

Every decision is kept at once in the ``.draft.json`` (see ``provenance.py``), so that a review can be left and gone on
with. What was accepted goes into the ``.toml`` when the review is left.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.authoring.curation_file import Change, changed_curation
from bot.authoring.places import GapPlace, Place, places_of
from bot.authoring.provenance import Draft, Line, draft_file, passage_hash, read_draft, write_draft
from bot.authoring.suspects import Suspicion, Written, differ, named, suspicions
from bot.authoring.template import curation_text
from bot.documents import Corpus, Gap, Passage
from bot.errors import CurationError
from bot.files import write_whole
from bot.text.normal import plain

CHANGED = "The passage has changed since somebody looked at this line. Does it still answer it?"
GONE = "The passage that this line was for is gone. Move the line, or drop it."


@dataclass(frozen=True, slots=True)
class Item:
    """A line that is to be decided on.

    Attributes:
        number: the line's, in the draft.
        line: the line.
        why: why it should be looked at first; empty where nothing speaks against it.
        better: what it may rather belong to, best first.
    """

    number: int
    line: Line
    why: str
    better: tuple[Place, ...]


class Refused(Exception):  # noqa: N818 - said to the editor, who then does something else
    """What cannot be done with a line, as a sentence."""


class Review:
    """A review of one leaflet.

    Args:
        leaflet: the file; its curation and its draft lie beside it.
        corpus: what is in it.
        by: who goes through it.
        day: today, as in "2026-03-01".
        progress: wraps what takes a moment.

    Raises:
        CurationError: the draft cannot be read.
    """

    def __init__(
        self,
        leaflet: Path,
        corpus: Corpus,
        by: str,
        day: str,
        progress: Callable[[Iterable[int]], Iterable[int]] = iter,
    ) -> None:
        self.owners: dict[Place, Passage | Gap] = dict(places_of(corpus))
        self._corpus = corpus
        self._file = draft_file(leaflet)
        self._curation = leaflet.with_suffix(".toml")
        self._by, self._day = by, day
        draft = _with_curation(read_draft(self._file, leaflet.name), self.owners)
        topics = (line.place for line in draft.lines if isinstance(line.place, GapPlace))
        for place in topics:
            self.owners.setdefault(place, Gap(place.topic, (), corpus.documents[0].name))
        self._changed = frozenset(draft.changed(corpus))
        lines = (replace(line, state="open") if n in self._changed else line for n, line in enumerate(draft.lines))
        self._draft = replace(draft, lines=tuple(lines))
        self._why = self._suspicions(progress)
        self._order = sorted(self._in_question(), key=self._urgency)
        self._position = 0
        self._before: list[tuple[Draft, int]] = []
        self._written = self._draft

    @property
    def item(self) -> Item | None:
        """The line that is next, or ``None`` where all are done."""
        while self._position < len(self._order):
            number = self._order[self._position]
            line = self._draft.lines[number]
            if line.state == "open":
                found = self._suspicion(number)
                better = tuple(place for place in found.better if place != line.place) if found else ()
                return Item(number, line, found.told if found else "", better)
            self._position += 1
        return None

    @property
    def left(self) -> tuple[int, int]:
        """How many lines are still to be decided on, and how many of them need a look first."""
        ahead = [number for number in self._order[self._position :] if self._draft.lines[number].state == "open"]
        return len(ahead), sum(self._suspicion(number) is not None for number in ahead)

    @property
    def changed(self) -> Sequence[Line]:
        """The lines whose passage is no longer what it was when somebody last looked at them."""
        return [self._draft.lines[number] for number in sorted(self._changed)]

    def accept(self) -> None:
        """Take the line as it is.

        Raises:
            Refused: it stands in another place already, or its passage is gone.
        """
        self._decide({self._current: self._accepted(self._line)})

    def move(self, place: Place) -> None:
        """Take the line, for another place.

        Raises:
            Refused: it stands in another place already, or its passage is gone.
        """
        self._decide({self._current: self._accepted(replace(self._line, place=place, is_question=False))})

    def move_to_gap(self, topic: str) -> None:
        """Take the line for something that the leaflet does not say, which may be new.

        Raises:
            Refused: as for ``move``.
        """
        place = GapPlace(" ".join(topic.split()))
        self.owners.setdefault(place, Gap(place.topic, (), self._corpus.documents[0].name))
        self.move(place)

    def edit(self, text: str) -> None:
        """Take the line in other words.

        Raises:
            Refused: those stand in another place already.
        """
        line = self._line
        drafted = line.drafted or line.text
        self._decide({self._current: self._accepted(replace(line, text=" ".join(text.split()), drafted=drafted))})

    def drop(self) -> None:
        """Leave the line out."""
        self._decide({self._current: replace(self._line, state="dropped", by=self._by, day=self._day)})

    def accept_rest(self) -> int:
        """Take this line, and all others for the same place that nothing speaks against; returns how many.

        Raises:
            Refused: as for ``accept``.
        """
        place, chosen = self._line.place, {self._current: self._accepted(self._line)}
        for number in self._order[self._position :]:
            line = self._draft.lines[number]
            if line.state == "open" and line.place == place and not self._suspicion(number):
                chosen[number] = self._accepted(line)
        self._decide(chosen)
        return len(chosen)

    def skip(self) -> None:
        """Leave the line for another day."""
        self._before.append((self._draft, self._position))
        self._position += 1

    def undo(self) -> bool:
        """Take the last decision back; returns whether there was one."""
        if not self._before:
            return False
        self._draft, self._position = self._before.pop()
        self._keep()
        return True

    def finish(self) -> int:
        """Put into the ``.toml`` what was decided, and leave everything else in it as it is; returns how many changes.

        Raises:
            CurationError: the ``.toml`` cannot be read or written; what was decided is kept in the draft.
        """
        changes = list(self._changes())
        if changes:
            content = changed_curation(curation_text(self._curation), changes, self._corpus, self._curation)
            try:
                write_whole(self._curation, content.encode())
            except OSError as error:
                raise CurationError(f"{self._curation}: cannot be written: {error.strerror}.") from error
        lines = tuple(replace(line, is_written=line.state == "accepted") if line.state != "open" else line
                      for line in self._draft.lines)  # fmt: skip
        self._draft = self._written = replace(self._draft, lines=lines)
        self._before.clear()
        self._keep()
        return len(changes)

    # ------------------------------------------------------------------------------------------------- the lines

    @property
    def _current(self) -> int:
        return self._order[self._position]

    @property
    def _line(self) -> Line:
        return self._draft.lines[self._current]

    def _accepted(self, line: Line) -> Line:
        for number, other in enumerate(self._draft.lines):
            is_there = other.state == "accepted" or (other.is_written and other.state == "open")
            is_same = number != self._current and plain(other.text) == plain(line.text)
            if is_there and is_same and differ(other.place, line.place, self.owners):
                raise Refused(f"It stands already for {named(other.place, self.owners)}. One line has one place.")
        if line.place not in self.owners:
            raise Refused(GONE)
        owner = self.owners[line.place]
        passage = passage_hash(owner) if isinstance(owner, Passage) else ""
        return replace(line, state="accepted", passage=passage, by=self._by, day=self._day)

    def _suspicion(self, number: int) -> Suspicion | None:
        """What speaks against a line now: what stood in two places may do so no longer."""
        found, line = self._why.get(number), self._draft.lines[number]
        if found is None or found.kind != "two places":
            return found
        words, others = plain(line.text), (line for line in self._draft.lines if line.state != "dropped")
        is_still = any(plain(o.text) == words and differ(o.place, line.place, self.owners) for o in others)
        return found if is_still else None

    def _decide(self, chosen: dict[int, Line]) -> None:
        self._before.append((self._draft, self._position))
        lines = tuple(chosen.get(number, line) for number, line in enumerate(self._draft.lines))
        self._draft = replace(self._draft, lines=lines)
        self._position += 1
        self._keep()

    def _keep(self) -> None:
        """Write the draft; what only stands in the ``.toml``, and nobody has looked at, is not written down here."""
        lines = tuple(line for line in self._draft.lines if line.origin is not None or line.state != "open")
        if lines or self._file.exists():
            write_draft(self._file, replace(self._draft, lines=lines))

    def _changes(self) -> Iterable[Change]:
        """What has to be done to the ``.toml``: first what is taken out, then what is put in, questions first."""
        pairs = list(zip(self._written.lines, self._draft.lines, strict=True))
        for old, new in pairs:
            if old.is_written and new.state != "open" and not _is_same(old, new):
                yield Change(old.text, old.place, is_taken_out=True)
        accepted = [
            new for old, new in pairs if new.state == "accepted" and not (old.is_written and _is_same(old, new))
        ]
        for line in sorted(accepted, key=lambda line: not line.is_question):
            yield Change(line.text, line.place, line.is_question)

    # ------------------------------------------------------------------------------------------------- the order

    def _suspicions(self, progress: Callable[[Iterable[int]], Iterable[int]]) -> dict[int, Suspicion]:
        known = [n for n, line in enumerate(self._draft.lines) if line.state != "dropped" and line.place in self.owners]
        written = [Written(self._draft.lines[n].text, self._draft.lines[n].place) for n in known]
        found = {known[n]: suspicion for n, suspicion in suspicions(self._corpus, written, progress).items()}
        for number in self._changed:
            is_gone = self._draft.lines[number].place not in self.owners
            better = found[number].better if number in found else ()
            found[number] = Suspicion("changed", GONE if is_gone else CHANGED, better=better)
        return found

    def _in_question(self) -> Iterable[int]:
        """What a draft brought and nobody has looked at, and what seems wrong in the ``.toml``."""
        for number, line in enumerate(self._draft.lines):
            if line.state == "open" and (not line.is_written or number in self._why):
                yield number

    def _urgency(self, number: int) -> tuple[float, ...]:
        suspicion = self._why.get(number)
        if suspicion:
            return (0, *suspicion.rank, number)
        places = list(self.owners)
        return (1, places.index(self._draft.lines[number].place), number)


def _is_same(old: Line, new: Line) -> bool:
    return new.state == "accepted" and (old.text, old.place) == (new.text, new.place)


def _with_curation(draft: Draft, owners: dict[Place, Passage | Gap]) -> Draft:
    """The draft with the lines that the ``.toml`` has and it does not know; what it has lost there is open again."""
    standing = {(place, text): owner for place, owner in owners.items() for text in owner.examples}
    lines = []
    for line in draft.lines:
        is_there = standing.pop((line.place, line.text), None) is not None
        is_lost = line.state == "accepted" and line.is_written and not is_there
        state = "dropped" if is_lost else "open" if line.state == "dropped" and is_there else line.state
        lines.append(replace(line, state=state, is_written=is_there))
    lines += [Line(text, place, is_written=True) for place, text in standing]
    return replace(draft, lines=tuple(lines))
