"""Quiet hours are what the clock on the wall says: where an hour comes twice, so does its quiet, and so does what is not quiet."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=4096)  # a batch is judged at one instant, and most are quiet from ten to seven
def ends(now: datetime, quiet_from: str, quiet_to: str, zone: str) -> datetime | None:
    """The first instant at which the wall shows a time that is not quiet; None when it shows one now.

    Minute by minute: an end worked out from the wall's time misses the clocks that go back at midnight to before the quiet began.
    """
    start, end, place = time.fromisoformat(quiet_from), time.fromisoformat(quiet_to), ZoneInfo(zone)

    def quiet(at: datetime) -> bool:
        shown = at.astimezone(place).time()
        return start <= shown < end if start <= end else shown >= start or shown < end

    if not quiet(now):
        return None
    found = now.replace(second=0, microsecond=0)
    while quiet(found):
        found += _MINUTE
    return found
