"""A real cluster of OpenSearch for the tests: each node is a process of its own on 127.0.0.1, and can be killed.

``python -m tests.cluster.nodes`` brings what the nodes need, so that the tests have it.
"""

import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

HERE = Path(__file__).parent
BUILT = HERE.parents[1] / "build" / "cluster"
"""Where the jars and the compiled class lie; git ignores it, and ``make clean`` removes it."""

PROGRAMS = ("java", "javac", "mvn")
PORTS = range(20_000, 32_000)
"""Below those that Linux gives to whoever connects, so that a port which is free now stays free."""

HEAP = "256m"
JAVA = (
    f"-Xms{HEAP}",
    f"-Xmx{HEAP}",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # a node starts in half the time, and lives for minutes
    "-XX:-UsePerfData",
    "-Dorg.apache.logging.log4j.level=INFO",
)
SECONDS_TO_START = 180


class NoClusterError(Exception):
    """What a cluster needs is not on this machine; the message says what."""


@dataclass
class Node:
    """One process.

    Attributes:
        name: ``node-0`` and so on.
        port: where it answers HTTP, on 127.0.0.1.
        log: what it and Java print.
        command: what starts it.
        process: while it runs, or after it was killed.
    """

    name: str
    port: int
    log: Path
    command: Sequence[str]
    process: "subprocess.Popen[bytes]"

    @property
    def is_running(self) -> bool:
        """Whether its process is there."""
        return self.process.poll() is None


@dataclass
class Cluster:
    """Nodes that form a cluster, with all they write under ``place``."""

    place: Path
    nodes: list[Node] = field(default_factory=list)

    @classmethod
    def start(cls, place: Path, size: int = 3) -> "Cluster":
        """A cluster of ``size`` nodes that all know each other.

        Raises:
            NoClusterError: Java or Maven is missing, or Maven cannot bring the jars.
        """
        jars = bring()
        cluster = cls(place)
        ports = free_ports(2 * size)
        seeds = ",".join(f"127.0.0.1:{port}" for port in ports[size:])
        names = [f"node-{number}" for number in range(size)]
        for name, port, transport in zip(names, ports[:size], ports[size:], strict=True):
            settings = {
                "cluster.name": place.name,
                "node.name": name,
                "path.home": place / name,
                "path.repo": place / "snapshots",
                "network.host": "127.0.0.1",
                "http.port": port,
                "transport.port": transport,
                "http.type": "netty4",
                "transport.type": "netty4",
                "discovery.seed_hosts": seeds,
                "cluster.initial_cluster_manager_nodes": ",".join(names),
                "cluster.routing.allocation.disk.threshold_enabled": "false",  # a machine of a tester may be full
            }
            classes = f"{jars / 'jars'}{os.sep}*{os.pathsep}{jars}"
            command = ["java", *JAVA, "-cp", classes, "OneNode", *(f"{key}={value}" for key, value in settings.items())]
            log = place / f"{name}.log"
            cluster.nodes.append(Node(name, port, log, command, launch(command, log)))
        try:
            cluster.wait_for_green()
            cluster.mend_at_once()
        except BaseException:
            cluster.stop()
            raise
        return cluster

    def address(self, index: str) -> str:
        """What ``--corpus`` takes for an index of this cluster; every node is named."""
        return f"opensearch://{','.join(f'127.0.0.1:{node.port}' for node in self.nodes)}/{index}"

    def wait_for_green(self, seconds: float = SECONDS_TO_START) -> None:
        """Wait until all running nodes have found each other and every shard and its replicas are there.

        Raises:
            TimeoutError: with the last lines of each log.
        """
        end = time.monotonic() + seconds
        running = [node for node in self.nodes if node.is_running]
        while time.monotonic() < end:
            if any(not node.is_running for node in running):
                break
            states = [health(node) for node in running]
            if all((state.get("status"), state.get("number_of_nodes")) == ("green", len(running)) for state in states):
                return
            time.sleep(0.2)
        logs = "\n".join(f"{node.log}:\n{last_lines(node.log)}" for node in self.nodes)
        raise TimeoutError(f"The cluster is not whole after {seconds:.0f} seconds.\n{logs}")

    def mend_at_once(self) -> None:
        """Have what a node held copied as soon as it is gone, and not after the usual minute, for every later index."""
        settings = {"index.unassigned.node_left.delayed_timeout": "0s"}
        template = {"index_patterns": ["*"], "template": {"settings": settings}}
        urlopen(
            Request(
                f"http://127.0.0.1:{self.nodes[0].port}/_index_template/mend",
                json.dumps(template).encode(),
                {"content-type": "application/json"},
                method="PUT",
            ),
            timeout=30,
        ).close()

    @property
    def manager(self) -> int:
        """The number of the node that manages the others: its death is the worst."""
        node = next(node for node in self.nodes if node.is_running)
        with urlopen(f"http://127.0.0.1:{node.port}/_cat/cluster_manager?h=node", timeout=30) as response:
            name = response.read().decode().strip()
        return [node.name for node in self.nodes].index(name)

    def kill(self, number: int) -> None:
        """End a node as a power cut would (SIGKILL)."""
        end(self.nodes[number].process)

    def revive(self, number: int) -> None:
        """Start a node that was killed again, on its own data and ports."""
        node = self.nodes[number]
        node.process = launch(node.command, node.log)

    @contextmanager
    def without_its_manager(self) -> Iterator[None]:
        """Kill the node that manages the others; what it held is copied anew within this, and it comes back after."""
        victim = self.manager
        self.kill(victim)
        try:
            self.wait_for_green()
            yield
        finally:
            self.revive(victim)
            self.wait_for_green()

    def stop(self) -> None:
        """End every node. Nothing of their data is needed again, so they are not asked to end in order."""
        for node in self.nodes:
            end(node.process)


