"""What a line of a curation may be written for: a passage, by how it begins, or a gap, by its topic."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.authoring.template import beginning
from bot.documents import Corpus, Gap, Passage


@dataclass(frozen=True, slots=True)
class PassagePlace:
    """A passage, by its first words, as many as no other begins with."""

    starts: str


@dataclass(frozen=True, slots=True)
class GapPlace:
    """A topic that the leaflet does not cover."""

    topic: str


Place = PassagePlace | GapPlace


def places_of(corpus: Corpus) -> Mapping[Place, Passage | Gap]:
    """Every place of a leaflet; passages that begin like an earlier one have none."""
    starts = ((beginning(passage, corpus), passage) for passage in corpus.passages)
    places: dict[Place, Passage | Gap] = {PassagePlace(start): passage for start, passage in starts if start}
    return {**places, **{GapPlace(gap.topic): gap for gap in corpus.gaps}}
