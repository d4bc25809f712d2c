"""The fixtures ``cluster`` and ``connection``. Where Java or Maven is missing, what needs them is skipped, loudly."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from bot.cluster.connection import Connection, Question
from bot.cluster.versions import PATIENCE
from tests.cluster.nodes import Cluster, NoClusterError

WITHOUT = "no real cluster: "


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Three nodes. A test that kills one revives it."""
    try:
        started = Cluster.start(tmp_path_factory.mktemp("cluster"))
    except NoClusterError as error:
        pytest.skip(f"{WITHOUT}{error}")
    yield started
    started.stop()


@pytest.fixture
def connection(cluster: Cluster) -> Iterator[Connection]:
    """A connection to an index that is not there yet, and that no other test uses; it goes with the test."""
    name = f"leaflets-{uuid4().hex}"
    opened = Connection.open(cluster.address(name), {})
    yield opened
    opened.ask(Question("DELETE", f"/{name}*", seconds=60, patience=PATIENCE))
    opened.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if WITHOUT in str(report.longrepr)]
    if skipped:
        terminalreporter.section("NOT TESTED AGAINST A CLUSTER", yellow=True, bold=True)
        terminalreporter.line(f"{len(skipped)} tests were skipped: {skipped[0].longrepr[2]}")
