"""Writes indexes: what ``bot index`` does."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from bot import data
from bot.data.prepared import ARTICLE, LANGUAGE, program_fingerprints
from bot.dialogue.cries import folded_cries
from bot.dialogue.moves import Moves
from bot.dialogue.rules import Rules
from bot.documents import Corpus
from bot.documents.corpus import read_corpus, source_files
from bot.documents.stored import corpus_to_json
from bot.evidence.encoder import SHA256, Encoder
from bot.evidence.meaning import MADE_FROM, meaning_arrays
from bot.evidence.preparing import corpus_arrays
from bot.evidence.topics import count_topics
from bot.folders import write_folder
from bot.index.arrays import named_postings, to_bytes
from bot.model import load_model
from bot.settings import SETTINGS
from bot.text.readers import Readers
from bot.text.vocabulary import Vocabulary, vocabulary

TABLES = ("replies.toml", "regions.toml", "languages.toml", "things.toml")


def write_index(corpus: Corpus, folder: Path, *, meaning: bool = False) -> None:
    """Write the index of ``corpus`` into ``folder``, with what the sentence encoder makes of it if ``meaning`` says so.

    Raises:
        DataError: the encoder is to be used, and is not installed or damaged.
        CurationError: the curation's synonyms are not in Solr's format.
        OSError: the folder cannot be written, or holds something else.
    """
    words = vocabulary()
    texts = [document.text for document in corpus.documents]
    curated = (corpus.synonyms, corpus.abbreviations)
    corpus = replace(corpus, stems=words.own_stems(texts, *curated))
    readers = Readers.of(words.analyser(texts, *curated), SETTINGS)
    arrays = corpus_arrays(corpus, readers, load_model(), SETTINGS).named()
    made_from = {"corpus": corpus.fingerprint, **program_fingerprints()}
    if meaning:
        arrays |= meaning_arrays(corpus, Encoder().encode).named()
        made_from[MADE_FROM] = SHA256
    write_folder(folder, made_from, corpus_to_json(corpus), to_bytes(arrays))


def prepare_program(*, meaning: bool = False) -> None:
    """Prepare the word lists and the article that come with the program, in ``bot/built``.

    Args:
        meaning: whether to keep what the sentence encoder makes of the article too.

    Raises:
        DataError, CorpusError: one of them is broken.
        OSError: the folder cannot be written.
    """
    tables: dict[str, Any] = {name: data.parse_table(name) for name in TABLES}
    tables["rules"] = Rules.from_table(data.parse_table("rules.toml")).to_json()
    tables["moves"] = Moves.from_table(data.parse_table("moves.toml")).to_json()
    tables["cries"] = folded_cries(data.parse_table("cries.toml"))
    tables["vocabulary"] = Vocabulary.computed().to_json()
    write_folder(LANGUAGE, {"data": data.fingerprint()}, tables, to_bytes(named_postings("topics", count_topics())))
    write_index(read_corpus(source_files()), ARTICLE, meaning=meaning)
