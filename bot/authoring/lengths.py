"""Passages that are too long to be quoted whole, and quotes that are too short to tell anything."""

from collections.abc import Iterator
from itertools import pairwise

from bot.authoring.findings import Finding, Urgency
from bot.authoring.headings import is_fragment
from bot.authoring.leaflet import Leaflet
from bot.documents import Passage
from bot.documents.limits import MAXIMUM_PARAGRAPH_WORDS, MAXIMUM_QUOTE_WORDS
from bot.documents.spans import word_count
from bot.sources.governing import announces

FEWEST_WORDS = 4
"""A quote of fewer words, with all that governs it, says too little to be an answer."""

SHORTEN = f"Make paragraphs of at most {MAXIMUM_PARAGRAPH_WORDS} words: one matter each."
SPLIT = "Make several sentences of it."
PART = f"Make shorter lists, each with its own lead-in: a quote has at most {MAXIMUM_QUOTE_WORDS} words."
SAY_MORE = "Write a whole sentence, or take it out."


def lengths(leaflet: Leaflet) -> Iterator[Finding]:
    """Paragraphs and lists that are quoted in parts, sentences that are cut, and quotes of a word or two."""
    yield from _cut_paragraphs(leaflet)
    yield from _cut_lists(leaflet)
    for leaf in leaflet.leaves:
        if word_count(leaf.document.text, leaf.spans) < FEWEST_WORDS and not _is_told_of_elsewhere(leaf):
            yield _finding(leaflet, "look", "A quote of so few words says little.", SAY_MORE, leaf)


def _is_told_of_elsewhere(leaf: Passage) -> bool:
    """Whether it may be a heading, or announces something; a row of a table stands with its head."""
    return leaf.kind == "row" or is_fragment(leaf) or announces(leaf.text)


def _cut_paragraphs(leaflet: Leaflet) -> Iterator[Finding]:
    group: list[Passage] = []
    for _, leaf, after in leaflet.neighbours:
        group.append(leaf)
        if after is None or not _goes_on(leaf, after):
            if len(group) > 1:
                yield from _of_cut(leaflet, group)
            group = []


def _of_cut(leaflet: Leaflet, parts: list[Passage]) -> Iterator[Finding]:
    words = word_count(leaflet.document.text, [(parts[0].start, parts[-1].end)])
    cut = next((part for part, later in pairwise(parts) if _is_within_sentence(part, later)), None)
    if cut is not None:
        yield _finding(leaflet, "soon", "A sentence is so long that it is quoted in pieces.", SPLIT, cut)
    else:
        wrong = f"{words} words in one paragraph: it is quoted in {len(parts)} parts."
        yield _finding(leaflet, "look", wrong, SHORTEN, parts[0])


def _goes_on(part: Passage, later: Passage) -> bool:
    """Whether two passages are parts of one paragraph or item: what parts them is no more than a space or a line end.

    Then the first sentence of the second had no room in the first.
    """
    text = part.document.text
    if part.kind != later.kind or part.kind not in ("paragraph", "bullet") or text[part.end : later.start].strip():
        return False
    if text.count("\n", part.end, later.start) > 1:
        return False
    return word_count(text, [(part.start, later.sentences[0][1])]) > _room(part)


def _room(part: Passage) -> int:
    """How many words a passage may have with the like of what governs this one."""
    governing = word_count(part.document.text, part.governed_by)
    return min(MAXIMUM_PARAGRAPH_WORDS, MAXIMUM_QUOTE_WORDS - governing)


def _is_within_sentence(part: Passage, later: Passage) -> bool:
    return part.text[-1:].isalnum() and later.text[:1].isalnum() and later.text[:1].islower()


def _cut_lists(leaflet: Leaflet) -> Iterator[Finding]:
    """Lists of which several parts are quoted, each with the same lead-in."""
    whole = [passage for passage in leaflet.passages if passage.kind in ("list", "table")]
    for one, later in pairwise(whole):
        between = leaflet.document.text[one.end : later.start]
        shared = any(one.start <= start and end <= one.end for start, end in later.governed_by)
        if one.kind == later.kind and shared and not any(map(str.isalpha, between)):
            wrong = "The list is quoted in parts, and nobody sees all of it at once."
            yield _finding(leaflet, "look", wrong, PART, one)


def _finding(leaflet: Leaflet, urgency: Urgency, wrong: str, mend: str, passage: Passage) -> Finding:
    return Finding("length", urgency, leaflet.name, wrong, mend, leaflet.place_of(passage))
