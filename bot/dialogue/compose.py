"""From a decision to what is said: quotes from the corpus, and fixed sentences from ``replies.toml``."""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice

from bot.dialogue.decision import Choice
from bot.dialogue.kinds import Groups, read_model
from bot.dialogue.regions import Region
from bot.dialogue.replies import Replies
from bot.dialogue.reply import Quote, Reply
from bot.dialogue.rules import Rules
from bot.dialogue.signals import Message
from bot.documents import Corpus, Passage
from bot.documents.model import Span
from bot.search.analysis import Reading
from bot.search.passages import CorpusIndex

RUNNERS_UP = 2
"""How many passages follow the answer."""

CLOSE_SECOND = 0.93
"""From this share of the first passage's score on, the second is offered beside it."""

BEARING = 0.5
"""How probable an answer must be against a referral for the referral to quote what bears on it."""

SUGGESTIONS = 3
"""How many questions are suggested."""

NAMED_TOPIC_LEAD = 1.2
"""How many times better than any passage a topic must fit for a decline to name it."""

ELSEWHERE = {"instructions": "decline-instructions", "gibberish": "decline-gibberish", "language": "language-other"}
"""The decline for each group of examples in ``elsewhere.txt``; the others are off topic."""

ENDINGS = frozenset({"thanks", "goodbye"})
"""Small talk after which no questions are suggested."""


