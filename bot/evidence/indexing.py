"""Writes the index of a corpus: what ``bot index`` does."""

from pathlib import Path

from bot.documents import Corpus
from bot.evidence.rank import corpus_arrays
from bot.index.built import program_fingerprints
from bot.index.folder import corpus_to_json, write_folder
from bot.model import load_model
from bot.settings import SETTINGS
from bot.text.vocabulary import vocabulary


def write_index(corpus: Corpus, folder: Path) -> None:
    """Write the index of ``corpus`` into ``folder``.

    Raises:
        CurationError: the curation's synonyms are not in Solr's format.
        OSError: the folder cannot be written, or holds something else.
    """
    texts = [document.text for document in corpus.documents]
    read = vocabulary().analyser(texts, corpus.synonyms, corpus.abbreviations).read
    arrays = corpus_arrays(corpus, read, load_model(), SETTINGS)
    made_from = {"corpus": corpus.fingerprint, **program_fingerprints()}
    write_folder(folder, made_from, corpus_to_json(corpus), arrays.named())
