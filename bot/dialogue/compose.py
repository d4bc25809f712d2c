"""From a verdict to what is said: quotes from the corpus, and fixed sentences from ``replies.toml``."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace
from itertools import islice

from bot.dialogue.numbers import Number
from bot.dialogue.questions import NoQuestions, Questions
from bot.dialogue.regions import Region
from bot.dialogue.reply import Quote, Reply
from bot.dialogue.sentences import Sentences
from bot.dialogue.shown import NO_MORE, SIMPLER, best_sentence
from bot.dialogue.verdict import Verdict
from bot.documents import Corpus
from bot.evidence.query import Query
from bot.evidence.rank import Evidence
from bot.text.message import Message
from bot.text.readers import Readers

SUGGESTIONS = 3
"""How many questions are suggested."""

NAMED = 5
"""So many titles are named where the material is; of more, only the first two."""

ENDINGS = frozenset({"chat/thanks", "chat/goodbye", "chat/over", "chat/with-you", "chat/cry"})
"""Small talk after which no questions are suggested."""

ALWAYS_NEEDED = (
    "answer/one", "answer/two", "answer/two-leaflets", "answer/both", "answer/in-part", "answer/again",
    "answer/simpler", "answer/more", "answer/whole-list", "answer/instead", "decline/no-more", "decline/other-words",
    "decline/not-covered", "decline/known-topic", "decline/not-mentioned", "decline/no-such-word", "decline/which",
    "decline/empty", "decline/too-long", "decline/gibberish", "decline/unreachable", "decline/language-other",
    "note/general", "note/support", "note/urgent-call", "note/urgent-crisis", "note/still-here", "chat/over",
    "chat/with-you",
)  # fmt: skip
"""The replies that the code names; the others are named by the model and the rules."""

ABOUT_THE_MATTER = frozenset(
    {"decline/not-covered", "decline/known-topic", "decline/not-mentioned", "decline/no-such-word", "decline/which"}
)
"""Declines after which the nearest questions are suggested, and spellings that were mended are shown."""


EITHER = ("answer/two", "answer/two-leaflets")
"""Replies whose quotes are each shown under the question that they are offered for: either may be what was meant."""


class Composer:
    """Says what was decided, and decides nothing.

    Args:
        corpus: what may be quoted.
        readers: read what was asked, and what is quoted.
        questions: the questions that passages are offered for.
        intents: what may be decided on, besides ``ALWAYS_NEEDED``.

    Raises:
        DataError: there is no sentence for one of them.
    """

    def __init__(self, corpus: Corpus, readers: Readers, questions: Questions, intents: Iterable[str] = ()) -> None:
        self._corpus = corpus
        self._readers = readers
        self._sentences = Sentences.load()
        self._questions_of = questions
        self._sentences.check_that_there_are((*ALWAYS_NEEDED, *intents))
        self._title = titles_of(corpus)

    def without_suggestions(self) -> "Composer":
        """One that suggests nothing, since it needs nothing of the corpus then."""
        composer = copy(self)
        composer._questions_of = NoQuestions()
        return composer

    def refusal(self, intent: str, region: Region, urgent: str = "") -> Reply:
        """A decline of a message that was not even read; ``urgent`` is the sentence to say above it, if any."""
        return Reply(
            "decline",
            self._sentence(intent, region),
            suggestions=self._starting_questions(),
            intent=intent,
            because="length",
            urgent_note=self._sentence(urgent, region) if urgent else "",
            numbers=self._numbers((urgent, intent) if urgent else (intent,), region),
        )

    def say(self, verdict: Verdict, query: Query, evidence: Evidence, region: Region) -> Reply:
        """The reply that was decided on."""
        said = [self._name(verdict)]
        if verdict.kind == "refer" and verdict.quotes:
            said.append("note/general")
        is_free = verdict.because != "language" and not verdict.urgent
        if verdict.needs_support and is_free and verdict.kind in ("answer", "decline", "chat"):
            said.append("note/support")
        reads_along = verdict.kind != "decline" or verdict.intent in ABOUT_THE_MATTER
        return Reply(
            kind=verdict.kind,
            message="\n\n".join(self._sentence(name, region, topic=verdict.topic or "") for name in said),
            quotes=tuple(self._quote(place, query, evidence, verdict) for place in range(len(verdict.quotes))),
            suggestions=self._suggestions(verdict, query.message, evidence),
            offered=verdict.offered,
            unanswered=verdict.unanswered,
            understood=query.message.mended if reads_along else (),
            intent=verdict.intent,
            because=verdict.because,
            detail=verdict.detail,
            topic=verdict.topic,
            evidence=verdict.probabilities["answer"],
            signals={**evidence.signals, "covered": evidence.covered},
            urgent_note=self._sentence(verdict.urgent, region) if verdict.urgent else "",
            numbers=self._numbers((verdict.urgent, *said) if verdict.urgent else said, region),
        )

    def _numbers(self, names: Iterable[str], region: Region) -> tuple[Number, ...]:
        """The numbers to call that the sentences ``names`` tell."""
        return region.called(field for name in names for field in self._sentences.placeholders(name))

    def _name(self, verdict: Verdict) -> str:
        """The sentence for a verdict; help that goes on is put in other words, where there are some."""
        again = verdict.intent.replace("emergency/", "again/")
        return again if verdict.because == "after an alarm" and again in self._sentences else verdict.intent

    def _suggestions(self, verdict: Verdict, message: Message, evidence: Evidence) -> tuple[str, ...]:
        if verdict.kind == "emergency" or verdict.intent in ENDINGS or (verdict.kind == "refer" and verdict.quotes):
            return ()
        if verdict.kind == "answer":
            return self._questions(self._not_shown(evidence.ranking, verdict))
        if verdict.suggested:
            return self._questions(verdict.suggested)
        if verdict.intent == NO_MORE:
            return self._questions(evidence.ranking)
        if verdict.intent in ABOUT_THE_MATTER:
            return self._questions(number for number in evidence.ranking if not self._asks_the_same(message, number))
        return self._starting_questions()

    def _asks_the_same(self, message: Message, number: int) -> bool:
        """Whether the question of a passage has every telling word of a message: what is declined is not suggested."""
        question = self._questions_of.of(number)
        if question is None or not message.told:
            return False
        terms = frozenset(self._readers.asked(question).subject_terms)
        return not any(terms.isdisjoint(each) for _, each in message.told)

    def _quote(self, place: int, query: Query, evidence: Evidence, verdict: Verdict) -> Quote:
        """The passage, with what it shares with the message, or with the questions of it that the passage answers."""
        number = verdict.quotes[place]
        asked = verdict.answers[place] if place < len(verdict.answers) else ()
        passage = self._corpus.passages[number]
        message = self._readers.asked("\n".join(asked)) if asked else query.message
        query = replace(query, message=message)
        read = self._readers.material
        own = {*read(passage.text).subject_terms, *read(passage.context).subject_terms}
        matched = dict.fromkeys(
            word for word, (_, terms) in zip(message.subjects, message.told, strict=True) if not own.isdisjoint(terms)
        )
        best = best_sentence(passage, query, read, is_short=verdict.intent == SIMPLER)
        question = self._questions_of.of(number)
        if verdict.intent in EITHER and place < verdict.offered and question is not None:
            asked = (question,)
        return Quote(passage, evidence.shares.get(number, 0.0), tuple(matched), best, asked)

    def _not_shown(self, ranking: Iterable[int], verdict: Verdict) -> Iterator[int]:
        """The passages whose question leads to something else than what the answer shows."""
        passages = self._corpus.passages
        answers = [passages[number] for number in verdict.quotes[: verdict.offered]]
        for number in ranking:
            question = self._questions_of.of(number)
            leads_to = (question and self._questions_of.passage_for(question)) or passages[number]
            if number not in verdict.quotes and not any(answer.shows(leads_to) for answer in answers):
                yield number

    def _questions(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The first few questions that the passages ``numbers`` answer."""
        asked: dict[str, None] = {}
        for question in filter(None, map(self._questions_of.of, numbers)):
            asked[question] = None
            if len(asked) == SUGGESTIONS:
                break
        return tuple(asked)

    def _starting_questions(self) -> tuple[str, ...]:
        return self._questions(self._questions_of.broadest())

    def _sentence(self, intent: str, region: Region, **values: str) -> str:
        return self._sentences.text(intent, title=self._title, **region.values(), **values)


def titles_of(corpus: Corpus) -> str:
    """What the material is called in a sentence: by the titles of its documents, where they are few."""
    documents = corpus.documents
    few = documents if len(documents) <= NAMED else islice(documents, 2)
    titles = " and ".join(dict.fromkeys(document.title for document in few))
    return f"“{titles}”" + (f" and {len(documents) - 2:,} more leaflets" if len(documents) > NAMED else "")