def bring() -> Path:
    """The folder with the jars and the compiled class; Maven brings them the first time.

    Raises:
        NoClusterError: Java or Maven is missing, or Maven cannot bring the jars.
    """
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if missing:
        raise NoClusterError(f"{', '.join(missing)} not found (needed: a JDK, 17 or later, and Maven)")
    if (BUILT / "OneNode.class").exists():
        return BUILT
    BUILT.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILT.parent) as place:
        fetch = ["mvn", "-B", "-q", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies"]
        run([*fetch, f"-DoutputDirectory={place}/new/jars"])
        run(["javac", "-cp", f"{place}/new/jars/*", "-d", f"{place}/new", str(HERE / "OneNode.java")])
        shutil.rmtree(BUILT, ignore_errors=True)
        (Path(place) / "new").rename(BUILT)
    return BUILT


def run(command: Sequence[str]) -> None:
    """Run a program that must succeed."""
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise NoClusterError(f"{command[0]} failed:\n{result.stdout[-2000:]}{result.stderr[-2000:]}")


def launch(command: Sequence[str], log: Path) -> "subprocess.Popen[bytes]":
    """Start a node. It holds one end of a pipe, so that it ends with this process, however this one ends."""
    with log.open("ab") as stream:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=stream, stderr=stream, start_new_session=True)


def end(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process, if it is there, and close its pipe."""
    with process:
        process.kill()


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody listens on."""
    found: list[int] = []
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            break
    return found


def health(node: Node) -> dict[str, object]:
    """What a node says of the cluster's health; nothing while it does not answer."""
    try:
        with urlopen(f"http://127.0.0.1:{node.port}/_cluster/health?local=true", timeout=5) as response:
            answer: dict[str, object] = json.load(response)
            return answer
    except (URLError, OSError, ValueError):
        return {}


def last_lines(log: Path, count: int = 20) -> str:
    """The end of a log."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])


def main() -> int:
    """Bring what the nodes need, and say so; 1 where Maven fails, which is not what a machine without Java is."""
    try:
        print(f"The tests start a cluster with what lies in {bring()}.")
    except NoClusterError as error:
        print(f"SKIPPED: no test is run against a real cluster: {error}", file=sys.stderr)
        return int(all(shutil.which(program) for program in PROGRAMS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
