"""An index in a real cluster is written, published, replaced and read."""

from collections.abc import Iterator, Mapping

import pytest

from bot.cluster import bulk, versions
from bot.cluster.connection import Answer, Connection, Question
from bot.errors import ClusterError

BODIES = {
    "": {"mappings": {"properties": {"text": {"type": "text", "analyzer": "whitespace"}}}},
    "-terms": {"mappings": {"properties": {"count": {"type": "long"}}}},
}


def texts(count: int, word: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    return ((str(number), {"text": f"{word} {number}"}) for number in range(count))


def publish(connection: Connection, count: int, word: str) -> versions.Version:
    version = versions.begin(connection, BODIES)
    written = bulk.write(connection, version.index(), texts(count, word))
    terms = bulk.write(connection, version.index("-terms"), [(word, {"count": count})])
    versions.publish(connection, version, {"": written, "-terms": terms}, {"passages": written})
    return version


def found(connection: Connection, index: str, word: str) -> list[Answer]:
    hits: list[Answer] = connection.search(index, [{"query": {"term": {"text": word}}, "size": 10_000}])[0]["hits"]
    return hits


def test_what_is_published_is_found(connection: Connection) -> None:
    publish(connection, 5000, "knee")
    version = versions.current(connection)
    assert version.about == {"passages": 5000}
    assert len(found(connection, version.index(), "knee")) == 5000
    entries = connection.get(version.index("-terms"), ["knee", "hip"])
    assert {id_: entry["_source"] for id_, entry in entries.items()} == {"knee": {"count": 5000}}


def test_several_searches_are_one_question(connection: Connection) -> None:
    index = publish(connection, 3, "knee").index()
    searches = [{"query": {"term": {"text": word}}} for word in ("knee", "1", "hip")]
    assert [len(hits["hits"]) for hits in connection.search(index, searches)] == [3, 1, 0]


def test_a_new_version_takes_the_place_of_the_old_one(connection: Connection) -> None:
    first, second = publish(connection, 10, "knee"), publish(connection, 20, "hip")
    assert versions.current(connection).stamp == second.stamp
    assert len(found(connection, first.index(), "knee")) == 10, "whoever still reads the old one can finish"
    third = publish(connection, 30, "ear")
    assert versions.current(connection).stamp == third.stamp
    for part in BODIES:
        with pytest.raises(ClusterError, match="no such index"):
            connection.ask(Question("GET", f"/{first.index(part)}/_count"))


def test_a_version_that_was_never_published_is_not_read_and_goes_with_the_next_one(connection: Connection) -> None:
    first = publish(connection, 10, "knee")
    left = versions.begin(connection, BODIES)
    bulk.write(connection, left.index(), texts(5, "hip"))
    assert versions.current(connection).stamp == first.stamp
    publish(connection, 20, "ear")
    with pytest.raises(ClusterError, match="no such index"):
        connection.ask(Question("GET", f"/{left.index()}/_count"))


def test_nothing_is_published_that_has_not_arrived_whole(connection: Connection) -> None:
    first = publish(connection, 10, "knee")
    second = versions.begin(connection, BODIES)
    bulk.write(connection, second.index(), texts(9, "hip"))
    with pytest.raises(ClusterError, match="9 of 10 entries have arrived"):
        versions.publish(connection, second, {"": 10, "-terms": 0}, {})
    assert versions.current(connection).stamp == first.stamp


def test_a_version_is_discarded(connection: Connection) -> None:
    version = versions.begin(connection, BODIES)
    for _ in range(2):
        versions.discard(connection, version, list(BODIES))
    with pytest.raises(ClusterError, match="no such index"):
        connection.ask(Question("GET", f"/{version.index()}/_count"))


def test_an_index_of_somebody_else_is_neither_read_nor_replaced(connection: Connection) -> None:
    name = connection.address.index
    connection.ask(Question("PUT", f"/{name}", {"settings": {"number_of_replicas": 0}}))
    with pytest.raises(ClusterError, match="not an index of this program"):
        versions.current(connection)
    with pytest.raises(ClusterError, match="refuses"):
        publish(connection, 1, "knee")
    assert connection.ask(Question("GET", f"/{name}/_count"))["count"] == 0


def test_an_entry_that_is_refused_is_an_error_that_does_not_repeat_it(connection: Connection) -> None:
    version = versions.begin(connection, BODIES)
    with pytest.raises(ClusterError, match="refuses an entry") as caught:
        bulk.write(connection, version.index("-terms"), [("secret", {"count": "secret"})])
    assert "secret" not in str(caught.value)
