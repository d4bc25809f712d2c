"""What may be quoted: documents, passages, corpora and their curation."""

from bot.documents.corpus import builtin_corpus_path, load_corpus
from bot.documents.model import Corpus, Details, Document, Gap, Passage, Section

__all__ = [
    "Corpus",
    "Details",
    "Document",
    "Gap",
    "Passage",
    "Section",
    "builtin_corpus_path",
    "load_corpus",
]