class Composer:
    """Says what was decided.

    Args:
        corpus: what may be quoted.
        region: the numbers to call.
        read: reads a text.
        index: the index of the corpus.
    """

    def __init__(self, corpus: Corpus, region: Region, read: Callable[[str], Reading], index: CorpusIndex) -> None:
        self._corpus = corpus
        self._read = read
        self._index = index
        self._replies = Replies.load()
        self._rules = Rules.load()
        self._groups = Groups(read_model()["groups"])
        titles = " and ".join(dict.fromkeys(document.title for document in corpus.documents))
        self._values = {**region.values(), "title": f"“{titles}”"}

    def refusal(self, name: str) -> Reply:
        """A decline of a message that was not even read."""
        starts = self._starting_questions()
        return Reply("decline", self._say(name), suggestions=starts, reason=f"rule: {name}")

    def reply(self, message: Message, choice: Choice) -> Reply:
        """The reply to a message that was decided on."""
        say = {
            "answer": self._answer,
            "decline": self._decline,
            "refer": self._refer,
            "emergency": self._emergency,
            "chat": self._chat,
        }[choice.kind]
        return replace(
            say(message, choice),
            understood=() if choice.kind == "decline" and choice.reply else message.reading.mended,
            evidence=choice.probabilities["answer"],
            signals=message.figures,
        )

    def _answer(self, message: Message, choice: Choice) -> Reply:
        quotes = self._quotes(message)
        offered = 2 if len(quotes) > 1 and quotes[1].score >= CLOSE_SECOND * quotes[0].score else 1
        name = "answer-two" if offered == 2 else "answer"
        runners_up = {quote.passage.number for quote in quotes}
        following = [n for n in message.evidence.ranking if n not in runners_up]
        return Reply(
            "answer",
            self._with_support(self._say(name), message),
            quotes,
            suggestions=self._questions(following),
            offered=offered,
            reason=choice.reason,
        )

    def _decline(self, message: Message, choice: Choice) -> Reply:
        name, topic, reason = choice.reply, "", choice.reason
        if name is None:
            name, topic, reason = self._why_declined(message, choice)
        text = self._with_support(self._say(name, topic=topic), message)
        about_subject = name in ("decline-not-covered", "decline-known-topic")
        nearest = message.evidence.ranking if about_subject else self._starting_passages()
        return Reply("decline", text, suggestions=self._questions(nearest), reason=reason)

    def _why_declined(self, message: Message, choice: Choice) -> tuple[str, str, str]:
        """The reply's name, the topic to name in it, and the reason."""
        figures, rival = message.figures, message.evidence.rival
        if figures["kind:elsewhere"] > figures["kind:question"]:
            group = self._groups.nearest("elsewhere", message.reading)
            return ELSEWHERE.get(group, "decline-off-topic"), "", f"elsewhere: {group} ({choice.reason})"
        if rival is not None and figures["rival"] >= NAMED_TOPIC_LEAD * figures["fit"]:
            topic = self._corpus.uncovered[rival].topic
            return "decline-known-topic", topic, f"uncovered: {topic} ({choice.reason})"
        return "decline-not-covered", "", choice.reason

    def _refer(self, message: Message, choice: Choice) -> Reply:
        figures = message.figures
        distressed = choice.reply == "distress" or (
            choice.reply is None and figures["kind:distress"] > figures["kind:personal"]
        )
        name = choice.reply or ("distress" if distressed else "personal")
        text = self._say(name)
        answer, decline = choice.probabilities["answer"], choice.probabilities["decline"]
        if distressed or answer < BEARING * (answer + decline):
            return Reply("refer", text, suggestions=self._starting_questions(), reason=choice.reason)
        text = f"{text}\n\n{self._say('answer-general')}"
        return Reply("refer", text, self._quotes(message)[:1], reason=choice.reason)

    def _emergency(self, message: Message, choice: Choice) -> Reply:
        crisis = message.figures["kind:crisis"] > message.figures["kind:emergency"]
        name = choice.reply or ("crisis" if crisis else "emergency")
        return Reply("emergency", self._say(name), reason=choice.reason)

    def _chat(self, message: Message, choice: Choice) -> Reply:
        name = choice.reply or self._groups.nearest("chat", message.reading)
        suggestions = () if name in ENDINGS else self._starting_questions()
        text = self._with_support(self._say(name), message)
        return Reply("chat", text, suggestions=suggestions, reason=f"chat: {name} ({choice.reason})")

    def _quotes(self, message: Message) -> tuple[Quote, ...]:
        """The best passages, none a part of one before it."""
        chosen: list[Passage] = []
        for number in message.evidence.ranking:
            passage = self._corpus.passages[number]
            if message.evidence.scores[number] <= 0 or len(chosen) > RUNNERS_UP:
                break
            if not any(earlier.contains(passage) for earlier in chosen):
                chosen.append(passage)
        return tuple(self._quote(passage, message) for passage in chosen)

    def _quote(self, passage: Passage, message: Message) -> Quote:
        entry = self._index.entry(passage.number)
        reading = message.reading
        matched = tuple(
            dict.fromkeys(
                word
                for word, stem, content in zip(reading.words, reading.stems, reading.content, strict=True)
                if content and stem in entry
            )
        )
        score = float(message.evidence.scores[passage.number])
        return Quote(passage, score, matched, self._best_sentence(passage, message))

    def _best_sentence(self, passage: Passage, message: Message) -> Span:
        """The sentence that shares the most telling terms with the message, the first of equals."""

        def worth(span: Span) -> float:
            sentence = self._read(passage.document.text[slice(*span)])
            shared = {*sentence.content_stems, *sentence.concept_names} & message.terms.keys()
            return math.fsum(message.terms[term] for term in shared) / math.sqrt(len(sentence.words) or 1)

        return max(passage.sentences, key=worth)

    def _questions(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The first few questions that the passages ``numbers`` answer."""
        passages = (self._corpus.passages[number] for number in numbers)
        questions = (question for passage in passages if (question := question_for(passage)))
        return tuple(islice(dict.fromkeys(questions), SUGGESTIONS))

    def _starting_questions(self) -> tuple[str, ...]:
        return self._questions(self._starting_passages())

    def _starting_passages(self) -> list[int]:
        """Whole lists first: they answer the broadest questions."""
        return sorted(range(len(self._corpus.passages)), key=lambda n: self._corpus.passages[n].kind != "list")

    def _with_support(self, text: str, message: Message) -> str:
        if self._rules.names_a_hard_subject(message.text):
            return f"{text}\n\n{self._say('support-note')}"
        return text

    def _say(self, name: str, **values: str) -> str:
        return self._replies.text(name, **self._values, **values)


def question_for(passage: Passage) -> str | None:
    """A question that ``passage`` answers: its editor's, else one made of its heading."""
    if passage.question or not passage.section:
        return passage.question
    return passage.section if passage.section.endswith("?") else f"What does it say about “{passage.section}”?"
