"""Lines of a curation that somebody took for a passage which is another one now."""

from collections.abc import Iterator

from bot.authoring.findings import Finding, Place
from bot.authoring.leaflet import Leaflet, shortened
from bot.authoring.provenance import Draft
from bot.documents import Corpus

WRONG = "“{line}”: its passage has changed, or is gone, since somebody looked at it."
MEND = "Go through it again: bot curate {name} --review"


def changed(leaflet: Leaflet, corpus: Corpus, draft: Draft) -> Iterator[Finding]:
    """What hangs on passages that are not what they were.

    Args:
        leaflet: what the draft is for.
        corpus: what it stands in.
        draft: where each of its lines comes from.
    """
    for number in draft.changed(corpus):
        text = shortened(draft.lines[number].text)
        mend = MEND.format(name=leaflet.name)
        yield Finding("changed", "now", leaflet.name, WRONG.format(line=text), mend, Place(text=text))
