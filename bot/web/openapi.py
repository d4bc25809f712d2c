"""The description of the API that programs read: OpenAPI 3.1."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bot import __version__
from bot.dialogue.regions import known_regions


def openapi(root_path: str, corpora: Sequence[str]) -> dict[str, Any]:
    """The description, with what differs from server to server filled in.

    Args:
        root_path: the path that all addresses begin with, or ``""``.
        corpora: the names of what may be asked about.
    """
    described = _described()
    schemas = described["components"]["schemas"]
    codes = sorted(region.code for region in known_regions() if region.code)
    return {
        **described,
        "info": {**described["info"], "version": __version__},
        "servers": [{"url": root_path or "/"}],
        "components": {
            **described["components"],
            "schemas": {
                **schemas,
                "Region": {**schemas["Region"], "enum": codes},
                "Corpus": {**schemas["Corpus"], "enum": list(corpora)},
            },
        },
    }


@cache
def _described() -> dict[str, Any]:
    described: dict[str, Any] = json.loads((Path(__file__).parent / "openapi.json").read_text(encoding="utf-8"))
    return described
