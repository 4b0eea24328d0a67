"""What became of each prompt, as far as anybody can know."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine

from tests.reminders.conftest import TONIGHT
from tests.reminders.diary import delivery_of, writes
from tests.support.push_records import Behaviour

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def now():
    """The phone's clock, ten minutes after the prompt."""
    with time_machine.travel(TONIGHT + 10 * MINUTE, tick=False):
        yield TONIGHT + 10 * MINUTE


def state(rule):
    return rule.ledger[0]["state"]


def test_the_furthest_that_it_came(pat, phone, rule, work_at):
    work_at(TONIGHT)
    assert state(rule) == "accepted"
    for told in ("shown", "opened"):
        pat.client.post(f"{delivery_of(phone)}/{told}")
        assert state(rule) == told
    writes(pat, TONIGHT + MINUTE, "checkin", average=0)
    assert state(rule) == "logged"


def test_an_answer_taken_back_is_none(pat, phone, rule, work_at):
    work_at(TONIGHT)
    entry = writes(pat, TONIGHT + MINUTE, "checkin", average=0)
    assert state(rule) == "logged"
    pat.client.delete(f"{pat.url}/entries/{entry}")
    assert state(rule) == "accepted"


def test_answered_before_it_was_asked_it_is_cancelled_and_not_logged(pat, phone, rule, work_at):
    writes(pat, TONIGHT - HOUR, "checkin", average=0)
    work_at(TONIGHT)
    assert (state(rule), rule.ledger[0]["reason"]) == ("cancelled", "logged")


def test_a_phone_says_shown_though_the_worker_died_before_it_knew(pat, phone, rule, database, work_at):
    from backstory.reminders.prompts import claim
    from tests.reminders.test_claim import fill

    fill(database)
    with database.transaction() as session:
        [prompt] = claim(session, now=TONIGHT, limit=10).prompts
    assert state(rule) == "claimed"
    pat.client.post(f"/api/v1/reminders/deliveries/{prompt.sendings[0].delivery_id}/shown")
    assert state(rule) == "shown"


def at(told):
    return None if told is None else datetime.fromisoformat(told)


def test_told_later_it_is_kept_as_it_happened(pat, phone, rule, work_at, now):
    work_at(TONIGHT)
    assert pat.client.post(f"{delivery_of(phone)}/shown", json={"at": (TONIGHT + 2 * MINUTE).isoformat()}).status_code == 204
    assert pat.client.post(f"{delivery_of(phone)}/shown", json={"at": (TONIGHT + 5 * MINUTE).isoformat()}).status_code == 204
    assert pat.client.post(f"{delivery_of(phone)}/opened", json={"at": (TONIGHT + 3 * MINUTE).isoformat()}).status_code == 204
    [delivery] = rule.ledger[0]["deliveries"]
    assert (at(delivery["shown_at"]), at(delivery["opened_at"])) == (TONIGHT + 2 * MINUTE, TONIGHT + 3 * MINUTE)


@pytest.mark.parametrize(("said", "kept"), [(-60, 0), (60, 10), (None, 10), (4, 4)])
def test_a_clock_that_is_wrong_does_not_show_it_before_it_was_sent_or_in_the_future(pat, phone, rule, work_at, now, said, kept):
    work_at(TONIGHT)
    body = {"at": said if said is None else (TONIGHT + said * MINUTE).isoformat()}
    assert pat.client.post(f"{delivery_of(phone)}/shown", json=body).status_code == 204
    assert at(rule.ledger[0]["deliveries"][0]["shown_at"]) == TONIGHT + kept * MINUTE


def test_without_a_body_it_is_now_and_a_strange_body_is_refused(pat, phone, rule, work_at, now):
    work_at(TONIGHT)
    delivery = delivery_of(phone)
    assert [pat.client.post(f"{delivery}/shown", data=data, content_type=kind).status_code for data, kind in STRANGE] == [400, 415, 422, 422]
    assert pat.client.post(f"{delivery}/shown").status_code == 204
    assert at(rule.ledger[0]["deliveries"][0]["shown_at"]) == now


STRANGE = [("{", "application/json"), ("x", "text/plain"), ('{"at": "yesterday"}', "application/json"), ('{"when": 1}', "application/json")]


def test_two_phones_and_each_is_told_apart(push, pat, phone, rule, work_at):
    from tests.reminders.conftest import Phone

    second = Phone(push, pat)
    second.activate()
    push.behave(Behaviour(status=410), second.endpoint)
    work_at(TONIGHT)
    told = {delivery["failure"]: delivery["accepted_at"] for delivery in rule.ledger[0]["deliveries"]}
    assert told[None] and told["gone"] is None
    assert state(rule) == "accepted"


def test_missed_says_why(phone, rule, work_at):
    phone.service.behave(Behaviour(status=413), phone.endpoint)
    work_at(TONIGHT)
    assert (state(rule), rule.ledger[0]["reason"]) == ("missed", "too_large")
