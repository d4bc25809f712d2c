"""What each ingredient is worth: ``python -m benchmarks.ablation``.

Each is left out in turn, as a value: other settings, a corpus without it, or a model in which the weights of its
figures are zero. Weights are not trained again, so a row also shows what is lost by figures that the others do not
expect. What an ingredient is worth on the curated article may be nothing on a bare leaflet, and the other way round.
"""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.leaflets import BARE, LEAFLETS, Material, leaflets_in, material
from benchmarks.tables import print_table
from bot import Bot, Corpus
from bot.evaluation import MEASURES, Outcome, evaluate
from bot.evidence.figures import FIGURES
from bot.evidence.preparing import corpus_arrays
from bot.evidence.rank import Searcher
from bot.index.arrays import open_arrays
from bot.index.memory import MemoryEngine
from bot.model import Model, load_model
from bot.settings import SETTINGS
from bot.text.readers import Readers
from bot.text.vocabulary import vocabulary
from training.data import at_level

COLUMNS = ("behaviour", "answer@1", "answer@3", "decline", "wrong_quote")
HEADINGS = ("right", "answer@1", "answer@3", "declines", "wrong quotes")


def as_it_is(corpus: Corpus) -> Corpus:
    """The corpus with all of its curation."""
    return corpus


def without_examples(corpus: Corpus) -> Corpus:
    """The corpus as if no editor had written examples for its passages."""
    return replace(corpus, passages=tuple(replace(passage, examples=()) for passage in corpus.passages), index=None)


def without_gaps(corpus: Corpus) -> Corpus:
    """The corpus as if no editor had written what it does not cover."""
    return replace(corpus, gaps=(), index=None)


def without_meanings(corpus: Corpus) -> Corpus:
    """The corpus as if no editor had written synonyms and abbreviations."""
    return replace(corpus, synonyms=(), abbreviations={}, index=None)


@dataclass(frozen=True, slots=True)
class Ingredient:
    """Something that can be left out.

    Attributes:
        name: as the table shows it.
        settings: the settings that switch it off.
        without: takes it out of a corpus.
        figures: the figures and signals of the search that it gives.
    """

    name: str
    settings: Mapping[str, int] = field(default_factory=dict)
    without: Callable[[Corpus], Corpus] = as_it_is
    figures: frozenset[str] = frozenset()


INGREDIENTS = (
    Ingredient("examples", without=without_examples),
    Ingredient("gaps", without=without_gaps),
    Ingredient("the editor's synonyms and abbreviations", without=without_meanings),
    Ingredient("own words", figures=frozenset(("own_words", "told", "known", "missing", "strange"))),
    Ingredient("headings", figures=frozenset(("told_by_heading",))),
    Ingredient("topics", figures=frozenset(("topics", "topic_found", "topics_best"))),
    Ingredient("vectors", figures=frozenset(("vectors", "vectors_lead"))),
    Ingredient("spelling", settings={"most_words_mended": 0}),
    Ingredient("conversation", settings={"remembered_turns": 0}),
)

NOTHING = Ingredient("nothing")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablation", description=__doc__)
    parser.add_argument("--corpus", type=Path, metavar="PATH", help="a text file or a folder (default: the article)")
    parser.add_argument("--leaflets", type=Path, default=LEAFLETS, metavar="FOLDER", help="not the benchmark's own")
    arguments = parser.parse_args(argv)
    print_ablation("The article, curated" if arguments.corpus is None else "Curated", [material(arguments.corpus)])
    leaflets = [material(path) for path in leaflets_in(arguments.leaflets)]
    print_ablation("Leaflets, bare", [(at_level(corpus, BARE), cases) for corpus, cases in leaflets])


def print_ablation(title: str, materials: Sequence[Material]) -> None:
    """The whole, and each ingredient that is there left out, in points against the whole."""
    whole = measured(materials, NOTHING)
    rows = [("**all ingredients**", *("–" if value is None else f"{value:.0%}" for value in whole))]
    for ingredient in INGREDIENTS:
        if ingredient.without is as_it_is or any(ingredient.without(corpus) != corpus for corpus, _ in materials):
            rows.append((f"without {ingredient.name}", *map(points, measured(materials, ingredient), whole)))
    cases = sum(len(cases) for _, cases in materials)
    print_table(f"{title}: {cases} cases (points against the first line; not trained again)", ("", *HEADINGS), rows)


def measured(materials: Sequence[Material], left_out: Ingredient) -> list[float | None]:
    """The figures in ``COLUMNS`` with an ingredient left out."""
    outcomes: list[Outcome] = []
    for corpus, cases in materials:
        outcomes += evaluate(bot_without(left_out, corpus), cases).outcomes
    figures = {measure.name: measure.of(outcomes) for measure in MEASURES}
    return [figures[name].value for name in COLUMNS]


def bot_without(ingredient: Ingredient, corpus: Corpus) -> Bot:
    """A bot on ``corpus`` that lacks an ingredient."""
    corpus = ingredient.without(corpus)
    bot = Bot(corpus, settings=replace(SETTINGS, **ingredient.settings))
    if ingredient.figures:
        bot.searcher = searcher_with(model_without(load_model(), ingredient.figures), corpus)
    return bot


def searcher_with(model: Model, corpus: Corpus) -> Searcher:
    """A searcher that weighs by ``model``."""
    texts = [document.text for document in corpus.documents]
    read = vocabulary().analyser(texts, corpus.synonyms, corpus.abbreviations).read
    arrays = open_arrays(corpus) or corpus_arrays(corpus, Readers(read, read), model, SETTINGS)
    return Searcher(corpus, MemoryEngine(arrays, SETTINGS), model, SETTINGS)


def model_without(model: Model, figures: frozenset[str]) -> Model:
    """The model with the weights of some figures zero, in the ranking and in the coverage, and of what holds them."""

    def kept(names: Iterable[str]) -> list[bool]:
        return [figures.isdisjoint(name.split(", ")) for name in names]

    coverage = model.coverage
    return replace(
        model,
        ranking=model.ranking * kept(FIGURES),
        coverage=replace(coverage, weights=coverage.weights * kept(coverage.names)),
    )


def points(value: float | None, reference: float | None) -> str:
    """The difference in points of percent: "-3"."""
    if value is None or reference is None:
        return "–"
    return f"{round(100 * (value - reference)):+d}".replace("+0", "0")


if __name__ == "__main__":
    main()
