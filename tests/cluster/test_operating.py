"""What docs/cluster.md tells an operator to do, done."""

from collections.abc import Iterator, Mapping

import pytest

from bot.cluster import bulk, versions
from bot.cluster.connection import Connection, Question
from bot.errors import ClusterError
from tests.cluster.nodes import Cluster

BODY = {"mappings": {"properties": {"text": {"type": "text", "analyzer": "whitespace"}}}}


def passages(count: int) -> Iterator[tuple[str, Mapping[str, object]]]:
    return ((str(number), {"text": "knee"}) for number in range(count))


def publish(connection: Connection, count: int) -> versions.Version:
    version = versions.begin(connection, {"": BODY})
    versions.publish(connection, version, {"": bulk.write(connection, version.index(), passages(count))}, {})
    return version


def count_of(connection: Connection) -> int:
    return len(connection.search(connection.address.index, [{"query": {"match_all": {}}, "size": 1000}])[0]["hits"])


def test_going_back_to_the_version_before(connection: Connection) -> None:
    first = publish(connection, 10)
    publish(connection, 20)
    name = connection.address.index
    actions = [
        {"remove": {"index": f"{name}.*", "alias": name}},
        {"add": {"index": first.index(), "alias": name}},
    ]
    connection.ask(Question("POST", "/_aliases", {"actions": actions}))
    assert versions.current(connection).stamp == first.stamp
    assert count_of(connection) == 10


def test_a_snapshot_brings_a_lost_index_back(cluster: Cluster, connection: Connection) -> None:
    version = publish(connection, 30)
    name = connection.address.index
    repository = {"type": "fs", "settings": {"location": str(cluster.place / "snapshots")}}
    snapshot = f"/_snapshot/backup/{name}"
    wait = {"wait_for_completion": "true"}
    whole = {"indices": f"{name}*", "include_global_state": False}
    connection.ask(Question("PUT", "/_snapshot/backup", repository, seconds=60))
    connection.ask(Question("PUT", snapshot, whole, wait, seconds=60))
    versions.remove(connection, version.index())
    with pytest.raises(ClusterError, match="no such index"):
        versions.current(connection)
    connection.ask(Question("POST", f"{snapshot}/_restore", {"indices": f"{name}*"}, wait, seconds=60))
    assert versions.current(connection).stamp == version.stamp
    assert count_of(connection) == 30
