"""Going through a draft: every decision is kept, and only what was accepted is used."""

import json
from pathlib import Path

import pytest

from bot import Bot, load_corpus
from bot.authoring.places import GapPlace, Place
from bot.authoring.provenance import draft_file, read_draft
from bot.authoring.review import Refused, Review
from bot.authoring.taking_up import Drafting
from bot.documents import Passage
from bot.errors import CurationError
from tests.authoring.leaflet import HOME, RINSES, TEXT, answer_text, leaflet

DAY = "2026-11-26"


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    """A leaflet with a draft that nobody has looked at."""
    path = leaflet(tmp_path)
    list(Drafting(path, load_corpus(path), DAY).take(answer_text(), "answer.txt"))
    return path


def begun(path: Path) -> Review:
    return Review(path, load_corpus(path), "Ann", DAY)


def place_of(review: Review, number: int) -> Place:
    return next(p for p, owner in review.owners.items() if isinstance(owner, Passage) and owner.number == number)


def go_to(review: Review, text: str) -> None:
    """Skip the lines before one."""
    while (item := review.item) is not None and item.line.text != text:
        review.skip()
    assert review.item is not None


def examples(path: Path) -> dict[str, tuple[str, ...]]:
    corpus = load_corpus(path)
    gaps = {gap.topic: gap.examples for gap in corpus.gaps}
    return {str(passage.number): passage.examples for passage in corpus.passages if passage.examples} | gaps


def test_a_draft_changes_nothing_before_somebody_has_looked_at_it(drafted: Path) -> None:
    assert not drafted.with_suffix(".toml").exists()
    assert examples(drafted) == {}
    assert begun(drafted).left[0] == 9


def test_what_is_accepted_goes_into_the_curation_and_what_is_dropped_does_not(drafted: Path) -> None:
    review = begun(drafted)
    while (item := review.item) is not None:
        review.drop() if "mum" in item.line.text else review.accept()
    assert review.finish() == 8
    found = examples(drafted)
    assert found["driving"] == ("when can I drive again", "am i allowed to drive home")
    assert found[str(HOME)] == ("When can I go home?",)
    assert set(found[str(RINSES)]) >= {"What is a knee wash-out?", "how long does it take", "do they nock u out"}
    assert load_corpus(drafted).passages[RINSES].question == "What is a knee wash-out?"
    assert Bot(load_corpus(drafted)).reply("Do they nock u out?").quotes[0].passage.number == RINSES


def test_a_review_is_gone_on_with_where_it_was_left(drafted: Path) -> None:
    review = begun(drafted)
    review.accept()
    review.drop()  # and the machine is switched off
    again = begun(drafted)
    assert again.left[0] == 7
    again.finish()
    assert sum(map(len, examples(drafted).values())) == 1
    assert begun(drafted).left[0] == 7


def test_what_was_dropped_is_not_brought_again_by_another_draft(drafted: Path) -> None:
    review = begun(drafted)
    go_to(review, "do they nock u out")
    review.drop()
    review.finish()
    assert "0 new lines" in next(iter(Drafting(drafted, load_corpus(drafted), DAY).take(answer_text(), "again.txt")))
    assert begun(drafted).left[0] == 8


def test_where_each_line_comes_from_and_who_took_it_is_kept(drafted: Path) -> None:
    review = begun(drafted)
    go_to(review, "do they nock u out")
    review.edit("do they knock  you out")
    review.finish()
    draft = read_draft(draft_file(drafted), drafted.name)
    (line,) = (line for line in draft.lines if line.state == "accepted")
    assert (line.text, line.drafted, line.by, line.day) == ("do they knock you out", "do they nock u out", "Ann", DAY)
    assert line.origin is not None
    origin = draft.origins[line.origin]
    assert (origin.model, origin.day, len(origin.prompt)) == ("answer.txt", DAY, 64)
    assert len(line.passage) == 64
    assert examples(drafted) == {str(RINSES): ("do they knock you out",)}


def test_a_line_is_moved_to_a_passage_or_to_what_the_leaflet_does_not_say(drafted: Path) -> None:
    review = begun(drafted)
    go_to(review, "how long does it take")
    review.move(place_of(review, HOME))
    go_to(review, "is it over in an hour")
    review.move_to_gap("time in hospital")
    review.finish()
    assert examples(drafted) == {str(HOME): ("how long does it take",), "time in hospital": ("is it over in an hour",)}


def test_the_last_decision_can_be_taken_back_and_the_one_before(drafted: Path) -> None:
    review = begun(drafted)
    first = review.item
    review.accept()
    review.drop()
    assert review.undo()
    assert review.undo()
    assert not review.undo()
    assert review.item == first
    review.finish()
    assert examples(drafted) == {}


def test_the_rest_of_a_place_is_taken_at_once_but_what_needs_a_look(drafted: Path) -> None:
    text = answer_text().replace("do they nock u out", "I am Bob Lee, born on 3/4/1961, is it long")
    draft_file(drafted).unlink()
    list(Drafting(drafted, load_corpus(drafted), DAY).take(text, "a"))
    review = begun(drafted)
    assert review.item is not None
    assert "who somebody is" in review.item.why
    review.skip()
    go_to(review, "What is a knee wash-out?")
    taken = review.accept_rest()
    review.finish()
    assert 1 <= taken <= 4
    assert not any("Bob" in line for lines in examples(drafted).values() for line in lines)


