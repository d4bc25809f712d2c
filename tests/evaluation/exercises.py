from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.documents import Corpus, load_corpus
from bot.evaluation import Case, evaluate
from bot.evaluation.comparison import Comparison, Earlier, compare
from bot.testing import ScriptedBot, quoting
from tests.leaflets import EXERCISES, FREE


def write_exercises(folder: Path) -> Path:
    """The leaflet that the evaluation is tested with, as a file."""
    path = folder / "leaflet.txt"
    path.write_text(EXERCISES, encoding="utf-8")
    return path


@cache
def exercises() -> Corpus:
    with TemporaryDirectory() as folder:
        return load_corpus(write_exercises(Path(folder)))


def compared(better: int, worse: int, same: int) -> Comparison:
    """A run beside an earlier one with so many changes."""
    cases = [Case(str(n), str(n), "answer", (FREE,)) for n in range(better + worse + same)]
    right = {case.question: quoting(exercises(), FREE) for case in cases[:better]}
    report = evaluate(ScriptedBot(exercises(), right), cases)
    then = {case.id: (better <= n < better + worse, "decline") for n, case in enumerate(cases)}
    return compare(report, Earlier(then, {}))
