"""Writes indexes: what ``bot index`` does."""

from dataclasses import replace
from pathlib import Path

from bot.documents import Corpus
from bot.documents.corpus import read_corpus, source_files
from bot.evidence.rank import corpus_arrays
from bot.index.built import ARTICLE, program_fingerprints, write_language
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
    words = vocabulary()
    texts = [document.text for document in corpus.documents]
    curated = (corpus.synonyms, corpus.abbreviations)
    corpus = replace(corpus, stems=words.own_stems(texts, *curated))
    read = words.analyser(texts, *curated, corpus.stems).read
    arrays = corpus_arrays(corpus, read, load_model(), SETTINGS)
    made_from = {"corpus": corpus.fingerprint, **program_fingerprints()}
    write_folder(folder, made_from, corpus_to_json(corpus), arrays.named())


def prepare_program() -> None:
    """Prepare the word lists and the article that come with the program, in ``bot/built``.

    Raises:
        DataError, CorpusError: one of them is broken.
        OSError: the folder cannot be written.
    """
    write_language()
    write_index(read_corpus(source_files()), ARTICLE)
