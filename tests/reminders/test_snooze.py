"""Not now."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine

from tests.reminders.conftest import TONIGHT as EVENING
from tests.reminders.diary import delivery_of, settings_of, writes

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def at():
    """The phones' time and the worker's are one: at(minutes after the evening's prompt)."""
    with time_machine.travel(EVENING - HOUR, tick=False) as traveller:
        yield lambda minutes: traveller.move_to(EVENING + minutes * MINUTE)


@pytest.fixture
def asked(at, pat, phone, rule, work_at):
    """The address of tonight's prompt, a minute after it came."""
    rule.change()
    at(0)
    work_at(EVENING)
    at(1)
    return delivery_of(phone)


def tonights(rule):
    return [slot for slot in rule.ledger if slot["local_date"] == f"{EVENING:%Y-%m-%d}"]


def spelled(minutes):
    return f"{EVENING + minutes * MINUTE:%Y-%m-%dT%H:%M:%SZ}"


def put_off(pat, delivery, minutes):
    return pat.client.put(f"{delivery}/snooze", json={"until": (EVENING + minutes * MINUTE).isoformat()})


def test_it_comes_again_when_it_was_put_off_to_and_has_its_whole_window(pat, phone, rule, asked, work_at):
    answer = put_off(pat, asked, 60)
    assert (answer.status_code, answer.json) == (200, {"until": spelled(60)})
    work_at(EVENING + 59 * MINUTE)
    assert len(phone.received) == 1
    work_at(EVENING + HOUR)
    first, second = phone.received
    assert (first.topic, second.ttl) == (second.topic, 180 * 60)
    assert [slot["slot_no"] for slot in tonights(rule)] == [2, 0]


def test_the_same_again_is_one_and_another_time_moves_it(pat, phone, rule, asked, work_at):
    for minutes in (15, 15, 60, 60):
        assert put_off(pat, asked, minutes).status_code == 200
    assert [(slot["slot_no"], slot["due_at"]) for slot in tonights(rule)] == [(2, spelled(60)), (0, spelled(0))]
    work_at(EVENING + 16 * MINUTE)
    assert len(phone.received) == 1


def test_put_off_again_after_it_came_is_another_and_the_old_request_repeated_is_none(pat, phone, rule, asked, work_at, at):
    put_off(pat, asked, 15)
    at(16)
    work_at(EVENING + 16 * MINUTE)
    put_off(pat, delivery_of(phone), 31)
    put_off(pat, asked, 15)
    at(31)
    work_at(EVENING + 31 * MINUTE)
    work_at(EVENING + 33 * MINUTE)
    assert [slot["slot_no"] for slot in tonights(rule)] == [3, 2, 0]
    assert len(phone.received) == 3


def test_told_late_it_is_now_and_too_late_it_is_not_any_more(pat, phone, rule, asked, work_at, at):
    at(90)
    assert put_off(pat, asked, 60).json == {"until": spelled(90)}
    work_at(EVENING + 90 * MINUTE)
    assert len(phone.received) == 2
    at(26 * 60)
    assert put_off(pat, asked, 15).status_code == 200
    work_at(EVENING + 26 * HOUR)
    assert len(phone.received) == 3  # the next evening's own, and nothing of the one before
    reasons = {slot["slot_no"]: slot["reason"] for slot in tonights(rule)}
    assert reasons[3] == "window_over"


def test_answered_in_the_meantime_it_does_not_come(pat, phone, rule, asked, work_at):
    put_off(pat, asked, 60)
    writes(pat, EVENING + 5 * MINUTE, "checkin", average=0)
    work_at(EVENING + HOUR)
    assert rule.last == ("cancelled", "logged")
    assert len(phone.received) == 1


def test_it_takes_the_place_of_the_follow_up_and_has_none(pat, phone, rule, work_at, at):
    rule.change()
    settings_of(pat, follow_up_minutes=30)
    at(0)
    work_at(EVENING)
    at(1)
    put_off(pat, delivery_of(phone), 60)
    for minutes in range(0, 240, 15):
        work_at(EVENING + minutes * MINUTE)
    assert len(phone.received) == 2
    assert {slot["slot_no"]: slot["state"] for slot in tonights(rule)} == {0: "accepted", 1: "cancelled", 2: "accepted"}


def test_further_than_a_day_is_422_and_so_is_the_ninth_time(pat, phone, asked, work_at, at):
    answer = put_off(pat, asked, 24 * 60 + 2)
    assert (answer.status_code, answer.json["errors"]) == (422, [{"path": "until", "code": "too_far"}])
    for number in range(1, 10):
        answer = put_off(pat, asked, 5 * number)
        at(5 * number)
        work_at(EVENING + 5 * number * MINUTE)
    assert (answer.status_code, answer.json["errors"]) == (422, [{"path": "until", "code": "too_often"}])


def test_only_pat_puts_off_what_is_pats(mallory, clara, rule, asked):
    for other in (mallory, clara):
        assert put_off(other, asked, 15).status_code == 404
        assert other.client.put(f"{asked}/snooze", json={"until": "soon"}).status_code == 404  # whose it is comes before what is sent
    assert [slot["slot_no"] for slot in tonights(rule)] == [0]


def test_ten_phones_at_once_make_one(app, pat, rule, asked):
    def put(_number):
        client = app.test_client()
        client.set_cookie("backstory", pat.token)
        return client.put(f"{asked}/snooze", json={"until": (EVENING + HOUR).isoformat()}).status_code

    with ThreadPoolExecutor(10) as phones:
        assert set(phones.map(put, range(10))) == {200}
    assert [slot["slot_no"] for slot in tonights(rule)] == [2, 0]
