"""An editor's own examples, word for word."""

from hypothesis import given
from hypothesis import strategies as st

from bot.documents import Gap
from bot.index.lines import EditorsLines
from bot.text.normal import plain

LINES = EditorsLines.of([Gap("money", ("how much", "is it FREE?")), Gap("time", ("how long", "when"))])


def test_a_message_is_known_whatever_its_capitals_and_marks() -> None:
    assert [LINES.owner_of(plain(text)) for text in ("How much?!", "is it free", "when")] == [0, 0, 1]


def test_what_says_less_or_more_is_not_known() -> None:
    assert [LINES.owner_of(plain(text)) for text in ("much", "how much is it", "")] == [None, None, None]


def test_what_stands_in_two_places_is_nobodys() -> None:
    lines = EditorsLines.of([Gap("a", ("cost?", "price")), Gap("b", ("Cost", "fee"))])
    assert [lines.owner_of(text) for text in ("cost", "price", "fee")] == [None, 0, 1]


def test_without_lines_nothing_is_known() -> None:
    assert EditorsLines.of([Gap("a", ())]).owner_of("cost") is None


@given(st.lists(st.text(min_size=1), max_size=8, unique_by=plain))
def test_each_line_belongs_to_its_place(texts: list[str]) -> None:
    lines = EditorsLines.of([Gap(text, (text,)) for text in texts])
    assert all(lines.owner_of(plain(text)) == number for number, text in enumerate(texts) if plain(text))
