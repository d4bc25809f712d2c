"""A decline names a topic only where the message is about that topic. Better no reason than a wrong one.

"Is it safe?" shares its only telling word with "is it safe while breastfeeding", and is not about breastfeeding.
"""

from collections.abc import Callable, Collection
from dataclasses import replace

from bot.dialogue.verdict import Verdict
from bot.documents import Corpus, Gap
from bot.evidence.query import Query
from bot.settings import Settings
from bot.text.message import Message

Told = Collection[tuple[float, frozenset[str]]]
"""How much each word tells, and the terms that mean it."""


def with_true_reason(
    verdict: Verdict, query: Query, corpus: Corpus, read: Callable[[str], Message], settings: Settings
) -> Verdict:
    """``verdict``, without a topic that the message is not about."""
    if verdict.intent != "decline/known-topic":
        return verdict
    gaps = [gap for gap in corpus.gaps if gap.topic == verdict.topic]
    if any(is_about(query, gap, read, settings) for gap in gaps):
        return verdict
    return replace(verdict, intent="decline/not-covered", topic=None)


def is_about(query: Query, gap: Gap, read: Callable[[str], Message], settings: Settings) -> bool:
    """Whether a message asks for a gap.

    The topic's name holds all that the message tells; or all examples together hold most of it, and one of them, too,
    and tells little else. A message with a single telling word must hold more of what that example tells.
    """
    asked = query.told
    if asked and _held(asked, read(gap.topic).told) == 1:
        return True
    examples = [[each for each in read(text).told if each[1].isdisjoint(query.understood)] for text in gap.examples]
    if _held(asked, [each for example in examples for each in example]) < settings.least_of_topic:
        return False
    least = settings.least_of_example if len(asked) > 1 else settings.least_of_example_alone
    return any(min(_held(asked, each), _held(each, asked)) >= least for each in examples)


def _held(told: Told, by: Told) -> float:
    """How much of what ``told`` tells stands in ``by``, from 0 to 1."""
    terms = frozenset[str]().union(*(each for _, each in by))
    total = sum(information for information, _ in told)
    return sum(information for information, each in told if not terms.isdisjoint(each)) / total if total else 0.0
