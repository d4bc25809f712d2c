"""Where a cluster is, and who asks: the first stands in an address, the second only in the environment."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import ClusterError
from bot.sanitising import on_one_line

SCHEMES = {"opensearch": False, "opensearchs": True}
"""What an address begins with, and whether what is sent is encrypted."""

PORT = 9200
"""Where OpenSearch listens unless it is told otherwise."""

INDEX_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,199}")
"""What OpenSearch takes as a name (lower case, at most 255 bytes), with room for what a version adds to it."""

FORM = "opensearch://HOST:PORT/INDEX, or opensearchs:// with TLS; several hosts with commas between"

USER, PASSWORD = "BOT_OPENSEARCH_USER", "BOT_OPENSEARCH_PASSWORD"
AUTHORIZATION, AUTHORITY = "BOT_OPENSEARCH_AUTHORIZATION", "BOT_OPENSEARCH_CA"


@dataclass(frozen=True)
class Address:
    """An index in a cluster.

    Attributes:
        hosts: names and ports of nodes, one at least.
        index: the name of the index.
        is_encrypted: whether to use TLS.
    """

    hosts: tuple[tuple[str, int], ...]
    index: str
    is_encrypted: bool

    @classmethod
    def read(cls, text: str) -> "Address":
        """The address that ``opensearch://a:9200,b:9200/index`` stands for.

        Raises:
            ClusterError: it is none. What may be a password is not repeated.
        """
        scheme, _, rest = text.partition("://")
        places, _, index = rest.partition("/")
        if "@" in text:
            raise ClusterError(
                f"An address must not hold a user or a password, where others can read it. "
                f"Put them into {USER} and {PASSWORD}, and write {FORM}."
            )
        if scheme not in SCHEMES:
            raise ClusterError(f"{on_one_line(text)}: not the address of a cluster. Write {FORM}.")
        if not INDEX_NAME.fullmatch(index):
            raise ClusterError(
                f"{on_one_line(text)}: {on_one_line(index) or 'nothing'} is no name for an index. "
                f"Use lower-case letters, digits, '.', '_' and '-'. Write {FORM}."
            )
        return cls(tuple(_host(place, text) for place in places.split(",")), index, SCHEMES[scheme])

    def __str__(self) -> str:
        return f"{'opensearchs' if self.is_encrypted else 'opensearch'}://{self.nodes}/{self.index}"

    @property
    def nodes(self) -> str:
        """The nodes, as they stand in an address."""
        return ",".join(f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in self.hosts)

    @property
    def is_here(self) -> bool:
        """Whether all nodes are on this machine, so that nothing is sent through a network."""
        return all(host in ("localhost", "::1") or host.startswith("127.") for host, _ in self.hosts)


@dataclass(frozen=True)
class Access:
    """Who asks. What is secret is in no ``repr``.

    Attributes:
        authorization: the value of the HTTP header of that name, where the cluster wants one.
        authority: the file with the certificate of who signs for the nodes; else those that the system trusts.
    """

    authorization: str | None = field(default=None, repr=False)
    authority: Path | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Access":
        """What the environment says.

        Raises:
            ClusterError: one half is missing, or both ways are given, or a file is not there.
        """
        user, password, authorization = (environment.get(name, "") for name in (USER, PASSWORD, AUTHORIZATION))
        if bool(user) != bool(password):
            there, missing = (USER, PASSWORD) if user else (PASSWORD, USER)
            raise ClusterError(f"{there} is set and {missing} is not. Set both, or neither.")
        if user and authorization:
            raise ClusterError(f"{USER} and {AUTHORIZATION} are both set. Set only one of them.")
        if not (authorization.isascii() and authorization.isprintable()):
            raise ClusterError(f"{AUTHORIZATION} holds letters that a header cannot. Write it anew.")
        if user:
            authorization = (
                "Basic " + base64.b64encode(f"{user}:{password}".encode("utf-8", "surrogateescape")).decode()
            )
        authority = Path(environment[AUTHORITY]) if environment.get(AUTHORITY) else None
        if authority and not authority.is_file():
            raise ClusterError(f"{AUTHORITY} names {on_one_line(str(authority))}, which is no file. Name a .pem file.")
        return cls(authorization or None, authority)

    def check(self, address: Address) -> None:
        """Raise an error where a secret would travel through a network for all to read.

        Raises:
            ClusterError: there is a secret, the nodes are elsewhere, and the address is without TLS.
        """
        if self.authorization and not address.is_encrypted and not address.is_here:
            raise ClusterError(
                f"{address}: without TLS the password could be read on its way. "
                f"Write opensearchs://{address.nodes}/{address.index}"
            )


def is_address(text: str) -> bool:
    """Whether a text is meant as the address of a cluster, and not as the name of a file."""
    scheme, separator, _ = text.partition("://")
    return bool(separator) and scheme in SCHEMES


def _host(place: str, text: str) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{place}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.path or parts.query or parts.fragment:
        raise ClusterError(f"{on_one_line(text)}: {on_one_line(place) or 'nothing'} is no host. Write {FORM}.")
    return host, port or PORT