def test_one_line_is_never_taken_for_two_places(drafted: Path) -> None:
    draft_file(drafted).unlink()
    twice = answer_text().replace("can my mum be alone that night", "How long does it take?")
    list(Drafting(drafted, load_corpus(drafted), DAY).take(twice, "a"))
    review = begun(drafted)
    assert review.item is not None
    assert "also written for" in review.item.why
    review.accept()
    assert review.item is not None
    assert "also written for" in review.item.why
    with pytest.raises(Refused, match="One line has one place"):
        review.accept()
    review.drop()
    review.finish()
    load_corpus(drafted)


def test_of_two_places_neither_is_doubtful_once_the_other_is_dropped(drafted: Path) -> None:
    draft_file(drafted).unlink()
    twice = answer_text().replace("can my mum be alone that night", "How long does it take?")
    list(Drafting(drafted, load_corpus(drafted), DAY).take(twice, "a"))
    review = begun(drafted)
    review.drop()
    assert not any("also written for" in why for why in whys(review))


def whys(review: Review) -> list[str]:
    """What is said against each line that is left."""
    found = []
    while (item := review.item) is not None:
        found.append(item.why)
        review.skip()
    return found


def test_an_editors_own_lines_are_gone_through_where_they_seem_wrong_and_stay_where_they_are(tmp_path: Path) -> None:
    path = leaflet(tmp_path)
    curation = path.with_suffix(".toml")
    curation.write_text(
        '# mine\n[[passage]]\nstarts = "Most people"\nexamples = ["who stays the first night", "am I asleep when '
        'the surgeon rinses it"]\n[[passage]]\nstarts = "A surgeon"\nexamples = ["is it done with salt water"]\n'
    )
    review = begun(path)
    item = review.item
    assert item is not None
    assert item.line.text == "am I asleep when the surgeon rinses it"
    assert item.better[0] == place_of(review, RINSES)
    review.move(item.better[0])
    assert review.item is None
    review.finish()
    assert examples(path) == {
        str(RINSES): ("is it done with salt water", "am I asleep when the surgeon rinses it"),
        str(HOME): ("who stays the first night",),
    }
    assert curation.read_text().startswith("# mine\n")
    assert begun(path).item is None


def test_what_hangs_on_a_passage_that_has_changed_is_named_and_comes_again(drafted: Path) -> None:
    review = begun(drafted)
    while review.item is not None:
        review.accept()
    review.finish()
    drafted.write_text(TEXT.replace("about half an hour", "about two hours"))
    again = begun(drafted)
    assert {line.text for line in again.changed} == {
        "What is a knee wash-out?", "how long does it take", "is it over in an hour", "what do they do to my knee",
        "do they nock u out",
    }  # fmt: skip
    assert again.left == (5, 5)
    assert again.item is not None
    assert "has changed" in again.item.why
    while again.item is not None:
        again.drop() if "hour" in again.item.line.text else again.accept()
    again.finish()
    assert "is it over in an hour" not in examples(drafted)[str(RINSES)]
    assert "do they nock u out" in examples(drafted)[str(RINSES)]
    assert begun(drafted).left == (0, 0)


def test_a_line_whose_passage_is_gone_can_be_moved_or_dropped_only(drafted: Path) -> None:
    drafted.write_text(TEXT.replace("A surgeon rinses the inside of your knee with salt water. It", "A wash-out"))
    review = begun(drafted)
    go_to(review, "how long does it take")
    assert review.item is not None
    assert "is gone" in review.item.why
    with pytest.raises(Refused, match="is gone"):
        review.accept()
    review.move(place_of(review, RINSES))
    review.finish()
    assert examples(drafted) == {str(RINSES): ("how long does it take",)}


def test_what_an_editor_takes_out_of_the_curation_by_hand_does_not_come_back(drafted: Path) -> None:
    review = begun(drafted)
    while review.item is not None:
        review.accept()
    review.finish()
    curation = drafted.with_suffix(".toml")
    curation.write_text(curation.read_text().replace('  "do they nock u out",\n', ""))
    begun(drafted).finish()
    assert "do they nock u out" not in curation.read_text()


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"format": 2}', '{"format": 1, "leaflet": "a", "origins": [], "lines": [{}]}', "[" * 9999],
)
def test_a_broken_draft_is_an_error_that_names_it(drafted: Path, content: str) -> None:
    draft_file(drafted).write_text(content)
    with pytest.raises(CurationError, match=r"knee\.draft\.json"):
        begun(drafted)


def test_the_draft_is_a_file_that_a_person_can_read(drafted: Path) -> None:
    lines = draft_file(drafted).read_text().splitlines()
    table = json.loads("\n".join(lines))
    assert table["leaflet"] == "knee.txt"
    assert sum('"state": "open"' in line for line in lines) == 9


def test_a_draft_does_not_count_as_a_leaflet(drafted: Path) -> None:
    assert [document.name for document in load_corpus(drafted.parent).documents] == ["knee.txt"]


def test_gaps_are_places_too(drafted: Path) -> None:
    assert GapPlace("driving") in begun(drafted).owners
