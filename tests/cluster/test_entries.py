"""Records of a cluster are kept for a while, and no more of them than was said."""

import base64
from collections.abc import Collection
from typing import cast

import pytest

from bot.cluster.address import Address
from bot.cluster.connection import Answer, Connection
from bot.cluster.entries import RECORD, Entries, entry_of
from bot.errors import ClusterError


class Index:
    """Ten records; remembers which were asked for."""

    address = Address.read("opensearch://localhost/leaflets")

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def get(self, index: str, ids: Collection[str], **what: object) -> dict[str, Answer]:
        self.asked.append(list(ids))
        return {id_: {"fields": {RECORD: [entry_of(id_.encode())[RECORD]]}} for id_ in ids if int(id_) < 10}


def read(record: bytes) -> int:
    if record == b"9":
        raise ValueError("damaged")
    return int(record) * 100


def entries(index: Index) -> Entries[int]:
    return Entries(cast(Connection, index), "leaflets", read, most=3)


def test_what_was_read_is_not_asked_for_again_as_long_as_it_is_kept() -> None:
    index = Index()
    kept = entries(index)
    assert kept.of([1, 2]) == {1: 100, 2: 200}
    assert kept.of([2, 3]) == {2: 200, 3: 300}
    assert kept.of([1, 2, 3]) == {1: 100, 2: 200, 3: 300}
    assert index.asked == [["1", "2"], ["3"]]
    kept.of([4])
    assert kept.of([2, 3, 4]) == {2: 200, 3: 300, 4: 400}
    assert index.asked == [["1", "2"], ["3"], ["4"]]
    kept.of([1])
    assert index.asked[-1] == ["1"]


def test_more_than_are_kept_can_be_read_at_once() -> None:
    assert entries(Index()).of(range(8)) == {number: 100 * number for number in range(8)}


def test_what_is_not_there_is_left_out_and_what_must_be_there_is_an_error() -> None:
    kept = entries(Index())
    assert kept.of([8, 12]) == {8: 800}
    with pytest.raises(ClusterError, match="entry 12 of leaflets is missing or damaged"):
        kept.one(12)


def test_a_damaged_record_is_an_error_that_names_it() -> None:
    with pytest.raises(ClusterError, match="entry 9 of leaflets is missing or damaged"):
        entries(Index()).of([9])


def test_an_entry_holds_its_record() -> None:
    assert base64.b64decode(entry_of(b"\x00\xff")[RECORD]) == b"\x00\xff"
