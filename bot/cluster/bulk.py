"""Writing many entries: as fast as the cluster takes them, and each until it has been taken."""

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.cluster.connection import Connection, Question, pauses
from bot.errors import ClusterError

BYTES = 2_000_000
"""How much is sent at once. A node with little memory refuses more; twice as much is no faster."""

SECONDS = 60.0
"""How long a node may take to write what was sent at once."""

SHARD_TIMEOUT = "5s"
"""How long a node waits for a shard that is away, before it says so; then it is asked again from here."""

PATIENCE = 300.0
"""For how many seconds entries are sent again that a busy cluster refuses: a node that dies may come back by then."""

BUSY = frozenset({429, 503})
"""What a node answers for an entry that it has no room for now, or whose shard is just moving."""


def write(
    connection: Connection,
    index: str,
    entries: Iterable[tuple[str, Mapping[str, object]]],
    patience: float = PATIENCE,
) -> int:
    """Write entries, each under its id, and return how many. An entry that was there is replaced.

    Args:
        connection: to the cluster.
        index: where to.
        entries: read only as fast as they are written.
        patience: for how many seconds what a busy cluster refuses is sent again.

    Raises:
        ClusterError: the cluster is away, stays busy, or refuses an entry.
    """
    count = 0
    for batch in _batches(entries):
        _send(connection, index, batch, patience)
        count += len(batch)
    return count


def _send(connection: Connection, index: str, batch: Sequence[str], patience: float) -> None:
    end = time.monotonic() + patience
    for pause in pauses():
        question = Question(
            "POST",
            f"/{index}/_bulk",
            "".join(batch),
            {"filter_path": "items.*.status,items.*.error.type", "timeout": SHARD_TIMEOUT},
            seconds=SECONDS,
            patience=patience,
        )
        answer = connection.ask(question)
        items = [next(iter(item.values())) for item in answer["items"]]
        refused = next((item for item in items if "error" in item and item["status"] not in BUSY), None)
        if refused:
            raise ClusterError(f"{connection.address}: it refuses an entry ({refused['error']['type']}).")
        batch = [lines for lines, item in zip(batch, items, strict=True) if "error" in item]
        if not batch:
            return
        if time.monotonic() > end:
            raise ClusterError(f"{connection.address}: it has been too busy to write for {patience:.0f} seconds.")
        time.sleep(pause)


def _batches(entries: Iterable[tuple[str, Mapping[str, object]]]) -> Iterator[list[str]]:
    """Entries as two lines of JSON each, as many as may be sent at once."""
    batch: list[str] = []
    size = 0
    for id_, entry in entries:
        lines = f"{json.dumps({'index': {'_id': id_}})}\n{json.dumps(entry, separators=(',', ':'))}\n"
        if batch and size + len(lines) > BYTES:
            yield batch
            batch, size = [], 0
        batch.append(lines)
        size += len(lines)
    if batch:
        yield batch
