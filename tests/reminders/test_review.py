"""What a second pair of eyes found in how reminders are claimed, told and changed; each test has the mistake's own name."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from backstory.reminders.outcomes import Outcome
from backstory.reminders.prompts import LEASE, claim
from backstory.reminders.results import settle
from tests.reminders.conftest import TONIGHT, Phone
from tests.reminders.diary import arranges, delivery_of, settings_of, writes
from tests.reminders.test_claim import fill
from tests.support.push_records import Behaviour
from tests.timeline.test_timeline import timeline

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def status(someone):
    return someone.client.get("/api/v1/reminders/status").json


def told(clara, pat):
    day = f"{TONIGHT:%Y-%m-%d}"
    return timeline(clara, pat, **{"from": day, "to": day})["days"][0]["checkin_prompt"]


@pytest.fixture
def claimed(database, rule, work_at, phone):
    """pat's prompt of tonight, in the hands of a worker."""
    work_at(TONIGHT - 6 * HOUR)  # her own evening may be still to come
    phone.received.clear()
    fill(database)
    with database.transaction() as session:
        [prompt] = claim(session, now=TONIGHT, limit=10).prompts
    return prompt


def settles(database, prompt, outcome, now):
    with database.transaction() as session:
        settle(session, [(prompt, [outcome])], now=now)


def test_a_worker_that_overslept_its_lease_undid_what_the_next_one_wrote(phone, rule, database, claimed, work_at):
    work_at(TONIGHT + LEASE)
    settles(database, claimed, Outcome("unreachable"), TONIGHT + LEASE + MINUTE)
    work_at(TONIGHT + LEASE + 5 * MINUTE)
    assert (rule.last, len(phone.received)) == (("sent", None), 1)
    assert rule.ledger[0]["deliveries"][0]["accepted_at"]


def test_a_prompt_that_was_put_off_while_it_was_claimed_came_again(pat, phone, rule, database, claimed, work_at):
    with time_machine.travel(TONIGHT + MINUTE, tick=False):
        later = {"until": (TONIGHT + HOUR).isoformat()}
        assert pat.client.put(f"/api/v1/reminders/deliveries/{claimed.sendings[0].delivery_id}/snooze", json=later).status_code == 200
    settles(database, claimed, Outcome("unreachable"), TONIGHT + MINUTE)
    work_at(TONIGHT + 10 * MINUTE)
    assert phone.received == []
    work_at(TONIGHT + HOUR)
    assert len(phone.received) == 1


def test_a_rule_changed_just_after_it_fell_due_lost_the_day(phone, rule, work_at):
    work_at(TONIGHT - 6 * HOUR)
    phone.received.clear()
    with time_machine.travel(TONIGHT + timedelta(seconds=5), tick=False):
        rule.change(at="19:30")
    work_at(TONIGHT + MINUTE)
    assert (rule.ledger[0]["local_date"], rule.last[0], len(phone.received)) == (f"{TONIGHT:%Y-%m-%d}", "sent", 1)


def test_a_patient_with_one_phone_that_is_well_was_told_not_reached_for_the_idle_one(pat, clara, phone, rule, work_at):
    laptop = Phone(phone.service, pat)
    laptop.activate()
    for day in range(4):
        phone.received.clear()
        work_at(TONIGHT + day * DAY)
        with time_machine.travel(TONIGHT + day * DAY + MINUTE, tick=False):
            assert pat.client.post(f"{delivery_of(phone)}/shown").status_code == 204
    with time_machine.travel(TONIGHT + 3 * DAY + HOUR, tick=False):
        assert status(pat)["trouble"] is None
        assert clara.client.get("/api/v1/patients").json["items"][0]["reminders_off"] is None


def test_a_phone_that_refuses_everything_was_no_trouble(pat, clara, phone, rule, work_at):
    phone.service.behave(Behaviour(status=400), phone.endpoint)
    for day in range(3):
        work_at(TONIGHT + day * DAY)
    with time_machine.travel(TONIGHT + 2 * DAY + HOUR, tick=False):
        assert status(pat)["trouble"] == "refused"
        assert clara.client.get("/api/v1/patients").json["items"][0]["reminders_off"] == "refused"


def test_who_has_switched_everything_off_was_told_that_no_phone_allows_it(pat, rule):
    assert status(pat)["trouble"] == "no_device"
    for reminder in pat.client.get("/api/v1/reminders").json["items"]:
        assert pat.client.delete(f"/api/v1/reminders/{reminder['id']}").status_code == 204
    assert status(pat)["trouble"] is None


def test_what_the_phone_showed_was_told_as_not_asked(pat, clara, phone, rule, database, claimed, work_at):
    with time_machine.travel(TONIGHT + MINUTE, tick=False):
        pat.client.post(f"/api/v1/reminders/deliveries/{claimed.sendings[0].delivery_id}/shown")
    settles(database, claimed, Outcome("unreachable"), TONIGHT + MINUTE)
    work_at(TONIGHT + 4 * HOUR)
    assert told(clara, pat) == {"asked": True, "answered": False, "reason": None}


def test_what_is_still_being_sent_was_told_as_not_asked(pat, clara, claimed):
    assert told(clara, pat) is None


@pytest.mark.parametrize(("answer", "messages"), [("none", 2), ("opened", 1), ("a note", 1)])
def test_an_appointments_prompt_went_on_after_it_was_answered(pat, clara, phone, rule, work_at, answer, messages):
    rule.change(paused=True)
    settings_of(pat, follow_up_minutes=30)
    with time_machine.travel(TONIGHT - 3 * HOUR, tick=False):
        arranges(clara, pat, TONIGHT + DAY)
    work_at(TONIGHT + MINUTE)
    with time_machine.travel(TONIGHT + 5 * MINUTE, tick=False):
        if answer == "opened":
            pat.client.post(f"{delivery_of(phone)}/opened")
        if answer == "a note":
            writes(pat, TONIGHT + 5 * MINUTE, "note", text="my knee")
        assert (status(pat)["open_prompt"] is None) == (answer != "none")
    work_at(TONIGHT + 40 * MINUTE)
    assert len(phone.received) == messages


def test_a_prompt_that_was_put_off_stayed_open(pat, phone, rule, work_at):
    work_at(TONIGHT - 6 * HOUR)
    phone.received.clear()
    work_at(TONIGHT)
    with time_machine.travel(TONIGHT + MINUTE, tick=False):
        assert status(pat)["open_prompt"]["kind"] == "checkin"
        pat.client.put(f"{delivery_of(phone)}/snooze", json={"until": (TONIGHT + HOUR).isoformat()})
        assert status(pat)["open_prompt"] is None
    work_at(TONIGHT + HOUR)
    with time_machine.travel(TONIGHT + HOUR + MINUTE, tick=False):
        assert status(pat)["open_prompt"]["kind"] == "checkin"
