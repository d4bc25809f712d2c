"""What is worked out of some files for a library: everything that needs no look at other files.

It runs in processes of its own, so it gives plain data: rows whose numbers begin at 0 in each batch, and are moved to
where they go.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from bot.dialogue.questions import stored_questions
from bot.documents import Document, Gap, Passage
from bot.documents.corpus import read_document
from bot.documents.library import spans_to_bytes
from bot.errors import DocumentError
from bot.evidence.preparing import gap_arrays, passage_arrays
from bot.evidence.titles import told_by_title
from bot.index.arrays import GapArrays, gaps_to_bytes
from bot.index.bm25 import Statistics, keys_of
from bot.index.columns import Row, Shape, rows_of
from bot.index.stored import COUNTED
from bot.model import load_model
from bot.settings import SETTINGS
from bot.sources.curation import Curation, read_curation
from bot.text.normal import plain
from bot.text.own.texts import WordsOfTexts
from bot.text.readers import Readers
from bot.text.vocabulary import vocabulary

Curated = tuple[Sequence[str], Mapping[str, str]]
"""The synonyms and the abbreviations of all curations."""


@dataclass(frozen=True)
class Prepared:
    """What came of one file.

    Attributes:
        name: its name.
        fingerprint: a hash of it and of its curation.
        title: that of the document.
        first: the number of its first passage.
        document: the columns of the document that stand in the database as they are, by name.
        passages: their rows, each with its number.
        gaps: their rows, each with its number, from 0.
        evidence: the rows of the evidence, with the same numbers.
        keyed: table, key, number of a passage: see ``bot.dialogue.questions.TABLES``.
        title_keys: the keys of the title's terms.
        lines: the key of each example, "passage" or "gap", and the number of that.
    """

    name: str
    fingerprint: str
    title: str
    first: int
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
    read: list[_Read] = []
    left_out: list[str] = []
    passages: list[Passage] = []
    for file, fingerprint in files:
        curation = read_curation(file.with_suffix(".toml"))
        try:
            document, own = read_document(file, encoding, curation, first_number=len(passages))
        except DocumentError as error:
            left_out.append(str(error))
            continue
        passages += own
        read.append(_Read(document, own, curation, fingerprint))
    readers = _readers(read, curated)
    arrays = passage_arrays(passages, {each.document.name: 0 for each in read}, readers, load_model(), SETTINGS)
    statistics = {name: getattr(arrays, name).statistics for name in COUNTED}
    evidence = rows_of(arrays)
    documents = []
    for each in read:
        gaps = [Gap(gap.topic, gap.examples, each.document.name) for gap in each.curation.gaps]
        about = gap_arrays(gaps, {}, {each.document.name: each.document.title}, readers, load_model()) if gaps else None
        if about is not None:
            statistics["examples"] += about.examples.statistics
        documents.append(_prepared(each, gaps, about, list(islice(evidence, len(each.passages))), readers))
    return Batch(documents, left_out, statistics, Shape.of(arrays))


@dataclass(frozen=True)
class _Read:
    """A document, its passages, its curation, and the fingerprint of both files."""

    document: Document
    passages: Sequence[Passage]
    curation: Curation
    fingerprint: str


def _readers(read: Sequence[_Read], curated: Curated) -> Readers:
    words = WordsOfTexts([(each.document.title, each.document.text) for each in read], vocabulary().reading(*curated))
    return Readers.of(vocabulary().analyser(words, *curated), SETTINGS)


def _prepared(
    read: _Read, gaps: Sequence[Gap], about: GapArrays | None, evidence: Sequence[Row], readers: Readers
) -> Prepared:
    document, curation = read.document, read.curation
    told = told_by_title(document.title, readers.material)
    is_curated = bool(curation.synonyms or curation.abbreviations)
    return Prepared(
        name=document.name,
        fingerprint=read.fingerprint,
        title=document.title,
        first=read.passages[0].number,
        document={
            "details": json.dumps(asdict(document.details)),
            "sections": json.dumps([[s.heading, s.start, s.end, s.parents] for s in document.sections]),
            "pages": json.dumps(document.pages),
            "title_told": json.dumps([[information, sorted(terms)] for information, terms in told]),
            "text": document.text,
            "gap_arrays": about and gaps_to_bytes(about),
            "synonyms": json.dumps(curation.synonyms) if is_curated else None,
            "abbreviations": json.dumps(dict(curation.abbreviations)) if is_curated else None,
        },
        passages=list(map(_passage_row, read.passages)),
        gaps=[(number, gap.document, gap.topic, json.dumps(gap.examples)) for number, gap in enumerate(gaps)],
        evidence=evidence,
        keyed=list(stored_questions(read.passages)),
        title_keys=keys_of(sorted({term for _, terms in told for term in terms})).view("int64").tolist(),
        lines=list(_lines(read.passages, gaps)),
    )


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
