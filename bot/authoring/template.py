"""A curation file for an editor to fill in: what stands in it is kept to the letter, what is missing is added."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from bot.documents import Corpus, Passage
from bot.documents.corpus import place_of
from bot.errors import CurationError
from bot.files import read_content
from bot.sources.curation import read_curation

SHORTEST_START = 5
"""Words of a passage's beginning (or its first line), so that an editor knows it when they see it."""

OFTEN_ASKED = ("side effects", "how well it works", "how long it takes", "age limits", "driving", "alcohol")
"""What people ask of any leaflet, and many a leaflet does not say."""

UNCOVERED = "What people ask and the text does not say."
"""What the gaps stand under."""

_UNKNOWN_DETAILS = {
    "publisher": '"Riverside Hospital, Ward 7"',
    "address": '"https://..."',
    "reviewed": "2026-03-01",
    "language": '"en"',
}


def template(corpus: Corpus, curation: Path) -> str:
    """The content of a ``.toml`` for the one document of ``corpus``.

    Args:
        corpus: the leaflet.
        curation: its curation, as it is; it need not be there.

    Raises:
        CurationError: it is there and cannot be read.
    """
    written = curation_text(curation)
    lines = _added_lines(corpus, curation, written) if written.strip() else _new_lines(corpus)
    return "".join(f"{line}\n" for line in lines)


def curation_text(path: Path) -> str:
    """What stands in a curation, or nothing where there is none.

    Raises:
        CurationError: it cannot be read.
    """
    try:
        return read_content(path).decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise CurationError(f"{path}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CurationError(f"{path}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from error


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


def toml_text(text: str) -> str:
    """``text`` as a TOML string on one line; what could move a cursor is written as its code.

    JSON's escapes are TOML's; JSON leaves some characters as they are that TOML does not allow.
    """
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in quoted)


def _new_lines(corpus: Corpus) -> Iterator[str]:
    (document,) = corpus.documents
    yield "# Fill this in and save it beside the text, with the same name but ending in .toml."
    yield "# Lines that begin with # are remarks. Take the # away from what you fill in."
    yield ""
    yield f"title = {toml_text(document.title)}"
    yield from (f"# {key} = {value}" for key, value in _UNKNOWN_DETAILS.items())
    yield '# synonyms = ["gut, bowel, intestine"]'
    yield ""
    yield "[abbreviations]"
    yield '# MSC = "mesenchymal stem cell"'
    for passage in corpus.passages:
        yield ""
        yield from _passage_lines(passage, corpus)
    yield from _gap_lines()


def _added_lines(corpus: Corpus, curation: Path, written: str) -> Iterator[str]:
    """The curation as it is, and what it has nothing of: details, passages, gaps."""
    entries = read_curation(curation)
    missing = [key for key in _UNKNOWN_DETAILS if not re.search(rf"(?m)^[# ]*{key} *=", written)]
    yield from (f"# {key} = {_UNKNOWN_DETAILS[key]}" for key in missing)
    yield written.rstrip("\n")
    has_entry = {place_of(entry.starts, corpus.passages, curation) for entry in entries.passages}
    for passage in corpus.passages:
        if passage.number not in has_entry:
            yield ""
            yield from _passage_lines(passage, corpus)
    if not entries.gaps and UNCOVERED not in written:
        yield from _gap_lines()


def _passage_lines(passage: Passage, corpus: Corpus) -> Iterator[str]:
    starts = beginning(passage, corpus)
    if starts is None:
        yield f"# Passage {passage.number + 1} begins like an earlier one and cannot have an entry of its own."
        return
    yield f"# Passage {passage.number + 1}, {passage.kind}"
    yield "[[passage]]"
    yield f"starts = {toml_text(starts)}"
    yield f"# question = {toml_text(_question(passage))} # mend this: ask what this passage answers"
    yield "examples = ["
    yield '  # How people ask for it, as they type: "how long dos it take". Short, worried, misspelt. One a line:'
    yield '  # "...",'
    yield "]"


def _question(passage: Passage) -> str:
    heading = passage.section or passage.document.title
    return heading if heading.endswith("?") else f"{heading}: what should I know?"


def _gap_lines() -> Iterator[str]:
    yield ""
    yield f"# {UNCOVERED} The bot then says so, instead of quoting something near it."
    yield f"# Often asked: {', '.join(OFTEN_ASKED)}."
    for topic in OFTEN_ASKED[:2]:
        yield ""
        yield "# [[uncovered]]"
        yield f"# topic = {toml_text(topic)}"
        yield '# examples = ["...", "..."]'
