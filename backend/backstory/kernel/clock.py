"""Time enters here and nowhere else: edges call `now()`, everything inside takes time as an argument."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import cache


def now() -> datetime:
    return datetime.now(UTC)


def offset_minutes(at: datetime) -> int:
    """How far the wall clock that `at` was said with is ahead of UTC."""
    offset = at.utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0


def wall_clock(at: datetime, offset: int) -> datetime:
    """The instant again as the person's clock showed it."""
    return at.astimezone(_zone(offset)) if offset else at


@cache
def _zone(offset: int) -> timezone:
    return timezone(timedelta(minutes=offset))
