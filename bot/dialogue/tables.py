"""Reading the ``.toml`` files in ``bot/data``: parsed beforehand where they have not changed since."""

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from bot.search.language import read_prepared


def read_table(path: Path) -> dict[str, Any]:
    """The content of a ``.toml`` file.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not UTF-8 or not TOML.
    """
    source = path.read_bytes()
    prepared = _prepared(path, source)
    return tomllib.loads(source.decode("utf-8")) if prepared is None else prepared


def is_prepared(path: Path) -> bool:
    """Whether the file is as it was when it was last parsed beforehand, and so was checked then."""
    return _prepared(path, path.read_bytes()) is not None


def _prepared(path: Path, source: bytes) -> dict[str, Any] | None:
    return read_prepared(path.stem, hashlib.sha256(source).hexdigest())
