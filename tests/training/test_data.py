"""What the bot learns from."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot import Corpus, load_corpus
from bot.dialogue.intents import UNUSUAL, USUAL
from bot.documents import Gap
from bot.model import load_model
from bot.text.normal import normal
from training import data
from training.data import (
    ARTICLE_LEVELS,
    EXAMPLES,
    HELD_BACK,
    LEAFLETS,
    LEVELS,
    Level,
    at_level,
    fold_of,
    material,
    read_cases,
    read_examples,
    without_fold,
)

TEXT = "Title\n\nOne\nThe first passage is free.\n\nTwo\nThe second passage costs ten pounds.\n"
CURATION = """\
[[passage]]
starts = "The first"
examples = ["a", "b", "c", "d"]
[[passage]]
starts = "The second"
examples = ["e", "f", "g", "h"]
[[uncovered]]
topic = "parking"
examples = ["i", "j"]
"""
CASES: Sequence[object] = (
    {"question": "is it free", "expect": "answer", "gold": ["first passage"], "kind": "direct"},
    {"question": "and?", "history": ["is it free"], "expect": "answer", "gold": ["passage"]},
    {"question": "where can i park", "expect": "decline"},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "leaflet.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.with_suffix(".toml").write_text(CURATION, encoding="utf-8")
    path.with_suffix(".cases.jsonl").write_text("".join(f"{json.dumps(case)}\n" for case in CASES), encoding="utf-8")
    return path


def counts(corpus: Corpus) -> list[int]:
    return [len(passage.examples) for passage in corpus.passages]


def test_a_line_of_the_examples_is_a_message_and_a_heading_its_intent(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("## chat/greeting\nhi\n\n  hello  \n## chat/thanks\nta\n", encoding="utf-8")
    (tmp_path / "crisis.txt").write_text("## emergency/crisis\nhelp me\n", encoding="utf-8")
    assert [tuple(example) for example in read_examples(tmp_path)] == [
        ("hi", "chat", "chat/greeting"),
        ("hello", "chat", "chat/greeting"),
        ("ta", "chat", "chat/thanks"),
        ("help me", "crisis", "emergency/crisis"),
    ]


def test_every_intent_of_the_model_has_examples_and_the_other_way_round() -> None:
    intents = {example.intent for example in read_examples()}
    questions = {intent for intent in intents if intent.startswith("question/")} - {"question/practical"}
    assert intents - questions | {"question/subject", USUAL, UNUSUAL} == set(load_model().intents)


def test_no_example_stands_under_two_intents() -> None:
    """One message cannot be taught as two things."""
    seen: dict[str, str] = {}
    twice = [e.text for e in read_examples() if seen.setdefault(e.text.casefold(), e.intent) != e.intent]
    assert twice == []


def test_a_material_is_a_leaflet_with_its_curation_and_cases(path: Path) -> None:
    found = material(path)
    assert found.name == "leaflet"
    assert counts(found.corpus) == [4, 4]
    assert [(case.question, case.history, case.expect, case.relevant) for case in found.cases] == [
        ("is it free", (), "answer", (0,)),
        ("and?", ("is it free",), "answer", (0, 1)),
        ("where can i park", (), "decline", ()),
    ]
    assert data.leaflets(path.parent) == [found]


@pytest.mark.parametrize(
    ("level", "expected", "gaps"),
    [
        (Level("bare", 0), [0, 0], False),
        (Level("two", 2), [2, 2], False),
        (Level("more than there are", 9, gaps=True), [4, 4], True),
    ],
)
def test_a_level_says_how_much_is_kept(path: Path, level: Level, expected: list[int], gaps: bool) -> None:
    corpus = at_level(load_corpus(path), level)
    assert counts(corpus) == expected
    assert bool(corpus.gaps) is gaps
    assert corpus.index is None


def test_one_passage_alone_may_keep_its_examples(path: Path) -> None:
    kept = {tuple(counts(at_level(load_corpus(path), Level("one", 1, passages=1), seed))) for seed in range(20)}
    assert kept == {(0, 1), (1, 0)}


def test_the_same_seed_keeps_the_same_and_another_something_else(path: Path) -> None:
    corpus = load_corpus(path)
    kept = [[p.examples for p in at_level(corpus, Level("two", 2), seed).passages] for seed in (0, 0, *range(1, 9))]
    assert kept[0] == kept[1]
    assert any(other != kept[0] for other in kept)
    assert all(set(kept[0][0]) <= set(corpus.passages[0].examples) for _ in kept)


def test_a_corpus_that_was_indexed_does_not_keep_its_index(path: Path, tmp_path: Path) -> None:
    indexed = replace(load_corpus(path), index=tmp_path)
    assert at_level(indexed, LEVELS[0]).index is None
    assert without_fold(indexed, 0, 3).index is None


def test_the_levels_go_from_nothing_to_everything() -> None:
    assert LEVELS[0] == Level("bare", 0)
    assert ARTICLE_LEVELS[: len(LEVELS)] == LEVELS
    assert (ARTICLE_LEVELS[-1].gaps, ARTICLE_LEVELS[-1].examples) == (True, data.ALL)
    assert len({level.name for level in ARTICLE_LEVELS}) == len(ARTICLE_LEVELS)


@pytest.mark.parametrize("fold", range(3))
def test_what_is_left_out_is_one_fold_and_nothing_else(path: Path, fold: int) -> None:
    corpus = load_corpus(path)
    left = without_fold(corpus, fold, 3)
    pairs = [(before.examples, after.examples) for before, after in zip(corpus.passages, left.passages, strict=True)]
    pairs += [(before.examples, after.examples) for before, after in zip(corpus.gaps, left.gaps, strict=True)]
    for before, after in pairs:
        assert after == tuple(text for text in before if fold_of(text, 3) != fold)


def test_the_fold_of_a_text_never_changes() -> None:
    assert [fold_of(text, 3) for text in ("how much is it", "where can i park", "")] == [0, 1, 0]
    assert {fold_of(str(number), 3) for number in range(50)} == {0, 1, 2}


def test_what_is_held_back_is_no_leaflet_that_is_trained_on() -> None:
    trained, held = (
        {path.read_text(encoding="utf-8") for path in folder.glob("*.txt")} for folder in (LEAFLETS, HELD_BACK)
    )
    assert len(held) == 10
    assert len(trained) > 40
    assert not trained & held


@pytest.mark.parametrize("path", sorted(LEAFLETS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_leaflet_has_cases_whose_golds_stand_in_it(path: Path) -> None:
    corpus = load_corpus(path)
    cases = list(read_cases(path.with_suffix(".cases.jsonl"), corpus))
    assert len(cases) >= 40
    assert all(case.relevant for case in cases if case.expect == "answer")


def test_a_gap_is_no_passage(path: Path) -> None:
    assert load_corpus(path).gaps == (Gap("parking", ("i", "j"), path.name),)


def test_there_are_examples_of_every_kind() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.txt")} == {example.kind for example in read_examples()}


def test_an_example_stands_under_one_heading_only() -> None:
    """Else it would be learned as two things at once."""
    headings: dict[str, set[str]] = {}
    for example in read_examples():
        words = re.sub(r"[^\w]+", " ", normal(example.text)).strip() or example.text
        headings.setdefault(words, set()).add(example.intent)
    assert {text: found for text, found in headings.items() if len(found) > 1} == {}
