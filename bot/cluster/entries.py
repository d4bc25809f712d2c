"""Records in an index of a cluster, each under its number: read when they are asked for, and kept for a while.

A version of an index never changes, so that what was read once holds as long as the version does.
"""

import base64
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Lock
from typing import Any, Generic, TypeVar

from bot.cluster.connection import Connection
from bot.errors import ClusterError

RECORD = "record"
"""The field that holds a record."""

MAPPINGS: Mapping[str, Any] = {
    "dynamic": "strict",
    "_source": {"enabled": False},
    "properties": {RECORD: {"type": "binary", "store": True}},
}
"""The mappings of an index that holds records and nothing else."""

AT_ONCE = 256
"""How many records are asked for in one question: some 5 kB each."""

Item = TypeVar("Item")


def entry_of(record: bytes) -> dict[str, str]:
    """The entry that holds a record."""
    return {RECORD: base64.b64encode(record).decode()}


class Entries(Generic[Item]):
    """The records of an index. It can be shared by threads.

    Args:
        connection: to the cluster.
        index: the name of the index.
        read: makes an item of a record; what it makes is handed out again and again.
        most: how many items are kept.
    """

    def __init__(self, connection: Connection, index: str, read: Callable[[bytes], Item], most: int) -> None:
        self._connection = connection
        self._index = index
        self._read = read
        self._most = most
        self._kept: OrderedDict[int, Item] = OrderedDict()
        self._lock = Lock()

    def of(self, numbers: Iterable[int]) -> dict[int, Item]:
        """The items with these numbers, as far as they are there.

        Raises:
            ClusterError: the cluster is away or refuses.
        """
        wanted = list(numbers)
        found = self._known(wanted)
        missing = [number for number in wanted if number not in found]
        for start in range(0, len(missing), AT_ONCE):
            fetched = dict(self._fetched(missing[start : start + AT_ONCE]))
            self._keep(fetched)
            found |= fetched
        return found

    def one(self, number: int) -> Item:
        """The item with this number, which must be there.

        Raises:
            ClusterError: it is not, or the cluster is away or refuses.
        """
        found = self.of([number])
        if number not in found:
            raise self._damaged(number)
        return found[number]

    def _fetched(self, numbers: list[int]) -> Iterator[tuple[int, Item]]:
        answer = self._connection.get(self._index, list(map(str, numbers)), stored_fields=[RECORD], _source=False)
        for id_, entry in answer.items():
            try:
                (record,) = entry["fields"][RECORD]
                yield int(id_), self._read(base64.b64decode(record))
            except (KeyError, TypeError, ValueError, zlib.error) as error:
                raise self._damaged(id_) from error

    def _damaged(self, number: int | str) -> ClusterError:
        return ClusterError(
            f"{self._connection.address}: entry {number} of {self._index} is missing or damaged. Make the index anew "
            "with 'bot index'."
        )

    def _known(self, numbers: Iterable[int]) -> dict[int, Item]:
        with self._lock:
            found = {number: self._kept[number] for number in numbers if number in self._kept}
            for number in found:
                self._kept.move_to_end(number)
            return found

    def _keep(self, items: Mapping[int, Item]) -> None:
        with self._lock:
            self._kept.update(items)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
