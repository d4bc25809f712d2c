"""The parts of NLTK that are used give what the whole of it gives, and nobody else's NLTK is touched."""

import json
import subprocess
import sys
from itertools import chain
from typing import TypedDict, cast

import pytest

from bot import Corpus
from bot.documents.sentences import ABBREVIATIONS
from bot.text.nltk_parts import sentence_tokenizer, stemmer
from bot.text.normal import normal, words_of
from bot.text.vocabulary import stem, vocabulary

PLAIN_IMPORT = """
import json, sys
import nltk
from nltk.stem.snowball import SnowballStemmer
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer
asked = json.load(sys.stdin)
parameters = PunktParameters()
parameters.abbrev_types = set(asked["abbreviations"])
cut = PunktSentenceTokenizer(parameters)
stems = [SnowballStemmer("english").stem(word) for word in asked["words"]]
sentences = [list(cut.span_tokenize(text)) for text in asked["texts"]]
before = {name: id(module) for name, module in sys.modules.items() if name.startswith("nltk")}
"""

PLAIN_OUTPUT = """
same = {name: id(module) for name, module in sys.modules.items() if name in before} == before
json.dump({"stems": stems, "sentences": sentences, "scipy": "scipy" in sys.modules, "modules": len(before),
           "same": same, "running": running}, sys.stdout)
"""

USED = """
import json, sys
from bot.text.nltk_parts import sentence_tokenizer, stemmer
running = stemmer().stem("running")
spans = list(sentence_tokenizer({"dr"}).span_tokenize("Ask Dr. Lee. She knows."))
left = sorted(name for name in sys.modules if name.partition(".")[0] == "nltk")
"""

EDGES = [
    "Ask Dr. Lee. She knows.",
    "It costs e.g. 5 p.m. Or more? Yes! (Perhaps.) “No.” End",
    "One",
    "",
    " \n.\n",
    "a.b. C.",
]


class Plain(TypedDict):
    stems: list[str]
    sentences: list[list[list[int]]]
    scipy: bool
    modules: int
    same: bool
    running: str


def output(program: str, given: object = None) -> object:
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(given), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return cast(object, json.loads(done.stdout))


@pytest.fixture(scope="module")
def texts(article: Corpus) -> list[str]:
    return [*EDGES, *(document.text for document in article.documents)]


@pytest.fixture(scope="module")
def words(texts: list[str]) -> list[str]:
    known = vocabulary()
    own = chain.from_iterable(words_of(normal(text)) for text in texts)
    return sorted({*known.everyday[::7], *known.medical[::7], *own, "sjögren", "1,000", "generously", "'", ""})


@pytest.fixture(scope="module")
def plain(texts: list[str], words: list[str]) -> Plain:
    """What NLTK gives to somebody who imports it as its manual says, and then uses the bot's parts of it."""
    asked = {"words": words, "texts": texts, "abbreviations": sorted(ABBREVIATIONS)}
    return cast(Plain, output(PLAIN_IMPORT + USED + PLAIN_OUTPUT, asked))


def test_the_stems_are_those_of_nltk(words: list[str], plain: Plain) -> None:
    assert [stemmer().stem(word) for word in words] == plain["stems"]
    assert list(map(stem, words)) == plain["stems"]


def test_the_sentences_are_those_of_nltk(texts: list[str], plain: Plain) -> None:
    tokenizer = sentence_tokenizer(ABBREVIATIONS)
    assert [[list(span) for span in tokenizer.span_tokenize(text)] for text in texts] == plain["sentences"]


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    text = "Ask Dr. Lee. She knows."
    assert list(sentence_tokenizer({"dr"}).span_tokenize(text)) == [(0, 12), (13, 23)]
    assert list(sentence_tokenizer(set()).span_tokenize(text)) == [(0, 7), (8, 12), (13, 23)]


def test_nltk_is_not_left_half_imported() -> None:
    assert output(USED + "json.dump([running, spans, left], sys.stdout)") == ["run", [[0, 12], [13, 23]], []]


def test_a_later_import_of_nltk_is_whole() -> None:
    later = """
import nltk
from nltk.corpus import stopwords
from nltk.stem import PorterStemmer
from nltk.tokenize import wordpunct_tokenize
json.dump([PorterStemmer().stem("running"), wordpunct_tokenize("it's"), hasattr(nltk, "FreqDist"),
           stopwords is not None, stemmer().stem("running")], sys.stdout)
"""
    assert output(USED + later) == ["run", ["it", "'", "s"], True, True, "run"]


def test_an_nltk_that_is_imported_already_is_left_as_it_is(plain: Plain) -> None:
    assert plain["modules"] > 10
    assert plain["same"]
    assert plain["running"] == "run"


def test_the_rest_of_nltk_is_not_loaded(plain: Plain) -> None:
    """``import nltk`` loads SciPy, which takes most of a second."""
    assert plain["scipy"]
    assert output(USED + "json.dump('scipy' in sys.modules, sys.stdout)") is False
