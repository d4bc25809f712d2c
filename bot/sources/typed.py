"""Lists whose marks were typed as letters: "• with water", "1. Wash your hands", each a paragraph or a line of one."""

import re
from collections.abc import Iterator, Sequence

from bot.sources.drafts import Draft
from bot.sources.lines import MARKS

DEEPEST = 6
"""No list is looked for that stands deeper within others."""

_MARK = re.compile(
    rf"(?:(?P<sure>[{MARKS}])\ufe0f?\s*|(?P<weak>[-–—‐‑·*o]|\(?(?:\d{{1,2}}|[A-Za-z])[.)]|[Ss]tep \d{{1,2}}[:.)]?)\s+)"
    r"(?=\S)"
)
_INNER = re.compile(r"[o–—◦▪‣-]|\(?a[.)]")
"""Marks of lists that stand in an item of another: "• Eat:", then "o fruit", or "1. Wash", then "a. with soap"."""

_PICTURES = {"\uf0fc": "✓", "\uf0fb": "✗", "\uf0a8": "☐", "\uf06f": "☐", "\uf0fe": "☑", "\uf0fd": "☒"}
"""Signs of Wingdings that say something; its others are bullets."""


def shown_mark(mark: str) -> str:
    """A mark as any font has it."""
    return _PICTURES.get(mark, "•") if "\ue000" <= mark <= "\uf8ff" else mark


def with_typed_items(drafts: Sequence[Draft]) -> list[Draft]:
    """The blocks, with list items where paragraphs, or lines of them, begin with marks.

    A mark that may be a word or a number ("o", "2.", "A.") marks an item where a neighbour goes on with it.
    """
    parts = [(number, part) for number, draft in enumerate(drafts) for part in _parts(draft)]
    marks = [_MARK.match(part.words) if part.kind == "body" else None for _, part in parts]
    kinds = [_kind(mark) for mark in marks]
    result: list[Draft] = []
    depths: list[str] = []
    before = -1
    for place, ((number, part), mark) in enumerate(zip(parts, marks, strict=True)):
        if mark and (mark["sure"] or _is_counted(marks, kinds, place)):
            depths = _depths(depths, kinds[place])
            level = max(part.level - 1, 0) + min(len(depths), DEEPEST)
            sign = shown_mark(mark["sure"] or mark["weak"])
            result.append(Draft("bullet", part.words[mark.end() :], level, sign))
        elif number == before and result[-1].kind == "body":
            result[-1] = result[-1].but(words=f"{result[-1].words}\n{part.words}")
        else:
            result.append(part)
            depths = []
        before = number
    return result


def _parts(draft: Draft) -> Iterator[Draft]:
    """A block; a paragraph is cut before each of its lines that begins with a mark."""
    if draft.kind != "body":
        yield draft
        return
    part: list[str] = []
    for line in draft.words.split("\n"):
        if part and _MARK.match(line):
            yield draft.but(words="\n".join(part))
            part = []
        part.append(line)
    yield draft.but(words="\n".join(part))


def _kind(mark: re.Match[str] | None) -> str:
    """What marks of one list have in common: "1." for all numbers with a full stop."""
    words = (mark["sure"] or mark["weak"]) if mark else ""
    if len(words) == 1:
        return words
    return re.sub(r"[A-Z]", "A", re.sub(r"[a-z]$|(?<=\b)[a-z](?=\W)", "a", re.sub(r"\d+", "1", words)))


def _is_counted(marks: Sequence[re.Match[str] | None], kinds: Sequence[str], place: int) -> bool:
    """Whether a mark that may be a word or a number goes on what one before it begins, or one after it goes on with it.

    Items with other marks may stand between: "1. Wash", "a. with soap", "2. Dry".
    """
    for step in (-1, 1):
        other = place + step
        while 0 <= other < len(marks) and marks[other] and kinds[other] != kinds[place]:
            other += step
        is_alike = 0 <= other < len(marks) and marks[other] is not None
        if is_alike and _value(marks[other]) - _value(marks[place]) == step * _step(kinds[place]):
            return True
    return False


def _step(kind: str) -> int:
    return 0 if len(kind) == 1 else 1


def _value(mark: re.Match[str] | None) -> int:
    """What a number or letter counts; 0 for a sign."""
    words = (mark["sure"] or mark["weak"]) if mark else ""
    digits = re.search(r"\d+", words)
    letter = re.search(r"[A-Za-z](?=[.)])", words)
    return int(digits[0]) if digits else ord(letter[0]) if letter else 0


def _depths(depths: Sequence[str], kind: str) -> list[str]:
    """The kinds of marks in whose lists an item stands, its own last.

    Another kind of mark begins another list, or goes on with this one, unless it is one that is used within others.
    """
    if kind in depths:
        return [*depths[: depths.index(kind) + 1]]
    outer = [other for other in depths if not _INNER.fullmatch(other)]
    return [*outer, kind] if _INNER.fullmatch(kind) else [kind]
