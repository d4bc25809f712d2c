"""What a language model answered: nothing that was right is lost, and nothing wrong is kept."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.authoring.answers import Answer, read_answer
from bot.errors import DraftError
from tests.authoring.leaflet import ANSWER, HOME, RINSES, answer_text

PASSAGES = 5
WHOLE = read_answer(json.dumps(ANSWER), PASSAGES)


def texts(answer: Answer) -> list[str]:
    passages = [text for passage in answer.passages for text in (passage.question, *passage.messages) if text]
    return passages + [text for gap in answer.gaps for text in gap.messages]


def test_an_answer_is_read_whole() -> None:
    assert [passage.number for passage in WHOLE.passages] == [RINSES, HOME]
    assert WHOLE.passages[0].question == "What is a knee wash-out?"
    assert WHOLE.passages[0].messages[:2] == ("how long does it take", "is it over in an hour")
    assert [(gap.topic, len(gap.messages)) for gap in WHOLE.gaps] == [("driving", 2)]
    assert not WHOLE.faults


def test_what_stands_around_the_json_is_left_aside() -> None:
    assert read_answer(answer_text(), PASSAGES) == WHOLE


@given(st.integers(min_value=40, max_value=len(json.dumps(ANSWER)) - 1))
def test_of_an_answer_that_is_cut_off_every_whole_message_is_kept_and_no_half_one(length: int) -> None:
    cut = json.dumps(ANSWER)[:length]
    try:
        found = texts(read_answer(cut, PASSAGES))
    except DraftError:
        assert '"passages": [{' not in cut
        return
    assert set(found) <= set(texts(WHOLE))
    whole = [text for text in texts(WHOLE) if f'"{text}",' in cut]
    assert set(whole) <= set(found)


def test_a_cut_is_told() -> None:
    assert "cut off" in read_answer(json.dumps(ANSWER)[:300], PASSAGES).faults[0]


@pytest.mark.parametrize(
    "broken",
    [
        ('"is it over in an hour"', "7"),
        ('"is it over in an hour"', "null"),
        ('"is it over in an hour"', '{"text": "x"}'),
        ('"is it over in an hour"', '""'),
        ('"is it over in an hour"', f'"{"far too long " * 40}"'),
    ],
)
def test_one_message_that_is_none_costs_no_other(broken: tuple[str, str]) -> None:
    answer = read_answer(json.dumps(ANSWER).replace(*broken), PASSAGES)
    assert texts(answer) == [text for text in texts(WHOLE) if text != "is it over in an hour"]
    assert "passages[1].facts[1].messages[2]" in answer.faults[0]


def test_broken_in_the_middle_it_is_mended() -> None:
    answer = read_answer(json.dumps(ANSWER).replace('"how long does it take", ', '"how long does it take" '), PASSAGES)
    assert texts(answer) == texts(WHOLE)
    assert "not valid JSON" in answer.faults[0]


def test_what_is_missing_is_nothing_and_what_is_too_much_is_not_read() -> None:
    answer: Any = copy.deepcopy(ANSWER)
    del answer["uncovered"]
    del answer["passages"][0]["facts"]
    answer["passages"][1]["note"] = "a remark"
    read = read_answer(json.dumps(answer), PASSAGES)
    assert [passage.number for passage in read.passages] == [RINSES, HOME]
    assert not read.faults


def test_a_passage_that_is_not_there_is_told() -> None:
    answer = read_answer(json.dumps(ANSWER).replace('"n": 5', '"n": 50'), PASSAGES)
    assert answer.faults == ("There is no passage 50.",)


@pytest.mark.parametrize("text", ["", "I cannot help with that.", "[]", '{"a": 1}', "{" * 5000, '"passages"', "null"])
def test_what_is_no_answer_says_so(text: str) -> None:
    with pytest.raises(DraftError):
        read_answer(text, PASSAGES)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["n", "messages", "x"]), inner, max_size=3)
    ),
)


@given(st.fixed_dictionaries({"passages": JSON, "uncovered": JSON}))
def test_any_json_is_read_or_refused(answer: dict[str, Any]) -> None:
    read = read_answer(json.dumps(answer), PASSAGES)
    assert all(0 <= passage.number < PASSAGES for passage in read.passages)
    assert all(isinstance(text, str) and text for text in texts(read))
