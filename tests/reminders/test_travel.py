"""Who travels is asked about every local day once: none is doubled, none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlmodel import select

from backstory.accounts import service as accounts
from backstory.kernel.db import Database
from backstory.kernel.migrate import migrate
from backstory.kernel.wire import WEEK
from backstory.reminders import rules, slots, travel
from backstory.reminders.models import Reminder, ReminderSlot
from backstory.reminders.wire import ReminderIn
from tests.reminders.conftest import rule_of
from tests.reminders.diary import SETTINGS, settings_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGIN = datetime(2026, 10, 20, 12, tzinfo=UTC)
ZONES = ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Tokyo", "Asia/Kathmandu", "Europe/Warsaw", "Atlantic/Azores", "America/New_York", "America/Havana"]
ZONES += ["America/Los_Angeles", "Pacific/Honolulu", "Pacific/Chatham", "Australia/Lord_Howe", "UTC"]


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("travel") / "backstory.sqlite3"
    migrate(f"sqlite:///{path}")
    made = Database(f"sqlite:///{path}")
    yield made
    made.engine.dispose()


def somebody(session, now, at, zone):
    _, patient = accounts.add_person(session, role="patient", login=str(uuid4()), name="P", password_hash="x", practice=None, zone=zone, now=now)
    wanted = ReminderIn(kind="checkin", at=at, zone=zone)
    return patient.id, rules.keep(session, patient.id, uuid4(), wanted, now=now)[0].id


journeys = st.lists(st.tuples(st.sampled_from(ZONES), st.integers(1, 60)), min_size=1, max_size=8)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 47), st.sampled_from(ZONES), journeys, st.booleans())
def test_every_local_day_has_exactly_one_wherever_the_traveller_goes(database, half_hours, home, journey, worker_is_prompt):
    """The worker comes every half hour, or only before each departure: then days are missed, but each has its slot."""
    at = f"{half_hours // 2:02}:{half_hours % 2 * 30:02}"
    now, zones = BEGIN, [home]
    with database.transaction() as session:
        patient_id, rule_id = somebody(session, now, at, home)
        first_on = session.get(Reminder, rule_id).next_due_on
    for zone, hours in [*journey, (home, 24 * 4)]:
        for step in range(hours * 2) if worker_is_prompt else [hours * 2 - 1]:
            with database.transaction() as session:
                slots.fill(session, now=now + step * HOUR / 2, limit=100)
        now += hours * HOUR
        zones.append(zone)
        with database.transaction() as session:
            travel.move_to(session, patient_id, zone, now=now)
    with database.transaction() as session:
        slots.fill(session, now=now + 2 * DAY, limit=100)
        found = list(session.scalars(select(ReminderSlot).where(ReminderSlot.reminder_id == rule_id).order_by(ReminderSlot.local_date)))
    days = [slot.local_date for slot in found]
    assert days == [days[0] + DAY * number for number in range(len(days))]
    assert days[0] <= first_on
    instants = {due for on in days for zone in zones if (due := instant(on, at, zone))}
    assert {slot.due_at for slot in found} <= instants  # each at its wall-clock time of a place where the traveller was
    if worker_is_prompt:
        assert all(slot.state == "due" or slot.reason == "coalesced" for slot in found[:-3]), [(slot.local_date, slot.state, slot.reason) for slot in found]


def instant(on, at, zone):
    from datetime import time

    from backstory.reminders import due

    return due.instant(on, time.fromisoformat(at), ZoneInfo(zone))


def moved(database, at, home, zone, *, asked, now):
    """When the next is due for somebody of `home` at `now` in `zone`."""
    with database.transaction() as session:
        patient_id, rule_id = somebody(session, now - 2 * DAY, at, home)
        if asked:
            slots.fill(session, now=now, limit=100)
    with database.transaction() as session:
        travel.move_to(session, patient_id, zone, now=now)
    with database.transaction() as session:
        rule = session.get(Reminder, rule_id)
        return rule.next_due_on, rule.next_due_at


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("home", "zone", "now", "on", "at", "why"),
    [
        ("Europe/Warsaw", "America/New_York", "2026-06-10T19:00", "2026-06-11", "2026-06-12T00:00", "asked in Warsaw: not again in the same evening"),
        ("Europe/Warsaw", "America/New_York", "2026-06-10T17:00", "2026-06-10", "2026-06-11T00:00", "not asked yet: in the evening of New York"),
        ("Europe/Warsaw", "Asia/Tokyo", "2026-06-10T17:00", "2026-06-10", "2026-06-10T18:00", "eight was over on landing: when it would have been at home"),
        ("Europe/Warsaw", "Asia/Tokyo", "2026-06-10T19:00", "2026-06-11", "2026-06-11T11:00", "asked at home: the next evening in Tokyo"),
        ("Pacific/Honolulu", "Pacific/Auckland", "2026-06-10T19:00", "2026-06-10", "2026-06-11T06:00", "over the date line, a day ahead"),
        (
            "Pacific/Auckland",
            "Pacific/Honolulu",
            "2026-06-10T09:00",
            "2026-06-11",
            "2026-06-12T06:00",
            "and back: the tenth comes again and is not asked about",
        ),
    ],
)
def test_journeys(database, home, zone, now, on, at, why):
    assert moved(database, "20:00", home, zone, asked=True, now=utc(now)) == (date.fromisoformat(on), utc(at)), why


def test_a_day_that_was_not_asked_about_is_found_again_in_the_west(database):
    """Made after eight in Warsaw, so tomorrow's is the first; in New York today's is still to come."""
    with database.transaction() as session:
        patient_id, rule_id = somebody(session, utc("2026-06-10T19:00"), "20:00", "Europe/Warsaw")
    with database.transaction() as session:
        travel.move_to(session, patient_id, "America/New_York", now=utc("2026-06-10T20:00"))
    with database.transaction() as session:
        assert session.get(Reminder, rule_id).next_due_on == date(2026, 6, 10)


def test_the_settings_zone_holds_for_every_rule_and_for_the_timeline(pat):
    before = {one["id"]: one for one in pat.client.get("/api/v1/reminders").json["items"]}
    assert settings_of(pat, zone="Asia/Tokyo", follow_zone=True).json == SETTINGS | {"zone": "Asia/Tokyo", "follow_zone": True}
    after = pat.client.get("/api/v1/reminders").json["items"]
    assert {one["zone"] for one in after} == {"Asia/Tokyo"}
    assert {one["id"]: one | {"zone": None, "next_due_at": None} for one in after} == {
        key: one | {"zone": None, "next_due_at": None} for key, one in before.items()
    }
    due = datetime.fromisoformat(next(one for one in after if one["kind"] == "checkin")["next_due_at"])
    assert due.astimezone(ZoneInfo("Asia/Tokyo")).hour in (20, (20 + 9) % 24)  # there, or the one that was jumped over


def test_another_zone_for_one_rule_is_a_journey_too_and_a_new_time_is_not(pat, rule):
    from datetime import time

    today = datetime.now(UTC).date()
    ahead = rule.change(zone="Pacific/Kiritimati").json["next_due_at"]
    assert datetime.fromisoformat(ahead) > datetime.now(UTC)
    later = rule.change(zone="UTC", at="23:59").json["next_due_at"]
    assert datetime.fromisoformat(later).time() == time(23, 59) and datetime.fromisoformat(later).date() in (today, today + DAY)


def test_weekdays_are_those_of_the_place(database):
    with database.transaction() as session:
        patient_id, rule_id = somebody(session, utc("2026-06-10T12:00"), "20:00", "Europe/Warsaw")
        session.get(Reminder, rule_id).days = ["su"]
    with database.transaction() as session:
        travel.move_to(session, patient_id, "Asia/Tokyo", now=utc("2026-06-10T13:00"))
    with database.transaction() as session:
        rule = session.get(Reminder, rule_id)
        assert WEEK[rule.next_due_on.weekday()] == "su" or rule.next_due_on == date(2026, 6, 10)


def test_mine_is_still_there(pat):
    assert rule_of(pat).told["kind"] == "checkin"
