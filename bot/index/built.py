"""What was prepared of the files that come with the program, in ``bot/built``: ``bot index`` without a path makes it.

A checkout without it, or with files that were mended since, works all the same, and starts slower.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from bot import data
from bot.index.arrays import named_postings, postings_named
from bot.index.bm25 import Postings
from bot.index.folder import is_index, read_arrays, read_manifest, read_tables, write_folder

FOLDER = Path(__file__).resolve().parent.parent / "built"
LANGUAGE, ARTICLE = FOLDER / "language", FOLDER / "article"

TABLES = ("replies.toml", "regions.toml", "languages.toml")


@cache
def language_tables() -> dict[str, Any]:
    """The vocabulary, the rules and the tables of ``bot/data``, as they were prepared; empty where they were not."""
    return read_tables(LANGUAGE) if _is_up_to_date() else {}


def language_postings() -> Postings | None:
    """The postings of the general topics as they were prepared, or ``None``."""
    return postings_named("topics", read_arrays(LANGUAGE)) if _is_up_to_date() else None


def write_language() -> None:
    """Prepare the vocabulary, the rules, the tables and the topics in ``bot/data``.

    Raises:
        DataError: one of them is broken.
        OSError: the folder cannot be written.
    """
    from bot.dialogue.rules import Rules
    from bot.evidence.topics import count_topics
    from bot.text.vocabulary import Vocabulary

    tables: dict[str, Any] = {name: data.parse_table(name) for name in TABLES}
    tables["rules"] = Rules.from_table(data.parse_table("rules.toml")).to_json()
    tables["vocabulary"] = Vocabulary.computed().to_json()
    write_folder(LANGUAGE, {"data": data.fingerprint()}, tables, named_postings("topics", count_topics()))


def program_fingerprints() -> dict[str, str]:
    """What an index depends on besides its corpus: the word lists, and the model."""
    return {"data": data.fingerprint(), "model": _model_fingerprint()}


@cache
def _model_fingerprint() -> str:
    from bot.model import FOLDER as MODEL

    digest = hashlib.sha256()
    for name in ("manifest.json", "arrays.npz"):
        digest.update((MODEL / name).read_bytes())
    return digest.hexdigest()


@cache
def _is_up_to_date() -> bool:
    try:
        return is_index(LANGUAGE) and read_manifest(LANGUAGE)["made_from"] == {"data": data.fingerprint()}
    except (OSError, ValueError, KeyError):
        return False
