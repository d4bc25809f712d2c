"""Patterns that leave no doubt, from ``bot/data/rules.toml``. They are added to the model's decision by "or".

A rule fires on a message when one of its patterns is found in one of the message's sentences and none of its
``unless`` patterns is found in the same sentence.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast

from bot.data import FOLDER, read_table
from bot.dialogue.literals import literals_of
from bot.dialogue.reply import KINDS
from bot.errors import DataError
from bot.text.message import Message

RULES = FOLDER / "rules.toml"

ENDINGS = " .!…"
"""What a sentence may end in without saying anything else: patterns see it without."""

LISTS = (
    "subject", "over", "denials", "information", "named", "yet", "feelings",
    "thanks", "assent", "refusals", "decided", "somebody", "requests",
)  # fmt: skip
"""Lists of patterns that are no rules."""

_TABLES = {*LISTS, "parts", "rule"}

_KEYS = {"name", "intent", "patterns", "unless"}
_KINDS = tuple(kind for kind in KINDS if kind != "answer")
"""A rule quotes nothing."""

_PART = re.compile(r"<([a-z_]+)>")


@dataclass(frozen=True)
class Pattern:
    """A regular expression, compiled when a text could match it for the first time.

    Attributes:
        source: the expression, written out.
        literals: texts one of which stands in everything it finds; empty where there are none.
    """

    source: str
    literals: Sequence[str]

    def search(self, sentence: str) -> bool:
        """Whether it is found in ``sentence``, which is in normal form."""
        return self.may_be_in(sentence) and self.compiled.search(sentence) is not None

    def may_be_in(self, text: str, held: Collection[str] | None = None) -> bool:
        """Whether ``text`` holds one of the literals (``held``: all it holds); where it does not, nothing is found."""
        if held is not None:
            return not (self.literals and self._literal_set.isdisjoint(held))
        return not self.literals or any(literal in text for literal in self.literals)

    @cached_property
    def _literal_set(self) -> frozenset[str]:
        return frozenset(self.literals)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.source)


class Literals:
    """Tells which of many literals a text holds, looking only for those whose first letters stand in it."""

    def __init__(self, literals: Iterable[str]) -> None:
        known = dict.fromkeys(literals)
        self._length = min(map(len, known), default=0)
        self._by_start: dict[str, list[str]] = {}
        for literal in known:
            self._by_start.setdefault(literal[: self._length], []).append(literal)

    def in_text(self, text: str) -> list[str]:
        """The literals that stand in ``text``, in any order."""
        starts = {text[place : place + self._length] for place in range(len(text) - self._length + 1)}
        found = self._by_start.keys() & starts
        return [literal for start in found for literal in self._by_start[start] if literal in text]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a message that fires it has the intent ``intent`` (``emergency/suicide``)."""

    name: str
    intent: str
    patterns: tuple[Pattern, ...] = field(repr=False)
    unless: tuple[Pattern, ...] = field(repr=False)

    def fires(self, message: Message, held: Collection[str] | None = None) -> bool:
        """Whether the rule fires on ``message``.

        Args:
            message: what was typed.
            held: which of the rules' literals the message holds, where that is known already.
        """
        possible = [pattern for pattern in self.patterns if pattern.may_be_in(message.normal, held)]
        texts = (sentence.text.rstrip(ENDINGS) for sentence in message.sentences)
        sentences = dict.fromkeys(texts) if possible else ()
        return any(found_in(possible, sentence) and not found_in(self.unless, sentence) for sentence in sentences)


