"""What kind of message it is, by how it is worded."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.examples import EXAMPLES, read_examples
from bot.dialogue.kinds import Groups, KindModel, character_features, read_model, word_features
from bot.errors import DataError
from bot.search.analysis import Analyzer


@pytest.fixture(scope="session")
def model() -> KindModel:
    return KindModel.from_json(read_model()["kinds"])


def test_words_are_told_with_their_neighbours_and_the_ends(analyzer: Analyzer) -> None:
    assert {"stop", "^_stop", "stop_my", "my", "my_$"} <= set(word_features(analyzer.read("stop my")))


def test_a_medicine_that_no_example_names_is_still_one(analyzer: Analyzer) -> None:
    first, second = (set(word_features(analyzer.read(f"stop my {name}"))) for name in ("methotrexate", "azathioprine"))
    assert {feature for feature in first & second if feature.count("@") >= 2}


def test_pieces_of_words_survive_a_misspelling() -> None:
    assert set(character_features("breathe")) & set(character_features("breeth"))
    assert all(piece.startswith("~") for piece in character_features("I can't breathe"))


@given(text=st.text())
def test_every_feature_comes_once(analyzer: Analyzer, text: str) -> None:
    for features in (word_features(analyzer.read(text)), character_features(text)):
        assert len(features) == len(set(features))


@given(text=st.text())
def test_the_probabilities_are_shares_of_one(model: KindModel, analyzer: Analyzer, text: str) -> None:
    probabilities = model.probabilities(text, analyzer.read(text))
    assert len(probabilities) == len(model.kinds)
    assert (probabilities > 0).all()
    assert probabilities.sum() == pytest.approx(1)


def test_every_kind_of_example_is_told_apart(model: KindModel, analyzer: Analyzer) -> None:
    """The model is no stranger to its own examples: nine of ten are taken for what they are."""
    examples = list(read_examples())[::10]
    right = sum(
        model.kinds[model.probabilities(example.text, analyzer.read(example.text)).argmax()] == example.kind
        for example in examples
    )
    assert right > 0.9 * len(examples)


def test_the_group_with_the_most_alike_examples_is_the_nearest(analyzer: Analyzer) -> None:
    groups = Groups({"chat": {"greeting": {"hello": 3}, "goodbye": {"bye": 2}, "filler": {"ok": 1}}})
    assert groups.nearest("chat", analyzer.read("hello there")) == "greeting"
    assert groups.nearest("chat", analyzer.read("bye")) == "goodbye"
    assert groups.nearest("chat", analyzer.read("zqxvwings")) == "filler"


def test_a_model_that_is_missing_or_broken_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    for content in (None, "{"):
        if content:
            path.write_text(content, encoding="utf-8")
        with pytest.raises(DataError, match=r"model\.json: cannot be read .*make model"):
            read_model(path)


def test_a_line_of_the_examples_is_a_message_and_a_heading_its_group(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("## greeting\nhi\n\n  hello  \n## thanks\nta\n", encoding="utf-8")
    assert [tuple(example) for example in read_examples(tmp_path)] == [
        ("hi", "chat", "greeting"),
        ("hello", "chat", "greeting"),
        ("ta", "chat", "thanks"),
    ]


def test_each_kind_has_a_file_of_examples(model: KindModel) -> None:
    assert {path.stem for path in EXAMPLES.glob("*.txt")} == set(model.kinds)
