"""One error class, one shape: application/problem+json (RFC 9457). Validation names paths and codes, never the value:
what somebody typed here is health data."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from flask import Response
from pydantic import ValidationError


class Problem(Exception):
    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    title: ClassVar[str] = "Something went wrong on our side"

    def __init__(self, errors: list[dict[str, str]] | None = None, *, retry_after: int | None = None) -> None:
        super().__init__(self.code)
        self.errors = errors
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"type": "about:blank", "title": self.title, "status": self.status, "code": self.code}
        if self.errors is not None:
            body["errors"] = self.errors
        return body

    def response(self) -> Response:
        response = Response(json.dumps(self.body()), self.status, content_type="application/problem+json")
        if self.retry_after is not None:
            response.headers["Retry-After"] = str(self.retry_after)
        return response


class NotWellFormed(Problem):
    status, code, title = 400, "not_well_formed", "The request could not be read"


class NotSignedIn(Problem):
    status, code, title = 401, "not_signed_in", "Please sign in"


class WrongSignIn(Problem):
    status, code, title = 401, "wrong_sign_in", "The sign-in name or the password is not right"


class NotYoursToDo(Problem):
    status, code, title = 403, "not_yours_to_do", "You may see this, but not do it"


class CrossSite(Problem):
    status, code, title = 403, "cross_site", "Requests from another site are refused"


class NotFound(Problem):
    status, code, title = 404, "not_found", "There is nothing here for you"


class MethodNotAllowed(Problem):
    status, code, title = 405, "method_not_allowed", "This cannot be done here"


class NotCurrent(Problem):
    status, code, title = 409, "not_current", "Somebody changed this in the meantime"


class TooLarge(Problem):
    status, code, title = 413, "too_large", "This is too much at once"


class NotJson(Problem):
    status, code, title = 415, "not_json", "Send JSON"


class NotValid(Problem):
    status, code, title = 422, "not_valid", "Something in this needs another look"

    @classmethod
    def at(cls, path: str, code: str) -> NotValid:
        return cls([{"path": path, "code": code}])


class TooManyTries(Problem):
    status, code, title = 429, "too_many_tries", "Too many tries. Wait a little"


class Away(Problem):
    status, code, title = 503, "database_away", "The service cannot store anything right now"


def from_validation(error: ValidationError, sent: bytes = b"") -> Problem:
    """JSON that cannot be parsed is 400, everything else about the content is 422."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    if any(item["type"] == "json_invalid" for item in found):
        return NotWellFormed()
    document = json.loads(sent) if sent else None
    return NotValid([{"path": where(item["loc"], document), "code": item["type"]} for item in found[:20]])


def where(location: tuple[int | str, ...], document: Any) -> str:
    """Where in the sent document: pydantic's location also names the branch of a union, which nobody sent."""
    steps: list[str] = []
    for depth, part in enumerate(location):
        inside = (isinstance(document, dict) and part in document) or (isinstance(document, list) and isinstance(part, int) and part < len(document))
        if document is not None and not inside and depth < len(location) - 1:
            continue
        steps.append(str(part)[:64])
        document = document[part] if inside else document
    return ".".join(steps)
