"""The files that people write and mend: word lists, rules, sentences, numbers. The one place that finds and reads them.

What is costly to work out of them (stems, parsed tables) is prepared beforehand by ``bot index`` and kept in
``bot/built/language``, with a fingerprint of the files it was made from; where a file has been mended since,
what was prepared is left aside.
"""

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from bot.errors import DataError

FOLDER = Path(__file__).resolve().parent


def read_lines(name: str) -> list[str]:
    """The lines of a data file.

    Raises:
        DataError: the file is missing or not UTF-8.
    """
    try:
        return _content(name).decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise DataError(f"{FOLDER / name}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from error


def read_entries(name: str) -> list[str]:
    """The lines of a data file that are neither blank nor a remark (beginning with ``#``)."""
    return [line for line in read_lines(name) if line.strip() and not line.startswith("#")]


def read_table(name: str) -> dict[str, Any]:
    """The content of a ``.toml`` file.

    Raises:
        DataError: the file is missing, not UTF-8 or not TOML (with the line).
    """
    from bot.data.prepared import language_tables

    prepared = language_tables().get(name)
    if prepared is not None:
        return dict(prepared)
    return parse_table(name)


def parse_table(name: str) -> dict[str, Any]:
    """The content of a ``.toml`` file, parsed now."""
    lines = read_lines(name)
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        reason = str(error).replace("at end of document", f"at line {len(lines)}, the end of the file")
        raise DataError(f"{FOLDER / name}: not valid TOML: {reason}. Mend that line.") from error


@cache
def fingerprint(suffixes: tuple[str, ...] = (".txt", ".toml")) -> str:
    """A hash of the data files that end so: the same files give the same, any change another.

    The word lists end in ``.txt``, all other tables in ``.toml``.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in FOLDER.iterdir() if path.suffix in suffixes):
        digest.update(f"{path.name}\0".encode() + _content(path.name))
    return digest.hexdigest()


def _content(name: str) -> bytes:
    try:
        return (FOLDER / name).read_bytes()
    except OSError as error:
        raise DataError(f"{FOLDER / name}: cannot be read ({error.strerror}). Reinstall the program.") from error
