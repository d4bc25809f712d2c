"""How texts are read in these tests."""

from collections.abc import Iterable
from functools import cache

from bot import load_corpus
from bot.documents import Corpus
from bot.text.message import Analyser
from bot.text.own.texts import WordsOfTexts
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


def words_of_texts(texts: Iterable[str]) -> WordsOfTexts:
    """The words of untitled texts."""
    return WordsOfTexts([("", text) for text in texts], vocabulary().reading())
