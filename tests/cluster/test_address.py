import base64
from pathlib import Path

import pytest

from bot.cluster.address import Access, Address
from bot.errors import ClusterError

SECRET = "xyzzy-9"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("opensearch://search.local/leaflets", Address((("search.local", 9200),), "leaflets", False)),
        ("opensearchs://a:9201,b/nhs-2026.1", Address((("a", 9201), ("b", 9200)), "nhs-2026.1", True)),
        ("opensearch://[::1]:9202/x", Address((("::1", 9202),), "x", False)),
    ],
)
def test_an_address_is_read(text: str, address: Address) -> None:
    assert Address.read(text) == address
    assert Address.read(str(address)) == address


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("http://a/leaflets", "not the address of a cluster"),
        ("opensearch://a", "nothing is no name for an index"),
        ("opensearch://a/", "nothing is no name for an index"),
        ("opensearch://a/Leaflets", "Leaflets is no name"),
        ("opensearch://a/x/y", "x/y is no name"),
        ("opensearch://a/x?y", "x.y is no name"),
        ("opensearch:///leaflets", "nothing is no host"),
        ("opensearch://a,,b/leaflets", "nothing is no host"),
        ("opensearch://a:port/leaflets", "a:port is no host"),
        ("opensearch://a:99999/leaflets", "a:99999 is no host"),
        ("opensearch://a\x1b[31m:/leaflets", "a: is no host"),
    ],
)
def test_what_is_none_is_an_error_that_says_how_to_write_one(text: str, said: str) -> None:
    with pytest.raises(ClusterError, match=said) as caught:
        Address.read(text)
    assert "opensearch://HOST:PORT/INDEX" in str(caught.value)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("text", [f"opensearch://me:{SECRET}@a/x", f"opensearch://{SECRET}@a", f"{SECRET}@a"])
def test_a_password_in_an_address_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(ClusterError, match="BOT_OPENSEARCH_PASSWORD") as caught:
        Address.read(text)
    assert SECRET not in str(caught.value)


def test_user_and_password_come_from_the_environment() -> None:
    access = Access.of({"BOT_OPENSEARCH_USER": "me", "BOT_OPENSEARCH_PASSWORD": f"{SECRET}:ü"})
    assert access.authorization is not None
    kind, value = access.authorization.split()
    assert (kind, base64.b64decode(value).decode()) == ("Basic", f"me:{SECRET}:ü")


def test_an_authorization_is_sent_as_it_is() -> None:
    assert Access.of({"BOT_OPENSEARCH_AUTHORIZATION": f"Bearer {SECRET}"}).authorization == f"Bearer {SECRET}"
    assert Access.of({}).authorization is None


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"BOT_OPENSEARCH_USER": "me"}, "PASSWORD is not"),
        ({"BOT_OPENSEARCH_PASSWORD": SECRET}, "USER is not"),
        (
            {
                "BOT_OPENSEARCH_USER": "me",
                "BOT_OPENSEARCH_PASSWORD": SECRET,
                "BOT_OPENSEARCH_AUTHORIZATION": f"Bearer {SECRET}",
            },
            "only one",
        ),
        ({"BOT_OPENSEARCH_AUTHORIZATION": f"Bearer {SECRET}\r\nX: y"}, "header"),
        ({"BOT_OPENSEARCH_CA": "nowhere.pem"}, "nowhere.pem"),
    ],
)
def test_a_wrong_environment_is_an_error_that_tells_no_secret(environment: dict[str, str], said: str) -> None:
    with pytest.raises(ClusterError, match=said) as caught:
        Access.of(environment)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("text", ["opensearch://search.local/x", "opensearch://localhost,10.0.0.1/x"])
def test_a_secret_never_travels_unencrypted(text: str) -> None:
    with pytest.raises(ClusterError, match="Write opensearchs://") as caught:
        Access.of({"BOT_OPENSEARCH_AUTHORIZATION": SECRET}).check(Address.read(text))
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("text", ["opensearchs://search.local/x", "opensearch://localhost,127.0.0.2,[::1]/x"])
def test_it_may_be_sent_with_tls_or_within_one_machine(text: str) -> None:
    Access.of({"BOT_OPENSEARCH_AUTHORIZATION": SECRET}).check(Address.read(text))


def test_what_is_shown_of_an_access_holds_no_secret(tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.touch()
    access = Access.of({"BOT_OPENSEARCH_AUTHORIZATION": SECRET, "BOT_OPENSEARCH_CA": str(authority)})
    assert access.authority == authority
    assert SECRET not in repr(access)
