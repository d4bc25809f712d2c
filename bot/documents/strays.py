"""Files beside leaflets that nothing is read from: a curation that belongs to no leaflet, a format that is not read."""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from bot.sources.decoding import SUFFIXES

CURATION = ".toml"

COMPANIONS = frozenset({CURATION, ".jsonl", ".csv", ".json"})
"""How files end that may lie beside leaflets and are none: curations, cases to try, reports."""

NEAR = 0.6
"""From so much alike on, two names may be meant for each other: what difflib calls a close match."""

WITHIN = 0.9
"""How alike a name is to a longer one that holds all its words: "knee" to "knee-wash-out"."""


def misnamed_curations(path: Path, files: Sequence[Path]) -> tuple[str, ...]:
    """What is wrong with each ``.toml`` that belongs to no leaflet, and for which one it may be meant.

    Args:
        path: a folder of leaflets, or one of them: then only what is called much like it is looked at.
        files: the leaflets that are read.
    """
    is_folder = path.is_dir()
    strays = _strays(path if is_folder else path.parent, files)
    if not is_folder:
        strays = [stray for stray in strays if _likeness(stray, path) >= NEAR]
    disguised = [file for file in files if CURATION in (_suffix(file.name), _suffix(file.stem))]
    return (*(_told(stray, files) for stray in strays), *(_told_of_disguised(file) for file in disguised))


def passed_over(path: Path, files: Sequence[Path]) -> tuple[str, ...]:
    """The names of what lies in a folder of leaflets and is not looked at; that of a folder ends with "/".

    A folder counts where leaflets lie in it; what may lie beside leaflets does not.
    """
    if not path.is_dir():
        return ()
    read = {file.name for file in files}
    others = [path / name for name in _names_in(path) if name not in read and _suffix(name) not in COMPANIONS]
    found = [file.name for file in others if file.is_file()]
    return (*found, *(f"{folder.name}/" for folder in others if folder.is_dir() and _holds_leaflets(folder)))


def _names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))


def _suffix(name: str) -> str:
    return Path(name).suffix.lower()


def _holds_leaflets(folder: Path) -> bool:
    try:
        return any(_suffix(name) in SUFFIXES and (folder / name).is_file() for name in _names_in(folder))
    except OSError:
        return False


def _strays(folder: Path, files: Sequence[Path]) -> list[Path]:
    """The curations that neither a leaflet nor a file of another kind has the name of (``ruff.toml``, ``knee.doc``)."""
    names = _names_in(folder)
    curations = [folder / name for name in names if _suffix(name) == CURATION]
    owners = {Path(name).stem for name in names if _suffix(name) not in COMPANIONS} if curations else set()
    alike: dict[str, list[Path]] = defaultdict(list)
    for file in files:
        alike[file.stem.casefold()].append(file.with_suffix(CURATION))
    return [
        curation
        for curation in curations
        if not (curation.suffix == CURATION and curation.stem in owners)
        and not any(own.exists() and own.samefile(curation) for own in alike[curation.stem.casefold()])
        and curation.is_file()
    ]


def _told(curation: Path, files: Sequence[Path]) -> str:
    nearest = max(files, key=lambda file: _likeness(curation, file))
    meant = nearest.with_suffix(CURATION)
    what = f"put what stands in it into {meant.name}" if meant.exists() else f"call it {meant.name}"
    return f"{curation}: belongs to no leaflet, so it is not read. If it is for {nearest.name}, {what}."


def _told_of_disguised(file: Path) -> str:
    what = "name its leaflet instead" if _suffix(file.name) == CURATION else f"call it {file.stem}"
    return f"{file}: read as a leaflet, but called like a curation. If it is one, {what}."


def _likeness(curation: Path, file: Path) -> float:
    """How alike the names of a curation and a leaflet are, from 0 to 1, whatever their capitals and endings."""
    from difflib import SequenceMatcher

    words, others = _words(curation.stem), _words(file.stem)
    if words == others or curation.stem.casefold() == file.name.casefold():
        return 1.0
    if set(words) < set(others) or set(others) < set(words):
        return WITHIN
    return SequenceMatcher(None, " ".join(words), " ".join(others)).ratio()


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.casefold())
