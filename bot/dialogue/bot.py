"""A message goes in, a reply comes out: read, look, decide, reply."""

from collections.abc import Sequence
from functools import lru_cache

from bot.dialogue.compose import Composer
from bot.dialogue.decision import Choice, Decision
from bot.dialogue.kinds import KindModel, read_model
from bot.dialogue.languages import language_of
from bot.dialogue.reading import Reader
from bot.dialogue.regions import region as region_of
from bot.dialogue.reply import Conversation, Reply
from bot.dialogue.rules import Rules
from bot.dialogue.signals import Message
from bot.documents import Corpus
from bot.search.language import Language
from bot.search.passages import index_of

LONGEST_MESSAGE = 20_000
"""Characters; a longer message is politely refused, so that a reply always comes at once."""

PERSONS = frozenset(
    "i me my myself you your he him his himself she her hers herself we us our they them their someone somebody anyone "
    "anybody nobody everyone everybody people person".split()
)
"""A message of function words that names a person may still mean something: "I can not go on"."""

REMEMBERED_TEXTS = 1024
"""How many analysed texts are kept, so that a conversation is not analysed anew at each turn."""


class Bot:
    """Answers messages by quoting a corpus, and only so.

    Args:
        corpus: what may be quoted.
        region: a country code such as "GB", for the numbers to call; ``None`` gives a general text.

    Raises:
        UsageError: ``region`` is not known.
        DataError: a data file of the bot is missing or broken.
        CurationError: the curation's synonyms are not in Solr's format.
    """

    def __init__(self, corpus: Corpus, region: str | None = None) -> None:
        self.corpus = corpus
        language = Language.load()
        model = read_model()
        self._analyzer = language.analyzer(corpus)
        analyze = lru_cache(maxsize=REMEMBERED_TEXTS)(self._analyzer.read)
        index = index_of(corpus, analyze)
        self._reader = Reader(analyze, index, KindModel.from_json(model["kinds"]), language.rarity)
        self._decision = Decision.from_json(model["curated" if corpus.curated else "uncurated"])
        self._rules = Rules.load()
        self._composer = Composer(corpus, region_of(region), analyze, index)

    def reply(self, message: str, conversation: Conversation = Conversation()) -> Reply:
        """What the bot says to ``message`` after ``conversation``. Never raises, never empty."""
        if len(message) > LONGEST_MESSAGE:
            return self._composer.refusal("decline-too-long")
        if not message.strip():
            return self._composer.refusal("decline-empty")
        read = self._reader.read(message, conversation)
        return self._composer.reply(read, self._decide(read))

    def conversation(self, history: Sequence[str]) -> Conversation:
        """The conversation in which a person sent the messages of ``history``, one after the other."""
        conversation = Conversation()
        for message in history:
            conversation = conversation.after(message, self.reply(message, conversation))
        return conversation

    def warm_up(self) -> None:
        """Do now what would otherwise slow the first replies down: about a third of a second."""
        self._rules.compile()
        self._analyzer.speller.warm_up()

    def _decide(self, message: Message) -> Choice:
        """One decision on all signals; rules that leave no doubt are added to it by "or"."""
        language = language_of(message.text)
        choice = self._decision.choose(message.figures)
        rule = self._rules.first(message.text)
        if rule is not None and (rule.kind == "emergency" or choice.kind != "emergency"):
            return Choice(rule.kind, choice.probabilities, f"rule: {rule.name}", rule.reply)
        if says_nothing(message) and choice.kind in ("answer", "emergency"):
            return Choice("decline", choice.probabilities, "no word that carries a subject", "decline-empty")
        if choice.kind == "emergency":
            return choice
        if language is not None:
            return Choice("decline", choice.probabilities, f"language: {language}", f"language-{language}")
        if (choice.kind != "chat" and all(message.reading.unknown)) or not any(map(str.isalpha, message.text)):
            return Choice("decline", choice.probabilities, "no known word", "decline-gibberish")
        return choice


def says_nothing(message: Message) -> bool:
    """Whether a message is function words alone, about nobody, and continues nothing ("the of and")."""
    reading = message.reading
    return not (any(reading.content) or message.figures["follows"] or PERSONS.intersection(reading.words))
