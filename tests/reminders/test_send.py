"""A reminder on its way: due, claimed, sent, accepted; cancelled, missed, tried again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from backstory.kernel.ids import new_id
from tests.reminders.conftest import TONIGHT, Phone, rule_of
from tests.support.push_records import Behaviour

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def check_in(pat, on, **more):
    at = f"{on:%Y-%m-%d}T21:00:00+01:00"
    return pat.put_entry({"kind": "checkin", "average": 0}, occurred_at=at, captured_at=at, **more)


def test_a_prompt_arrives_in_neutral_words_and_opens_the_check_in(pat, phone, rule, work_at):
    work_at(TONIGHT + timedelta(seconds=5))
    [message] = phone.received
    assert (message.status, message.urgency, message.ttl) == (201, "high", 180 * 60 - 5)
    assert len(message.topic) == 32 and message.topic.replace("-", "").replace("_", "").isalnum()
    said = phone.read(message)
    assert said["web_push"] == 8030
    notification = said["notification"]
    assert (notification["title"], notification["body"]) == ("Backstory", "Time for your check-in")
    assert notification["navigate"].endswith(f"/check-in?delivery={said['app']['delivery']}")
    assert notification["tag"] == message.topic
    [slot] = rule.ledger[:1]
    assert (slot["state"], slot["local_date"], slot["due_at"]) == ("accepted", f"{TONIGHT:%Y-%m-%d}", f"{TONIGHT:%Y-%m-%dT%H:%M:%SZ}")
    [delivery] = slot["deliveries"]
    assert delivery["device"] == "Phone" and delivery["accepted_at"] and not delivery["failure"]


def test_nothing_before_its_time_and_once_is_enough(phone, rule, work_at):
    work_at(TONIGHT - timedelta(seconds=1))
    assert not phone.received
    for later in range(5):
        work_at(TONIGHT + MINUTE * later)
    assert len(phone.received) == 1


def test_every_phone_gets_it_and_a_phone_that_is_not_active_does_not(push, pat, phone, rule, work_at):
    second, inactive = Phone(push, pat), Phone(push, pat)
    second.activate()
    inactive.offer()
    inactive.token()
    push.received.clear()
    work_at(TONIGHT)
    assert {message.endpoint for message in push.received} == {phone.endpoint, second.endpoint}


def test_the_next_evening_replaces_this_one(phone, rule, work_at):
    work_at(TONIGHT)
    work_at(TONIGHT + timedelta(days=1))
    first, second = phone.received
    assert first.topic == second.topic
    assert phone.read(first)["app"] != phone.read(second)["app"]


def test_already_logged_sends_nothing(pat, phone, rule, work_at):
    assert check_in(pat, TONIGHT).status_code == 201
    work_at(TONIGHT)
    assert not phone.received
    assert rule.last == ("cancelled", "logged")
    assert rule.ledger[0]["deliveries"] == []


def test_a_check_in_of_another_day_or_one_deleted_or_another_kind_does_not_count(pat, phone, rule, work_at):
    entry_id = new_id()
    check_in(pat, TONIGHT, entry_id=entry_id)
    pat.client.delete(f"{pat.url}/entries/{entry_id}")
    check_in(pat, TONIGHT - timedelta(days=1))
    at = f"{TONIGHT:%Y-%m-%d}T21:00:00+01:00"
    pat.put_entry({"kind": "note", "text": "no check-in"}, occurred_at=at, captured_at=at)
    work_at(TONIGHT)
    assert len(phone.received) == 1


def test_mallorys_check_in_does_not_silence_pats_reminder(pat, mallory, phone, rule, work_at):
    check_in(mallory, TONIGHT)
    work_at(TONIGHT)
    assert len(phone.received) == 1


def test_paused_between_due_and_sent(phone, rule, work_at):
    phone.service.behave(Behaviour(status=500), phone.endpoint)
    work_at(TONIGHT)
    rule.change(paused=True)
    phone.service.behave(Behaviour(), phone.endpoint)
    work_at(TONIGHT + HOUR)
    assert len(phone.received) == 1
    assert rule.last == ("cancelled", "paused")


def test_without_a_phone_the_ledger_says_so(rule, work_at):
    work_at(TONIGHT)
    assert rule.last == ("cancelled", "no_device")


def test_down_for_three_hours_less_a_minute_sends_one(phone, rule, work_at):
    work_at(TONIGHT + timedelta(days=2, hours=2, minutes=59))
    [message] = phone.received
    assert message.ttl == 60
    states = [(slot["state"], slot["reason"]) for slot in rule.ledger]
    assert states[:3] == [("accepted", None), ("missed", "worker_away"), ("missed", "worker_away")]


def test_down_until_the_window_is_over_sends_none(phone, rule, work_at):
    work_at(TONIGHT + timedelta(hours=3))
    assert not phone.received
    assert rule.last == ("missed", "worker_away")
    work_at(TONIGHT + timedelta(days=1))
    assert len(phone.received) == 1


def test_two_rules_at_once_are_one_prompt(pat, phone, rule, work_at):
    body = {"kind": "checkin", "at": "19:50", "zone": "Africa/Lagos", "days": ["mo", "tu", "we", "th", "fr", "sa", "su"]}
    second = pat.client.put(f"/api/v1/reminders/{uuid4()}", json=body).json["id"]
    work_at(TONIGHT)
    assert len(phone.received) == 1
    [coalesced] = pat.client.get(f"/api/v1/reminders/{second}/deliveries").json["items"][:1]
    assert (rule.last, coalesced["reason"]) == (("sent", None), "coalesced")


@pytest.mark.parametrize("status", [404, 410])
def test_gone_retires_the_phone(pat, phone, rule, work_at, status):
    phone.service.behave(Behaviour(status=status), phone.endpoint)
    work_at(TONIGHT)
    assert rule.last == ("missed", "gone")
    assert rule.ledger[0]["deliveries"][0]["failure"] == "gone"
    assert [(item["active"], item["retired"]) for item in pat.client.get("/api/v1/push/subscriptions").json["items"]] == [(False, True)]
    work_at(TONIGHT + timedelta(days=1))
    assert len(phone.received) == 1
    assert rule.last == ("cancelled", "no_device")


@pytest.mark.parametrize(("status", "failure"), [(413, "too_large"), (400, "rejected"), (401, "refused"), (403, "refused"), (301, "rejected")])
def test_what_trying_again_does_not_mend_is_not_tried_again_and_keeps_the_phone(phone, rule, work_at, status, failure):
    phone.service.behave(Behaviour(status=status, headers={"Location": f"{phone.service.origin}/elsewhere"}), phone.endpoint)
    work_at(TONIGHT)
    work_at(TONIGHT + HOUR)
    assert len(phone.received) == 1
    assert rule.last == ("missed", failure)
    assert phone.active


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured(phone, rule, work_at, status):
    phone.service.behave(Behaviour(status=status, headers={"Retry-After": "600"}, times=1), phone.endpoint)
    work_at(TONIGHT)
    work_at(TONIGHT + 9 * MINUTE)
    assert len(phone.received) == 1
    assert rule.last == ("claimed", None)
    work_at(TONIGHT + 10 * MINUTE)
    first, second = phone.received
    assert (first.topic, first.ttl - second.ttl) == (second.topic, 600)
    assert rule.last == ("sent", None)


def test_a_failing_service_is_tried_until_the_window_ends_with_longer_and_longer_waits(phone, rule, work_at):
    phone.service.behave(Behaviour(status=500), phone.endpoint)
    for minute in range(0, 200):
        work_at(TONIGHT + MINUTE * minute)
    tries = [message.ttl for message in phone.received]
    assert tries == sorted(tries, reverse=True) and min(tries) > 0
    assert 8 <= len(tries) <= 20
    assert rule.last == ("missed", "failed")


def test_logged_between_two_tries_ends_the_tries(pat, phone, rule, work_at):
    phone.service.behave(Behaviour(status=500, times=1), phone.endpoint)
    work_at(TONIGHT)
    check_in(pat, TONIGHT)
    work_at(TONIGHT + HOUR)
    assert len(phone.received) == 1
    assert rule.last == ("cancelled", "logged")


def test_one_phone_works_and_the_other_is_tried_again_alone(push, pat, phone, rule, work_at):
    second = Phone(push, pat)
    second.activate()
    push.behave(Behaviour(status=503, times=1), second.endpoint)
    work_at(TONIGHT)
    assert rule.last == ("sent", None)
    work_at(TONIGHT + HOUR)
    assert (len(phone.received), len(second.received)) == (1, 2)
    assert all(delivery["accepted_at"] for delivery in rule.ledger[0]["deliveries"])


def test_nobody_there_is_tried_again(phone, rule, work_at, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("asyncio.base_events.BaseEventLoop.sock_connect", _refuse)
        broken.setattr("aiohttp.connector.aiohappyeyeballs.start_connection", _refuse)
        work_at(TONIGHT)
    assert rule.ledger[0]["deliveries"][0]["failure"] == "unreachable"
    work_at(TONIGHT + HOUR)
    assert rule.last == ("sent", None)


async def _refuse(*_asked, **_more):
    raise ConnectionRefusedError


def test_an_answer_that_never_ends_does_not_hold_the_worker(phone, rule, work_at, monkeypatch):
    monkeypatch.setattr("backstory.reminders.lanes.DEADLINE_SECONDS", 1)
    phone.service.behave(Behaviour(drip=0.1), phone.endpoint)
    work_at(TONIGHT)
    assert rule.last == ("sent", None)  # its head came, and the rest is not read
    phone.service.behave(Behaviour(delay=1.5), phone.endpoint)
    work_at(TONIGHT + timedelta(days=1))
    assert rule.ledger[0]["deliveries"][0]["failure"] == "unreachable"


def test_a_host_that_the_operator_took_off_the_list_is_not_called(phone, rule, settings, database):
    from backstory.kernel.jobs import Work
    from backstory.reminders import jobs

    jobs.tick(Work(settings.model_copy(update={"push_hosts": ()}), database, lambda: TONIGHT))
    assert not phone.received
    assert rule.last == ("missed", "host_not_allowed")


def test_shown_and_opened_are_the_owners_to_say(pat, mallory, phone, rule, work_at):
    work_at(TONIGHT)
    delivery = f"/api/v1/reminders/deliveries/{phone.read(phone.received[0])['app']['delivery']}"
    assert [mallory.client.post(f"{delivery}/{what}").status_code for what in ("shown", "opened")] == [404, 404]
    assert [pat.client.post(f"{delivery}/shown").status_code for _ in range(2)] == [204, 204]
    shown = rule.ledger[0]["deliveries"][0]
    assert shown["shown_at"] and not shown["opened_at"]
    assert pat.client.post(f"{delivery}/opened").status_code == 204
    opened = rule.ledger[0]["deliveries"][0]
    assert opened["opened_at"] and opened["shown_at"] == shown["shown_at"]


def test_mallorys_own_reminder_goes_to_mallorys_phone_only(push, mallory, phone, rule, work_at):
    other = Phone(push, mallory)
    other.activate()
    rule_of(mallory).change(at="21:00")
    work_at(TONIGHT)
    assert (len(phone.received), len(other.received)) == (1, 0)
    work_at(TONIGHT + HOUR)
    assert (len(phone.received), len(other.received)) == (1, 1)
    assert phone.received[0].topic != other.received[0].topic
