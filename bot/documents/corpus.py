"""Reading a corpus: one text file or a folder of them, with their curation."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.data.prepared import ARTICLE, program_fingerprints
from bot.documents.model import Corpus, Details, Document, Gap, Passage
from bot.documents.stored import open_corpus
from bot.documents.strays import misnamed_curations, passed_over
from bot.errors import CorpusError, CorpusNotFound, CurationError, DocumentError
from bot.files import read_content
from bot.folders import is_index, is_whole
from bot.sources.decoding import SUFFIXES

SHOWN_CHOICES, MORE_LETTERS = 4, 30
"""How many passages are shown that a curation may mean, and how much of each beyond what it names."""

if TYPE_CHECKING:
    from bot.sources.curation import Curation, PassageCuration


def builtin_corpus_path() -> Path:
    """The folder of the article that comes with the program: in the wheel, or beside the checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "corpus"
    return shipped if shipped.is_dir() else package.parent / "corpus"


def load_corpus(path: str | Path | None = None, encoding: str | None = None) -> Corpus:
    """The corpus in ``path``: a file, a folder of them, or an index; without it, the built-in article.

    Args:
        path: where it is.
        encoding: that of the letters of its files; without, UTF-8 where a file says nothing else.

    Raises:
        CorpusNotFound: nothing is there, or the folder holds no file of a format that is read.
        DocumentError: the file cannot be read; or none of a folder's can (else see ``Corpus.left_out``).
        CurationError: a ``.toml`` is broken or names a passage that is not in its source.
    """
    if path == "":
        raise CorpusNotFound("the name of the corpus is empty. Name a text file or a folder.")
    if path is not None and is_index(Path(path)):
        return open_corpus(Path(path), program_fingerprints())
    files = source_files(path)
    if path is None and is_whole(ARTICLE):
        with suppress(CorpusError):
            corpus = open_corpus(ARTICLE, program_fingerprints())
            if corpus.fingerprint == fingerprint(files):
                return corpus
    corpus = read_corpus(files, encoding)
    return corpus if path is None else _with_strays(corpus, Path(path), files)


def _with_strays(corpus: Corpus, path: Path, files: Sequence[Path]) -> Corpus:
    with suppress(OSError):
        return replace(corpus, misnamed=misnamed_curations(path, files), passed_over=passed_over(path, files))
    return corpus


def read_corpus(files: Sequence[Path], encoding: str | None = None) -> Corpus:
    """The corpus in the files ``files``, with the curation beside them; of several, those that can be read.

    Raises:
        DocumentError, CurationError: as for ``load_corpus``.
    """
    from bot.sources.curation import read_curation

    documents: list[Document] = []
    passages: list[Passage] = []
    curations: list[Curation] = []
    left_out: list[str] = []
    _check_that_none_shares_a_curation(files)
    for file in files:
        curation = read_curation(file.with_suffix(".toml"))
        try:
            document, found = _read_document(file, encoding, curation, first_number=len(passages))
        except DocumentError as error:
            left_out.append(str(error))
            if len(left_out) == len(files):
                raise
            continue
        documents.append(document)
        passages.extend(found)
        curations.append(curation)
    return Corpus(
        documents=tuple(documents),
        passages=tuple(passages),
        gaps=tuple(
            Gap(gap.topic, gap.examples, document.name)
            for document, curation in zip(documents, curations, strict=True)
            for gap in curation.gaps
        ),
        synonyms=tuple(line for curation in curations for line in curation.synonyms),
        abbreviations=_merged(curation.abbreviations for curation in curations),
        fingerprint=fingerprint(files),
        left_out=tuple(left_out),
    )


