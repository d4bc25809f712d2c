"""One name is never another: what was decided, unless it would quote the material on another medicine or amount.

A question about terbutaline is not answered by what a leaflet says about terbinafine, nor one about 25 mg by a passage
about 1.25 mg. The reply says what the material does not mention.
"""

from dataclasses import replace

from bot.dialogue.decide import Verdict
from bot.documents import Corpus
from bot.evidence.names import NamesOfCorpus
from bot.evidence.quantities import another_quantity, asked_quantities, gives
from bot.evidence.query import Query
from bot.evidence.rank import Evidence

NOT_MENTIONED = "decline/not-mentioned"

LESS_PLAIN = frozenset({"decline/not-covered", "decline/off-topic"})
"""Declines that say less than the name of what is not mentioned does."""


def unless_mistaken(
    verdict: Verdict, query: Query, evidence: Evidence, corpus: Corpus, names: NamesOfCorpus
) -> Verdict:
    """``verdict``, or a decline where the message names what the passage to be quoted takes for something else."""
    if query.is_offered or query.pointed is not None:
        return verdict
    if verdict.intent in LESS_PLAIN:
        return _naming(verdict, names.missing(query))
    if not verdict.quotes:
        return verdict
    asked = names.mistaken(query, corpus.passages[verdict.quotes[0]])
    if verdict.kind != "answer":
        is_other_medicine = asked is not None and asked.name.sort == "medicine"
        return replace(verdict, quotes=()) if is_other_medicine else verdict
    if asked is not None:
        declined = replace(verdict, intent="decline/not-covered", quotes=(), offered=1)
        return _naming(declined, None if names.stands_anywhere(asked) else asked.word)
    return _of_that_amount(verdict, query, evidence, corpus)


def _of_that_amount(verdict: Verdict, query: Query, evidence: Evidence, corpus: Corpus) -> Verdict:
    """``verdict``, with the passage first that gives the amount asked about; a decline where none does."""
    asked = asked_quantities(query.message)
    texts = {number: corpus.passages[number].text for number in evidence.quotable}
    other = another_quantity(asked, texts[verdict.quotes[0]])
    if other is None:
        return verdict
    fitting = [number for number in verdict.quotes if gives(asked, texts[number])]
    if fitting:
        return replace(verdict, intent="answer/one", quotes=(fitting[0],), offered=1)
    is_elsewhere = any(gives([other], document.text) for document in corpus.documents)
    declined = replace(verdict, intent="decline/not-covered", quotes=(), offered=1)
    return _naming(declined, None if is_elsewhere else other.written)


def _naming(declined: Verdict, missing: str | None) -> Verdict:
    """A decline, which names what is not mentioned."""
    return replace(declined, intent=NOT_MENTIONED, because="name", topic=missing) if missing else declined
