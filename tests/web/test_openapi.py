"""The API does what its description says, for whatever schemathesis makes of it."""

from typing import Any

import schemathesis
from hypothesis import settings
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from bot.web.app import make_app
from bot.web.options import Options

APP = make_app(Options(requests_a_minute=0))
schema = schemathesis.openapi.from_asgi("/api/openapi.json", APP)


@schema.parametrize()  # type: ignore[untyped-decorator]
@settings(max_examples=150, derandomize=True)
def test_every_request_is_answered_as_described(case: Any) -> None:  # noqa: ANN401
    case.call_and_validate()


def test_a_reply_is_what_is_described(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    for name, table in (
        ("Reply", client.post("/api/reply", json={"message": "how much does it cost?"}).json()),
        ("Reply", client.post("/api/reply", json={"message": "I want to kill myself"}).json()),
        ("Documents", client.get("/api/documents").json()),
        ("Health", client.get("/api/health").json()),
        ("Problem", client.post("/api/reply", json={}).json()),
    ):
        validator = Draft202012Validator({**described, "$ref": f"#/components/schemas/{name}"})
        validator.validate(table)
        described_keys = set(described["components"]["schemas"][name]["properties"])
        assert set(table) <= described_keys
