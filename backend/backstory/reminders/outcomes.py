"""What a push service's answer means (RFC 8030), and when to try again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

Failure = Literal["gone", "too_large", "busy", "refused", "rejected", "failed", "unreachable", "host_not_allowed"]
TRIED_AGAIN: frozenset[Failure] = frozenset({"busy", "failed", "unreachable"})
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)


@dataclass(frozen=True)
class Outcome:
    """Accepted when there is no failure. `wait` is what the service asked for."""

    failure: Failure | None = None
    wait: timedelta | None = None


def read_answer(status: int, retry_after: str | None, *, now: datetime) -> Outcome:
    if 200 <= status < 300:
        return Outcome()
    if status in (429, 503):
        return Outcome("busy", _wait(retry_after, now))
    known: dict[int, Failure] = {401: "refused", 403: "refused", 404: "gone", 410: "gone", 413: "too_large"}
    return Outcome(known.get(status, "failed" if status >= 500 else "rejected"))


def next_try(outcome: Outcome, *, attempts: int, closes_at: datetime, now: datetime) -> datetime | None:
    """None when it is over: accepted, hopeless, or the window ends first."""
    if outcome.failure not in TRIED_AGAIN:
        return None
    at = now + max(outcome.wait or timedelta(), min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT))
    return at if at < closes_at else None


def _wait(retry_after: str | None, now: datetime) -> timedelta | None:
    """Seconds or an HTTP date; anything else is as if it were not there."""
    if not retry_after:
        return None
    if retry_after.isascii() and retry_after.isdigit():
        return timedelta(seconds=min(int(retry_after[:9]), 30 * 24 * 3600))
    try:
        at = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
