"""What an editor should look at first."""

from pathlib import Path

import pytest

from bot import load_corpus
from bot.authoring.personal import personal_data
from bot.authoring.places import GapPlace, Place, places_of
from bot.authoring.suspects import Suspicion, Written, suspicions
from bot.documents import Gap, Passage
from tests.authoring.leaflet import BRING, HOME, RINSES, SLIPPERS, leaflet
from training.data import LEAFLETS

RIGHT = {
    RINSES: ("do they wash it with salt water", "how long is the operation", "am i asleep meanwhile"),
    BRING: ("what must be in my bag", "what do i bring along"),
    HOME: ("do i go home on the same day", "who stays the first night"),
}


def found(tmp_path: Path, *more: tuple[str, int | str]) -> dict[str, Suspicion]:
    """What is said of some lines beside those that are right, by their texts."""
    corpus = load_corpus(leaflet(tmp_path))
    places = list(places_of(corpus))
    lines = [Written(text, places[number]) for number, texts in RIGHT.items() for text in texts]
    lines += [Written(text, GapPlace(to) if isinstance(to, str) else places[to]) for text, to in more]
    return {lines[number].text: suspicion for number, suspicion in suspicions(corpus, lines).items()}


@pytest.mark.parametrize(
    ("text", "to", "kind"),
    [
        ("is the knee rinsed with salt water", HOME, "elsewhere"),
        ("who stays with me for the first night", "company", "answered"),
        ("Am I asleep meanwhile?", HOME, "two places"),
        ("mail me at ann.lee@example.org how long it takes", RINSES, "personal data"),
        ("my son is not breathing after his operation", RINSES, "danger"),
        ("the inside of your knee with salt water it takes about half an hour", RINSES, "copied"),
    ],
)
def test_each_kind_is_found(tmp_path: Path, text: str, to: int | str, kind: str) -> None:
    suspicion = found(tmp_path, (text, to))[text]
    assert suspicion.kind == kind
    assert suspicion.told.endswith(".")


def test_what_is_right_is_not_doubted_much(tmp_path: Path) -> None:
    assert len(found(tmp_path)) <= 2


def test_a_list_and_its_bullet_are_one_place(tmp_path: Path) -> None:
    assert "slippers" not in found(tmp_path, ("slippers", BRING), ("slippers", SLIPPERS))


def test_lines_that_were_put_in_wrong_places_are_found() -> None:
    """Every tenth line of a leaflet is given to the passage after its own: most are found, and early."""
    corpus = load_corpus(LEAFLETS / "blood-tests.txt")
    places = places_of(corpus)
    order: list[Place] = [place for place, owner in places.items() if isinstance(owner, Passage)]
    lines: list[Written] = []
    wrong: set[int] = set()
    for place, owner in places.items():
        for text in owner.examples:
            is_wrong = len(lines) % 10 == 0 and not isinstance(owner, Gap)
            other = order[(order.index(place) + len(order) // 2) % len(order)] if is_wrong else place
            wrong |= {len(lines)} if is_wrong else set()
            lines.append(Written(text, other))
    told = suspicions(corpus, lines)
    assert len(wrong) > 15
    assert len(wrong & told.keys()) >= 0.8 * len(wrong)
    assert len(told) <= 0.5 * len(lines)
    first = sorted(told, key=lambda number: told[number].rank)[: len(wrong)]
    assert len(wrong & set(first)) >= 0.3 * len(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "I'm ann.lee@mail.example, when is it",
        "ring me on 07700 900123 please",
        "my NHS number is 943 476 5919",
        "SSN 078-05-1120, am I covered",
        "my date of birth is in the letter",
        "I was born on the third",
        "since 12/03/1950 I have this",
        "seen on 3rd March 2024",
        "we live at SW1A 1AA",
        "does the van come to 12 Park Road",
        "my name is Bob, is it free",
        "Dr Smith said it works",
        "my son Tom is three",
    ],
)
def test_what_may_tell_who_somebody_is_is_seen(text: str) -> None:
    assert personal_data(text)


@pytest.mark.parametrize(
    "text",
    [
        "how long does it take",
        "is 25 mg too much",
        "can I ring 111 at night",
        "does it work in 8 of 10 people",
        "my son is three",
        "doctor said it works",
        "call me silly but is it safe",
        "what way does it work",
        "born with it, can it be cured",
        "between 2010 and 2020 how many had it",
    ],
)
def test_what_tells_nobody_is_left_alone(text: str) -> None:
    assert personal_data(text) is None
