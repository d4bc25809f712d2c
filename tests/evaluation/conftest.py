from pathlib import Path

import pytest

from bot.documents import Corpus, load_corpus

from .scripted import LEAFLET


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    path = tmp_path / "leaflet.txt"
    path.write_text(LEAFLET, encoding="utf-8")
    return path


@pytest.fixture
def corpus(leaflet: Path) -> Corpus:
    return load_corpus(leaflet)
