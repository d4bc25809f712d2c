"""A folder with a manifest: what was worked out beforehand, to be opened at once.

``manifest.json`` says by which format the folder was written, what it was made from, and the SHA-256 of each file
beside it. A folder is checked when it is opened. Nothing in it is ever executed.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.interrupts import raising

FORMAT = 5

MANIFEST, TABLES, ARRAYS = "manifest.json", "tables.json", "arrays.npz"
_FILES = frozenset((MANIFEST, TABLES, ARRAYS))

DATABASE, SEARCH = "library.sqlite", "search"
LIBRARY_FILES = frozenset((DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", SEARCH))
"""What stands in the folder of a library (``bot.documents.library``)."""


def is_index(path: Path) -> bool:
    """Whether ``path`` looks like a folder that ``write_folder`` wrote, whole or not."""
    try:
        return (path / MANIFEST).is_file() and ((path / TABLES).is_file() or (path / ARRAYS).is_file())
    except (OSError, ValueError):
        return False


def write_folder(folder: Path, made_from: Mapping[str, str], tables: Mapping[str, Any], arrays: bytes) -> None:
    """Write an index in place of whatever index is in ``folder``; a reader sees the old one or the new one, whole.

    Raises:
        OSError: the folder cannot be written, or there is something else in it.
    """
    folder = folder.resolve()
    check_replaceable(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with raising(), tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as place:
        new, old = Path(place, "new"), Path(place, "old")
        new.mkdir()
        content = {TABLES: json.dumps(tables, separators=(",", ":")).encode(), ARRAYS: arrays}
        for name, data in content.items():
            (new / name).write_bytes(data)
        manifest = {
            "format": FORMAT,
            "made_from": dict(made_from),
            "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in content.items()},
        }
        (new / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        put_in_place(new, folder, old)


def check_replaceable(folder: Path) -> None:
    """See that nothing but an index stands in a folder that one is written to.

    Raises:
        FileExistsError: there is something else in it.
    """
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    is_library = DATABASE in names and names <= LIBRARY_FILES
    if names not in (set(), _FILES) and not is_library:
        raise FileExistsError(17, "there is something else in this folder", str(folder))


def put_in_place(new: Path, folder: Path, old: Path) -> None:
    """Put the folder ``new`` in the place of ``folder``, and what was there out of the way, in ``old``, and away.

    Raises:
        OSError: it cannot be put there; what was there is as it was.
    """
    if folder.exists():
        folder.replace(old)
    try:
        new.replace(folder)
    except OSError:
        if old.exists():
            old.replace(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def made_from(folder: Path) -> dict[str, str]:
    """What an index was made from, by name.

    Raises:
        OSError: the manifest cannot be read.
        ValueError: it is broken, or of another format.
    """
    return dict(_manifest(folder)["made_from"])


def read_file(folder: Path, name: str) -> bytes:
    """The content of a file of an index.

    Raises:
        OSError: it cannot be read.
        ValueError: the manifest is broken, or the file is not the one that was written.
    """
    content = (folder / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != _manifest(folder)["sha256"].get(name):
        raise ValueError(f"{name} is damaged")
    return content


def is_whole(folder: Path) -> bool:
    """Whether every file of an index is the one that was written."""
    try:
        return all(read_file(folder, name) for name in (TABLES, ARRAYS))
    except (OSError, ValueError):
        return False


def read_tables(folder: Path) -> dict[str, Any]:
    """What stands in ``tables.json``.

    Raises:
        OSError, ValueError: as for ``read_file``.
    """
    tables: dict[str, Any] = json.loads(read_file(folder, TABLES))
    return tables


def _manifest(folder: Path) -> dict[str, dict[str, str]]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except RecursionError as error:
        raise ValueError("the manifest is broken") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ValueError("it was written by another version")
    if not all(isinstance(manifest.get(name), dict) for name in ("made_from", "sha256")):
        raise ValueError("the manifest is broken")
    return manifest
