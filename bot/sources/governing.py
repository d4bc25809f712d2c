"""Which lines govern what stands under or after them, by the words in ``bot/data/governing.txt``."""

import re

from bot.data.phrases import PhraseLists

_OF_HEADINGS = ("prohibitions", "circumstances", "questions", "suppositions", "restrictions")
_OF_TEXT = ("conditions", "branches", "unfinished", "exceptions", "provisos", "pointers", "pairs", "leaning", "orders")
_LISTS = PhraseLists("governing.txt", (*_OF_HEADINGS, *_OF_TEXT))
JOINTS = frozenset({"or", "and", "and/or", "either", "plus"})
"""What stands on a line of its own between two items of a list."""

_PAGE_NUMBER = re.compile(r"\W{0,9}(?:page[ \t]{1,9})?\d{1,3}(?:[ \t]{0,9}(?:of|/)[ \t]{0,9}\d{1,3})?\W{0,9}")

LAST_CHARACTERS = 80
"""So much of a text tells whether it is finished."""

_CLOSING = "*_ \t…"
_BEGINNING = r"^[^\w]*(?:\d{1,2}[.)]\s*)?"
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "\xa0": " "})


def announces(line: str) -> bool:
    """Whether a line goes on in the list under it: "Do not take them:", or "You must not take them if"."""
    return line.rstrip(_CLOSING).endswith(":") or is_unfinished(line)


def is_unfinished(line: str) -> bool:
    """Whether a line without a colon goes on in what stands under it."""
    return _found("unfinished", r"(?:^|[\s,;(*_])(?:PHRASES)[\s…–—*_-]*$", line[-LAST_CHARACTERS:])


def is_page_number(line: str) -> bool:
    """Whether a line only counts the pages of a text that was printed: "Page 2 of 3"."""
    return _PAGE_NUMBER.fullmatch(line.casefold()) is not None


def is_joint(line: str) -> bool:
    """Whether a line only joins two items of a list: "or"."""
    return line.strip(" ,:;–—-*_").casefold() in JOINTS


def governs_list(sentence: str) -> bool:
    """Whether a sentence right before a list is about it: "The rules are these.", or "Not everyone can have it."."""
    is_pointing = announces(sentence) or _found("pointers", r"(?<!\w)(?:PHRASES)(?!\w)", sentence)
    return is_pointing or governs_section(sentence) or opens_condition(sentence)


def leans_back(sentence: str) -> bool:
    """Whether a sentence says little without the one before it: "This can be caused by:"."""
    return _found("leaning", _BEGINNING + r"(?:PHRASES)\b", sentence)


def opens_condition(text: str) -> bool:
    """Whether what a text says holds under the condition that it begins with: "If you had sedation, ..."."""
    return _found("conditions", _BEGINNING + r"(?:PHRASES)\b", text)


def opens_branch(text: str) -> bool:
    """Whether a text is one branch of a matter, whose others stand beside it: "For adults: ..."."""
    return _found("branches", _BEGINNING + r"(?:PHRASES)\b", text)


def takes_back(text: str) -> bool:
    """Whether a text takes back something of what stands before it: "But not if you take metronidazole."."""
    return _found("exceptions", _BEGINNING + r"(?:PHRASES)\b", text)


def is_proviso(text: str) -> bool:
    """Whether a text on the line under another says when that does not hold: "If you are very weak, ..."."""
    return _found("provisos", _BEGINNING + r"(?:PHRASES)\b", text) and not is_question(text)


def pair_label(text: str) -> str:
    """The word by which a text is one of a pair: "myth" in "Myth 2: You can eat."; "" where there is none."""
    found = _search("pairs", _BEGINNING + r"(PHRASES)(?:[ \t]?\d{1,2})?[*_]*[ \t]*(?:[:.?!–—-]|$)", text)
    return found[1] if found else ""


def governs_section(heading: str) -> bool:
    """Whether what stands under a heading means something else without it: "Don't", "What to avoid", "If you fall"."""
    if _found("prohibitions", r"(?<!\w)(?:PHRASES)(?!\w)", heading) or restricts(heading):
        return True
    if _found("suppositions", _BEGINNING + r"(?:PHRASES)\b", heading):
        return True
    return _found("circumstances", _BEGINNING + r"(?:PHRASES)\b", heading) and not is_question(heading)


def restricts(text: str) -> bool:
    """Whether a text says for whom what stands after it in its section holds: "This section is for ..."."""
    return _found("restrictions", _BEGINNING + r"(?:PHRASES)\b", text)


def forbids(heading: str) -> bool:
    """Whether a heading turns the meaning of the list under it, and no more: "Don't", "What to avoid"."""
    return _found("prohibitions", r"(?<!\w)(?:PHRASES)(?!\w)", heading) and not opens_condition(heading)


def is_order(line: str) -> bool:
    """Whether a line says what not to do: "Do NOT drive for 24 hours"; not "Do not:", which says nothing alone."""
    return _found("orders", _BEGINNING + r"(?:PHRASES)\s+\w", line) and not line.rstrip().endswith("?")


def is_question(heading: str) -> bool:
    """Whether a heading asks."""
    return heading.rstrip().endswith("?") or _found("questions", _BEGINNING + r"(?:PHRASES)\b", heading)


def _found(name: str, pattern: str, text: str) -> bool:
    return _search(name, pattern, text) is not None


def _search(name: str, pattern: str, text: str) -> re.Match[str] | None:
    return _LISTS.compiled(name, pattern).search(text.translate(_APOSTROPHES).casefold())
