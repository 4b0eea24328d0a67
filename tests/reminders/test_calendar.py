"""The calendar with alarms, as another program reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from backstory.kernel.ids import new_id
from tests.reminders.conftest import ZONE
from tests.reminders.test_messages import HEALTH

CALENDAR = "/api/v1/reminders/calendar"


@pytest.fixture
def address(pat):
    """Where pat's calendar is, without the host."""
    made = pat.client.put(CALENDAR)
    assert made.status_code == 201
    return "/" + made.json["url"].split("/", 3)[3]


@pytest.fixture
def events(app, address):
    """By summary."""

    def read():
        answer = app.test_client().get(address)
        assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
        found = Calendar.from_ical(answer.text).walk("VEVENT")
        return {summary: [event for event in found if event["summary"] == summary] for summary in {str(event["summary"]) for event in found}}

    return read


def test_sixty_days_of_what_is_on_as_instants_with_an_alarm_each(rule, events):
    found = events()
    assert set(found) == {"Time for your check-in"}  # what asks each week and for the plan is off until somebody wants it
    evenings = found["Time for your check-in"]
    assert 59 <= len(evenings) <= 60
    starts = [event.decoded("dtstart") for event in evenings]
    assert {(start.hour, start.minute, start.utcoffset()) for start in starts} == {(19, 0, timedelta())}  # 20:00 in Lagos
    assert len({event["uid"] for event in evenings}) == len(evenings)
    for event in evenings:
        [alarm] = event.walk("VALARM")
        assert (alarm["action"], alarm.decoded("trigger")) == ("DISPLAY", timedelta())


def test_it_says_nothing_about_health(app, address, rule):
    text = app.test_client().get(address).text.replace("Backstory", "").replace("backstory", "").lower()
    assert not [word for word in HEALTH if word in text]


def test_the_instants_follow_the_clocks(rule, events):
    rule.change(zone="America/New_York", at="20:00")
    for event in events()["Time for your check-in"]:
        start = event.decoded("dtstart")
        assert start.tzinfo is UTC or start.utcoffset() == timedelta()


def test_days_away_are_left_out_and_a_paused_rule_too(pat, rule, events):
    today = datetime.now(UTC).date()
    away = {"away_from": f"{today + timedelta(days=5)}", "away_until": f"{today + timedelta(days=14)}"}
    settings = {"quiet_from": None, "quiet_to": None, "follow_up_minutes": None, "zone": ZONE, "follow_zone": False}
    assert pat.client.put("/api/v1/reminders/settings", json=settings | away).status_code == 200
    days = {event.decoded("dtstart").date() for event in events()["Time for your check-in"]}
    assert not [day for day in days if 5 <= (day - today).days <= 14] and len(days) >= 48
    rule.change(paused=True)
    assert events() == {}


def test_an_appointment_is_asked_about_the_day_before_and_not_when_the_practice_may_not_know(pat, clara, rule, events):
    starts = (datetime.now(UTC) + timedelta(days=7)).replace(microsecond=0)
    url = f"/api/v1/patients/{pat.patient_id}/appointments/{new_id()}"
    assert clara.client.put(url, json={"starts_at": starts.isoformat(), "minutes": 45, "note": ""}).status_code == 201
    [asked] = events()["Anything to tell before you meet?"]
    assert asked.decoded("dtstart") == starts - timedelta(days=1)
    [grant] = pat.client.get("/api/v1/grants").json["items"]
    pat.client.delete(f"/api/v1/grants/{grant['id']}")
    assert "Anything to tell before you meet?" not in events()


def test_an_address_is_told_once_and_can_be_taken_back(pat, app, address):
    assert set(pat.client.get(CALENDAR).json) == {"made_at"} and pat.client.get(CALENDAR).json["made_at"]
    second = "/" + pat.client.put(CALENDAR).json["url"].split("/", 3)[3]
    reader = app.test_client()
    assert (reader.get(address).status_code, reader.get(second).status_code) == (404, 200)
    assert reader.get(second).headers["Cache-Control"] == "private, max-age=300"
    assert pat.client.delete(CALENDAR).status_code == 204
    assert reader.get(second).status_code == 404
    assert pat.client.get(CALENDAR).json == {"made_at": None}


def test_a_guess_leads_nowhere_and_only_a_hash_is_kept(pat, app, address, database):
    assert app.test_client().get("/calendar/guess.ics").status_code == 404
    with database.reading() as session:
        from backstory.reminders.models import ReminderSettings

        kept = session.get(ReminderSettings, pat.patient_id)
    assert address.split("/")[2].removesuffix(".ics") not in str(kept.model_dump())


def test_a_clinician_has_none(clara):
    assert clara.client.put(CALENDAR).status_code == 403
