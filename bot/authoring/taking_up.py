"""Takes what a language model answered into the draft of a leaflet, where it waits for an editor."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.authoring.answers import Answer, read_answer
from bot.authoring.places import GapPlace, Place, places_of
from bot.authoring.prompt import prompt_hash
from bot.authoring.provenance import Line, Origin, draft_file, passage_hash, read_draft, write_draft
from bot.documents import Corpus, Passage
from bot.sanitising import on_one_line

FAULTS_SHOWN = 5
"""How many of an answer's faults are told one by one."""


class Drafting:
    """The draft of one leaflet, to which answers are added.

    Args:
        leaflet: the file.
        corpus: what is in it.
        day: today, as in "2026-03-01".

    Raises:
        CurationError: the draft that is there cannot be read.
    """

    def __init__(self, leaflet: Path, corpus: Corpus, day: str) -> None:
        self._corpus = corpus
        self._file = draft_file(leaflet)
        self._day = day
        self._prompt = prompt_hash(corpus)
        self._owners = places_of(corpus)
        self._places: dict[int, Place] = {
            owner.number: place for place, owner in self._owners.items() if isinstance(owner, Passage)
        }
        self._draft = read_draft(self._file, leaflet.name)

    def missing(self) -> tuple[list[int], bool]:
        """The numbers of the passages that nothing was drafted for as they are now, and whether the gaps are missing.

        Passages that begin like an earlier one, and so cannot have an entry of their own, are not among them.
        """
        drafted = [line for line in self._draft.lines if line.origin is not None]
        hashes = {line.passage for line in drafted}
        passages = [n for n in self._places if passage_hash(self._corpus.passages[n]) not in hashes]
        return passages, not any(isinstance(line.place, GapPlace) for line in drafted)

    def take(self, text: str, name: str) -> Iterator[str]:
        """Add an answer that was made elsewhere, and say what came of it.

        Args:
            text: the answer.
            name: of the file that it stood in.

        Raises:
            DraftError: nothing in it can be read.
        """
        answer = read_answer(text, len(self._corpus.passages))
        added = self.add(answer, name, "")
        yield self.told(added)
        yield from told_faults(answer.faults)

    def add(self, answer: Answer, model: str, asked: str) -> int:
        """Add what was right in an answer, and write the draft; returns how many lines are new.

        Args:
            answer: what was right in it.
            model: who wrote it.
            asked: where; empty where it came as a file.
        """
        known = [(place, text) for place, owner in self._owners.items() for text in owner.examples]
        before = len(self._draft.lines)
        origin = Origin(model, asked, self._day, self._prompt)
        draft = self._draft.with_lines(origin, self._lines(answer), known)
        if len(draft.lines) > before:
            self._draft = draft
            write_draft(self._file, draft)
        return len(draft.lines) - before

    def told(self, added: int) -> str:
        """What a draft brought."""
        lines = [line for line in self._draft.lines if line.state == "open"]
        places = {line.place for line in lines}
        gaps = sum(isinstance(place, GapPlace) for place in places)
        return (
            f"{added} new lines. {len(lines)} now wait for a review, for {len(places) - gaps} passages and for "
            f"{gaps} topics that the leaflet does not cover ({on_one_line(str(self._file))})."
        )

    def _lines(self, answer: Answer) -> Iterator[Line]:
        for passage in answer.passages:
            place = self._places.get(passage.number)
            if place is None:
                continue
            text_hash = passage_hash(self._corpus.passages[passage.number])
            if passage.question:
                yield Line(passage.question, place, text_hash, is_question=True)
            for text in passage.messages:
                yield Line(text, place, text_hash)
        for gap in answer.gaps:
            for text in gap.messages:
                yield Line(text, GapPlace(gap.topic))


def told_faults(faults: Sequence[str]) -> Iterator[str]:
    """What was left out of an answer, the first few one by one."""
    if faults:
        yield f"Left out of the answer ({len(faults)}):"
        yield from (f"- {on_one_line(fault)}" for fault in faults[:FAULTS_SHOWN])
        if len(faults) > FAULTS_SHOWN:
            yield f"- and {len(faults) - FAULTS_SHOWN} more"
