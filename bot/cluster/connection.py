"""A connection to a cluster: every question is asked of another node, and again, before it is said to be away.

``opensearch-py`` (the extra ``cluster``) keeps the connections to each node and goes on to the next where one is away.
It sends nothing on its own, and what it would log (what people type) is not logged.
"""

import json
import logging
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.cluster.address import AUTHORITY, AUTHORIZATION, PASSWORD, USER, Access, Address
from bot.errors import ClusterError
from bot.sanitising import on_one_line

if TYPE_CHECKING:
    from opensearchpy import OpenSearch, TransportError

Answer = dict[str, Any]
"""JSON that the cluster answers with."""

SECONDS = 5.0
"""How long one node may take to answer, before another is asked."""

PATIENCE = 15.0
"""For how many seconds a question is asked again. A node that dies is noticed within one, and its shards have moved to
their replicas in a few."""

FIRST_PATIENCE = 2.0
"""The same until any node has answered, and after one was waited for in vain: then it is likelier that none will."""

URGENT_PATIENCE = 1.0
"""The same where somebody may be in danger; and how many seconds a node may then take."""

PAUSES = (0.05, 0.1, 0.2, 0.5, 1.0)
"""Seconds between two attempts; the last holds from then on."""

CONNECTIONS = 16
"""How many threads may ask each node at the same time without waiting for a new connection."""

LOGGERS = ("opensearch", "opensearchpy")
"""What ``opensearch-py`` logs under, with all that is asked and answered."""

PASSING = frozenset({429, 500, 502, 503, 504})
"""What a busy cluster answers, or one that has just lost a node (some searches under way then end with 500)."""


@dataclass(frozen=True)
class Question:
    """What a cluster is asked, or told to do.

    Attributes:
        method: ``GET``, ``POST``, ``PUT`` or ``DELETE``; what is sent twice must do no more than what is sent once.
        path: what is asked, from its slash on.
        body: what is sent, as JSON; a string is sent as it is.
        parameters: what follows the path.
        seconds: how long one node may take.
        patience: for how many seconds it is asked again where the cluster is busy or away.
        is_whole: whether an answer is all that was asked for, and not the part that could be had.
        forgiven: kinds of refusals that are as good as an answer, which is then empty.
    """

    method: str
    path: str
    body: object = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    seconds: float = SECONDS
    patience: float = PATIENCE
    is_whole: Callable[[Answer], bool] = lambda _: True
    forgiven: Collection[str] = ()


