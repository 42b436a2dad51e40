"""What the endpoint says no with: a status, and a body shaped like the Messages API's errors."""

from __future__ import annotations

import json
from typing import Final

TYPES: Final = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    408: "timeout_error",
    409: "conflict_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}
"""`error.type` by status, as the API's own page of errors lists them."""


def error_type(status: int) -> str:
    """The name that goes with a status; a neighbour's where it has none of its own."""
    return TYPES.get(status, "invalid_request_error" if status < 500 else "api_error")


class Refusal(Exception):  # noqa: N818 - it is an answer like any other
    """The request is refused: raised by checks, and by scripts that want one."""

    def __init__(
        self, status: int, message: str, *, kind: str | None = None, headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        """`kind` is the `error.type`; it follows from the status if it is not given."""
        self.status = status
        self.message = message
        self.kind = kind or error_type(status)
        self.headers = headers
        super().__init__(message)

    def body(self, request_id: str) -> bytes:
        """`{"type": "error", "error": {"type", "message"}, "request_id"}`."""
        error = {"type": self.kind, "message": self.message}
        return json.dumps({"type": "error", "error": error, "request_id": request_id}).encode()
