"""What a pattern cannot be found without, so that most patterns need not be compiled for a message.

Compiling all rules takes a quarter of a second, which a person who asks one question would wait for. Any match of a
pattern holds one of its literals, so a message without them cannot match; nothing else about the pattern is guessed.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

SHORTEST_LITERAL = 3
"""Shorter ones stand in nearly every message."""


def literals_of(pattern: str) -> tuple[str, ...]:
    """Texts one of which stands in everything that ``pattern`` finds; empty where there are none.

    Raises:
        re.error: the pattern is broken.
    """
    parser = getattr(re, "_parser", None)  # the standard library's own, without a public name
    if parser is None:
        return ()
    found = _of_sequence(parser.parse(pattern))
    return tuple(sorted(found)) if found and min(map(len, found)) >= SHORTEST_LITERAL else ()


def _of_sequence(parts: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    candidates: list[frozenset[str]] = []
    run = ""
    for operator, argument in parts:
        name = str(operator)
        if name == "LITERAL":
            run += chr(argument)
        elif name not in ("AT", "ASSERT", "ASSERT_NOT"):
            candidates += [frozenset([run])] if run else []
            run = ""
            candidates.append(_of_part((name, argument)))
    candidates += [frozenset([run])] if run else []
    return max(candidates, key=_worth, default=frozenset())


def _of_part(part: tuple[str, Any]) -> frozenset[str]:
    name, argument = part
    if name == "SUBPATTERN":
        return _of_sequence(argument[-1])
    if name == "BRANCH":
        return _of_branches(argument[1])
    if name in ("MAX_REPEAT", "MIN_REPEAT") and argument[0] >= 1:
        return _of_sequence(argument[2])
    return frozenset()


def _of_branches(branches: Sequence[Any]) -> frozenset[str]:
    parts = [_of_sequence(branch) for branch in branches]
    return frozenset().union(*parts) if all(parts) else frozenset()


def _worth(literals: frozenset[str]) -> tuple[int, int]:
    """Long ones that are few tell most."""
    return min(map(len, literals), default=0), -len(literals)