class Connection:
    """A cluster that can be asked, from any number of threads.

    Args:
        address: where it is.
        access: who asks.
    """

    def __init__(self, address: Address, access: Access) -> None:
        access.check(address)
        self.address = address
        self._client = _client(address, access)
        self._has_answered = False
        self._is_away = False

    @classmethod
    def open(cls, text: str, environment: Mapping[str, str] = os.environ) -> "Connection":
        """The connection to ``opensearch://host:port/index``, as whom the environment names.

        Nothing is asked yet.

        Raises:
            ClusterError: the address or the environment is wrong, or the extra is not installed.
        """
        return cls(Address.read(text), Access.of(environment))

    def ask(self, question: Question) -> Answer:
        """What the cluster answers; in a block of ``urgently`` it is not waited for long.

        Raises:
            ClusterError: it is away, busy for too long, or refuses.
        """
        from opensearchpy import SerializationError, TransportError

        start = time.monotonic()
        for pause in pauses():
            error: TransportError | None = None
            try:
                answer = self._attempt(question)
                self._has_answered = True
                if question.is_whole(answer):
                    self._is_away = False
                    return answer
            except TransportError as caught:
                if caught.error in question.forgiven:
                    return {}
                error = caught
                self._has_answered |= isinstance(caught.status_code, int)
            except SerializationError as caught:
                raise ClusterError(f"{self.address}: what answers there is not OpenSearch.") from caught
            may_pass = error is None or _may_pass(error)
            if not may_pass or time.monotonic() + pause > start + self._patience(question):
                self._is_away |= may_pass and not _is_urgent.get()
                raise ClusterError(self._explained(error)) from error
            time.sleep(pause)
        raise AssertionError("pauses never end")

    def search(self, index: str, searches: Sequence[Mapping[str, object]]) -> list[Answer]:
        """What several searches find, in one question: for each its hits, whole or not at all."""
        lines = [line for search in searches for line in ({}, search)]
        question = Question(
            "POST",
            f"/{index}/_msearch",
            "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines),
            {"filter_path": "responses.hits.hits,responses.status,responses._shards.failed,responses.timed_out"},
            is_whole=lambda answer: all(map(_is_whole_search, answer["responses"])),
        )
        answer = self.ask(question)
        refused = [found["status"] for found in answer["responses"] if found["status"] != 200]
        if refused:
            raise ClusterError(f"{self.address}: a search was refused (HTTP status {refused[0]}). Index it anew.")
        return [found["hits"] for found in answer["responses"]]

    def get(self, index: str, ids: Collection[str], **what: object) -> dict[str, Answer]:
        """The entries of some ids that are there; ``what`` says what of each, as ``stored_fields`` does."""
        question = Question(
            "POST",
            f"/{index}/_mget",
            {"docs": [{"_id": id_, **what} for id_ in ids]},
            is_whole=lambda answer: not any("error" in entry for entry in answer["docs"]),
        )
        answer = self.ask(question)
        return {entry["_id"]: entry for entry in answer["docs"] if entry["found"]}

    def close(self) -> None:
        """Close what is open to the nodes."""
        self._client.close()

    def _patience(self, question: Question) -> float:
        """For how many seconds a question is asked again."""
        if _is_urgent.get():
            return URGENT_PATIENCE
        return question.patience if self._has_answered and not self._is_away else FIRST_PATIENCE

    def _attempt(self, question: Question) -> Answer:
        """What the first node that can be reached answers."""
        answer: Answer = self._client.transport.perform_request(
            question.method,
            question.path,
            params=dict(question.parameters),
            body=question.body,
            timeout=min(question.seconds, URGENT_PATIENCE) if _is_urgent.get() else question.seconds,
        )
        return answer

    def _explained(self, error: "TransportError | None") -> str:
        """What is wrong, and what to do. The cluster's own words are not shown: they repeat what was asked."""
        import opensearchpy

        said = {
            opensearchpy.SSLError: f"its certificate is not trusted. Name who signed it in {AUTHORITY}, a .pem file.",
            opensearchpy.ConnectionTimeout: "it does not answer in time. Look whether all nodes are well.",
            opensearchpy.ConnectionError: f"no node answers. Is the cluster running? {self._scheme_hint()}",
            opensearchpy.AuthenticationException: f"it does not know who asks. Set {USER} and {PASSWORD}, "
            f"or {AUTHORIZATION}.",
            opensearchpy.AuthorizationException: "this user may not do that. docs/cluster.md lists the rights.",
            opensearchpy.NotFoundError: "there is no such index. Make it with: bot index PATH -o ADDRESS",
        }
        for kind, words in said.items():
            if isinstance(error, kind):
                return f"{self.address}: {words}"
        if error is None or error.status_code in PASSING:
            return f"{self.address}: it is too busy, or a part of it is away. Look at its health, then try again."
        return (
            f"{self.address}: it refuses what it was asked ({on_one_line(str(error.error))}, "
            f"HTTP status {error.status_code})."
        )

    def _scheme_hint(self) -> str:
        return "Does it really use TLS?" if self.address.is_encrypted else "If it uses TLS, write opensearchs://"


def _client(address: Address, access: Access) -> "OpenSearch":
    try:
        from opensearchpy import OpenSearch
    except ImportError:
        raise ClusterError(f"{address}: a cluster needs more: pip install 'quote-only-bot[cluster]'") from None
    for logger in LOGGERS:
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    return OpenSearch(
        [{"host": host, "port": port} for host, port in address.hosts],
        use_ssl=address.is_encrypted,
        verify_certs=True,
        ca_certs=str(access.authority) if access.authority else None,
        headers={"authorization": access.authorization} if access.authorization else {},
        pool_maxsize=CONNECTIONS,
        max_retries=len(address.hosts),
        retry_on_timeout=True,
        retry_on_status=(502, 504),
        http_compress=False,
    )


_is_urgent: ContextVar[bool] = ContextVar("is_urgent", default=False)


@contextmanager
def urgently() -> Iterator[None]:
    """A block in which a cluster that is away is not waited for: somebody may be in danger, and must get a reply."""
    token = _is_urgent.set(True)
    try:
        yield
    finally:
        _is_urgent.reset(token)


def pauses() -> Iterator[float]:
    """Seconds between attempts, without end."""
    yield from PAUSES
    while True:
        yield PAUSES[-1]


def _may_pass(error: "TransportError") -> bool:
    """Whether the same question may be answered in a moment."""
    from opensearchpy import ConnectionError as NoConnection
    from opensearchpy import SSLError

    if isinstance(error, NoConnection):
        return not isinstance(error, SSLError)
    return error.status_code in PASSING


def _is_whole_search(found: Answer) -> bool:
    """Whether a search is over all shards, or was refused for good."""
    if found["status"] != 200:
        return found["status"] not in PASSING
    return not found["_shards"]["failed"] and not found["timed_out"]
