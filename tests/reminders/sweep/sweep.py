"""The product's instants against the oracle's, for every five minutes of the wall clock on the days around every change of a zone;
and what becomes of each in quiet hours and of somebody who is away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from backstory.kernel.wire import WEEK
from backstory.reminders.due import next_due
from backstory.reminders.judging import Known, Verdict, judge
from tests.reminders.sweep.oracle import DAY, Zone

FIRST, LAST = date(2026, 1, 1), date(2030, 12, 31)
EVERY_FIVE_MINUTES = tuple(time(hour, minute) for hour in range(24) for minute in range(0, 60, 5))
QUIET = ((time(22), time(7)), (time(1), time(3)), (time(23, 30), time(2, 30)))
WINDOW = timedelta(minutes=180)
PAT, SLOT = UUID(int=1), UUID(int=2)
# A half-hour change; midnights that do not exist; offsets that go down in summer; a change for a month of fasting; two hours
# at once; a quarter-hour zone; one that changes at midnight of another day than its neighbours.
HARDEST = (
    "Australia/Lord_Howe",
    "America/Havana",
    "America/Santiago",
    "Europe/Dublin",
    "Africa/Casablanca",
    "Antarctica/Troll",
    "Pacific/Chatham",
    "Africa/Cairo",
)


class Swept(NamedTuple):
    zone: str
    changes: int
    instants: int
    mistakes: list[str]


def zones_that_change() -> list[str]:
    """In the five years; read off the zone itself, a look a day."""
    return [name for name in sorted(available_timezones()) if _changes(ZoneInfo(name))]


def sweep(name: str, first: date = FIRST, last: date = LAST) -> Swept:
    zone = Zone(name, first, last)
    instants, mistakes = 0, []
    for change in zone.changes:
        middle = zone.wall(change).date()
        days = [middle + DAY * number for number in range(-1, 3)]
        away = days[2]
        for number, at in enumerate(EVERY_FIVE_MINUTES):
            expected = [(day, due) for day in days if (due := zone.due(day, at)) is not None]
            told = list(_told(name, at, days))
            instants += len(told)
            if told != expected:
                mistakes.append(f"{name} {at:%H:%M} around {change:%Y-%m-%d}: {told} and not {expected}")
            quiet = QUIET[number % len(QUIET)]
            for on, due in expected:
                judged, right = _judged(name, on, due, quiet, away), _right(zone, on, due, quiet, away)
                if judged != right:
                    mistakes.append(f"{name} {due} of {on}, quiet {quiet}, away {away}: {judged} and not {right}")
    return Swept(name, len(zone.changes), instants, mistakes)


def _told(name: str, at: time, days: list[date]) -> Iterator[tuple[date, datetime]]:
    """As the worker goes: from one due instant to the next. A day that came twice, or not at all, would show."""
    due = next_due(f"{at:%H:%M}", name, WEEK, datetime.combine(days[0], time(), UTC) - 2 * DAY)
    while due.on <= days[-1]:
        if due.on >= days[0]:
            yield due
        due = next_due(f"{at:%H:%M}", name, WEEK, due.at)


def _judged(name: str, on: date, due: datetime, quiet: tuple[time, time], away: date) -> Verdict:
    rule = {"kind": "checkin", "about_id": None, "paused": False, "person_id": PAT, "zone": name}
    settings = {"away_from": away, "away_until": away, "quiet_from": f"{quiet[0]:%H:%M}", "quiet_to": f"{quiet[1]:%H:%M}"}
    slot = SimpleNamespace(id=SLOT, slot_no=0, local_date=on, due_at=due, closes_at=due + WINDOW, **rule, **settings)
    return judge([slot], Known(due, reachable={PAT}))[SLOT]


def _right(zone: Zone, on: date, due: datetime, quiet: tuple[time, time], away: date) -> Verdict:
    if on == away:
        return Verdict("away")
    until = zone.quiet_ends(due, *quiet)
    return Verdict("quiet_hours") if until is not None and until >= due + WINDOW else Verdict(wait=until)


def _changes(place: ZoneInfo) -> bool:
    at, end = datetime.combine(FIRST, time(), UTC), datetime.combine(LAST, time(), UTC)
    offset = at.astimezone(place).utcoffset()
    while at < end:
        at += timedelta(days=1)
        if at.astimezone(place).utcoffset() != offset:
            return True
    return False
