"""A small leaflet that the tests of curation share."""

import json
from pathlib import Path
from typing import Any

TEXT = """\
Knee wash-out: what to expect

What is a knee wash-out?

A surgeon rinses the inside of your knee with salt water. It takes about half an hour. You are asleep meanwhile.

Before you come in

Please bring:

- your tablets, in their boxes
- slippers

Going home

Most people go home on the same day. Somebody should stay with you for the first night.
"""

RINSES, BRING, TABLETS, SLIPPERS, HOME = range(5)
"""The passages, by their numbers."""

ANSWER: dict[str, Any] = {
    "passages": [
        {
            "n": RINSES + 1,
            "question": "What is a knee wash-out?",
            "facts": [{"fact": "half an hour", "messages": ["how long does it take", "is it over in an hour"]}],
            "messages": ["what do they do to my knee", "do they nock u out"],
        },
        {"n": HOME + 1, "question": "When can I go home?", "facts": [], "messages": ["can my mum be alone that night"]},
    ],
    "uncovered": [{"topic": "driving", "messages": ["when can I drive again", "am i allowed to drive home"]}],
}
"""What a language model may answer."""


def leaflet(folder: Path) -> Path:
    """The leaflet, in a folder."""
    path = folder / "knee.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def answer_text() -> str:
    """The answer, as a model sends it."""
    return f"Here you are:\n```json\n{json.dumps(ANSWER)}\n```\n"
