"""Whether a repeated group of a pattern can match one text in two ways, which doubles the time at each repetition."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

MOST_TEXTS = 4_000
"""A group of more texts is not looked at."""

MOST_UNPROVED = 8
"""A group that cannot be looked at may be repeated so often at most: then it has an end, in two ways or not."""


def ambiguous_groups(pattern: str) -> Iterator[str]:
    """What is wrong with each repeated group of literals that is no uniquely decipherable code.

    And with any other group, of which that cannot be told, that is repeated very often. The test is that of Sardinas
    and Patterson (1953).
    """
    for most, group in _repeated(re._parser.parse(pattern)):  # type: ignore[attr-defined]
        texts = _texts(group)
        if texts is None:
            if most > MOST_UNPROVED and not _is_one_character(group):
                yield f"a group that is more than literals may be repeated more than {MOST_UNPROVED} times"
        elif fault := _fault(texts):
            yield fault


def _is_one_character(group: Sequence[Any]) -> bool:
    return len(group) == 1 and str(group[0][0]) in ("IN", "ANY", "NOT_LITERAL", "LITERAL")


def _repeated(parts: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    for operator, argument in parts:
        name = str(operator)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            if argument[1] > 3:
                yield argument[1], argument[2]
            yield from _repeated(argument[2])
        elif name == "SUBPATTERN":
            yield from _repeated(argument[-1])
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from _repeated(branch)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _repeated(argument[1])


def _texts(parts: Iterable[Any]) -> list[str] | None:
    """All that a sequence matches, or ``None`` where that is more than a few literals."""
    found = [""]
    for operator, argument in parts:
        own = _texts_of(str(operator), argument)
        if own is None or len(found) * len(own) > MOST_TEXTS:
            return None
        found = [before + after for before in found for after in own]
    return found


def _texts_of(name: str, argument: Any) -> list[str] | None:  # noqa: ANN401, PLR0911 - a node of the parser's tree
    if name == "LITERAL":
        return [chr(argument)]
    if name == "AT":
        return [""]
    if name == "IN":
        return [chr(value) for _, value in argument] if all(str(kind) == "LITERAL" for kind, _ in argument) else None
    if name == "SUBPATTERN":
        return _texts(argument[-1])
    if name == "BRANCH":
        parts = [_texts(branch) for branch in argument[1]]
        return None if None in parts else [text for part in parts for text in part or ()]
    if name == "MAX_REPEAT" and argument[1] == 1:
        once = _texts(argument[2])
        return None if once is None else [*([""] if argument[0] == 0 else []), *once]
    return None


def _fault(texts: list[str]) -> str | None:
    code = set(texts)
    if "" in code or len(code) < len(texts):
        return f"an empty text, or one twice, among {sorted(code)}"
    seen: set[frozenset[str]] = set()
    dangling = _dangling(code, code)
    while dangling and frozenset(dangling) not in seen:
        if "" in dangling or dangling & code:
            return f"{sorted(dangling & code)} can be made in two ways of {sorted(code)}"
        seen.add(frozenset(dangling))
        dangling = _dangling(code, dangling) | _dangling(dangling, code)
    return None


def _dangling(ones: set[str], others: set[str]) -> set[str]:
    return {other[len(one) :] for one in ones for other in others if other.startswith(one) and other != one}
