"""Once more, and never a third time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.reminders.conftest import TONIGHT
from tests.reminders.diary import delivery_of, settings_of, writes
from tests.support.push_records import Behaviour

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def numbers(rule):
    return [slot["slot_no"] for slot in rule.ledger if slot["local_date"] == f"{TONIGHT:%Y-%m-%d}"]


@pytest.fixture
def follow_up(pat, phone, rule):
    settings_of(pat, follow_up_minutes=60)


def test_nobody_is_asked_twice_who_did_not_want_it(phone, rule, work_at):
    for minutes in range(0, 180, 20):
        work_at(TONIGHT + minutes * MINUTE)
    assert len(phone.received) == 1


def test_not_answered_in_an_hour_is_asked_once_more_in_the_same_place(phone, rule, follow_up, work_at):
    for minutes in range(0, 180, 10):
        work_at(TONIGHT + minutes * MINUTE)
    first, second = phone.received
    assert (first.topic, second.ttl) == (second.topic, 2 * 3600)
    assert [(slot["slot_no"], slot["state"]) for slot in rule.ledger[:2]] == [(1, "accepted"), (0, "accepted")]


def test_answered_it_is_not(pat, phone, rule, follow_up, work_at):
    work_at(TONIGHT)
    writes(pat, TONIGHT + 10 * MINUTE, "checkin", average=0)
    work_at(TONIGHT + HOUR)
    assert len(phone.received) == 1
    assert [(slot["slot_no"], slot["state"], slot["reason"]) for slot in rule.ledger[:2]] == [(1, "cancelled", "logged"), (0, "logged", None)]


def test_an_hour_counts_from_when_it_was_sent(phone, rule, follow_up, work_at):
    phone.service.behave(Behaviour(status=503, times=1), phone.endpoint)
    work_at(TONIGHT)
    work_at(TONIGHT + 30 * MINUTE)
    assert rule.ledger[0]["due_at"] == f"{TONIGHT + 90 * MINUTE:%Y-%m-%dT%H:%M:%SZ}"


def test_none_after_the_window(pat, phone, rule, follow_up, work_at):
    settings_of(pat, follow_up_minutes=120)
    work_at(TONIGHT + HOUR)
    work_at(TONIGHT + 3 * HOUR)
    assert len(phone.received) == 1
    assert numbers(rule) == [0]


def test_none_for_what_was_not_sent(pat, phone, rule, follow_up, work_at):
    writes(pat, TONIGHT, "checkin", average=0)
    work_at(TONIGHT)
    work_at(TONIGHT + HOUR)
    assert numbers(rule) == [0]


def test_put_off_it_waits_for_what_was_asked_for(pat, phone, rule, follow_up, work_at):
    work_at(TONIGHT)
    until = TONIGHT + 40 * MINUTE - timedelta(days=1)  # the phone's own clock is a day behind the worker's in these tests
    assert pat.client.put(f"{delivery_of(phone)}/snooze", json={"until": until.isoformat()}).status_code == 200
    work_at(TONIGHT + HOUR)
    assert {slot["slot_no"]: slot["reason"] for slot in rule.ledger}[1] == "snoozed"


def test_of_two_workers_one_makes_it(phone, rule, follow_up, work_at, database):
    from backstory.reminders.outcomes import Outcome
    from backstory.reminders.prompts import claim
    from backstory.reminders.results import settle
    from tests.reminders.test_claim import fill

    fill(database)
    with database.transaction() as session:
        [prompt] = claim(session, now=TONIGHT, limit=10).prompts
    for _ in range(2):  # the first was thought dead, and was not
        with database.transaction() as session:
            settle(session, [(prompt, [Outcome()])], now=TONIGHT)
    assert numbers(rule) == [1, 0]
