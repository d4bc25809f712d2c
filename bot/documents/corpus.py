"""Reading a corpus: one text file or a folder of them, with their curation."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cluster.address import is_address
from bot.data.prepared import ARTICLE, program_fingerprints
from bot.documents.library import is_library, open_library
from bot.documents.model import Corpus, Details, Document, Gap, Passage
from bot.documents.stored import open_corpus
from bot.documents.strays import misnamed_curations, passed_over
from bot.errors import CorpusError, CorpusNotFound, CurationError, DocumentError
from bot.files import read_content
from bot.folders import is_index, is_whole
from bot.sources.decoding import SUFFIXES
from bot.text.normal import plain

SHOWN_CHOICES, MORE_LETTERS = 4, 30
"""How many passages are shown that a curation may mean, and how much of each beyond what it names."""

if TYPE_CHECKING:
    from bot.sources.curation import Curation, GapCuration, PassageCuration


def builtin_corpus_path() -> Path:
    """The folder of the article that comes with the program: in the wheel, or beside the checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "corpus"
    return shipped if shipped.is_dir() else package.parent / "corpus"


def load_corpus(path: str | Path | None = None, encoding: str | None = None) -> Corpus:
    """The corpus in ``path``: a file, a folder of them, or an index; without it, the built-in article.

    Args:
        path: where it is; a text that begins with ``opensearch://`` or ``opensearchs://`` is a library on a cluster.
        encoding: that of the letters of its files; without, UTF-8 where a file says nothing else.

    Raises:
        CorpusNotFound: nothing is there, or the folder holds no file of a format that is read.
        DocumentError: the file cannot be read; or none of a folder's can (else see ``Corpus.left_out``).
        CurationError: a ``.toml`` is broken or names a passage that is not in its source.
        ClusterError: the cluster is away or refuses, or has no such library.
    """
    if path == "":
        raise CorpusNotFound("the name of the corpus is empty. Name a text file or a folder.")
    if isinstance(path, str) and is_address(path):
        from bot.documents.clustered import open_clustered

        return open_clustered(path, program_fingerprints())
    if path is not None and is_library(Path(path)):
        return open_library(Path(path), program_fingerprints())
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
            document, found = read_document(file, encoding, curation, first_number=len(passages))
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


def read_document(
    file: Path, encoding: str | None, curation: "Curation", first_number: int
) -> tuple[Document, list[Passage]]:
    """The document in a file, and its passages, which are numbered from ``first_number`` on.

    Raises:
        DocumentError: the file cannot be read, or holds nothing to quote.
        CurationError: the curation names a passage that is not in it, or one message for two places.
    """
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
    beside = file.with_suffix(".toml")
    curated = _curated(passages, curation.passages, beside)
    _check_that_none_is_given_twice(curated, curation.gaps, beside)
    return document, curated


def _curated(passages: list[Passage], entries: Sequence["PassageCuration"], path: Path) -> list[Passage]:
    _check_that_all_are_found(entries, passages, path)
    for entry in entries:
        place = place_of(entry.starts, passages, path)
        passage = passages[place]
        passages[place] = replace(
            passage,
            question=entry.question or passage.question,
            examples=(*passage.examples, *((entry.question,) if entry.question else ()), *entry.examples),
        )
    return passages


def _check_that_all_are_found(entries: Sequence["PassageCuration"], passages: Sequence[Passage], path: Path) -> None:
    """Every entry fits a passage: of those that fit none, after a change of the source, all are named at once."""
    lost = [entry for entry in entries if not any(passage.text.startswith(entry.starts) for passage in passages)]
    if len(lost) > 1:
        named = "; ".join(f"{_beginning(e.starts, 0)!r} ({len(e.examples)} examples)" for e in lost[:SHOWN_CHOICES])
        more = f"; and {len(lost) - SHOWN_CHOICES} more" if len(lost) > SHOWN_CHOICES else ""
        raise CurationError(
            f"{path}: no passage begins with what {len(lost)} entries name: {named}{more}. "
            "Copy the passages' first words from the source, to the letter ('bot curate' lists them)."
        )


def place_of(starts: str, passages: Sequence[Passage], path: Path) -> int:
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


def _check_that_none_is_given_twice(passages: Sequence[Passage], gaps: Sequence["GapCuration"], path: Path) -> None:
    """No message is written down for two passages of which neither shows the other, or for a passage and a gap."""
    first: dict[str, Passage | GapCuration] = {}
    twice: dict[str, str] = {}
    places: tuple[Passage | GapCuration, ...] = (*passages, *gaps)
    for place in places:
        for text in place.examples:
            words = plain(text)
            other = first.setdefault(words, place)
            if words and not _is_same(other, place):
                twice[text] = f"{text!r} (for {_place_name(other)} and for {_place_name(place)})"
    if twice:
        shown = "; ".join(list(twice.values())[:SHOWN_CHOICES])
        more = f"; and {len(twice) - SHOWN_CHOICES} more" if len(twice) > SHOWN_CHOICES else ""
        raise CurationError(f"{path}: written down for two places: {shown}{more}. Keep each where it belongs.")


def _is_same(one: "Passage | GapCuration", other: "Passage | GapCuration") -> bool:
    if isinstance(one, Passage) and isinstance(other, Passage):
        return one.shows(other) or other.shows(one)
    return not isinstance(one, Passage) and not isinstance(other, Passage) and one.topic == other.topic


def _place_name(place: "Passage | GapCuration") -> str:
    return f"passage {_beginning(place.text, 0)!r}" if isinstance(place, Passage) else f"gap {place.topic!r}"


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
