"""Prompts at +24, +48 and +72 hours after a treatment."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from tests.reminders.conftest import NOW, TONIGHT, rule_of
from tests.reminders.diary import revokes, writes

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TREATED = TONIGHT - 9 * HOUR  # the first prompt is a day later


@pytest.fixture
def soreness(pat, rule):
    """The check-in is off, so that what comes is about soreness."""
    rule.change(paused=True)
    return rule_of(pat, "soreness")


@pytest.fixture
def treatment(clara, pat, soreness):
    return writes(clara, TREATED, "treatment", pat=pat)


def states(rule):
    """Oldest first."""
    return [(slot["state"], slot["reason"]) for slot in reversed(rule.ledger)]


def test_three_times_and_each_opens_the_form_of_that_treatment(pat, phone, soreness, treatment, work_at):
    for hours in (23.9, 24, 24.1, 35, 47.9, 48, 60, 72, 90, 120):
        work_at(TREATED + hours * HOUR)
    assert [message.ttl for message in phone.received] == [12 * 3600] * 3
    notification = phone.read(phone.received[0])["notification"]
    assert notification["body"] == "A short question for you"
    assert notification["navigate"].split("?")[0].endswith(f"/soreness/{treatment}")
    assert [(slot["about"], slot["slot_no"] // 10) for slot in reversed(soreness.ledger)] == [(treatment, step) for step in range(3)]
    assert states(soreness) == [("accepted", None)] * 3
    assert len({message.topic for message in phone.received}) == 1


def test_answered_for_that_hour_mark_is_not_asked_and_before_it_does_not_count(pat, phone, soreness, treatment, work_at):
    writes(pat, TREATED + 23 * HOUR, "soreness", score=3)
    work_at(TREATED + 24 * HOUR)
    assert len(phone.received) == 1
    writes(pat, TREATED + 48 * HOUR, "soreness", score=0)
    work_at(TREATED + 48 * HOUR)
    assert soreness.last == ("cancelled", "logged")


def test_two_zeros_end_it(pat, phone, soreness, treatment, work_at):
    writes(pat, TREATED + 25 * HOUR, "soreness", score=0)
    writes(pat, TREATED + 30 * HOUR, "soreness", score=0)
    work_at(TREATED + 48 * HOUR)
    assert soreness.last == ("cancelled", "two_zeros")
    work_at(TREATED + 72 * HOUR)
    assert soreness.last == ("cancelled", "two_zeros")
    assert not phone.received


def test_one_zero_or_zeros_before_the_treatment_do_not(pat, phone, soreness, treatment, work_at):
    for hours in (-30, -2):
        writes(pat, TREATED + hours * HOUR, "soreness", score=0)
    writes(pat, TREATED + 25 * HOUR, "soreness", score=0)
    work_at(TREATED + 48 * HOUR)
    assert soreness.last == ("sent", None)


def test_a_newer_treatment_takes_the_place_of_the_older(pat, clara, phone, soreness, treatment, work_at):
    newer = writes(clara, TREATED + 30 * HOUR, "treatment", pat=pat)
    for hours in (48, 54, 72, 78):
        work_at(TREATED + hours * HOUR)
    reasons = {(slot["about"], slot["slot_no"] // 10 % 3): slot["reason"] for slot in soreness.ledger}
    assert reasons == {(treatment, 0): "worker_away", (treatment, 1): "superseded", (treatment, 2): "superseded", (newer, 0): None, (newer, 1): None}
    assert [phone.read(message)["notification"]["navigate"].split("/")[-1].split("?")[0] for message in phone.received] == [newer] * 2


def test_two_on_one_day_have_a_slot_each_and_one_is_asked_about(pat, clara, phone, soreness, treatment, work_at):
    second = writes(clara, TREATED + 2 * HOUR, "treatment", pat=pat)
    work_at(TREATED + 26 * HOUR)
    assert {slot["about"]: slot["state"] for slot in soreness.ledger} == {treatment: "cancelled", second: "accepted"}
    assert len({slot["slot_no"] for slot in soreness.ledger}) == 2


def test_a_treatment_taken_back_is_not_asked_about(pat, clara, phone, soreness, treatment, work_at):
    pat.client.put("/api/v1/reminders/settings", json=QUIET_NOW)
    work_at(TREATED + 24 * HOUR)
    clara.client.delete(f"{pat.url}/entries/{treatment}")
    work_at(TREATED + 34 * HOUR)
    assert soreness.last == ("cancelled", "not_there")
    assert not phone.received


def test_revoked_soreness_is_not_asked_about(pat, phone, soreness, treatment, work_at):
    revokes(pat)
    work_at(TREATED + 24 * HOUR)
    assert soreness.last == ("cancelled", "not_shared")
    assert not phone.received


def test_paused_the_ledger_says_so(pat, phone, soreness, treatment, work_at):
    assert pat.client.put(soreness.url, json={"kind": "soreness", "zone": "UTC", "paused": True}).status_code == 200
    work_at(TREATED + 24 * HOUR)
    assert soreness.last == ("cancelled", "paused")


def test_what_the_worker_slept_through_is_missed_and_what_is_open_is_asked(pat, phone, soreness, treatment, work_at):
    work_at(TREATED + 73 * HOUR)
    assert states(soreness) == [("missed", "worker_away")] * 2 + [("accepted", None)]
    assert len(phone.received) == 1


def test_written_down_two_days_late_the_ledger_says_so(pat, clara, phone, database, work_at):
    soreness = rule_of(pat, "soreness")
    treatment = writes(clara, NOW - 40 * HOUR, "treatment", pat=pat)
    with database.transaction() as session:
        from backstory.reminders.models import Reminder

        session.get(Reminder, UUID(soreness.told["id"])).made_at = NOW - 100 * DAY
    work_at(NOW + timedelta(minutes=1))
    assert soreness.last == ("missed", "recorded_late")
    work_at(NOW + 8 * HOUR)
    assert (soreness.ledger[0]["about"], soreness.last) == (treatment, ("sent", None))


def test_five_days_later_nothing_is_said_about_it_any_more(pat, phone, soreness, treatment, work_at):
    work_at(TREATED + 9 * DAY)
    assert soreness.ledger == []


def test_a_corrected_time_does_not_ask_again(pat, clara, phone, soreness, treatment, work_at):
    work_at(TREATED + 24 * HOUR)
    at = (TREATED + HOUR).isoformat()
    answer = clara.put_entry({"kind": "treatment"}, entry_id=treatment, patient_id=pat.patient_id, occurred_at=at, captured_at=at, base_version=1)
    assert answer.status_code == 200
    work_at(TREATED + 25 * HOUR)
    assert len(phone.received) == 1


QUIET_NOW = {
    "quiet_from": "08:00",
    "quiet_to": "18:00",
    "away_from": None,
    "away_until": None,
    "follow_up_minutes": None,
    "zone": "UTC",
    "follow_zone": False,
}
