import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import Bot, Corpus, Quote, load_corpus
from bot.evidence.topics import count_topics
from bot.index.bm25 import Postings
from tests.leaflets import KNEE, KNEE_CURATION

ROOT = Path(__file__).parents[1]

os.environ["BOT_CONFIG"] = ""
for variable in ("BOT_CORPUS", "BOT_REGION", "BOT_WIDTH", "BOT_PLAIN", "FORCE_HYPERLINK"):
    os.environ.pop(variable, None)

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session")
def article() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="session")
def bot(article: Corpus) -> Bot:
    return Bot(article, "GB")


@pytest.fixture(scope="session")
def counted_topics() -> Postings:
    """What is prepared of the topics, worked out now: it takes seconds."""
    return count_topics()


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    """The file of a curated leaflet."""
    path = tmp_path / "knee.txt"
    path.write_text(KNEE, encoding="utf-8")
    path.with_suffix(".toml").write_text(KNEE_CURATION, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def quotes(article: Corpus) -> tuple[Quote, Quote, Quote]:
    """Three quotes: a list, and two of its bullets."""
    whole = next(passage for passage in article.passages if passage.kind == "list")
    parts = [passage for passage in article.passages if whole.contains(passage)]
    best = whole.sentences[1]
    word = whole.document.text[slice(*parts[0].sentences[0])].split()[0].casefold()
    return (
        Quote(whole, 3.0, (word,), best),
        Quote(parts[0], 2.0, (word,), parts[0].sentences[0]),
        Quote(parts[1], 1.0, (), parts[1].sentences[0]),
    )


@pytest.fixture
def run() -> Run:
    """Run ``bot`` as a process of its own."""

    def run_process(
        *arguments: str | bytes, stdin: bytes = b"", **environment: str
    ) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=stdin,
            capture_output=True,
            timeout=120,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        )

    return run_process
