import pytest

from bot import Corpus, load_corpus
from bot.search.analysis import Analyzer
from bot.search.language import Language


@pytest.fixture(scope="session")
def article() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="session")
def language() -> Language:
    return Language.load()


@pytest.fixture(scope="session")
def analyzer(article: Corpus, language: Language) -> Analyzer:
    return language.analyzer(article)
