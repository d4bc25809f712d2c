"""A curation file for an editor to fill in: what is known about a text is there already."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict

from bot.documents import Corpus, Details, Gap, Passage

SHORTEST_START = 5
"""Words of a passage's beginning (or its first line), so that an editor knows it when they see it."""

OFTEN_ASKED = ("side effects", "how well it works", "how long it takes", "age limits", "driving", "alcohol")
"""What people ask of any leaflet, and many a leaflet does not say."""

_UNKNOWN_DETAILS = {
    "publisher": '"Riverside Hospital, Ward 7"',
    "address": '"https://..."',
    "reviewed": "2026-03-01",
    "language": '"en"',
}


def template_lines(corpus: Corpus) -> Iterator[str]:
    """The lines of a ``.toml`` for the one document of ``corpus``; what was curated already is kept."""
    (document,) = corpus.documents
    yield "# Fill this in and save it beside the text, with the same name but ending in .toml."
    yield "# Lines that begin with # are remarks. Take the # away from what you fill in."
    yield ""
    yield from _detail_lines(document.details)
    yield from _word_lines(corpus)
    for passage in corpus.passages:
        yield ""
        yield from _passage_lines(passage, corpus)
    yield ""
    yield "# What people ask and the text does not say. The bot then says so, instead of quoting something near it."
    for topic in corpus.gaps:
        yield ""
        yield from _gap_lines(topic)
    if not corpus.gaps:
        yield from _gap_skeleton()


def toml_text(text: str) -> str:
    """``text`` as a TOML string on one line; what could move a cursor is written as its code.

    JSON's escapes are TOML's; JSON leaves some characters as they are that TOML does not allow.
    """
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in quoted)


def _detail_lines(details: Details) -> Iterator[str]:
    for key, value in asdict(details).items():
        yield f"# {key} = {_UNKNOWN_DETAILS[key]}" if value is None else f"{key} = {toml_text(value)}"


def _word_lines(corpus: Corpus) -> Iterator[str]:
    if corpus.synonyms:
        yield from _list_lines("synonyms", corpus.synonyms)
    else:
        yield '# synonyms = ["gut, bowel, intestine"]'
    yield ""
    yield "[abbreviations]"
    yield from (f"{toml_text(short)} = {toml_text(long)}" for short, long in corpus.abbreviations.items())
    if not corpus.abbreviations:
        yield '# MSC = "mesenchymal stem cell"'


def _passage_lines(passage: Passage, corpus: Corpus) -> Iterator[str]:
    starts = beginning(passage, corpus)
    if starts is None:
        yield f"# Passage {passage.number + 1} begins like an earlier one and cannot have an entry of its own."
        return
    yield f"# Passage {passage.number + 1}, {passage.kind}"
    yield "[[passage]]"
    yield f"starts = {toml_text(starts)}"
    if passage.question:
        yield f"question = {toml_text(passage.question)}"
    else:
        yield f"question = {toml_text(_question(passage))} # mend this: ask what this passage answers"
    if passage.examples:
        yield from _list_lines("examples", passage.examples)
    else:
        yield "examples = ["
        yield "  # How people ask for it, as they really type: short, worried, misspelt. One on each line:"
        yield '  # "how long does it take",'
        yield "]"


def beginning(passage: Passage, corpus: Corpus) -> str | None:
    """The first words of a passage, as many as no other begins with.

    All of it where a later one begins with all of it; ``None`` where an earlier one does.
    """
    first_line = len(passage.text.partition("\n")[0].rstrip())
    ends = [word.end() for word in re.finditer(r"\S+", passage.text)]
    for number, end in enumerate(ends, 1):
        start = passage.text[:end]
        is_telling = number >= SHORTEST_START or end >= first_line
        if is_telling and sum(other.text.startswith(start) for other in corpus.passages) == 1:
            return start
    first = next(other for other in corpus.passages if other.text.startswith(passage.text))
    return passage.text if first is passage else None


def _question(passage: Passage) -> str:
    heading = passage.section or passage.document.title
    return heading if heading.endswith("?") else f"{heading}: what should I know?"


def _gap_lines(topic: Gap) -> Iterator[str]:
    yield "[[uncovered]]"
    yield f"topic = {toml_text(topic.topic)}"
    yield from _list_lines("examples", topic.examples)


def _gap_skeleton() -> Iterator[str]:
    yield f"# Often asked: {', '.join(OFTEN_ASKED)}."
    for topic in OFTEN_ASKED[:2]:
        yield ""
        yield "# [[uncovered]]"
        yield f"# topic = {toml_text(topic)}"
        yield '# examples = ["...", "..."]'


def _list_lines(key: str, texts: tuple[str, ...]) -> Iterator[str]:
    yield f"{key} = ["
    yield from (f"  {toml_text(text)}," for text in texts)
    yield "]"
