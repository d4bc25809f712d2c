"""The two parts of NLTK that are used, without the rest of it.

``import nltk`` loads every part, and SciPy where it is installed: between 0.3 and 1.4 seconds, at each start with a
leaflet that nobody has indexed. Neither part needs data that NLTK would download.
"""

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nltk.stem.snowball import SnowballStemmer
    from nltk.tokenize.punkt import PunktSentenceTokenizer

_PACKAGES = ("nltk", "nltk.stem", "nltk.tokenize", "nltk.corpus")
_LOCK = Lock()


@cache
def stemmer() -> "SnowballStemmer":
    """Snowball's stemmer for English (Porter 2)."""
    with _LOCK, _bare_packages():
        stemmer: SnowballStemmer = import_module("nltk.stem.snowball").SnowballStemmer("english")
    return stemmer


def sentence_tokenizer(abbreviations: Collection[str]) -> "PunktSentenceTokenizer":
    """Punkt (Kiss and Strunk, 2006) with ``abbreviations`` instead of a trained model."""
    with _LOCK, _bare_packages():
        punkt = import_module("nltk.tokenize.punkt")
    parameters = punkt.PunktParameters()
    parameters.abbrev_types = set(abbreviations)
    tokenizer: PunktSentenceTokenizer = punkt.PunktSentenceTokenizer(parameters)
    return tokenizer


@contextmanager
def _bare_packages() -> Iterator[None]:
    """NLTK's packages as mere folders while a part is imported; afterwards as they were.

    Where somebody has imported NLTK already, nothing is changed.
    """
    if "nltk" in sys.modules:
        yield
        return
    spec = find_spec("nltk")
    root = next(iter(spec.submodule_search_locations or ())) if spec else ""
    for name in _PACKAGES:
        package = ModuleType(name)
        package.__path__ = [root + "".join(f"/{part}" for part in name.split(".")[1:])]
        sys.modules[name] = package
    vars(sys.modules["nltk.corpus"])["stopwords"] = None  # the stemmer imports it and does not use it
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name == "nltk" or name.startswith("nltk.")]:
            del sys.modules[name]
