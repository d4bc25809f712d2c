"""What is packed comes back as it was; what was not packed is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cluster.packing import pack, unpack

PLAIN = st.none() | st.integers(-(2**63), 2**63 - 1) | st.text() | st.just("\ud800") | st.binary()
VALUES = st.recursive(PLAIN, lambda values: st.lists(values).map(tuple))


@given(VALUES)
def test_what_is_packed_comes_back(value: object) -> None:
    assert unpack(pack(value)) == value  # type: ignore[arg-type]


@given(VALUES, st.data())
def test_a_part_of_a_record_is_refused(value: object, data: st.DataObject) -> None:
    content = pack(value)  # type: ignore[arg-type]
    end = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(ValueError):  # noqa: PT011 - a text that is cut in a letter says so itself
        unpack(content[:end])


@given(st.binary())
def test_whatever_else_there_is_gives_a_value_or_an_error(content: bytes) -> None:
    try:
        unpack(content)
    except ValueError:
        return


def test_a_record_that_goes_on_is_refused() -> None:
    with pytest.raises(ValueError, match="broken"):
        unpack(pack("knee") + b"-")


def test_nothing_but_plain_values_is_packed() -> None:
    with pytest.raises(TypeError, match="float"):
        pack(1.5)  # type: ignore[arg-type]