@dataclass(frozen=True)
class Rules:
    """All rules, in the order of the file: the first one that fires counts."""

    rules: tuple[Rule, ...]
    subject: tuple[Pattern, ...] = field(repr=False)
    over: tuple[Pattern, ...] = field(repr=False)
    denials: tuple[Pattern, ...] = field(repr=False)
    information: tuple[Pattern, ...] = field(repr=False)
    named: tuple[Pattern, ...] = field(repr=False)
    yet: tuple[Pattern, ...] = field(repr=False)
    feelings: tuple[Pattern, ...] = field(repr=False)
    thanks: tuple[Pattern, ...] = field(repr=False)
    assent: tuple[Pattern, ...] = field(repr=False)
    refusals: tuple[Pattern, ...] = field(repr=False)
    decided: tuple[Pattern, ...] = field(repr=False)
    somebody: tuple[Pattern, ...] = field(repr=False)
    requests: tuple[Pattern, ...] = field(repr=False)

    @staticmethod
    @cache
    def load() -> "Rules":
        """Read the rules in ``bot/data``.

        Raises:
            DataError: the file cannot be read, a rule is incomplete, or a pattern is missing or broken.
        """
        from bot.data.prepared import language_tables

        prepared = language_tables().get("rules")
        return Rules.from_json(prepared) if prepared else Rules.from_table(read_table(RULES.name))

    @staticmethod
    def from_table(table: Mapping[str, Any]) -> "Rules":
        """The rules of a table like ``rules.toml``.

        Raises:
            DataError: a rule is incomplete, or a pattern is missing or broken.
        """
        if unknown := set(table) - _TABLES:
            raise DataError(f"{RULES}: {min(unknown)!r} is not known. Use one of {', '.join(sorted(_TABLES))}.")
        entries = table.get("rule", [])
        if not is_list_of(entries, dict):
            raise DataError(f"{RULES}: each rule must be written under [[rule]].")
        parts = parts_of(table.get("parts", {}), RULES)
        rules = tuple(_rule(entry, parts) for entry in entries)
        others = (patterns_of(table.get(name, []), parts, f"{RULES}: {name}") for name in LISTS)
        return Rules(rules, *others)

    def to_json(self) -> dict[str, Any]:
        """The rules as plain data, with the literals of every pattern."""
        return {
            "rules": [
                [rule.name, rule.intent, pattern_list(rule.patterns), pattern_list(rule.unless)] for rule in self.rules
            ],
            **{name: pattern_list(getattr(self, name)) for name in LISTS},
        }

    @staticmethod
    def from_json(table: Mapping[str, Any]) -> "Rules":
        """What ``to_json`` wrote down."""
        return Rules(
            tuple(
                Rule(name, intent, patterns_from(patterns), patterns_from(unless))
                for name, intent, patterns, unless in table["rules"]
            ),
            *(patterns_from(table[name]) for name in LISTS),
        )

    def compile(self) -> None:
        """Compile every pattern now instead of when it is first needed."""
        lists = (pattern for name in LISTS for pattern in getattr(self, name))
        for pattern in (*lists, *(p for rule in self.rules for p in (*rule.patterns, *rule.unless))):
            _ = pattern.compiled

    def first(self, message: Message) -> Rule | None:
        """The first rule that fires on ``message``, if any."""
        held = self._literals.in_text(message.normal)
        possible = sorted({number for literal in ("", *held) for number in self._by_literal.get(literal, ())})
        return next((rule for rule in map(self.rules.__getitem__, possible) if rule.fires(message, held)), None)

    @cached_property
    def _literals(self) -> "Literals":
        return Literals(literal for literal in self._by_literal if literal)

    @cached_property
    def _by_literal(self) -> Mapping[str, list[int]]:
        """The numbers of the rules with each literal; of those with a pattern that has none, under nothing."""
        numbers: dict[str, list[int]] = {}
        for number, rule in enumerate(self.rules):
            for literal in {literal for pattern in rule.patterns for literal in pattern.literals or ("",)}:
                numbers.setdefault(literal, []).append(number)
        return numbers

    def thanks_or_agrees(self, message: Message) -> bool:
        """Whether ``message`` thanks, or says no more than that it will be done."""
        takes = found_in(self.thanks, message.normal) or found_in(self.assent, message.normal)
        return takes and not found_in(self.refusals, message.normal)

    def is_about_somebody(self, message: Message) -> bool:
        """Whether ``message`` names the person who is in danger."""
        return found_in(self.somebody, message.normal)

    def requests_something(self, message: Message) -> bool:
        """Whether ``message`` asks for something, in the form of a question or not."""
        return any(sentence.asks for sentence in message.sentences) or found_in(self.requests, message.normal)

    def says_it_is_over(self, message: Message) -> bool:
        """Whether ``message`` says that somebody is safe, that help is there, or that there was no alarm."""
        return found_in(self.over, message.normal) and not found_in(self.decided, message.normal)

    def denies(self, message: Message) -> bool:
        """Whether ``message`` only says that something is not so, and asks, at the most."""
        texts = [sentence.text.rstrip(ENDINGS) for sentence in message.sentences]
        denied = [found_in(self.denials, text) and not found_in(self.yet, text) for text in texts]
        return any(denied) and all(is_denied or s.asks for is_denied, s in zip(denied, message.sentences, strict=True))

    def asks_for_information(self, message: Message) -> bool:
        """Whether ``message`` only asks what is known of something, and names nobody."""
        texts = [sentence.text.rstrip(ENDINGS) for sentence in message.sentences]
        return bool(texts) and all(
            found_in(self.information, text) and not found_in(self.named, text) for text in texts
        )

    def names_feelings(self, message: Message) -> bool:
        """Whether ``message`` speaks of feelings."""
        return found_in(self.feelings, message.normal)

    def names_a_hard_subject(self, message: Message) -> bool:
        """Whether ``message`` speaks of depression, suicide or abuse: then the support note fits under a reply."""
        return found_in(self.subject, message.normal)