def source_files(path: str | Path | None = None) -> list[Path]:
    """The files that ``load_corpus(path)`` reads, in the order of their names.

    Raises:
        CorpusNotFound: nothing is there, the folder holds no file of a format that is read, or it may not be read.
    """
    root = Path(path) if path is not None else builtin_corpus_path()
    try:
        if root.is_file():
            return [root]
        if root.is_dir():
            files = sorted(file for file in root.iterdir() if _is_source(file))
            if files:
                return files
            raise CorpusNotFound(f"{root}: no leaflet in this folder. Put one there, named {' or '.join(SUFFIXES)}.")
        if root.exists():
            raise CorpusNotFound(f"{root}: a pipe or a device, not a file. Save the text in a file, and name that.")
    except OSError as error:
        raise CorpusNotFound(f"{root}: cannot be read: {error.strerror}. Check the path given to --corpus.") from error
    except ValueError as error:
        raise CorpusNotFound(f"{str(root)!r}: no such file or folder: {error}.") from error
    raise CorpusNotFound(f"{root}: no such file or folder. Check the path given to --corpus.")


def _is_source(file: Path) -> bool:
    return file.suffix.lower() in SUFFIXES and not file.name.startswith(".") and file.is_file()


def fingerprint(files: Sequence[Path]) -> str:
    """A hash of what stands in the sources and their curation: any change of it gives another."""
    digest = hashlib.sha256()
    for file in files:
        for part in (file, file.with_suffix(".toml")):
            with suppress(FileNotFoundError):
                digest.update(read_content(part))
            digest.update(b"\0")
    return digest.hexdigest()


def _read_document(
    file: Path, encoding: str | None, curation: "Curation", first_number: int
) -> tuple[Document, list[Passage]]:
    from bot.documents.passages import chunk
    from bot.sources.reading import read_source

    source = read_source(file, encoding)
    title, sections, chunks = chunk(source)
    if not chunks:
        raise DocumentError(f"{file}: nothing to quote in this file. Put the leaflet's text into it.")
    details = {"title": title or file.stem, **curation.details}
    document = Document(source.name, source.text, Details(**details), sections, source.pages)
    passages = [
        Passage(first_number + number, document, c.start, c.end, c.kind, c.sentences, None, (), c.governed_by, c.spans)
        for number, c in enumerate(chunks)
    ]
    return document, _curated(passages, curation.passages, file.with_suffix(".toml"))


def _curated(passages: list[Passage], entries: Sequence["PassageCuration"], path: Path) -> list[Passage]:
    for entry in entries:
        place = _place_of(entry.starts, passages, path)
        passage = passages[place]
        passages[place] = replace(
            passage,
            question=entry.question or passage.question,
            examples=passage.examples + entry.examples,
        )
    return passages


def _place_of(starts: str, passages: Sequence[Passage], path: Path) -> int:
    """The place of the passage that begins with ``starts``; of several with the same words, the first."""
    places = [place for place, passage in enumerate(passages) if passage.text.startswith(starts)]
    if not places:
        raise CurationError(
            f"{path}: no passage begins with {starts!r}. Copy the passage's first words "
            "from the source, to the letter ('bot curate' lists them)."
        )
    choices = {passages[place].text for place in places}
    if len(choices) > 1 and starts not in choices:
        shown = "; ".join(repr(_beginning(text, len(starts))) for text in sorted(choices)[:SHOWN_CHOICES])
        raise CurationError(
            f"{path}: {len(choices)} passages begin with {starts!r}. Copy more words of the one that is meant: {shown}."
        )
    return next((place for place in places if passages[place].text == starts), places[0])


def _beginning(text: str, length: int) -> str:
    """So much of a text, on one line, that it may be told from another that begins with as many letters."""
    return " ".join(text[: length + MORE_LETTERS].split())


def _check_that_none_shares_a_curation(files: Sequence[Path]) -> None:
    beside: dict[Path, Path] = {}
    for file in files:
        curation = file.with_suffix(".toml")
        first = beside.setdefault(curation, file)
        if first is not file and curation.exists():
            raise CurationError(f"{curation}: stands beside both {first.name} and {file.name}. Rename one of them.")


def _merged(tables: Iterator[Mapping[str, str]]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for table in tables:
        merged.update(table)
    return merged
