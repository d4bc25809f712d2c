"""Quality on leaflets at three levels of curation: ``python -m benchmarks.leaflets``.

Each ``NAME.txt`` of the folder has its cases in ``NAME.cases.jsonl``, and may have a curation in ``NAME.toml``, as
``bot curate`` drafts it. Bare is without any of it.
"""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.tables import counted_share, print_table, share
from bot import Bot, Corpus, load_corpus
from bot.documents import builtin_corpus_path
from bot.evaluation import MEASURES, Case, Outcome, case_files, evaluate, load_cases
from training.data import ALL, Level, at_level

LEAFLETS = Path(__file__).parent / "leaflets"
COLUMNS = ("behaviour", "answer@1", "answer@3", "decline", "wrong_quote")

BARE = Level("Bare", 0)
ONE = Level("One example, on one passage", 1, passages=1)
DRAFTED = Level("As drafted", ALL, gaps=True)

Material = tuple[Corpus, Sequence[Case]]
"""A corpus with all its curation, and its cases."""


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.leaflets", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=LEAFLETS, help="default: benchmarks/leaflets")
    parser.add_argument("--meaning", action="store_true", help="with the evidence from meaning")
    arguments = parser.parse_args(argv)
    materials = {path.stem: material(path) for path in leaflets_in(arguments.folder)}
    drafted = f"{DRAFTED.name}: {extent(corpus for corpus, _ in materials.values())}"
    curated = {name: each for name, each in materials.items() if most_examples([each[0]])}
    for title, level, leaflets in (
        (BARE.name, BARE, materials),
        (f"{BARE.name}, those that have a curation", BARE, curated),
        (ONE.name, ONE, curated),
        (drafted, DRAFTED, curated),
    ):
        print_level(
            title, {name: outcomes_at(each, level, meaning=arguments.meaning) for name, each in leaflets.items()}
        )


def print_level(title: str, by_leaflet: dict[str, Sequence[Outcome]]) -> None:
    """The figures on each leaflet, and on all together."""
    measures = [measure for measure in MEASURES if measure.name in COLUMNS]
    together = [outcome for outcomes in by_leaflet.values() for outcome in outcomes]
    rows = [(name, *(share(m.of(outcomes)) for m in measures)) for name, outcomes in by_leaflet.items()]
    rows.append(("**all**", *(counted_share(measure.of(together)) for measure in measures)))
    print_table(
        f"{title} ({len(by_leaflet)} leaflets, {len(together)} cases, 95% intervals)",
        ("leaflet", *(measure.title.lower() for measure in measures)),
        rows,
    )


def leaflets_in(folder: Path) -> list[Path]:
    """The text files of a folder, in the order of their names."""
    return sorted(folder.glob("*.txt"))


def material(path: Path | None) -> Material:
    """What is in a file or a folder (without it, the article), with the cases that lie beside it."""
    corpus = load_corpus(path)
    return corpus, load_cases(*case_files(path or builtin_corpus_path()), corpus=corpus)


def outcomes_at(each: Material, level: Level, seed: int = 0, *, meaning: bool = False) -> Sequence[Outcome]:
    """What comes of a corpus' cases with as much of its curation as ``level`` says."""
    corpus, cases = each
    return evaluate(Bot(at_level(corpus, level, seed), meaning=meaning), cases).outcomes


def extent(corpora: Iterable[Corpus]) -> str:
    """How much was curated, in words: "8 examples a passage, 25 gaps"."""
    material = list(corpora)
    examples = most_examples(material)
    gaps = max((len(corpus.gaps) for corpus in material), default=0)
    return f"{examples} examples a passage, {gaps} gaps"


def most_examples(corpora: Iterable[Corpus]) -> int:
    """How many examples a passage has at the most."""
    return max((len(passage.examples) for corpus in corpora for passage in corpus.passages), default=0)


if __name__ == "__main__":
    main()
