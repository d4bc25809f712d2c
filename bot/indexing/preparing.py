"""What is worked out of some files for a library: everything that needs no look at other files.

It runs in processes of its own, so it gives plain data: rows whose numbers begin at 0, to be moved to where they go.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.dialogue.questions import stored_questions
from bot.documents import Document, Gap, Passage
from bot.documents.corpus import read_document
from bot.documents.library import spans_to_bytes
from bot.errors import DocumentError
from bot.evidence.preparing import gap_arrays, passage_arrays
from bot.evidence.titles import title_terms
from bot.index.arrays import gaps_to_bytes
from bot.index.bm25 import Statistics, keys_of
from bot.index.columns import Row, Shape, rows_of
from bot.model import load_model
from bot.settings import SETTINGS
from bot.sources.curation import Curation, read_curation
from bot.text.normal import plain
from bot.text.vocabulary import vocabulary

Curated = tuple[Sequence[str], Mapping[str, str]]
"""The synonyms and the abbreviations of all curations."""


@dataclass(frozen=True)
class Prepared:
    """What came of one file.

    Attributes:
        name: its name.
        fingerprint: a hash of it and of its curation.
        title, text: those of the document.
        document: the columns of the document that stand in the database as they are, by name.
        passages, gaps: their rows, each with its number, from 0.
        evidence: the rows of the evidence, with the same numbers.
        keyed: table, key, number of a passage: see ``bot.dialogue.questions.TABLES``.
        title_keys: the keys of the title's terms.
        lines: the key of each example, "passage" or "gap", and the number of that.
    """

    name: str
    fingerprint: str
    title: str
    text: str
    document: Mapping[str, Any]
    passages: Sequence[Row]
    gaps: Sequence[Row]
    evidence: Sequence[Row]
    keyed: Sequence[tuple[str, int, int]]
    title_keys: Sequence[int]
    lines: Sequence[tuple[int, str, int]]


@dataclass(frozen=True)
class Batch:
    """What came of some files.

    Attributes:
        documents: what came of those that can be read.
        left_out: of each other one, what is wrong, and what to do.
        statistics: those of all passages and gaps, by the name of the postings.
        shape: the shape of the evidence.
    """

    documents: Sequence[Prepared]
    left_out: Sequence[str]
    statistics: Mapping[str, Statistics]
    shape: Shape


def prepare(files: Sequence[tuple[Path, str]], encoding: str | None, curated: Curated) -> Batch:
    """Work out what a library needs of ``files``, each with its fingerprint.

    Raises:
        CurationError: a curation does not fit its file.
    """
    read: list[tuple[Document, list[Passage], Curation, str]] = []
    left_out: list[str] = []
    for file, fingerprint in files:
        curation = read_curation(file.with_suffix(".toml"))
        try:
            document, passages = read_document(file, encoding, curation, first_number=0)
        except DocumentError as error:
            left_out.append(str(error))
            continue
        read.append((document, passages, curation, fingerprint))
    texts = [document.text for document, *_ in read]
    remembered = lru_cache(maxsize=SETTINGS.remembered_texts)
    reader = remembered(vocabulary().analyser(texts, *curated).read)
    documents, shape = [], Shape(0, 0, 0)
    statistics: dict[str, Statistics] = {}
    for document, passages, curation, fingerprint in read:
        gaps = [Gap(gap.topic, gap.examples, document.name) for gap in curation.gaps]
        numbers, titles = {document.name: 0}, {document.name: document.title}
        arrays = passage_arrays(passages, numbers, reader, load_model(), SETTINGS)
        about = gap_arrays(gaps, numbers, titles, reader, load_model())
        shape = Shape.of(arrays)
        found = {
            "text": arrays.text.statistics,
            "phrases": arrays.phrases.statistics,
            "examples": arrays.examples.statistics + about.examples.statistics,
        }
        statistics = {name: statistics[name] + each for name, each in found.items()} if statistics else found
        title_keys = keys_of(sorted(title_terms(document.title, reader))).view("int64").tolist()
        columns = {
            "details": json.dumps(asdict(document.details)),
            "sections": json.dumps([[s.heading, s.start, s.end, s.parents] for s in document.sections]),
            "pages": json.dumps(document.pages),
            "text": document.text,
            "gap_arrays": gaps_to_bytes(about) if gaps else None,
            "synonyms": json.dumps(curation.synonyms) if curation.synonyms or curation.abbreviations else None,
            "abbreviations": json.dumps(dict(curation.abbreviations)),
        }
        documents.append(
            Prepared(
                name=document.name,
                fingerprint=fingerprint,
                title=document.title,
                text=document.text,
                document=columns,
                passages=[_passage_row(passage) for passage in passages],
                gaps=[
                    (number, document.name, gap.topic, json.dumps(gap.examples)) for number, gap in enumerate(gaps)
                ],
                evidence=list(rows_of(arrays)),
                keyed=list(stored_questions(passages)),
                title_keys=title_keys,
                lines=list(_lines(passages, gaps)),
            )
        )
    return Batch(documents, left_out, statistics, shape)


def _passage_row(passage: Passage) -> Row:
    return (
        passage.number,
        passage.start,
        passage.end,
        passage.kind,
        spans_to_bytes(passage.sentences),
        passage.question,
        json.dumps(passage.examples) if passage.examples else None,
        spans_to_bytes(passage.governed_by),
        spans_to_bytes(passage.spans),
    )


def _lines(passages: Sequence[Passage], gaps: Sequence[Gap]) -> Iterator[tuple[int, str, int]]:
    """The key of the words of each example, and whose it is."""
    places = [*(("passage", p.number, p.examples) for p in passages)]
    places += [("gap", number, gap.examples) for number, gap in enumerate(gaps)]
    for kind, number, examples in places:
        for words in sorted({plain(text) for text in examples} - {""}):
            (key,) = keys_of([words]).view("int64").tolist()
            yield key, kind, number
