"""One instant for each local day, whatever the clocks do on it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings, strategies as st

from backstory.kernel.wire import WEEK
from backstory.reminders.due import days_due, instant, next_due, preview

TRICKY = ["Europe/Warsaw", "America/New_York", "America/Havana", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza"]
ZONES = sorted(available_timezones() - {"localtime", "Factory", "posixrules"})


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "on", "at", "wanted", "why"),
    [
        ("Europe/Warsaw", "2026-03-29", "02:30", "2026-03-29T01:30", "not there: the offset before the gap, 03:30 on the wall"),
        ("Europe/Warsaw", "2026-10-25", "02:30", "2026-10-25T00:30", "twice: the first"),
        ("Europe/Warsaw", "2026-10-25", "03:00", "2026-10-25T02:00", "after it came twice"),
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30", "not there"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30", "twice"),
        ("America/Havana", "2026-03-08", "00:00", "2026-03-08T05:00", "midnight is not there"),
        ("America/Havana", "2026-11-01", "00:30", "2026-11-01T04:30", "half past midnight twice"),
        ("America/Santiago", "2026-09-06", "00:00", "2026-09-06T04:00", "midnight is not there"),
        ("America/Santiago", "2026-04-04", "23:30", "2026-04-05T02:30", "twice, across midnight"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45", "a gap of half an hour"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45", "half an hour twice"),
    ],
)
def test_a_wall_clock_on_a_day_of_change(zone, on, at, wanted, why):
    assert instant(date.fromisoformat(on), time.fromisoformat(at), ZoneInfo(zone)) == utc(wanted), why


def test_a_day_that_a_zone_left_out_has_no_instant():
    samoa = ZoneInfo("Pacific/Apia")
    days = [due.on.day for due, _ in zip(days_due(time(20), samoa, WEEK, date(2011, 12, 28)), range(4), strict=False)]
    assert days == [28, 29, 31, 1]


@pytest.mark.parametrize("zone", TRICKY)
@pytest.mark.parametrize("at", ["00:00", "00:30", "01:59", "02:00", "02:15", "02:30", "03:00", "12:00", "23:30"])
def test_every_local_day_of_three_years_has_exactly_one(zone, at):
    first, days = date(2025, 1, 1), 3 * 365
    found = preview(time.fromisoformat(at), ZoneInfo(zone), WEEK, first, days)
    local = [moment.astimezone(ZoneInfo(zone)).date() for moment in found]
    assert local == [first + timedelta(days=number) for number in range(days)]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(ZONES), st.times(), st.dates(date(1975, 1, 1), date(2037, 1, 1)))
def test_anywhere_at_any_time_instants_follow_each_other_and_fall_on_their_day(zone, at, first):
    at = at.replace(second=0, microsecond=0, fold=0)
    place = ZoneInfo(zone)
    found = [due for due, _ in zip(days_due(at, place, WEEK, first), range(12), strict=False)]
    assert all(later.at > earlier.at for earlier, later in pairwise(found))
    for due in found:
        wall = due.at.astimezone(place)
        if wall.replace(tzinfo=None) != datetime.combine(due.on, at):  # only ever moved forward, by a gap
            assert due.at.astimezone(place).replace(tzinfo=None) > datetime.combine(due.on, at)
            assert (due.at - timedelta(hours=26)).astimezone(place).utcoffset() < wall.utcoffset()


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(TRICKY),
    st.times(),
    st.sets(st.sampled_from(WEEK), min_size=1),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
)
def test_the_next_one_is_the_first_of_them_later_than_now(zone, at, days, now):
    now, clock, chosen = now.replace(tzinfo=UTC), at.strftime("%H:%M"), tuple(day for day in WEEK if day in days)
    found = next_due(clock, zone, chosen, now)
    every = preview(time.fromisoformat(clock), ZoneInfo(zone), chosen, now.date() - timedelta(days=2), 12)
    assert found.at == min(moment for moment in every if moment > now)


def test_today_when_it_is_still_to_come_and_tomorrow_when_it_is_past():
    assert next_due("20:00", "Europe/Warsaw", WEEK, utc("2026-11-22T18:59:59")).at == utc("2026-11-22T19:00")
    assert next_due("20:00", "Europe/Warsaw", WEEK, utc("2026-11-22T19:00")).at == utc("2026-11-23T19:00")


def test_only_on_the_chosen_days():
    found = preview(time(8), ZoneInfo("UTC"), ("mo", "we"), date(2026, 11, 22), 14)
    assert [moment.day for moment in found] == [23, 25, 30, 2]
