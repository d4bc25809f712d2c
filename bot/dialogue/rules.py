"""Patterns that leave no doubt, from ``bot/data/rules.toml``. They are added to the model's decision by "or".

A rule fires on a message when one of its patterns is found in one of the message's sentences and none of its
``unless`` patterns is found in the same sentence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast

from bot.dialogue.reply import KINDS, Kind
from bot.dialogue.tables import is_prepared, read_table
from bot.errors import DataError

RULES = Path(__file__).resolve().parent.parent / "data" / "rules.toml"

_KEYS = {"name", "kind", "reply", "needs", "patterns", "unless", "must", "must_not"}
_OPTIONAL_KEYS = {"unless", "must_not"}
_PART = re.compile(r"<([a-z_]+)>")
_APOSTROPHE = re.compile("[\u2018\u2019\u201b\u02bc\u00b4`\uff07]")
_SENTENCE_END = re.compile(r"(?<=[.!?;\u2026])\s+|\n+|,\s+(?=(?:how much|how many|does|do|can|will|is it|are they)\b)")
"""Where a sentence ends, or a question begins after a comma ("I have chest pain, how much does it cost?")."""


def normalise(message: str) -> str:
    """Put ``message`` in lower case, with straight apostrophes and single spaces; line breaks stay."""
    straight = _APOSTROPHE.sub("'", message.lower())
    return "\n".join(" ".join(line.split()) for line in straight.splitlines())


@dataclass(frozen=True)
class Patterns:
    """Patterns that are compiled when they are first needed: all of them at once take a quarter of a second.

    Attributes:
        sources: the patterns, in the syntax of ``re``, with ``<part>`` for named parts.
        parts: what each part stands for, written out.
        where: the place in the file, for errors.
    """

    sources: tuple[str, ...]
    parts: Mapping[str, str]
    where: str

    def search(self, text: str) -> bool:
        """Whether any of the patterns is found in ``text``."""
        return self.compiled.search(text) is not None

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """One pattern that finds what any of ``sources`` finds.

        Raises:
            DataError: there is no pattern, or one is broken.
        """
        if not self.sources:
            raise DataError(f"{self.where}: there is no pattern.")
        written = "|".join(_written_out(source, self.parts, self.where) for source in self.sources)
        try:
            return re.compile(written)
        except re.error as error:
            raise DataError(f"{self.where}: a pattern is broken ({error}).") from error


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        kind, reply: the kind of the reply, and its name in ``replies.toml``.
        needs: pieces of words; the patterns are tried only on a message that holds one of them.
        must, must_not: messages that have to fire it, and that must not.
    """

    name: str
    kind: Kind
    reply: str
    needs: tuple[str, ...] = field(repr=False)
    patterns: Patterns = field(repr=False)
    unless: Patterns | None = field(repr=False)
    must: tuple[str, ...] = field(default=(), repr=False)
    must_not: tuple[str, ...] = field(default=(), repr=False)

    def fires(self, message: str) -> bool:
        """Whether the rule fires on ``message``, which is normalised."""
        return any(need in message for need in self.needs) and any(
            self.patterns.search(sentence) and not (self.unless and self.unless.search(sentence))
            for sentence in _SENTENCE_END.split(message)
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, in the order of the file: the first one that fires counts."""

    rules: tuple[Rule, ...]
    subject: Patterns = field(repr=False)

    @staticmethod
    @cache
    def load(path: Path = RULES) -> "Rules":
        """Read the rules of a file.

        Raises:
            DataError: the file cannot be read, a rule is incomplete, or a pattern is missing or broken.
        """
        try:
            tables = read_table(path)
        except (OSError, ValueError) as error:
            raise DataError(f"{path}: cannot be read ({error}). Mend the file or reinstall the program.") from error
        parts = _parts(tables.get("parts", {}), path)
        rules = tuple(_rule(table, parts, path) for table in tables.get("rule", ()))
        loaded = Rules(rules, Patterns(tuple(tables.get("subject", ())), parts, f"{path}: subject"))
        if not is_prepared(path):
            loaded.compile()
        return loaded

    def compile(self) -> None:
        """Compile every pattern now instead of when it is first needed.

        Raises:
            DataError: a pattern is missing or broken.
        """
        every = [self.subject, *(rule.patterns for rule in self.rules), *(rule.unless for rule in self.rules)]
        for patterns in every:
            if patterns is not None:
                _ = patterns.compiled

    def first(self, message: str) -> Rule | None:
        """Find the first rule that fires on ``message``, if any."""
        normal = normalise(message)
        return next((rule for rule in self.rules if rule.fires(normal)), None)

    def names_a_hard_subject(self, message: str) -> bool:
        """Whether ``message`` speaks of depression, suicide or abuse: then the support note fits under a reply."""
        return self.subject.search(normalise(message))


def _rule(table: Mapping[str, Any], parts: Mapping[str, str], path: Path) -> Rule:
    where = f"{path}: rule {table.get('name', '(no name)')!r}"
    missing, unknown = _KEYS - _OPTIONAL_KEYS - set(table), set(table) - _KEYS
    if missing or unknown:
        raise DataError(f"{where}: {'missing' if missing else 'unknown'} key {min(missing or unknown)!r}.")
    if table["kind"] not in KINDS:
        raise DataError(f"{where}: kind {table['kind']!r} is none of {', '.join(KINDS)}.")
    unless = table.get("unless", ())
    return Rule(
        name=table["name"],
        kind=cast(Kind, table["kind"]),
        reply=table["reply"],
        needs=tuple(table["needs"]),
        patterns=Patterns(tuple(table["patterns"]), parts, where),
        unless=Patterns(tuple(unless), parts, where) if unless else None,
        must=tuple(table["must"]),
        must_not=tuple(table.get("must_not", ())),
    )


def _parts(sources: Mapping[str, str], path: Path) -> dict[str, str]:
    """Write out the named parts of patterns; each may use those above it."""
    parts: dict[str, str] = {}
    for name, source in sources.items():
        parts[name] = _written_out(source, parts, f"{path}: part {name!r}")
    return parts


def _written_out(source: str, parts: Mapping[str, str], where: str) -> str:
    """``source`` as a group, with every ``<part>`` replaced by what it stands for."""
    unknown = [name for name in _PART.findall(source) if name not in parts]
    if unknown:
        raise DataError(f"{where}: there is no part <{unknown[0]}> above it in [parts].")
    written = _PART.sub(lambda match: parts[match[1]], source)
    return f"(?:{written})"
