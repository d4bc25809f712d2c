"""Leaflets with faults planted in them, as the checks see them."""

from pathlib import Path

from bot import Corpus, load_corpus
from bot.authoring.leaflet import Leaflet, leaflets


def planted(folder: Path, text: str, curation: str = "", name: str = "leaflet.txt") -> Corpus:
    """The corpus of one leaflet with its curation."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    if curation:
        path.with_suffix(".toml").write_text(curation, encoding="utf-8")
    return load_corpus(path)


def leaflet_of(folder: Path, text: str, curation: str = "", name: str = "leaflet.txt") -> Leaflet:
    """One leaflet with its curation."""
    (leaflet,) = leaflets(planted(folder, text, curation, name))
    return leaflet


def under(heading: str, *paragraphs: str) -> str:
    """A leaflet of one section, after a first one that has nothing wrong with it."""
    return "\n\n".join(
        (
            "Knee wash-out",
            "What it is",
            "A surgeon rinses the inside of your knee with salt water.",
            heading,
            *paragraphs,
        )
    )
