"""What ``bot serve`` was asked to serve, and how. Plain data, so that it can be handed to another process."""

from dataclasses import dataclass
from pathlib import Path

REQUESTS_A_MINUTE = 120
"""For one address. A person asks a few questions a minute; a ward may share one address."""

LOOK_EVERY = 5.0
"""Seconds between two looks at the files of the corpora."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to serve.

    Attributes:
        corpora: ``(name, path)`` of what may be quoted, first the one for who names none; a path of ``None`` is the
            article that comes with the program.
        region: the country whose numbers to give where a person chose none.
        encoding: how the files are encoded, as for ``load_corpus``.
        meaning: whether to compare by meaning too.
        embedders: the origins that may show the page in a frame and call the API: "https://clinic.example".
        root_path: the path that a proxy serves this under and takes off before it hands a request on: "/ask".
        requests_a_minute: for one address, in each worker; 0 for no limit.
        look_every: seconds between two looks at the files of the corpora.
    """

    corpora: tuple[tuple[str, Path | None], ...] = (("article", None),)
    region: str | None = None
    encoding: str | None = None
    meaning: bool = False
    embedders: tuple[str, ...] = ()
    root_path: str = ""
    requests_a_minute: int = REQUESTS_A_MINUTE
    look_every: float = LOOK_EVERY
