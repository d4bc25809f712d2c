import pytest

from bot import Bot, Corpus, load_corpus
from bot.search.analysis import Analyzer
from bot.search.language import Language


@pytest.fixture(scope="session")
def article() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="session")
def bot(article: Corpus) -> Bot:
    return Bot(article, "GB")


@pytest.fixture(scope="session")
def analyzer(article: Corpus) -> Analyzer:
    return Language.load().analyzer(article)
