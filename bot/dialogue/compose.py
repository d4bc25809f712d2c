"""From a verdict to what is said: quotes from the corpus, and fixed sentences from ``replies.toml``."""

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from bot.dialogue.decide import Verdict
from bot.dialogue.regions import Region
from bot.dialogue.reply import Quote, Reply
from bot.dialogue.sentences import Sentences
from bot.documents import Corpus, Passage
from bot.evidence.query import Query
from bot.evidence.rank import Evidence
from bot.sources.source import Span
from bot.text.message import Message

SUGGESTIONS = 3
"""How many questions are suggested."""

ENDINGS = frozenset({"chat/thanks", "chat/goodbye"})
"""Small talk after which no questions are suggested."""

ABOUT_THE_MATTER = frozenset({"decline/not-covered", "decline/known-topic", "decline/not-mentioned"})
"""Declines after which the nearest questions are suggested, and spellings that were mended are shown."""


class Composer:
    """Says what was decided, and decides nothing.

    Args:
        corpus: what may be quoted.
        read: reads a text.
    """

    def __init__(self, corpus: Corpus, read: Callable[[str], Message]) -> None:
        self._corpus = corpus
        self._read = read
        self._sentences = Sentences.load()
        titles = " and ".join(dict.fromkeys(document.title for document in corpus.documents))
        self._title = f"“{titles}”"

    def refusal(self, intent: str, region: Region) -> Reply:
        """A decline of a message that was not even read."""
        starts = self._starting_questions()
        return Reply("decline", self._sentence(intent, region), suggestions=starts, intent=intent, because="length")

    def say(self, verdict: Verdict, query: Query, evidence: Evidence, region: Region) -> Reply:
        """The reply that was decided on."""
        parts = [self._sentence(verdict.intent, region, topic=verdict.topic or "")]
        if verdict.kind == "refer" and verdict.quotes:
            parts.append(self._sentence("note/general", region))
        if verdict.needs_support and verdict.kind in ("answer", "decline", "chat"):
            parts.append(self._sentence("note/support", region))
        reads_along = verdict.kind != "decline" or verdict.intent in ABOUT_THE_MATTER
        return Reply(
            kind=verdict.kind,
            message="\n\n".join(parts),
            quotes=tuple(self._quote(number, query, evidence) for number in verdict.quotes),
            suggestions=self._suggestions(verdict, evidence),
            offered=verdict.offered,
            understood=query.message.mended if reads_along else (),
            intent=verdict.intent,
            because=verdict.because,
            detail=verdict.detail,
            topic=verdict.topic,
            evidence=verdict.probabilities["answer"],
            signals={**evidence.signals, "covered": evidence.covered},
        )

    def _suggestions(self, verdict: Verdict, evidence: Evidence) -> tuple[str, ...]:
        if verdict.kind == "emergency" or verdict.intent in ENDINGS or (verdict.kind == "refer" and verdict.quotes):
            return ()
        if verdict.kind == "answer":
            return self._questions(number for number in evidence.ranking if number not in verdict.quotes)
        if verdict.intent in ABOUT_THE_MATTER:
            return self._questions(evidence.ranking)
        return self._starting_questions()

    def _quote(self, number: int, query: Query, evidence: Evidence) -> Quote:
        passage = self._corpus.passages[number]
        message = query.message
        own = {*self._read(passage.text).subject_terms, *self._read(passage.section).subject_terms}
        matched = dict.fromkeys(
            word for word, (_, terms) in zip(message.subjects, message.told, strict=True) if not own.isdisjoint(terms)
        )
        return Quote(passage, float(evidence.shares[number]), tuple(matched), self._best_sentence(passage, query))

    def _best_sentence(self, passage: Passage, query: Query) -> Span:
        """The sentence that shares the most telling terms with the message, the first of equals."""
        weights = query.subject_weights

        def worth(span: Span) -> float:
            sentence = self._read(passage.document.text[slice(*span)])
            shared = weights.keys() & set(sentence.subject_terms)
            return math.fsum(weights[term] for term in shared) / math.sqrt(len(sentence.words) or 1)

        return max(passage.sentences, key=worth)

    def _questions(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The first few questions that the passages ``numbers`` answer."""
        passages = (self._corpus.passages[number] for number in numbers)
        questions = (question for passage in passages if (question := question_for(passage)))
        return tuple(islice(dict.fromkeys(questions), SUGGESTIONS))

    def _starting_questions(self) -> tuple[str, ...]:
        """Whole lists first: they answer the broadest questions."""
        passages = self._corpus.passages
        return self._questions(sorted(range(len(passages)), key=lambda number: passages[number].kind != "list"))

    def _sentence(self, intent: str, region: Region, **values: str) -> str:
        name = intent
        if name.startswith("decline/language-") and name not in self._sentences:
            name = "decline/language-other"
        return self._sentences.text(name, title=self._title, **region.values(), **values)


def question_for(passage: Passage) -> str | None:
    """A question that ``passage`` answers: its editor's, else one made of its heading."""
    if passage.question or not passage.section:
        return passage.question
    return passage.section if passage.section.endswith("?") else f"What does it say about “{passage.section}”?"


def offered_questions(corpus: Corpus) -> Iterator[tuple[str, Passage]]:
    """The questions that may be suggested, each with the first passage that it is suggested for."""
    first: dict[str, Passage] = {}
    for passage in corpus.passages:
        if question := question_for(passage):
            first.setdefault(question, passage)
    yield from first.items()
