"""What is wrong with a request, told in the form of RFC 9457 (problem details)."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse, Response

PROBLEM_JSON = "application/problem+json"


@dataclass(eq=False)
class Problem(Exception):
    """A request that cannot be answered.

    Attributes:
        status: of HTTP.
        detail: what is wrong, and what to do.
        field: the part of the request that is wrong, if it is one.
        line, column: where JSON cannot be read, from 1.
        wait: the seconds after which to try again, if that helps.
        more: further headers.
    """

    status: int
    detail: str
    field: str | None = None
    line: int | None = None
    column: int | None = None
    wait: int | None = None
    more: Mapping[str, str] | None = None

    @property
    def title(self) -> str:
        """The status in words."""
        return HTTPStatus(self.status).phrase

    @property
    def headers(self) -> dict[str, str]:
        """What goes with it."""
        return {**(self.more or {}), **({} if self.wait is None else {"retry-after": str(self.wait)})}

    def to_json(self) -> dict[str, Any]:
        """The problem as plain data; what does not apply is left out."""
        known = {"field": self.field, "line": self.line, "column": self.column}
        table = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        return table | {name: value for name, value in known.items() if value is not None}

    def response(self) -> Response:
        """The problem as a response of the API."""
        return JSONResponse(self.to_json(), self.status, self.headers, PROBLEM_JSON)
