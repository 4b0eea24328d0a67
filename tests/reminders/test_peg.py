"""The three questions of the week."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backstory.kernel.wire import WEEK
from tests.reminders.conftest import TONIGHT, ZONE, rule_of
from tests.reminders.diary import writes

DAY = timedelta(days=1)


@pytest.fixture
def peg(pat, rule):
    rule.change(paused=True)
    made = rule_of(pat, "peg")
    wanted = {"kind": "peg", "at": "20:00", "zone": ZONE, "days": [WEEK[TONIGHT.weekday()]]}
    assert pat.client.put(made.url, json=wanted).status_code == 200
    return made


def test_once_a_week(pat, phone, peg, work_at):
    for day in range(15):
        work_at(TONIGHT + day * DAY)
    assert len(phone.received) == 3
    notification = phone.read(phone.received[0])["notification"]
    assert notification["body"] == "Three short questions for this week"
    assert notification["navigate"].split("?")[0].endswith("/peg")


@pytest.mark.parametrize(("days_ago", "form", "state"), [(0, "peg", "cancelled"), (3, "peg", "cancelled"), (4, "peg", "sent"), (0, "pgic", "sent")])
def test_answered_in_the_last_three_days_is_answered(pat, phone, peg, work_at, days_ago, form, state):
    writes(pat, TONIGHT - days_ago * DAY, "questionnaire", form=form, score=4)
    work_at(TONIGHT)
    assert peg.last == (state, "logged" if state == "cancelled" else None)


def test_answered_a_day_after_the_prompt_it_is_told_as_answered(pat, phone, peg, work_at):
    work_at(TONIGHT)
    writes(pat, TONIGHT + DAY, "questionnaire", form="peg", score=4)
    assert peg.ledger[0]["state"] == "logged"
