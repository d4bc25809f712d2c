"""Lists of phrases in data files."""

import pytest

from bot.data import FOLDER
from bot.data.phrases import PhraseLists
from bot.errors import DataError


def lists(monkeypatch: pytest.MonkeyPatch, *lines: str) -> PhraseLists:
    monkeypatch.setattr("bot.data.phrases.read_entries", lambda name: lines)
    return PhraseLists("some.txt", ("fruit", "trees"))


def test_the_longest_phrase_is_found_and_signs_mean_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = lists(monkeypatch, "fruit: apple, apple pie, e.g", "trees: oak").compiled("fruit", r"^(PHRASES)")
    found = [pattern.search(text) for text in ("apple pie", "e.g", "exg", "oak")]
    assert [each and each[1] for each in found] == ["apple pie", "e.g", None, None]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("trees: oak", "there is no line 'fruit'"),
        ("nonsense: a", "write 'name"),
        ("fruit: apple,, pear", "write 'name"),
        ("fruit", "write 'name"),
    ],
)
def test_a_broken_file_is_named(monkeypatch: pytest.MonkeyPatch, line: str, complaint: str) -> None:
    with pytest.raises(DataError, match=complaint) as caught:
        lists(monkeypatch, line).compiled("fruit", "PHRASES")
    assert str(FOLDER / "some.txt") in str(caught.value)