def found_in(patterns: Iterable[Pattern], sentence: str) -> bool:
    """Whether any of ``patterns`` is found in ``sentence``."""
    return any(pattern.search(sentence) for pattern in patterns)


def _rule(table: Mapping[str, Any], parts: Mapping[str, str]) -> Rule:
    where = f"{RULES}: rule {table.get('name', '(no name)')!r}"
    missing, unknown = _KEYS - {"unless"} - set(table), set(table) - _KEYS
    if missing or unknown:
        raise DataError(f"{where}: {'missing' if missing else 'unknown'} key {min(missing or unknown)!r}.")
    name, intent = table["name"], table["intent"]
    if not isinstance(name, str) or not isinstance(intent, str):
        raise DataError(f"{where}: name and intent must be texts in quotation marks.")
    if intent.partition("/")[0] not in _KINDS:
        raise DataError(f"{where}: the intent {intent!r} does not begin with one of {', '.join(_KINDS)}.")
    if not table["patterns"]:
        raise DataError(f"{where}: there is no pattern.")
    unless = patterns_of(table.get("unless", []), parts, where)
    return Rule(name, intent, patterns_of(table["patterns"], parts, where), unless)


def parts_of(sources: object, file: Path) -> dict[str, str]:
    """The entries of ``[parts]``, written out.

    Raises:
        DataError: they are no table, or one of them is broken.
    """
    if not isinstance(sources, dict):
        raise DataError(f"{file}: parts must be written under [parts].")
    parts: dict[str, str] = {}
    for name, source in sources.items():
        (part,) = patterns_of([source], parts, f"{file}: part {name!r}")
        parts[name] = part.source
    return parts


def patterns_of(
    sources: object, parts: Mapping[str, str], where: str, form: Callable[[str], str] = str
) -> tuple[Pattern, ...]:
    """Patterns with their parts written out.

    Args:
        sources: what stands in the file: a list of texts.
        parts: what ``<part>`` stands for.
        where: the place in the file, for an error.
        form: what is made of each pattern before it is compiled.

    Raises:
        DataError: it is no list of texts, or one of them is broken.
    """
    if not is_list_of(sources, str):
        raise DataError(f"{where}: patterns must be a list of texts in quotation marks.")
    patterns = []
    for source in cast(list[str], sources):
        written = form(_written_out(source, parts, where))
        try:
            re.compile(written)
            patterns.append(Pattern(written, literals_of(written)))
        except (re.error, OverflowError, RecursionError) as error:
            raise DataError(f"{where}: the pattern {source!r} is broken ({error}).") from error
    return tuple(patterns)


def is_list_of(value: object, kind: type) -> bool:
    """Whether ``value`` is a list of values of one type."""
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)


def _written_out(source: str, parts: Mapping[str, str], where: str) -> str:
    """``source`` as a group, with every ``<part>`` replaced by what it stands for."""
    unknown = [name for name in _PART.findall(source) if name not in parts]
    if unknown:
        raise DataError(f"{where}: there is no part <{unknown[0]}> above it in [parts].")
    written = _PART.sub(lambda match: parts[match[1]], source)
    return f"(?:{written})"


def pattern_list(patterns: Iterable[Pattern]) -> list[Any]:
    """Patterns as plain data, with their literals."""
    return [[pattern.source, list(pattern.literals)] for pattern in patterns]


def patterns_from(patterns: Iterable[Any]) -> tuple[Pattern, ...]:
    """What ``pattern_list`` wrote down."""
    return tuple(Pattern(source, literals) for source, literals in patterns)
