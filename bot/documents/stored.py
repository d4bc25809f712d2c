"""A corpus as plain data, and the corpus in an index."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from bot.documents.model import Corpus, Details, Document, Gap, Passage, Section
from bot.errors import CorpusError
from bot.folders import made_from, read_tables
from bot.sources.source import Page, Span

_PASSAGE = ("start", "end", "kind", "sentences", "question", "examples", "governed_by", "spans")
"""What is written down of a passage, after the number of its document."""


def open_corpus(folder: Path, needed: Mapping[str, str]) -> Corpus:
    """The corpus in an index.

    Args:
        folder: the index.
        needed: what it must have been made from besides the corpus, by name: the word lists and the model.

    Raises:
        CorpusError: the index is broken, or was made with other word lists or another model.
    """
    try:
        made = made_from(folder)
        if any(made.get(name) != value for name, value in needed.items()):
            raise ValueError("it was made by another version of the program")
        return replace(corpus_from_json(read_tables(folder)), index=folder)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise unusable(folder, error) from error


def unusable(folder: Path, error: Exception) -> CorpusError:
    """The error that says that an index cannot be used, and what to do."""
    return CorpusError(f"{folder}: this index cannot be used ({error}). Make it anew with 'bot index'.")


def corpus_to_json(corpus: Corpus) -> dict[str, Any]:
    """The corpus as plain data."""
    numbers = {id(document): number for number, document in enumerate(corpus.documents)}
    return {
        "fingerprint": corpus.fingerprint,
        "documents": [
            {
                "name": document.name,
                "text": document.text,
                "details": asdict(document.details),
                "sections": [
                    [section.heading, section.start, section.end, section.parents] for section in document.sections
                ],
                "pages": document.pages,
            }
            for document in corpus.documents
        ],
        "passages": [
            [
                numbers[id(p.document)],
                p.start,
                p.end,
                p.kind,
                p.sentences,
                p.question,
                p.examples,
                p.governed_by,
                p.spans,
            ]
            for p in corpus.passages
        ],
        "gaps": [[gap.topic, gap.examples, gap.document] for gap in corpus.gaps],
        "synonyms": corpus.synonyms,
        "abbreviations": dict(corpus.abbreviations),
        "stems": dict(corpus.stems),
    }


def corpus_from_json(table: Mapping[str, Any]) -> Corpus:
    """What ``corpus_to_json`` wrote down."""
    documents = tuple(
        Document(
            name=entry["name"],
            text=entry["text"],
            details=Details(**entry["details"]),
            sections=tuple(
                Section(heading, start, end, tuple(parents)) for heading, start, end, parents in entry["sections"]
            ),
            pages=tuple(Page(*page) for page in entry["pages"]),
        )
        for entry in table["documents"]
    )
    passages = tuple(
        Passage(
            number=number,
            document=documents[document],
            start=start,
            end=end,
            kind=kind,
            sentences=_spans(sentences),
            question=question,
            examples=tuple(examples),
            governed_by=_spans(governed_by),
            spans=_spans(spans),
        )
        for number, (document, start, end, kind, sentences, question, examples, governed_by, spans) in enumerate(
            table["passages"]
        )
    )
    return Corpus(
        documents=documents,
        passages=passages,
        gaps=tuple(Gap(topic, tuple(examples), document) for topic, examples, document in table["gaps"]),
        synonyms=tuple(table["synonyms"]),
        abbreviations=table["abbreviations"],
        fingerprint=table["fingerprint"],
        stems=table["stems"],
    )


def _spans(pairs: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in pairs)
