"""What the sentence encoder said, remembered."""

from collections.abc import Sequence
from pathlib import Path

import numpy
import pytest

from bot.evidence.vectors import Vectors
from training import teacher
from training.teacher import Teacher

TEXTS = ["is it free?", "the scan takes an hour", "is it free?", "pain"]


class Counting:
    """An encoder that tells what it was asked for."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.heard += texts
        return numpy.array([[len(text) / 3, 1] for text in texts], dtype="float32")


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Counting:
    counting = Counting()
    monkeypatch.setattr(teacher, "Encoder", lambda: counting)
    monkeypatch.setattr(teacher, "CACHE", tmp_path / "build" / "encoded.npz")
    return counting


def test_each_text_is_read_once_and_never_again(encoder: Counting) -> None:
    first = Teacher()
    said = first.encode(TEXTS)
    assert encoder.heard == ["is it free?", "the scan takes an hour", "pain"]
    assert first.encode(TEXTS[::-1]).tolist() == said[::-1].tolist()
    first.remember()
    assert Teacher().encode(TEXTS).tolist() == said.tolist()
    assert len(encoder.heard) == 3


def test_what_is_remembered_and_what_is_said_now_are_rounded_alike(encoder: Counting) -> None:
    said = Teacher().encode(TEXTS)
    assert said.dtype == numpy.float32
    assert said.tolist() == said.astype("float16").tolist()


def test_another_teacher_is_asked_anew(encoder: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Teacher()
    first.encode(TEXTS)
    first.remember()
    monkeypatch.setattr(teacher, "SHA256", "0" * 64)
    Teacher().encode(TEXTS)
    assert len(encoder.heard) == 6
