"""When a wall-clock time falls due: one instant for each local day, whatever the clocks do on it.

As RFC 5545 says: a time that does not exist uses the offset before the gap (02:30 becomes 03:30), a time that comes
twice means the first. Python's `fold=0` is both.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import count, takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backstory.kernel.wire import WEEK

DAY = timedelta(days=1)


class Due(NamedTuple):
    on: date
    at: datetime


def instant(on: date, at: time, zone: ZoneInfo) -> datetime | None:
    """None when the zone left the whole day out, as Samoa did with 30 December 2011 when it crossed the date line."""
    found = _instant(on, at, zone)
    if found.astimezone(zone).date() != on and not any(_instant(on, edge, zone).astimezone(zone).date() == on for edge in (time.min, time.max)):
        return None
    return found


def days_due(at: time, zone: ZoneInfo, days: tuple[str, ...], first: date) -> Iterator[Due]:
    """Endless: ask for as many as you need."""
    for number in count():
        on = first + DAY * number
        if WEEK[on.weekday()] in days and (found := instant(on, at, zone)):
            yield Due(on, found)


@lru_cache(maxsize=4096)  # thousands of rules say 20:00 in the same zone
def next_due(at: str, zone: str, days: tuple[str, ...], after: datetime) -> Due:
    """The first one later than `after`."""
    place = ZoneInfo(zone)
    candidates = days_due(time.fromisoformat(at), place, days, after.astimezone(place).date() - DAY)
    return next(due for due in candidates if due.at > after)


@lru_cache(maxsize=4096)
def following(at: str, zone: str, days: tuple[str, ...], on: date) -> Due:
    """The first one of a later day than `on`."""
    return next(days_due(time.fromisoformat(at), ZoneInfo(zone), days, on + DAY))


def preview(at: time, zone: ZoneInfo, days: tuple[str, ...], first: date, number_of_days: int) -> list[datetime]:
    last = first + DAY * number_of_days
    return [due.at for due in takewhile(lambda due: due.on < last, days_due(at, zone, days, first))]


def _instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, at, zone).astimezone(UTC)
