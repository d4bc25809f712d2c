"""The colours of the page, measured as WCAG 2.2 asks: 4.5 for letters, 3 for what marks a field or a focus."""

import re
from itertools import product

import pytest

from bot.web.app import STATIC

CSS = (STATIC / "page.css").read_text(encoding="utf-8")
SCHEMES = re.findall(r":root \{(.*?)\}", CSS.partition("@media print")[0], re.DOTALL)
NAMES = ("light", "dark", "more contrast", "more contrast, dark")

LETTERS = (
    *product(("ink", "soft", "accent"), ("page", "panel", "quote")),
    ("ink", "mark"), ("ink", "alarm-page"), ("on-accent", "accent"), ("on-alarm", "alarm"), ("alarm", "panel"),
)  # fmt: skip
EDGES = (("line", "panel"), ("line", "page"), ("accent", "panel"), ("accent", "page"), ("alarm", "page"))


def colours(name: str) -> dict[str, str]:
    """Those of a look: each builds on the one for its brightness."""
    own = [dict(re.findall(r"--([\w-]+): (#\w{6})", scheme)) for scheme in SCHEMES]
    light, dark, more, more_dark = own
    return {
        "light": light,
        "dark": {**light, **dark},
        "more contrast": {**light, **more},
        "more contrast, dark": {**light, **dark, **more, **more_dark},
    }[name]


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", NAMES)
def test_letters_and_edges_stand_out(name: str) -> None:
    known = colours(name)
    for pairs, least in ((LETTERS, 7 if "more" in name else 4.5), (EDGES, 3)):
        for front, back in pairs:
            assert contrast(known[front], known[back]) >= least, (front, back)


def test_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
