"""A message goes in, a reply comes out."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue.aftermath import STILL_HERE, standing_alarm
from bot.dialogue.compose import Composer
from bot.dialogue.context import in_conversation
from bot.dialogue.cries import check_cries
from bot.dialogue.decide import decide, goes_first, of_rest, unreachable
from bot.dialogue.foreign import check_languages, language_of
from bot.dialogue.intents import WAYS_OF_ASKING, Intents
from bot.dialogue.moves import Moves
from bot.dialogue.names import unless_mistaken
from bot.dialogue.parts import Part, part_queries, together
from bot.dialogue.questions import NoQuestions, Questions, questions_of
from bot.dialogue.regions import Region
from bot.dialogue.regions import region as region_of
from bot.dialogue.reply import Conversation, Reply
from bot.dialogue.rules import Rules
from bot.dialogue.short import in_a_word
from bot.dialogue.shown import without
from bot.dialogue.verdict import Verdict
from bot.documents import Corpus, Gap, Passage
from bot.errors import ClusterError
from bot.evidence.meaning import load_meaning
from bot.evidence.names import NamesOfCorpus
from bot.evidence.opening import engine_of, words_of
from bot.evidence.query import Query
from bot.evidence.rank import Evidence, Searcher
from bot.model import Model, load_model
from bot.settings import SETTINGS, Settings
from bot.text.message import Message
from bot.text.readers import Readers
from bot.text.vocabulary import vocabulary


@dataclass(frozen=True)
class _Way:
    """How a reply is come to: with all that the corpus has, or, where that cannot be reached, without.

    Attributes:
        passages: what may be quoted.
        questions: what passages are offered for.
        curated: what an editor wrote a message for.
        judged: what would be said to a message alone, and why.
        composer: says it.
    """

    passages: Sequence[Passage]
    questions: Questions
    curated: Callable[[str], Passage | Gap | None]
    judged: Callable[[str, Query], Part]
    composer: Composer


class Bot:
    """Answers messages by quoting a corpus, and only so. It can be shared by threads, and pickled.

    Args:
        corpus: what may be quoted.
        region: a country code such as "GB", for the numbers to call where a message brings none; ``None`` gives a
            general text.
        settings: the tuned numbers.
        model: the trained weights; ``None`` for those that come with the program.
        meaning: whether a sentence encoder compares messages with passages too (the extra ``meaning``).

    Raises:
        UsageError: ``region`` is not known.
        DataError: a data file of the bot is missing or broken; or, with ``meaning``, the encoder is.
        CorpusError: with ``meaning``, the corpus is from an index that was made without.
        CurationError: the curation's synonyms are not in Solr's format.
        ClusterError: the corpus is on a cluster, which is away.
    """

    def __init__(
        self,
        corpus: Corpus,
        region: str | None = None,
        settings: Settings = SETTINGS,
        model: Model | None = None,
        meaning: bool = False,
    ) -> None:
        self.corpus = corpus
        self.settings = settings
        self.model = model or load_model()
        if meaning:
            self.model = self.model.for_meaning()
        self._parts = (corpus, region, settings, model, meaning)
        self._region = region_of(region)
        self._analyser = vocabulary().analyser(
            words_of(corpus, settings), corpus.synonyms, corpus.abbreviations, settings
        )
        self._readers = readers = Readers.of(self._analyser, settings)
        self._read = readers.asked
        self.searcher = Searcher(
            corpus,
            engine_of(corpus, readers, self.model, settings, is_usual=model is None and settings == SETTINGS),
            self.model,
            settings,
            readers.material,
            load_meaning(corpus) if meaning else None,
        )
        self._names = NamesOfCorpus(corpus.passages, self._analyser, readers, settings)
        self._intents = Intents(self.model)
        self._rules = Rules.load()
        self._moves = Moves.load()
        check_languages()
        check_cries()
        asking = ("question/", "answer/", *WAYS_OF_ASKING)
        intents = (*self.model.intents, *(rule.intent for rule in self._rules.rules))
        self.questions: Questions = questions_of(corpus)
        said = [name for name in intents if not name.startswith(asking)]
        composer = Composer(corpus, readers, self.questions, said)
        self._searching = _Way(corpus.passages, self.questions, self.searcher.curated, self._judged, composer)
        self._not_searching = _Way(
            (), NoQuestions(), lambda words: None, self._judged_without_search, composer.without_suggestions()
        )

    def reply(self, message: str, conversation: Conversation = Conversation(), region: str | None = None) -> Reply:
        """What the bot says to ``message`` after ``conversation``; to a text it always says something.

        Where the material is on a cluster that is away, it still says what needs no search: whom to call, above all.

        Raises:
            UsageError: ``region`` is not known.
        """
        where = region_of(region) if region else self._region
        if self.corpus.cluster is None:
            return self._said(message, conversation, where, self._searching)
        unsearched = self._said(message, conversation, where, self._not_searching)
        is_urgent = unsearched.kind == "emergency" or bool(unsearched.urgent_note)
        try:
            with self.corpus.cluster.urgently() if is_urgent else nullcontext():
                return self._said(message, conversation, where, self._searching)
        except ClusterError:
            return unsearched

    def evidence(self, message: str) -> Evidence:
        """How well the corpus fits a message that stands alone, whatever kind of message it is.

        Raises:
            ClusterError: the material is on a cluster, which is away.
        """
        return self.searcher.evidence(Query(self._read(message), (), self.settings))

    def _said(self, message: str, conversation: Conversation, where: Region, way: "_Way") -> Reply:
        urgent = STILL_HERE if standing_alarm(conversation.turns, self.settings) else ""
        if len(message) > self.settings.longest_message:
            return way.composer.refusal("decline/too-long", where, urgent)
        if not message.strip():
            return way.composer.refusal("decline/empty", where, urgent)
        query = in_conversation(
            message,
            conversation,
            self._read,
            way.passages,
            self.settings,
            way.questions.offered,
            way.questions.headed,
            way.curated,
        )
        answered = self._answered(message, query, way)
        return way.composer.say(answered.verdict, answered.query, answered.evidence, where)

    def _answered(self, text: str, query: Query, way: "_Way") -> Part:
        """What is said to ``query``: to its questions one by one, and to what stands behind thanks or the like."""
        whole = way.judged(text, query)
        parts = [way.judged(each, part) for each, part in part_queries(text, query, self._read, way.questions.offered)]
        verdict = together(whole, parts, self.corpus, self.settings) if parts else whole.verdict
        if query.rest is None or goes_first(verdict, query):
            return replace(whole, verdict=verdict)
        rest = self._answered(query.rest.message.text, query.rest, way)
        return replace(rest, verdict=of_rest(verdict, rest.verdict, rest.query, self._rules))

    def _judged(self, text: str, query: Query) -> Part:
        """What would be said to ``query`` alone, and why."""
        evidence = without(self.searcher.evidence(query), query.left_out, self.corpus.passages, self.settings)
        verdict = self._decided(query, evidence)
        verdict = unless_mistaken(verdict, query, evidence, self.corpus, self._names)
        verdict = in_a_word(
            verdict, query, evidence, self.searcher, self._names, self.corpus, self._read, self.questions, self.settings
        )
        return Part(text, query, evidence, verdict)

    def _judged_without_search(self, text: str, query: Query) -> Part:
        """The same where nothing can be searched."""
        evidence = Evidence.without_search(query)
        return Part(text, query, evidence, unreachable(self._decided(query, evidence)))

    def _decided(self, query: Query, evidence: Evidence) -> Verdict:
        intents = self._intents.of(query.message)
        language = language_of(query.message)
        return decide(query, evidence, intents, self._rules, language, self.model.decision, self.corpus, self.settings)

    def read(self, text: str) -> Message:
        """``text`` as the bot understands it: mended, with its stems and what its phrases mean."""
        return self._read(text)

    def conversation(self, history: Sequence[str]) -> Conversation:
        """The conversation in which a person sent the messages of ``history``, one after the other."""
        conversation = Conversation()
        for message in history:
            conversation = conversation.after(message, self.reply(message, conversation))
        return conversation

    def warm_up(self) -> None:
        """Do now what would otherwise slow the first replies down: about a third of a second."""
        self._rules.compile()
        self._moves.compile()
        self._analyser.speller.warm_up()
        self._names.warm_up()

    def forget(self) -> None:
        """Drop the texts that were read last, messages among them; to read them again takes a moment."""
        self._readers.forget()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._parts
