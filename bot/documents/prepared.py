"""The built-in article as it was read beforehand, so that the program starts at once.

``bot/data/prepared/article.json`` holds what ``load_corpus`` would compute from the files in
``corpus/``, with their fingerprint; when a file has changed, it is left aside. ``make model`` writes it.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.documents.model import Corpus, Details, Document, Passage, Section, Uncovered

PREPARED = Path(__file__).resolve().parent.parent / "data" / "prepared" / "article.json"


def read_prepared(fingerprint: str, texts: Sequence[str]) -> Corpus | None:
    """The corpus with this fingerprint, if it was prepared. ``texts`` are its sources, decoded."""
    try:
        table: dict[str, Any] = json.loads(PREPARED.read_bytes())
    except (OSError, ValueError):
        return None
    return from_prepared(table, texts) if table.get("fingerprint") == fingerprint else None


def to_prepared(corpus: Corpus) -> dict[str, Any]:
    """The corpus as plain data, without the texts of its documents."""
    return {
        "fingerprint": corpus.fingerprint,
        "documents": [
            {
                "name": document.name,
                "details": asdict(document.details),
                "sections": [[section.heading, section.start, section.end] for section in document.sections],
            }
            for document in corpus.documents
        ],
        "passages": [
            {
                "document": corpus.documents.index(passage.document),
                "start": passage.start,
                "end": passage.end,
                "kind": passage.kind,
                "sentences": passage.sentences,
                "question": passage.question,
                "examples": passage.examples,
            }
            for passage in corpus.passages
        ],
        "uncovered": [[topic.topic, topic.examples] for topic in corpus.uncovered],
        "synonyms": corpus.synonyms,
        "abbreviations": dict(corpus.abbreviations),
    }


def from_prepared(table: dict[str, Any], texts: Sequence[str]) -> Corpus:
    """The corpus that ``to_prepared`` wrote down, with the texts of its documents."""
    documents = tuple(
        Document(
            name=entry["name"],
            text=text,
            details=Details(**entry["details"]),
            sections=tuple(Section(*section) for section in entry["sections"]),
        )
        for entry, text in zip(table["documents"], texts, strict=True)
    )
    passages = tuple(
        Passage(
            number=number,
            document=documents[entry["document"]],
            start=entry["start"],
            end=entry["end"],
            kind=entry["kind"],
            sentences=tuple((start, end) for start, end in entry["sentences"]),
            question=entry["question"],
            examples=tuple(entry["examples"]),
        )
        for number, entry in enumerate(table["passages"])
    )
    return Corpus(
        documents=documents,
        passages=passages,
        uncovered=tuple(Uncovered(topic, tuple(examples)) for topic, examples in table["uncovered"]),
        synonyms=tuple(table["synonyms"]),
        abbreviations=table["abbreviations"],
        fingerprint=table["fingerprint"],
    )
