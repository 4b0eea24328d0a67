"""Structured logs: route templates, ids and times. Never a body, a query, a name, or the words of an exception: an exception
may quote what a patient wrote."""

from __future__ import annotations

import logging
import time
import traceback
from functools import cache
from typing import Any

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram
from pydantic_core import to_json

from backstory.kernel import clock
from backstory.kernel.wire import rfc3339

logger: Any = structlog.get_logger("backstory")

REQUESTS = Counter("backstory_requests_total", "Requests by route, method and status", ("route", "method", "status"))
SECONDS = Histogram("backstory_request_seconds", "Time to answer by route", ("route",))


def configure(*, readable: bool) -> None:
    """JSON straight to bytes by a logger that is put together once: structlog's defaults cost more than all else that logs a request."""
    structlog.configure(
        processors=[_stamped, structlog.dev.ConsoleRenderer(colors=False) if readable else _as_json],
        logger_factory=structlog.PrintLoggerFactory() if readable else structlog.BytesLoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )


def _stamped(_logger: Any, level: str, event: Any) -> Any:
    return {**event, "level": level, "timestamp": rfc3339(clock.now())}


def _as_json(_logger: Any, _level: str, event: Any) -> bytes:
    return to_json(event, fallback=repr)


def failure(error: BaseException) -> None:
    """Where it broke, in our files and lines; not what it said."""
    places = [
        f"{frame.filename.rsplit('/', 2)[-2]}/{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]
    ]
    logger.error("unexpected", error=type(error).__name__, at=places)


@cache
def _measures(route: str, method: str, status: int) -> tuple[Any, Any]:
    return REQUESTS.labels(route, method, status), SECONDS.labels(route)


def log_requests(app: Flask) -> None:
    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        asked, own = request._get_current_object(), g._get_current_object()  # type: ignore[attr-defined]  # a proxy would look for them ten times
        route = asked.url_rule.rule if asked.url_rule else "none"
        seconds = time.perf_counter() - own.get("started", time.perf_counter())
        counted, timed = _measures(route, asked.method if asked.url_rule else "none", response.status_code)
        counted.inc()
        timed.observe(seconds)
        if asked.path.startswith("/api/"):
            who = own.get("_login_user")  # flask-login keeps it there; asking again would need a database that may be away
            person = getattr(who, "person_id", None)
            logger.info(
                "request", method=asked.method, route=route, status=response.status_code, ms=round(seconds * 1000, 1), person=person, problem=own.get("problem")
            )
        return response
