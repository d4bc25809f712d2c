"""A searcher over a corpus that was worked out now, in memory."""

from collections.abc import Callable

from bot.documents import Corpus
from bot.evidence.preparing import corpus_arrays
from bot.evidence.rank import Searcher
from bot.index.memory import MemoryEngine
from bot.model import Model, load_model
from bot.settings import SETTINGS, Settings
from bot.text.message import Message
from bot.text.readers import Readers


def searcher_over(
    corpus: Corpus,
    read: Callable[[str], Message],
    *,
    model: Model | None = None,
    settings: Settings = SETTINGS,
    names_leaflets: bool = True,
) -> Searcher:
    """A searcher over ``corpus``; without ``names_leaflets`` no leaflet is ever named."""
    model = model or load_model()
    engine = MemoryEngine(corpus_arrays(corpus, Readers(read, read), model, settings), settings)
    return Searcher(corpus, engine, model, settings, read if names_leaflets else None)
