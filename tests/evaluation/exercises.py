from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.documents import Corpus, load_corpus
from tests.leaflets import EXERCISES


def write_exercises(folder: Path) -> Path:
    """The leaflet that the evaluation is tested with, as a file."""
    path = folder / "leaflet.txt"
    path.write_text(EXERCISES, encoding="utf-8")
    return path


@cache
def exercises() -> Corpus:
    with TemporaryDirectory() as folder:
        return load_corpus(write_exercises(Path(folder)))
