"""Examples and gaps out of balance: the bot leans to what more ways of asking are written down for."""

from collections.abc import Iterator

from bot.authoring.findings import Finding, Place, Urgency
from bot.authoring.leaflet import Leaflet, shortened
from bot.documents import Passage
from bot.documents.spans import hold

MANY = 8
"""So many examples make a passage well known: it is the number up to which the model was trained on leaflets
(``LEVELS`` in ``training/data.py``), and with which the figures in the README were taken."""

MOST_SHARE = 0.5
"""A passage that holds more than this share of a leaflet's examples draws questions that are not its own."""

FEWEST_PASSAGES = 3
"""Of fewer passages one may well hold most of the examples."""

UNEVEN = 4.0
"""So many times more examples for a passage than for a gap, or the other way round, are uneven: the scarcer is
overheard. In the leaflets that the model was trained on a passage has twice as many as a gap; this is twice that."""

NO_GAPS = "Name what people ask and the leaflet does not say, each as [[uncovered]] with a topic and examples."
GIVE = "Write a few examples for each, or take the topic out: without any it is never recognised."
SPREAD = "Write a few examples for what has none before more of the others."
EVEN_OUT = "Write about as many examples for a gap as for a passage."


def balance(leaflet: Leaflet) -> Iterator[Finding]:
    """What of a leaflet's curation weighs too much or too little; nothing where there is none."""
    examples = [passage for passage in leaflet.passages if passage.examples]
    if not examples and not leaflet.gaps:
        return
    yield from _gaps(leaflet, examples)
    yield from _passages(leaflet, examples)


def _gaps(leaflet: Leaflet, curated: list[Passage]) -> Iterator[Finding]:
    if not leaflet.gaps:
        yield _finding(leaflet, "look", "It has examples and names no gap.", NO_GAPS)
        return
    for gap in leaflet.gaps:
        if not gap.examples:
            yield _finding(leaflet, "soon", f"The gap “{shortened(gap.topic)}” has no example.", GIVE)
    told = [gap for gap in leaflet.gaps if gap.examples]
    if not told or not curated:
        return
    for_gap = sum(len(gap.examples) for gap in told) / len(told)
    for_passage = sum(len(passage.examples) for passage in curated) / len(curated)
    if max(for_gap, for_passage) > UNEVEN * min(for_gap, for_passage):
        wrong = f"A passage has {for_passage:.0f} examples, a gap {for_gap:.0f}, on average."
        yield _finding(leaflet, "look", wrong, EVEN_OUT)


def _passages(leaflet: Leaflet, curated: list[Passage]) -> Iterator[Finding]:
    if not curated:
        yield _finding(leaflet, "look", "Gaps are named, and no passage has an example.", SPREAD)
        return
    total = sum(len(passage.examples) for passage in curated)
    fullest = max(curated, key=lambda passage: len(passage.examples))
    most = len(fullest.examples)
    if len(leaflet.passages) >= FEWEST_PASSAGES and most >= MANY and most > MOST_SHARE * total:
        wrong = f"It holds {most} of {total} examples."
        yield _finding(leaflet, "look", wrong, SPREAD, leaflet.place_of(fullest))
    shown = [leaf for leaf in leaflet.leaves if any(hold(other.spans, leaf.spans) for other in curated)]
    without = len(leaflet.leaves) - len(shown)
    if without and most >= MANY:
        wrong = f"{without} of {len(leaflet.leaves)} passages have no example, one has {most}."
        yield _finding(leaflet, "look", wrong, SPREAD)


def _finding(leaflet: Leaflet, urgency: Urgency, wrong: str, mend: str, place: Place | None = None) -> Finding:
    return Finding("balance", urgency, leaflet.name, wrong, mend, place or Place())
