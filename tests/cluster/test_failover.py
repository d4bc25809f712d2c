"""A node dies under load: every search is answered, with all there is, and what it held is copied anew."""

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest

from bot.cluster import bulk, versions
from bot.cluster.connection import Answer, Connection, Question
from bot.errors import ClusterError
from tests.cluster.nodes import Cluster

PASSAGES = 2000
WORDS = 20
BODY = {
    "settings": {"number_of_shards": 3},
    "mappings": {"properties": {"text": {"type": "text", "analyzer": "whitespace"}}},
}


def passages() -> Iterator[tuple[str, Mapping[str, object]]]:
    return ((str(number), {"text": f"w{number % WORDS}"}) for number in range(PASSAGES))


def ids(found: Answer) -> set[str]:
    return {hit["_id"] for hit in found["hits"]}


def search_all(connection: Connection, index: str) -> int:
    """Searches for every word, and gets every passage; how many searches were not answered with all there is."""
    wrong = 0
    for word in range(WORDS):
        search = {"query": {"term": {"text": f"w{word}"}}, "size": PASSAGES}
        wanted = {str(number) for number in range(word, PASSAGES, WORDS)}
        wrong += ids(connection.search(index, [search])[0]) != wanted
        wrong += set(connection.get(index, wanted)) != wanted
    return wrong


def test_the_manager_dies_under_load(cluster: Cluster, connection: Connection) -> None:
    version = versions.begin(connection, {"": BODY})
    bulk.write(connection, version.index(), passages())
    versions.publish(connection, version, {"": PASSAGES}, {})
    is_over = Event()

    def search_until_over() -> tuple[int, int]:
        rounds = wrong = 0
        while not is_over.is_set():
            wrong += search_all(connection, version.index())
            rounds += 1
        return rounds, wrong

    with ThreadPoolExecutor(4) as threads:
        runs: list[Future[tuple[int, int]]] = [threads.submit(search_until_over) for _ in range(4)]
        time.sleep(1)
        try:
            with cluster.without_its_manager():
                time.sleep(1)
        finally:
            is_over.set()
    assert all(rounds for rounds, _ in (run.result() for run in runs))
    assert sum(wrong for _, wrong in (run.result() for run in runs)) == 0
    assert connection.ask(Question("GET", f"/{version.index()}/_count"))["count"] == PASSAGES


def test_a_node_dies_while_an_index_is_written_and_the_version_before_stays(
    cluster: Cluster, connection: Connection
) -> None:
    first = versions.begin(connection, {"": BODY})
    bulk.write(connection, first.index(), passages())
    versions.publish(connection, first, {"": PASSAGES}, {})
    second = versions.begin(connection, {"": BODY})
    cluster.kill(0)
    try:
        with pytest.raises(ClusterError):
            bulk.write(connection, second.index(), passages(), patience=1)
        assert versions.current(connection).stamp == first.stamp
        assert search_all(connection, first.index()) == 0
    finally:
        cluster.revive(0)
    cluster.wait_for_green()
