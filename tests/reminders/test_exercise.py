"""Prompts for the day's plan."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from backstory.kernel.wire import WEEK
from tests.reminders.conftest import TONIGHT, ZONE, Rule
from tests.reminders.diary import EVERY_DAY, plans, revokes, writes

HOUR = timedelta(hours=1)
TODAY = WEEK[TONIGHT.weekday()]
NOT_TODAY = [day for day in WEEK if day != TODAY]


def asks(pat, **more):
    url = f"/api/v1/reminders/{uuid4()}"
    made = Rule(pat, url)
    assert pat.client.put(url, json={"kind": "exercise", "at": "20:00", "zone": ZONE, "days": EVERY_DAY, **more}).status_code == 201
    return made


def did(pat, item_id, **more):
    return writes(pat, TONIGHT - HOUR, "exercise", plan_item_id=item_id, **more)


def test_what_is_not_done_yet_is_asked_for_in_neutral_words(pat, clara, phone, work_at):
    first, _second = plans(clara, pat), plans(clara, pat)
    exercise = asks(pat)
    did(pat, first)
    work_at(TONIGHT)
    [message] = phone.received
    said = phone.read(message)["notification"]
    assert said["body"] == "Time for today's plan"
    assert said["navigate"].split("?")[0].endswith("/exercise")
    assert exercise.last == ("sent", None)


def test_all_of_it_done_or_skipped_sends_nothing(pat, clara, phone, work_at):
    first, second, _other_day = plans(clara, pat), plans(clara, pat), plans(clara, pat, days=NOT_TODAY)
    exercise = asks(pat)
    did(pat, first)
    did(pat, second, skipped=True)
    work_at(TONIGHT)
    assert not phone.received
    assert exercise.last == ("cancelled", "logged")


def test_done_yesterday_is_not_done_today(pat, clara, phone, work_at):
    item = plans(clara, pat)
    asks(pat)
    writes(pat, TONIGHT - timedelta(days=1), "exercise", plan_item_id=item)
    work_at(TONIGHT)
    assert len(phone.received) == 1


@pytest.mark.parametrize("planned", [False, True])
def test_a_day_without_a_plan_is_left_in_peace(pat, clara, phone, work_at, planned):
    if planned:
        plans(clara, pat, days=NOT_TODAY)
    exercise = asks(pat)
    work_at(TONIGHT)
    assert exercise.last == ("cancelled", "nothing_planned")
    assert not phone.received


def test_open_red_flag_stops_exercise_prompts_until_it_is_cleared(pat, clara, phone, rule, work_at):
    plans(clara, pat)
    exercise = asks(pat)
    writes(pat, TONIGHT - 50 * timedelta(days=1), "redflag", symptoms=["numbness"], acknowledged=True)
    work_at(TONIGHT)
    assert exercise.last == ("cancelled", "redflag")
    assert rule.last == ("sent", None)  # the check-in goes on
    writes(pat, TONIGHT, "redflag", acknowledged=True, cleared=True)
    work_at(TONIGHT + timedelta(days=1))
    assert exercise.last == ("sent", None)
    writes(pat, TONIGHT + timedelta(days=1), "redflag", acknowledged=True)
    work_at(TONIGHT + timedelta(days=2))
    assert exercise.last == ("cancelled", "redflag")


def test_revoked_the_plan_is_not_asked_for(pat, clara, phone, work_at):
    plans(clara, pat)
    exercise = asks(pat)
    revokes(pat)
    work_at(TONIGHT)
    assert not phone.received
    assert exercise.last == ("cancelled", "not_shared")


def test_a_rule_for_one_exercise_opens_it_and_asks_for_it_alone(pat, clara, phone, work_at):
    one, _other = plans(clara, pat), plans(clara, pat)
    exercise = asks(pat, about=one)
    work_at(TONIGHT)
    [message] = phone.received
    assert phone.read(message)["notification"]["navigate"].split("?")[0].endswith(f"/exercise/{one}")
    assert exercise.ledger[0]["about"] == one
    writes(pat, TONIGHT + timedelta(days=1), "exercise", plan_item_id=one)
    work_at(TONIGHT + timedelta(days=1))
    assert exercise.last == ("cancelled", "logged")


def test_a_rule_for_an_exercise_that_ended_or_is_not_of_that_day(pat, clara, phone, work_at):
    ended, other_day = plans(clara, pat), plans(clara, pat, days=NOT_TODAY)
    about_ended, about_other_day = asks(pat, about=ended), asks(pat, about=other_day)
    clara.client.delete(f"{pat.url}/plan/{ended}")
    work_at(TONIGHT)
    assert about_ended.last == ("cancelled", "not_there")
    assert about_other_day.last == ("cancelled", "nothing_planned")


def test_two_exercises_at_once_are_two_messages_side_by_side(pat, clara, phone, work_at):
    for _ in range(2):
        asks(pat, about=plans(clara, pat))
    work_at(TONIGHT)
    assert len({message.topic for message in phone.received}) == len(phone.received) == 2
