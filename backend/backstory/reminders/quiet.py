"""Quiet hours are what the clock on the wall says: where an hour comes twice, so does its quiet."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


@lru_cache(maxsize=4096)  # a batch is judged at one instant, and most are quiet from ten to seven
def ends(now: datetime, quiet_from: str, quiet_to: str, zone: str) -> datetime | None:
    """The first instant at which the wall shows a time that is not quiet; None when it shows one now."""
    start, end, place = time.fromisoformat(quiet_from), time.fromisoformat(quiet_to), ZoneInfo(zone)

    def quiet(at: datetime) -> bool:
        shown = at.astimezone(place).time()
        return start <= shown < end if start <= end else shown >= start or shown < end

    if not quiet(now):
        return None
    today = now.astimezone(place).date()
    walls = [datetime.combine(today + _DAY * day, end.replace(fold=fold), place).astimezone(UTC) for day in range(-1, 4) for fold in (0, 1)]
    found = min(at for at in walls if at > now and not quiet(at))
    while found - _MINUTE > now and not quiet(found - _MINUTE):  # the end itself is left out by a change of the clock: it is quiet up to the gap
        found -= _MINUTE
    return found
