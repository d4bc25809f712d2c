"""One name is never another: what was decided, unless it would quote the material on another medicine or amount.

A question about terbutaline is not answered by what a leaflet says about terbinafine, nor one about 25 mg by a passage
about 1.25 mg. The reply says what the material does not mention.
"""

import re
from dataclasses import replace

from bot.dialogue.decide import PERSONS
from bot.dialogue.verdict import Verdict
from bot.documents import Corpus
from bot.evidence.names import NamesOfCorpus
from bot.evidence.quantities import another_quantity, asked_quantities, gives
from bot.evidence.query import Query
from bot.evidence.rank import Evidence
from bot.text.message import Message
from bot.text.names import KIND

NOT_MENTIONED = "decline/not-mentioned"

ABOUT_THE_BOT = ("chat/identity", "chat/source", "chat/capability")
"""What a question with "you" in it may be taken for: "Do you ever use oxybutynin for this?"."""

KNOWN_TOPIC = "decline/known-topic"
LESS_PLAIN = frozenset({"decline/not-covered", "decline/off-topic", KNOWN_TOPIC})
"""Declines that say less than the name of what is not mentioned does."""


def unless_mistaken(
    verdict: Verdict, query: Query, evidence: Evidence, corpus: Corpus, names: NamesOfCorpus
) -> Verdict:
    """``verdict``, or a decline where the message names what the passage to be quoted takes for something else.

    A referral, which is about somebody, stays one and only quotes nothing on another medicine.
    """
    if query.is_offered or query.pointed is not None or verdict.because in ("move", "example"):
        return verdict
    found = _unless_mistaken(verdict, query, evidence, corpus, names)
    return replace(found, topic=_as_typed(found.topic, query.message.text)) if found.because == "name" else found


def _as_typed(name: str | None, text: str) -> str | None:
    """``name`` with its capitals, where the message has it: "Rinvoq"."""
    typed = re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) if name else None
    return typed[0] if typed else name


def _unless_mistaken(
    verdict: Verdict, query: Query, evidence: Evidence, corpus: Corpus, names: NamesOfCorpus
) -> Verdict:
    if verdict.intent in LESS_PLAIN:
        if missing := _missing(query, evidence, corpus, names) or _mistaken(query, evidence, corpus, names):
            return _naming(verdict, missing)
        thing = names.missing_thing(query.message.text)
        if thing is not None and names.means_any(query.message, corpus.passages[evidence.quotable[0]], thing):
            return verdict if verdict.intent == KNOWN_TOPIC else replace(verdict, intent="decline/not-covered")
        is_near = verdict.intent == "decline/not-covered" or (verdict.intent != KNOWN_TOPIC and evidence.has_common)
        return _naming(verdict, thing.written if thing and is_near else None)
    if missing := _missing_in_referral(verdict, query, evidence, corpus, names):
        return _declined(verdict, missing)
    return _unless_of_another(verdict, query, corpus, names) if verdict.quotes else verdict


def _mistaken(query: Query, evidence: Evidence, corpus: Corpus, names: NamesOfCorpus) -> str | None:
    """A name that the message asks about, where the likeliest passage is about another and it stands nowhere."""
    asked = names.mistaken(query, corpus.passages[evidence.quotable[0]])
    return None if asked is None or names.stands_anywhere(asked) else asked.word


def _unless_of_another(verdict: Verdict, query: Query, corpus: Corpus, names: NamesOfCorpus) -> Verdict:
    """``verdict``, or a decline where the first passage that it quotes is about another name, thing or amount."""
    passage = corpus.passages[verdict.quotes[0]]
    asked = names.mistaken(query, passage)
    if verdict.kind == "refer" and not PERSONS.isdisjoint(query.message.words):
        is_other_medicine = asked is not None and asked.name.sort in ("medicine", KIND)
        return replace(verdict, quotes=()) if is_other_medicine else verdict
    if asked is not None:
        return _declined(verdict, None if names.stands_anywhere(asked) else asked.word)
    thing = names.missing_thing(query.message.text, passage)
    return _declined(verdict, thing.written) if thing else _of_that_amount(verdict, query, corpus, names)


def _missing_in_referral(
    verdict: Verdict, query: Query, evidence: Evidence, corpus: Corpus, names: NamesOfCorpus
) -> str | None:
    """What is not mentioned, where a message was referred, or taken for small talk, and asks about nobody.

    Who tells of somebody, and then asks a question that names nobody, asks about a medicine: "My neurologist prescribes
    lamotrigine. Does lamotrigine clash with the implant?" A disease may still be the person's own.
    """
    if verdict.because != "signals" or verdict.intent not in ("refer/personal", *ABOUT_THE_BOT):
        return None
    if verdict.intent in ABOUT_THE_BOT or not PERSONS.isdisjoint(query.message.words):
        is_about_somebody = verdict.intent not in ABOUT_THE_BOT and _asks_about_somebody(query.message)
        return None if is_about_somebody else names.missing(query, "medicine")
    return _missing(query, evidence, corpus, names)


def _asks_about_somebody(message: Message) -> bool:
    """Whether the sentences that ask name a person, or all of them where none asks."""
    asking = [sentence for sentence in message.sentences if sentence.asks] or message.sentences
    return any(not PERSONS.isdisjoint(message.words[sentence.start : sentence.end]) for sentence in asking)


def _of_that_amount(verdict: Verdict, query: Query, corpus: Corpus, names: NamesOfCorpus) -> Verdict:
    """``verdict``, with the passage that gives the amount asked about; a decline where none of its quotes does."""
    asked = asked_quantities(query.message)
    texts = {number: corpus.passages[number].quoted for number in verdict.quotes}
    other = another_quantity(asked, texts[verdict.quotes[0]])
    if other is None:
        return verdict
    fitting = [number for number in verdict.quotes if gives(asked, texts[number])]
    if fitting:
        return replace(verdict, intent="answer/one", quotes=(fitting[0],), offered=1)
    return _declined(verdict, None if names.stands_as_word(other.number) else other.written)


def _missing(query: Query, evidence: Evidence, corpus: Corpus, names: NamesOfCorpus) -> str | None:
    if missing := names.missing(query):
        return missing
    half = names.half_named(query, corpus.passages[evidence.quotable[0]])
    if half and not names.stands_anywhere(half):
        return half.word
    return _missing_amount(query, evidence, corpus, names)


def _missing_amount(query: Query, evidence: Evidence, corpus: Corpus, names: NamesOfCorpus) -> str | None:
    """An amount that the message asks about and the corpus does not mention, though the likeliest document has some."""
    asked = [each for each in asked_quantities(query.message) if not names.stands_as_word(each.number)]
    likeliest = corpus.passages[evidence.quotable[0]].document
    other = another_quantity(asked, likeliest.text) if asked else None
    return other.written if other else None


def _declined(verdict: Verdict, missing: str | None) -> Verdict:
    return _naming(replace(verdict, intent="decline/not-covered", quotes=(), offered=1), missing)


def _naming(verdict: Verdict, missing: str | None) -> Verdict:
    """``verdict``, or a decline that names what is not mentioned."""
    return replace(verdict, intent=NOT_MENTIONED, because="name", topic=missing) if missing else verdict
