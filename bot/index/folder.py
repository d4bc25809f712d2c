"""An index as a folder: what was worked out of a corpus, to be opened at once.

``manifest.json`` says what the folder was made from and by which format; ``corpus.json`` holds the documents and
passages; ``arrays.npz`` the arrays. A folder is checked when it is opened. Nothing in it is ever executed.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from bot.documents.model import Corpus, Details, Document, Gap, Passage, Section
from bot.errors import CorpusError, DataError
from bot.index.arrays import CorpusArrays

FORMAT = 1

MANIFEST, CORPUS, ARRAYS = "manifest.json", "corpus.json", "arrays.npz"


def write_folder(
    folder: Path, made_from: Mapping[str, str], tables: Mapping[str, Any], arrays: Mapping[str, NDArray[numpy.generic]]
) -> None:
    """Write an index in place of whatever index is in ``folder``; a reader sees the old one or the new one, whole.

    Raises:
        OSError: the folder cannot be written, or there is something in it that is no index.
    """
    if folder.exists() and any(folder.iterdir()) and not is_index(folder):
        raise FileExistsError(17, "there is something else in this folder", str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        (new / CORPUS).write_text(json.dumps(tables, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        with (new / ARRAYS).open("wb") as file:
            numpy.savez(file, allow_pickle=False, **arrays)
        sizes = {name: (new / name).stat().st_size for name in (CORPUS, ARRAYS)}
        manifest = {"format": FORMAT, "made_from": dict(made_from), "bytes": sizes}
        (new / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        new.chmod(0o755)
        if folder.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
            os.replace(folder, old / "old")
            os.replace(new, folder)
            shutil.rmtree(old)
        else:
            os.replace(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def is_index(path: Path) -> bool:
    """Whether ``path`` is a folder that ``write_folder`` wrote."""
    try:
        return (path / MANIFEST).is_file() and (path / ARRAYS).is_file()
    except (OSError, ValueError):
        return False


def read_manifest(folder: Path) -> Mapping[str, Any]:
    """The manifest of an index, checked against what lies beside it.

    Raises:
        ValueError: it is broken, of another format, or a file beside it is not as long as it says.
        OSError: it cannot be read.
    """
    manifest = json.loads((folder / MANIFEST).read_bytes())
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ValueError("it was written by another version")
    for name, size in manifest["bytes"].items():
        if (folder / name).stat().st_size != size:
            raise ValueError(f"{name} is not whole")
    return manifest


def read_tables(folder: Path) -> dict[str, Any]:
    """What stands in ``corpus.json``."""
    tables: dict[str, Any] = json.loads((folder / CORPUS).read_bytes())
    return tables


def read_arrays(folder: Path) -> dict[str, NDArray[numpy.generic]]:
    """The arrays by name."""
    with numpy.load(folder / ARRAYS, allow_pickle=False) as arrays:
        return dict(arrays)


def open_corpus(folder: Path, made_from: Mapping[str, str]) -> Corpus:
    """The corpus in an index.

    Args:
        folder: the index.
        made_from: what it must have been made from besides the corpus, by name: the word lists and the model.

    Raises:
        CorpusError: the index is broken, or was made with other word lists or another model.
    """
    try:
        made = read_manifest(folder)["made_from"]
        if any(made.get(name) != value for name, value in made_from.items()):
            raise ValueError("it was made by another version of the program")
        return replace(corpus_from_json(read_tables(folder)), index=folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{folder}: this index cannot be used ({error}). Make it anew with 'bot index'.") from error


def open_arrays(corpus: Corpus) -> CorpusArrays | None:
    """The arrays of a corpus that was opened from an index; ``None`` for any other.

    Raises:
        CorpusError: the index has gone, or is broken.
    """
    if corpus.index is None:
        return None
    try:
        return CorpusArrays.from_named(read_arrays(corpus.index))
    except (OSError, ValueError, KeyError, DataError) as error:
        raise CorpusError(f"{corpus.index}: this index cannot be used ({error}). Make it anew with 'bot index'.") from error


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
                "sections": [[section.heading, section.start, section.end] for section in document.sections],
            }
            for document in corpus.documents
        ],
        "passages": [
            [numbers[id(p.document)], p.start, p.end, p.kind, p.sentences, p.question, p.examples] for p in corpus.passages
        ],
        "gaps": [[gap.topic, gap.examples] for gap in corpus.gaps],
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
            sections=tuple(Section(*section) for section in entry["sections"]),
        )
        for entry in table["documents"]
    )
    passages = tuple(
        Passage(number, documents[d], start, end, kind, tuple(map(tuple, sentences)), question, tuple(examples))  # type: ignore[arg-type]
        for number, (d, start, end, kind, sentences, question, examples) in enumerate(table["passages"])
    )
    return Corpus(
        documents=documents,
        passages=passages,
        gaps=tuple(Gap(topic, tuple(examples)) for topic, examples in table["gaps"]),
        synonyms=tuple(table["synonyms"]),
        abbreviations=table["abbreviations"],
        fingerprint=table["fingerprint"],
        stems=table["stems"],
    )
