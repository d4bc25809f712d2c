"""Opens what was worked out of a corpus, or works it out now."""

from bot.documents import Corpus
from bot.evidence.preparing import corpus_arrays
from bot.index.arrays import open_arrays
from bot.index.engine import Engine
from bot.index.memory import MemoryEngine
from bot.model import Model
from bot.settings import Settings
from bot.text.own.texts import WordsOfTexts
from bot.text.own.words import WordsOfCorpus
from bot.text.readers import Readers
from bot.text.vocabulary import vocabulary


def words_of(corpus: Corpus, settings: Settings) -> WordsOfCorpus:
    """The words of a corpus: looked up in a library, and else counted."""
    if corpus.library is not None:
        from bot.text.own.stored import StoredWords

        return StoredWords(corpus.library.connect)
    texts = [(document.title, document.text) for document in corpus.documents]
    reading = vocabulary().reading(corpus.synonyms, corpus.abbreviations, settings)
    return WordsOfTexts(texts, reading, corpus.stems)


def engine_of(corpus: Corpus, readers: Readers, model: Model, settings: Settings, *, is_usual: bool) -> Engine:
    """What holds the passages of a corpus, and finds them.

    Args:
        corpus: the corpus.
        readers: read its texts, where they were not read beforehand.
        model, settings: what they are worked out by.
        is_usual: whether these are those that an index is made by.

    Raises:
        DataError: it is a library, and Tantivy is not installed.
        CorpusError: the index has gone, or is broken, or a cluster is away.
    """
    if corpus.library is not None and corpus.cluster is not None:
        from bot.index.clustered import open_engine as open_clustered

        return open_clustered(corpus.cluster, corpus.library, settings)
    if corpus.library is not None and corpus.index is not None:
        from bot.index.disk import open_engine

        return open_engine(corpus.index, corpus.library, settings)
    arrays = open_arrays(corpus) if is_usual else None
    return MemoryEngine(arrays or corpus_arrays(corpus, readers, model, settings), settings)
