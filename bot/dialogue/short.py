"""One or two words: "cost?", "lupus", "walking". They are looked for in the material's own words first.

How a message is worded tells nothing where it has no wording. So what was only guessed by it gives way: to the passage
that says the word; where several do, to the question which is meant; where none does, to a decline that says so.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.dialogue.decide import PERSONS
from bot.dialogue.questions import Questions
from bot.dialogue.verdict import Verdict
from bot.documents import Corpus, Passage
from bot.evidence.names import NamesOfCorpus
from bot.evidence.query import Query
from bot.evidence.rank import Evidence, Searcher
from bot.settings import Settings
from bot.text.message import Message
from bot.text.normal import plain

GUESSED = frozenset(
    {
        "decline/not-covered", "decline/known-topic", "decline/off-topic", "decline/instructions", "decline/gibberish",
        "decline/not-mentioned", "refer/personal", "chat/complaint", "chat/source", "chat/capability", "chat/identity",
    }
)  # fmt: skip
"""What gives way to a passage that says the word."""

UNNAMED = frozenset(
    {
        "decline/not-covered", "decline/off-topic", "decline/instructions",
        "answer/one", "answer/two", "answer/two-leaflets",
    }
)  # fmt: skip
"""What gives way to a decline that says which word the material does not mention."""

LEAST_PREFIX = 5
"""How many letters two words of one meaning must begin with alike to be forms of one word: pregnancy, pregnant."""

_EDGES = re.compile(r"^\W+|\W+$")
_NAME = re.compile(r"\W*([^:.!?\n]{1,60}):\s")
"""What a list item is called: "- Lupus: ..."."""


@dataclass(frozen=True, slots=True)
class Holders:
    """The passages that say a word, those first that are called by it, and then as they fit."""

    numbers: tuple[int, ...]
    are_named: bool


def in_a_word(  # noqa: PLR0913 - what was decided, what is known, and what to read it by
    verdict: Verdict,
    query: Query,
    evidence: Evidence,
    searcher: Searcher,
    names: NamesOfCorpus,
    corpus: Corpus,
    read: Callable[[str], Message],
    questions: Questions,
    settings: Settings,
) -> Verdict:
    """``verdict``, or what the material has on a message of one or two words.

    Args:
        verdict: what was decided by how the message is worded.
        query: the message in its conversation.
        evidence: how well the corpus fits it.
        searcher: tells which passages hold a word.
        names: tells which words stand anywhere.
        corpus: what may be quoted.
        read: reads a text.
        questions: the questions that passages are offered for.
        settings: the tuned numbers.
    """
    is_open = verdict.because in ("signals", "name", "no known word") and verdict.intent in GUESSED
    if not _is_a_word(query, settings) or not (is_open or _is_unsaid(verdict, query, evidence, corpus)):
        return verdict
    if verdict.because == "no known word":
        is_known = evidence.has_common and verdict.probabilities["answer"] >= settings.least_bearing
        return replace(verdict, intent="answer/one", quotes=evidence.quotable) if is_known else verdict
    found = _holders(query.message, evidence, corpus, read)
    if found.numbers:
        places = {corpus.passages[number].document.name for number in found.numbers}
        is_open_which = not evidence.is_named and len(places) > 1
        return _what_it_has(verdict, found, is_open_which, questions, settings)
    if _says_less(verdict, query.message, read) and _is_nowhere(query, searcher, names):
        return replace(
            verdict, intent="decline/no-such-word", because="word", topic=_EDGES.sub("", query.message.normal)
        )
    return verdict


def _is_unsaid(verdict: Verdict, query: Query, evidence: Evidence, corpus: Corpus) -> bool:
    """Whether a passage was guessed that does not say the word, and that no editor gave it to."""
    if verdict.because != "signals" or verdict.kind != "answer":
        return False
    first = corpus.passages[verdict.quotes[0]]
    is_given = plain(query.message.text) in map(plain, first.examples)
    return not is_given and first.number not in evidence.holding


def _says_less(verdict: Verdict, message: Message, read: Callable[[str], Message]) -> bool:
    """Whether a decline says less than that the word is not mentioned: it names no topic, or one by other words."""
    is_other_topic = verdict.topic is not None and not _says(message, read(verdict.topic))
    return verdict.intent in UNNAMED or (verdict.intent == "decline/known-topic" and is_other_topic)


def _is_a_word(query: Query, settings: Settings) -> bool:
    message = query.message
    is_short = len(message.words) <= settings.few_words and message.has_subject
    return is_short and query.pointed is None and PERSONS.isdisjoint(message.words)


def _is_nowhere(query: Query, searcher: Searcher, names: NamesOfCorpus) -> bool:
    """Whether the material has no word of a message, in no form and by no other word that means it.

    Not where it may not have been understood, nor where it has words that carry no subject ("how much").
    """
    message = query.message
    is_plain = all(message.content) and not (message.mended or any(message.unknown) or query.earlier)
    return (
        is_plain
        and not any(map(names.stands_as_word, message.words))
        and not any(searcher.stands_anywhere(terms) for _, terms in message.told)
    )


def _what_it_has(
    verdict: Verdict, found: Holders, is_open_which: bool, questions: Questions, settings: Settings
) -> Verdict:
    """The passage that says the word; where too many do, or several leaflets, which is meant."""
    asked = dict.fromkeys(filter(None, map(questions.of, found.numbers)))
    are_many = len(found.numbers) > settings.most_places and not found.are_named
    if (is_open_which or are_many) and len(asked) > 1:
        return replace(verdict, intent="decline/which", because="word", topic=None, suggested=found.numbers)
    quotes = found.numbers[: 1 + settings.runners_up]
    return replace(verdict, intent="answer/one", because="word", topic=None, quotes=quotes, offered=1)


def _holders(message: Message, evidence: Evidence, corpus: Corpus, read: Callable[[str], Message]) -> Holders:
    named: list[int] = []
    others: list[int] = []
    for number in evidence.ranking:
        passage = corpus.passages[number]
        if number not in evidence.holding or _is_shown(passage, (*named, *others), corpus):
            continue
        called = _NAME.match(passage.text)
        if called and _says(message, read(called[1])):
            named.append(number)
        elif _says(message, read(passage.text)):
            others.append(number)
    return Holders((*named, *others), bool(named))


def _is_shown(passage: Passage, numbers: Sequence[int], corpus: Corpus) -> bool:
    return any(corpus.passages[number].shows(passage) for number in numbers)


def _says(message: Message, text: Message) -> bool:
    """Whether a text has every word of a message that carries a subject, in any form."""
    stems = frozenset(text.stems)
    shared = frozenset(message.concept_names) & frozenset(text.concept_names)
    return all(
        stem in stems or (bool(shared) and (_is_short_for(word, text) or any(_are_forms(word, w) for w in text.words)))
        for word, stem, content in zip(message.words, message.stems, message.content, strict=True)
        if content
    )


def _is_short_for(word: str, text: Message) -> bool:
    """Whether a word is made of the first letters of words that stand side by side: RA, rheumatoid arthritis."""
    return len(word) > 1 and word in "".join(other[0] for other in text.words)


def _are_forms(word: str, other: str) -> bool:
    return len(word) >= LEAST_PREFIX and word[:LEAST_PREFIX] == other[:LEAST_PREFIX]
