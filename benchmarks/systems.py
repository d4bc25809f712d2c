"""The systems that the bot is compared with, each by a minimal script in ``benchmarks/rankers``."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environments import ROOT, Environment

RANKERS = Path(__file__).parent / "rankers"
BEST = 3
"""How many passages each system gives, like the bot."""

Ranking = list[int]
"""Numbers of passages, the best first."""


@dataclass(frozen=True, slots=True)
class System:
    """Another system, with its usual settings.

    Attributes:
        title: its name.
        script: its script in ``benchmarks/rankers``.
        requirements: what it is installed from.
    """

    title: str
    script: str
    requirements: tuple[str, ...]

    @property
    def environment(self) -> Environment:
        """Its environment, installed on first use."""
        return Environment(Path(self.script).stem, self.requirements)

    @property
    def command(self) -> list[str]:
        """Runs its script; the task goes to standard input."""
        return [str(self.environment.python), "-W", "ignore", str(RANKERS / self.script)]

    def rank(self, passages: Sequence[str], questions: Sequence[str]) -> list[Ranking]:
        """The best passages for each question, by their numbers."""
        ranked = subprocess.run(self.command, input=task(passages, questions), stdout=subprocess.PIPE, check=True)
        return [list(map(int, ranking)) for ranking in json.loads(ranked.stdout)]


SYSTEMS = (
    System("LangChain, BM25 retriever", "langchain_community_bm25.py", ("langchain-community", "rank_bm25")),
    System("LlamaIndex, BM25 retriever", "llama_index_bm25.py", ("llama-index-retrievers-bm25",)),
    System("bm25s", "bm25s_bm25.py", ("bm25s",)),
    System("SQLite FTS5", "sqlite_fts5.py", ()),
)


def our_environment() -> Environment:
    """The bot, installed from its wheel like the others."""
    return Environment("bot", (str(ROOT),))


def task(passages: Sequence[str], questions: Sequence[str]) -> bytes:
    """What a script reads."""
    return json.dumps({"passages": list(passages), "questions": list(questions), "best": BEST}).encode()
