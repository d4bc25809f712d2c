"""Quotes that lean on words which are not quoted with them, where the program could not find those by itself.

What it does find it quotes along (``bot.sources.governing``, ``bot.documents.exceptions``); only the rest is told of.
"""

import re
from collections.abc import Iterator

from bot.authoring.findings import Finding, Urgency
from bot.authoring.leaflet import Leaflet
from bot.data.phrases import PhraseLists
from bot.documents import Passage
from bot.documents.spans import hold
from bot.sources.governing import announces, forbids
from bot.text.normal import normal

_LISTS = PhraseLists("leaning.txt", ("openers", "pointers", "self", "pronouns", "impersonal", "elsewhere", "times"))
_PAGE = re.compile(r"\b(?:figure|fig\.?|table|page|diagram|picture) \d{1,3}\b")
"""A number of something that a quote does not show; only of a leaflet that sends its reader there."""
_SENDS = re.compile(r"\b(?:see|look at|turn to|go to|shown (?:in|on)|on) (?:the )?$")

JOIN = "Join it to the paragraph that it goes on from, or write it so that it can stand alone."
NAME_IT = "Say the thing by its name, or join the paragraph to the one before it."
LIST_IT = "Put what it announces right under it, as lines that begin with “-”; or end it with a full stop."
SAY_IT = "Say it here, or name the heading where it stands: nobody sees what is around a quote."
LEAD_IN = "Put a line above the list that says what it is of, and ends with a colon."


def ungoverned(leaflet: Leaflet) -> Iterator[Finding]:
    """The passages of a leaflet that should not be quoted as they are, each once."""
    for before, leaf, after in leaflet.neighbours:
        found = (
            _announcing(leaf, after) or _pointing(leaf) or _unannounced(before, leaf) or _leaning(leaflet, before, leaf)
        )
        if found:
            urgency, wrong, mend = found
            yield Finding("ungoverned", urgency, leaflet.name, wrong, mend, leaflet.place_of(leaf))


_Fault = tuple[Urgency, str, str]
"""How urgent it is, what is wrong, and what to do."""


def _announcing(leaf: Passage, after: Passage | None) -> _Fault | None:
    """A line that announces something, and is quoted without it: "Do not:"."""
    if leaf.kind != "paragraph" or not announces(leaf.quoted):
        return None
    if after is not None and forbids(leaf.text) and not hold(after.spans, [(leaf.start, leaf.end)]):
        return "now", "It warns of what comes, and what comes is quoted without the warning.", LIST_IT
    return "soon", "It announces what comes, and is quoted without it.", LIST_IT


def _pointing(leaf: Passage) -> _Fault | None:
    """A passage that sends its reader to what the quote does not show: "as shown in the picture"."""
    words = normal(leaf.quoted)
    phrase = _found("elsewhere", r"(?<!\w)(PHRASES)(?!\w)", _found_out("times", words))
    if phrase == "the following" and leaf.kind != "paragraph":
        return None
    if not phrase:
        numbered = next((found for found in _PAGE.finditer(words) if _SENDS.search(words[: found.start()])), None)
        phrase = numbered[0] if numbered else ""
    return ("soon", f"“{phrase}” points at something that is not in the quote.", SAY_IT) if phrase else None


def _unannounced(before: Passage | None, leaf: Passage) -> _Fault | None:
    """The first item of a list that nothing announces, neither a line nor the heading right above it."""
    if leaf.kind != "bullet" or leaf.governed_by or (before is not None and before.kind == "bullet"):
        return None
    is_plain = bool(leaf.section) and not leaf.text[:1].islower()
    return "look" if is_plain else "soon", "No line says what this list is of.", LEAD_IN


def _leaning(leaflet: Leaflet, before: Passage | None, leaf: Passage) -> _Fault | None:
    """A passage that begins with a word which leans on what stands before it, where that is not quoted with it."""
    if leaf.kind not in ("paragraph", "bullet") or leaf is leaflet.leaves[0]:
        return None
    if before is not None and hold(leaf.spans, [before.sentences[-1]]):
        return None
    words = normal(leaf.text)
    opener = _found("openers", r"^\W*(PHRASES)(?!\w)", words)
    if opener and (leaf.kind == "paragraph" or not leaf.governed_by):
        return "soon", f"It begins with “{opener}”, and what it goes on from is not quoted with it.", JOIN
    return _pointing_back(words) if before is not None and leaf.kind == "paragraph" else None


def _pointing_back(words: str) -> _Fault | None:
    """A paragraph that begins with a word for something that was named before it."""
    pointer = _found("pointers", r"^\W*(PHRASES)(?!\w)", words)
    if pointer and not _found("self", rf"^\W*{re.escape(pointer)} (?:\w+ )?(PHRASES)(?!\w)", words):
        return "soon", f"It begins with “{pointer}”, and what that is, is not quoted with it.", NAME_IT
    pronoun = _found("pronouns", r"^\W*(PHRASES)(?:'s)?(?!\w)", words)
    if pronoun and not _found("impersonal", r"^\W*it (PHRASES)(?!\w)", words.replace("it's ", "it is ", 1)):
        return "look", f"It begins with “{pronoun}”. Does the heading alone tell who or what that is?", NAME_IT
    return None


def _found(name: str, pattern: str, words: str) -> str:
    """The phrase of a list that stands in a text in normal form where ``pattern`` wants it; else ``""``."""
    found = _LISTS.compiled(name, pattern).search(words)
    return found[1] if found else ""


def _found_out(name: str, words: str) -> str:
    return _LISTS.compiled(name, r"(?<!\w)(PHRASES)(?!\w)").sub(" ", words)
