"""Quiet hours: what the clock on the wall says, also where it changes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from backstory.reminders import quiet
from tests.reminders.conftest import TONIGHT, ZONE
from tests.reminders.diary import delivery_of, settings_of, writes
from tests.reminders.sweep.oracle import Zone
from tests.reminders.sweep.sweep import HARDEST

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "start", "end", "wanted"),
    [
        ("2026-11-22T20:59", "22:00", "07:00", None),
        ("2026-11-22T21:00", "22:00", "07:00", "2026-11-23T06:00"),
        ("2026-11-23T05:59", "22:00", "07:00", "2026-11-23T06:00"),
        ("2026-11-23T06:00", "22:00", "07:00", None),
        ("2026-11-22T12:30", "13:00", "14:00", "2026-11-22T13:00"),
        ("2026-11-22T12:30", "13:00", "13:00", None),
        ("2026-03-28T23:30", "22:00", "02:30", "2026-03-29T01:00"),  # its end is left out: up to the gap
        ("2026-10-24T22:00", "22:00", "02:30", "2026-10-25T00:30"),
        ("2026-10-25T00:45", "22:00", "02:30", None),
        ("2026-10-25T01:10", "22:00", "02:30", "2026-10-25T01:30"),  # the hour comes twice, and its quiet with it
    ],
)
def test_when_it_is_quiet_in_warsaw_and_until_when(now, start, end, wanted):
    assert quiet.ends(utc(now), start, end, "Europe/Warsaw") == (wanted and utc(wanted))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(HARDEST), st.integers(0, 287), st.integers(0, 287), st.integers(0, 3), st.integers(-36 * 60, 36 * 60))
def test_it_ends_when_an_independent_look_at_the_wall_says_so(name, start, end, change, minutes):
    first, last = (time(number // 12, number % 12 * 5) for number in (start, end))
    zone = Zone(name, datetime(2026, 1, 1).date(), datetime(2028, 1, 1).date())
    now = zone.changes[change % len(zone.changes)].replace(second=0, microsecond=0) + minutes * MINUTE
    wanted = zone.quiet_ends(now, first, last) if first != last else None
    assert quiet.ends(now, f"{first:%H:%M}", f"{last:%H:%M}", name) == wanted


def test_a_prompt_waits_for_the_end_of_the_quiet(pat, phone, rule, work_at):
    settings_of(pat, quiet_from="19:30", quiet_to="21:00")
    for minutes in (0, 30, 59):
        work_at(TONIGHT + minutes * MINUTE)
    assert not phone.received
    assert rule.last == ("due", None)
    work_at(TONIGHT + HOUR)
    assert [message.ttl for message in phone.received] == [2 * 3600]
    assert rule.last == ("sent", None)


def test_a_quiet_that_outlasts_the_window_cancels_and_the_ledger_says_why(pat, phone, rule, work_at):
    settings_of(pat, quiet_from="19:30", quiet_to="07:00")
    work_at(TONIGHT)
    assert rule.last == ("cancelled", "quiet_hours")
    work_at(TONIGHT + 12 * HOUR)
    assert not phone.received


def test_answered_while_it_waits_it_is_not_sent(pat, phone, rule, work_at):
    settings_of(pat, quiet_from="19:30", quiet_to="21:00")
    work_at(TONIGHT)
    writes(pat, TONIGHT + 10 * MINUTE, "checkin", average=0)
    work_at(TONIGHT + HOUR)
    assert rule.last == ("cancelled", "logged")


def test_quiet_is_by_the_patients_clock(pat, phone, rule, work_at):
    there = TONIGHT.astimezone(ZoneInfo("Asia/Kathmandu"))
    settings_of(pat, quiet_from="20:00", quiet_to="21:00", zone="Asia/Kathmandu")
    assert there.hour == 0
    rule.change(at=f"{there:%H:%M}", zone="Asia/Kathmandu")
    work_at(TONIGHT)
    assert len(phone.received) == 1


def test_what_the_patient_asked_for_comes_in_quiet_hours_too(pat, phone, rule, work_at):
    work_at(TONIGHT)
    settings_of(pat, quiet_from="20:05", quiet_to="07:00")
    from backstory.kernel import clock

    later = clock.now() + 20 * HOUR
    assert pat.client.put(f"{delivery_of(phone)}/snooze", json={"until": later.isoformat()}).status_code == 200
    settings_of(pat, quiet_from=f"{later.astimezone(ZoneInfo(ZONE)) - HOUR:%H:%M}", quiet_to=f"{later.astimezone(ZoneInfo(ZONE)) + 5 * HOUR:%H:%M}")
    work_at(later)
    assert [slot["state"] for slot in rule.ledger if slot["slot_no"] == 2] == ["accepted"]


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"quiet_from": "22:00"}, "quiet_to", "both_or_none"),
        ({"quiet_to": "22:00"}, "quiet_from", "both_or_none"),
        ({"quiet_from": "22:00", "quiet_to": "22:00"}, "quiet_to", "all_day"),
        ({"away_from": "2026-12-02", "away_until": "2026-12-01"}, "away_until", "before_from"),
        ({"follow_up_minutes": 45}, "follow_up_minutes", "literal_error"),
        ({"zone": "Mars/Olympus"}, "zone", "zone"),
    ],
)
def test_settings_that_make_no_sense_change_nothing(pat, change, path, code):
    before = settings_of(pat, quiet_from="21:00", quiet_to="07:00").json
    answer = settings_of(pat, **change)
    assert (answer.status_code, answer.json["errors"]) == (422, [{"path": path, "code": code}])
    assert pat.client.get("/api/v1/reminders/settings").json == before
