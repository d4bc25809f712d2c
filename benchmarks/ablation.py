"""What each ingredient is worth, removed and alone: ``python -m benchmarks.ablation``.

On the shipped cases about the article, which has examples, and on the leaflets, which have none. The
weights of the decision are not trained again, so a row also shows what the decision loses by figures
that it does not expect. What an ingredient is worth on one of the two may be nothing on the other.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.leaflets import LEAFLETS, leaflets_in
from benchmarks.tables import print_table
from bot.dialogue import Bot, Conversation, reading
from bot.dialogue.rules import Rules
from bot.documents import Corpus, builtin_corpus_path, load_corpus
from bot.evaluation import MEASURES, Case, Outcome, case_files, evaluate, load_cases
from bot.search import passages, topics
from bot.search.lexicon import Lexicon, Mappings
from bot.search.spelling import Speller, Words

COLUMNS = ("behaviour", "answer@1", "answer@3", "decline", "wrong_quote")
HEADINGS = ("right", "answer@1", "answer@3", "declines", "wrong quotes")

Switch = Callable[[], AbstractContextManager[Any]]
Change = Callable[[Corpus], Corpus]


@dataclass(frozen=True, slots=True)
class Ingredient:
    """Something that can be left out.

    Attributes:
        name: as the table shows it.
        off: switches it off for as long as it is entered.
        without: takes it out of a corpus.
    """

    name: str
    off: Switch = ExitStack
    without: Change = lambda corpus: corpus


def as_typed(_speller: Speller, words: Sequence[str], position: int) -> tuple[Words, Words]:
    """In place of mending: the word as it is."""
    return (words[position],), (words[position],)


def not_replaced(_mappings: Mappings, words: Sequence[str]) -> Iterator[tuple[Words, Words]]:
    """In place of replacing chat English: the words as they are."""
    for word in words:
        yield (word,), (word,)


def without_examples(corpus: Corpus) -> Corpus:
    """The corpus as if no editor had written examples for its passages."""
    return replace(corpus, passages=tuple(replace(passage, examples=()) for passage in corpus.passages))


def without_uncovered(corpus: Corpus) -> Corpus:
    """The corpus as if no editor had written what it does not cover."""
    return replace(corpus, uncovered=())


INGREDIENTS = (
    Ingredient("spelling", partial(patch.object, Speller, "mend_at", as_typed)),
    Ingredient("chat English", partial(patch.object, Mappings, "apply", not_replaced)),
    Ingredient("lexicon", partial(patch.object, Lexicon, "concepts", lambda _lexicon, _stems: [])),
    Ingredient("examples", without=without_examples),
    Ingredient("uncovered topics", without=without_uncovered),
    Ingredient("general topics", partial(patch.object, passages, "TOPIC_WEIGHT", 0.0)),
    Ingredient("conversation", partial(patch.object, Bot, "conversation", lambda _bot, _history: Conversation())),
    Ingredient("own words", partial(patch.object, passages, "OWN_WORDS_WEIGHT", 0.0)),
    Ingredient("stories weigh less", partial(patch.object, reading, "STORY_WEIGHT", 1.0)),
    Ingredient("rules", partial(patch.object, Rules, "first", lambda _rules, _message: None)),
)

Material = Sequence[tuple[Corpus, Sequence[Case]]]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablation", description=__doc__)
    parser.add_argument("--leaflets", type=Path, default=LEAFLETS, metavar="FOLDER", help="not the benchmark's own")
    leaflets = parser.parse_args(argv).leaflets
    article = [with_cases(load_corpus(), case_files(builtin_corpus_path()))]
    print_ablation("The article, curated", article)
    print_ablation("Leaflets, not curated", [with_cases(load_corpus(p), case_files(p)) for p in leaflets_in(leaflets)])


def with_cases(corpus: Corpus, files: Sequence[Path]) -> tuple[Corpus, Sequence[Case]]:
    """A corpus and its cases."""
    return corpus, load_cases(*files, corpus=corpus)


def print_ablation(title: str, material: Material) -> None:
    """The whole, each ingredient removed, none, and each alone; differences in points to the whole and to none."""
    whole = measured(material, ())
    none = measured(material, INGREDIENTS)
    rows = [("**all ingredients**", *map(percent, whole))]
    for ingredient in INGREDIENTS:
        rows.append((f"without {ingredient.name}", *map(points, measured(material, (ingredient,)), whole)))
    rows.append(("**none of them**", *map(percent, none)))
    for ingredient in INGREDIENTS:
        others = [other for other in INGREDIENTS if other is not ingredient]
        rows.append((f"{ingredient.name} alone", *map(points, measured(material, others), none)))
    cases = sum(len(cases) for _, cases in material)
    print_table(f"{title}: {cases} cases (points against the line in bold above; not trained again)",
                ("", *HEADINGS), rows)  # fmt: skip


def measured(material: Material, left_out: Sequence[Ingredient]) -> list[float | None]:
    """The figures in ``COLUMNS`` with some ingredients left out."""
    outcomes: list[Outcome] = []
    with switched_off(left_out):
        for corpus, cases in material:
            outcomes += evaluate(Bot(without(corpus, left_out)), cases).outcomes
    figures = {measure.name: measure.of(outcomes) for measure in MEASURES}
    return [figures[name].value for name in COLUMNS]


@contextmanager
def switched_off(ingredients: Iterable[Ingredient]) -> Iterator[None]:
    """Switch ingredients off, and what was prepared with them: topics are counted anew."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(topics, "read_prepared", lambda _name, _fingerprint: None))
        for ingredient in ingredients:
            stack.enter_context(ingredient.off())
        yield


def without(corpus: Corpus, ingredients: Iterable[Ingredient]) -> Corpus:
    """The corpus without some ingredients; no index that was prepared fits it."""
    for ingredient in ingredients:
        corpus = ingredient.without(corpus)
    return replace(corpus, fingerprint="")


def percent(value: float | None) -> str:
    """A share in percent."""
    return "–" if value is None else f"{value:.0%}"


def points(value: float | None, base: float | None) -> str:
    """How many points of a percent a share changed."""
    if value is None or base is None:
        return "–"
    return f"{100 * (value - base):+.0f}" if round(100 * (value - base)) else "0"


if __name__ == "__main__":
    main()
