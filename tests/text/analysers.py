"""How texts are read in these tests."""

from functools import cache

from bot import load_corpus
from bot.documents import Corpus
from bot.text.message import Analyser
from bot.text.vocabulary import vocabulary


def analyser_of(corpus: Corpus) -> Analyser:
    texts = [document.text for document in corpus.documents]
    return vocabulary().analyser(texts, corpus.synonyms, corpus.abbreviations)


@cache
def article_analyser() -> Analyser:
    return analyser_of(load_corpus())


@cache
def general_analyser() -> Analyser:
    """One that knows no corpus."""
    return vocabulary().analyser()
