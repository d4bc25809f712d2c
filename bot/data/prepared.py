"""What was prepared of the files that come with the program, in ``bot/built``: ``bot index`` without a path makes it.

A checkout without it, or with files that were mended since, works all the same, and starts slower.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from bot import data
from bot.folders import is_index, is_whole, made_from, read_tables

PACKAGE = Path(__file__).resolve().parent.parent
LANGUAGE, ARTICLE = PACKAGE / "built" / "language", PACKAGE / "built" / "article"


@cache
def program_fingerprints() -> dict[str, str]:
    """What an index depends on besides its corpus: the word lists, and the model."""
    digest = hashlib.sha256()
    for path in sorted((PACKAGE / "model").glob("*.[jn]*")):
        digest.update(path.read_bytes())
    return {"data": data.fingerprint((".txt",)), "model": digest.hexdigest()}


@cache
def language_tables() -> dict[str, Any]:
    """The vocabulary, the rules and the tables of ``bot/data``, as they were prepared; empty where they were not."""
    folder = language_folder()
    return read_tables(folder) if folder else {}


@cache
def language_folder() -> Path | None:
    """The folder of what was prepared of ``bot/data``, if it is up to date."""
    try:
        is_current = is_index(LANGUAGE) and made_from(LANGUAGE) == {"data": data.fingerprint()} and is_whole(LANGUAGE)
    except (OSError, ValueError):
        return None
    return LANGUAGE if is_current else None
