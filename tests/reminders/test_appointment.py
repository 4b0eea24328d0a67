"""A prompt before an appointment: is there anything to tell?"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from tests.reminders.conftest import TONIGHT, ZONE, rule_of
from tests.reminders.diary import arranges, revokes, settings_of, writes

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STARTS = TONIGHT + 2 * DAY


@pytest.fixture
def appointment(pat, rule):
    rule.change(paused=True)
    return rule_of(pat, "appointment")


def before(pat, appointment, minutes):
    answer = pat.client.put(appointment.url, json={"kind": "appointment", "zone": ZONE, "before_minutes": minutes})
    assert (answer.status_code, answer.json["before_minutes"]) == (200, minutes)


def test_a_day_before_in_neutral_words(pat, clara, phone, appointment, work_at):
    arranged = arranges(clara, pat, STARTS)
    work_at(STARTS - DAY - timedelta(seconds=1))
    assert not phone.received
    work_at(STARTS - DAY)
    work_at(STARTS - DAY + HOUR)
    [message] = phone.received
    notification = phone.read(message)["notification"]
    assert notification["body"] == "Anything to tell before you meet?"
    assert notification["navigate"].split("?")[0].endswith("/tell")
    assert (appointment.ledger[0]["about"], message.ttl) == (arranged, 12 * 3600)


def test_the_window_ends_when_it_starts(pat, clara, phone, appointment, work_at):
    before(pat, appointment, 90)
    arranges(clara, pat, STARTS)
    work_at(STARTS - HOUR)
    assert [message.ttl for message in phone.received] == [3600]


def test_a_note_written_before_is_no_answer(pat, clara, phone, appointment, work_at):
    arranges(clara, pat, STARTS)
    writes(pat, STARTS - DAY, "note", text="my knee")
    work_at(STARTS - DAY)
    assert len(phone.received) == 1


def test_cancelled_or_put_off_while_it_waits_nothing_is_sent(pat, clara, phone, appointment, work_at):
    settings_of(pat, quiet_from="19:00", quiet_to="21:00")
    cancelled, moved = arranges(clara, pat, STARTS), arranges(clara, pat, STARTS + timedelta(minutes=1))
    work_at(STARTS - DAY + timedelta(minutes=2))
    clara.client.delete(f"{pat.url}/appointments/{cancelled}")
    arranges(clara, pat, STARTS + 3 * DAY, UUID(moved))
    work_at(STARTS - DAY + 2 * HOUR)
    assert {(slot["state"], slot["reason"]) for slot in appointment.ledger} == {("cancelled", "not_there")}
    assert not phone.received
    work_at(STARTS + 2 * DAY + 2 * HOUR)
    assert (appointment.ledger[0]["about"], appointment.last) == (moved, ("sent", None))


def test_revoked_the_practices_appointment_is_not_prompted_for(pat, clara, phone, appointment, work_at):
    arranges(clara, pat, STARTS)
    revokes(pat)
    work_at(STARTS - DAY)
    assert appointment.last == ("cancelled", "not_shared")
    assert not phone.received


def test_moved_within_the_day_it_is_not_prompted_for_again_and_moved_to_another_day_it_is(pat, clara, phone, appointment, work_at):
    arranged = UUID(arranges(clara, pat, STARTS))
    work_at(STARTS - DAY)
    arranges(clara, pat, STARTS + HOUR, arranged)
    work_at(STARTS - DAY + HOUR)
    assert len(phone.received) == 1
    arranges(clara, pat, STARTS + 3 * DAY, arranged)
    work_at(STARTS + 2 * DAY)
    assert len(phone.received) == 2


def test_made_after_its_time_to_prompt_was_over(pat, clara, phone, appointment, work_at, database):
    from backstory.reminders.models import Reminder

    with database.transaction() as session:
        session.get(Reminder, UUID(appointment.told["id"])).made_at = TONIGHT - 100 * DAY
    from backstory.kernel import clock

    soon = clock.now() + 2 * HOUR
    arranges(clara, pat, soon)
    work_at(soon - HOUR)
    assert appointment.last == ("missed", "recorded_late")


def test_two_on_one_day_are_one_prompt(pat, clara, phone, appointment, work_at):
    arranges(clara, pat, STARTS), arranges(clara, pat, STARTS + HOUR)
    work_at(STARTS - DAY + HOUR)
    assert sorted(slot["state"] for slot in appointment.ledger) == ["accepted", "cancelled"]
    assert len(phone.received) == 1
