"""Short forms in capitals that a leaflet uses and never explains."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from bot.authoring.findings import Finding
from bot.authoring.leaflet import Leaflet
from bot.data import read_entries

EXPLAIN = "Write it out where it stands first: “deep vein thrombosis (DVT)”, or under [abbreviations] in the .toml."

MOST_CAPITALS = 0.5
"""A line of which more words than this are capitals is shouted, and tells nothing about short forms."""

COMMON_WORDS = 5000
"""A word among so many of the most frequent is no short form where it is in capitals: "do NOT drive"."""

FEWEST_INITIALS = 3
"""From so many letters on, words in a row that begin with them explain a short form; for two that happens by chance."""

_SHORT_FORM = re.compile(
    r"(?<![\w@./#&-])(?:[A-Z]{2,6}|[A-Z][a-z]?[A-Z][A-Za-z]{0,2}[A-Z]|[A-Z]{1,3}\d{1,3}[A-Z]?)(?=s?(?![\w@/&]|-\w))"
)
_ROMAN = re.compile("[IVX]+")
_WORD = re.compile(r"[^\W\d_]+")
_JOINING = frozenset("of the and for in a an to or with".split())


def abbreviations(leaflet: Leaflet, explained: Mapping[str, str]) -> Iterator[Finding]:
    """The short forms of a leaflet that neither its text nor a curation explains, where each stands first.

    Args:
        leaflet: where they stand.
        explained: the abbreviations that are curated.
    """
    known = _known() | {short.casefold() for short in explained}
    for short, (offset, times) in _used(leaflet.document.text).items():
        if short.casefold() in known or _is_explained(short, leaflet.document.text):
            continue
        often = "once" if times == 1 else f"{times} times"
        place = leaflet.place_at(offset, _around(leaflet.document.text, offset))
        wrong = f"“{short}” stands there {often} and is never explained."
        yield Finding("abbreviations", "soon", leaflet.name, wrong, EXPLAIN, place, weight=times)


def _used(text: str) -> dict[str, tuple[int, int]]:
    """The short forms of a text, each with where it stands first, and how often it stands there."""
    first: dict[str, int] = {}
    times: Counter[str] = Counter()
    words = {word for word in _WORD.findall(text) if word.islower()}
    offset = 0
    for line in text.splitlines(keepends=True):
        if not _is_shouted(line):
            for found in _SHORT_FORM.finditer(line):
                if not _is_word(found[0], words):
                    first.setdefault(found[0], offset + found.start())
                    times[found[0]] += 1
        offset += len(line)
    return {short: (place, times[short]) for short, place in first.items()}


def _is_shouted(line: str) -> bool:
    words = [word for word in _WORD.findall(line) if len(word) > 1]
    return len(words) > 1 and sum(map(str.isupper, words)) > MOST_CAPITALS * len(words)


def _is_word(short: str, words: set[str]) -> bool:
    """Whether it is an ordinary word in capitals, or a number: "NOT", "II"."""
    lower = short.lower()
    return lower in words or lower in _common_words() or _ROMAN.fullmatch(short) is not None


def _is_explained(short: str, text: str) -> bool:
    """Whether the long form stands beside it in brackets, or it in brackets beside that, or its words anywhere."""
    form = rf"(?<!\w){re.escape(short)}s?(?!\w)"
    in_brackets = rf"\w[^\S\n]+[(\[](?:[^()\[\]\n]{{0,40}}[\s,;“\"'‘])?{form}"
    before_brackets = rf"{form}[”\"'’]?[^\S\n]+[(\[][^()\[\]\n]*?(?:[a-z]{{5,}}|[a-z]{{2,}}[^\S\n]+[a-z]{{2,}})"
    said = rf"{form}[”\"'’]?,? (?:stands for|is short for|short for|means|which means|which stands for)\b"
    if re.search(f"{in_brackets}|{before_brackets}|{said}", text):
        return True
    return len(short) >= FEWEST_INITIALS and short.isalpha() and _has_words_for(short, text)


def _has_words_for(short: str, text: str) -> bool:
    """Whether words in a row begin with its letters, joining words aside: "irritable bowel syndrome" for "IBS"."""
    wanted = short.casefold()
    for sentence in re.split(r"[.!?\n]", text):
        words = (word for word in _WORD.findall(sentence) if word.casefold() not in _JOINING and not word.isupper())
        if wanted in "".join(word[0].casefold() for word in words):
            return True
    return False


def _around(text: str, offset: int) -> str:
    """The line in which something stands, from the word before it on where that is long."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)]
    return line if offset - start < 30 else "…" + text[text.rfind(" ", start, offset - 20) + 1 : start + len(line)]


@cache
def _known() -> frozenset[str]:
    return frozenset(line.strip().casefold() for line in read_entries("known-short-forms.txt"))


@cache
def _common_words() -> frozenset[str]:
    return frozenset(read_entries("everyday-words.txt")[:COMMON_WORDS])
