"""An index in a cluster, replaced whole: a new version is written beside the old one, and then takes its name.

``leaflets`` is an alias. The indices behind it bear a version, a stamp: ``leaflets.STAMP`` and, for what belongs to it,
``leaflets-terms.STAMP``. Whoever reads asks which version the alias means, and keeps to that one, so that nobody sees
half of one and half of another. The version before stays until the next: readers have time to move on, and an operator
can go back.
"""

import re
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.cluster.connection import Answer, Connection, Question
from bot.errors import ClusterError

STAMP = re.compile(r"\d{8}t\d{12}-[0-9a-f]{4}")
"""Like ``20261126t101500123456-4f1c``: when a version was begun, in UTC, and what tells apart two of that moment."""

PATIENCE = 120.0
"""For how many seconds a change is asked for again: a cluster that has lost its manager first elects another."""

HOURS = 4 * 3600.0
"""How many seconds a cluster may take to merge a version, and as many to copy it."""

WHILE_WRITTEN = {"number_of_replicas": 0, "refresh_interval": "-1"}
"""Nothing is searched before it is whole, and whole files are copied faster than entries."""

WHEN_WRITTEN = {"auto_expand_replicas": "0-1", "refresh_interval": None, "blocks.write": True}
"""Each shard stands on a second node, where there is one, and nothing changes any more."""


@dataclass(frozen=True)
class Version:
    """The indices that make up one version.

    Attributes:
        name: the alias.
        stamp: see ``STAMP``.
        about: what was kept with it when it was published.
    """

    name: str
    stamp: str
    about: Mapping[str, Any] = field(default_factory=dict)

    def index(self, part: str = "") -> str:
        """The name of one of its indices; the part of the main one is empty, another's like ``-terms``."""
        return f"{self.name}{part}.{self.stamp}"


def current(connection: Connection) -> Version:
    """The version that the address means now.

    Raises:
        ClusterError: there is none, or the index is not one that was published here.
    """
    name = connection.address.index
    indices = list(connection.ask(Question("GET", f"/{name}/_mapping")).items())
    stamp = indices[0][0].removeprefix(f"{name}.")
    if len(indices) != 1 or not STAMP.fullmatch(stamp):
        raise ClusterError(f"{connection.address}: not an index of this program. Choose another name for yours.")
    return Version(name, stamp, indices[0][1]["mappings"].get("_meta", {}))


def begin(connection: Connection, bodies: Mapping[str, Mapping[str, Any]]) -> Version:
    """Make the empty indices of a new version; nobody reads them yet.

    Args:
        connection: to the cluster.
        bodies: ``settings`` and ``mappings`` of each part.
    """
    stamp = f"{datetime.now(UTC):%Y%m%dt%H%M%S%f}-{secrets.token_hex(2)}"
    version = Version(connection.address.index, stamp)
    for part, body in bodies.items():
        connection.ask(
            Question(
                "PUT",
                f"/{version.index(part)}",
                {**body, "settings": {**body.get("settings", {}), **WHILE_WRITTEN}},
                patience=PATIENCE,
                forgiven=("resource_already_exists_exception",),  # by the same request, whose answer was lost
            )
        )
    return version


def publish(connection: Connection, version: Version, counts: Mapping[str, int], about: Mapping[str, Any]) -> None:
    """Let a version that is written take the place of the one before, and remove those that are older.

    Args:
        connection: to the cluster.
        version: what is written.
        counts: how many entries each part must have.
        about: what ``current`` is to tell of it.

    Raises:
        ClusterError: entries are missing, or the cluster is away. The version before is then still the one.
    """
    for part, count in counts.items():
        _finish(connection, version.index(part), count)
    connection.ask(Question("PUT", f"/{version.index()}/_mapping", {"_meta": about}, patience=PATIENCE))
    indices = _indices(connection, version.name, list(counts))
    before = [index for index, is_meant in indices.items() if is_meant]
    kept = {version.stamp, *(_stamp(index) for index in before)}
    actions = [{"remove": {"index": index, "alias": version.name, "must_exist": False}} for index in before]
    add = {"add": {"index": version.index(), "alias": version.name}}
    connection.ask(Question("POST", "/_aliases", {"actions": [*actions, add]}, patience=PATIENCE))
    for index in indices:
        if _stamp(index) not in kept and _stamp(index) < version.stamp:
            remove(connection, index)


def discard(connection: Connection, version: Version, parts: Sequence[str]) -> None:
    """Remove a version that will not be published."""
    for part in parts:
        remove(connection, version.index(part))


def remove(connection: Connection, index: str) -> None:
    """Remove an index, or see that it is not there."""
    connection.ask(Question("DELETE", f"/{index}", patience=PATIENCE, forgiven=("index_not_found_exception",)))


def _finish(connection: Connection, index: str, count: int) -> None:
    """Merge an index into one piece for each shard, look whether it is whole, and have it copied."""
    connection.ask(Question("POST", f"/{index}/_refresh", seconds=60, patience=PATIENCE))
    found = connection.ask(Question("GET", f"/{index}/_count", patience=PATIENCE))["count"]
    if found != count:
        raise ClusterError(
            f"{connection.address}: {found} of {count} entries have arrived. Was another index written at the same "
            "time? Index it anew."
        )
    merge = {"max_num_segments": "1", "wait_for_completion": "false"}
    task = connection.ask(Question("POST", f"/{index}/_forcemerge", parameters=merge, patience=PATIENCE))["task"]
    _wait(connection, f"/_tasks/{task}", lambda answer: answer["completed"])
    connection.ask(Question("PUT", f"/{index}/_settings", {"index": WHEN_WRITTEN}, patience=PATIENCE))
    _wait(connection, f"/_cluster/health/{index}", lambda answer: answer["status"] == "green")


def _wait(connection: Connection, path: str, is_done: Callable[[Answer], bool]) -> None:
    """Ask until something long is done."""
    end = time.monotonic() + HOURS
    while not is_done(connection.ask(Question("GET", path, patience=PATIENCE))):
        if time.monotonic() > end:
            raise ClusterError(f"{connection.address}: the cluster is not done after hours. Look at its health.")
        time.sleep(0.2)


def _indices(connection: Connection, name: str, parts: Sequence[str]) -> dict[str, bool]:
    """The indices of every version, and whether the alias means it."""
    patterns = ",".join(f"{name}{part}.*" for part in parts)
    answer = connection.ask(Question("GET", f"/{patterns}/_alias", patience=PATIENCE))
    form = re.compile(f"{re.escape(name)}({'|'.join(map(re.escape, parts))})[.]{STAMP.pattern}")
    return {index: name in entry["aliases"] for index, entry in answer.items() if form.fullmatch(index)}


def _stamp(index: str) -> str:
    return index.rpartition(".")[2]
