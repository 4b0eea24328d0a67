"""Who is done, away or off is not asked, and the ledger says why."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.reminders.conftest import TONIGHT, ZONE
from tests.reminders.diary import EVERY_DAY, plans, settings_of, writes

DAY = timedelta(days=1)
ON = TONIGHT.date()


@pytest.mark.parametrize(("first", "last"), [(ON, ON), (ON - DAY, ON + DAY), (None, ON), (ON, None)], ids=["that day", "around it", "until it", "from it on"])
def test_pat_who_is_away_gets_nothing_and_the_ledger_says_why(pat, phone, rule, work_at, first, last):
    assert settings_of(pat, away_from=first and str(first), away_until=last and str(last)).status_code == 200
    work_at(TONIGHT)
    assert not phone.received
    assert rule.last == ("cancelled", "away")


@pytest.mark.parametrize(("first", "last"), [(ON + DAY, ON + 2 * DAY), (None, ON - DAY), (ON + DAY, None)])
def test_pat_who_is_away_on_other_days_is_asked(pat, phone, rule, work_at, first, last):
    settings_of(pat, away_from=first and str(first), away_until=last and str(last))
    work_at(TONIGHT)
    assert len(phone.received) == 1


def test_away_counts_days_of_the_wall_clock_not_of_utc(pat, phone, rule, work_at):
    """Half past midnight in Lagos is still the day before in UTC."""
    rule.change(at="00:30")
    settings_of(pat, away_from=str(ON + DAY), away_until=str(ON + DAY))
    work_at(TONIGHT.replace(hour=23, minute=30))
    assert rule.ledger[0]["local_date"] == str(ON + DAY)
    assert rule.last == ("cancelled", "away")


def test_two_reasons_and_the_first_is_told(pat, phone, rule, work_at):
    settings_of(pat, away_from=str(ON), away_until=str(ON))
    writes(pat, TONIGHT, "checkin", average=0)
    work_at(TONIGHT)
    assert rule.last == ("cancelled", "away")


def test_an_ended_rule_asks_nothing_more(pat, phone, rule, work_at):
    rule.change(at="20:30")
    settings_of(pat, quiet_from="20:00", quiet_to="21:00")
    work_at(TONIGHT + timedelta(minutes=30))
    pat.client.delete(rule.url)
    work_at(TONIGHT + timedelta(hours=1))
    assert not phone.received


def test_mallorys_settings_do_not_silence_pat(pat, mallory, phone, rule, work_at):
    settings_of(mallory, away_from=str(ON), away_until=str(ON), quiet_from="19:00", quiet_to="23:00")
    work_at(TONIGHT)
    assert len(phone.received) == 1


def test_each_kind_is_its_own_and_two_kinds_at_once_are_two_prompts(pat, clara, phone, rule, work_at):
    plans(clara, pat)
    pat.client.put(f"/api/v1/reminders/{uuid4()}", json={"kind": "exercise", "at": "20:00", "zone": ZONE, "days": EVERY_DAY})
    work_at(TONIGHT)
    assert {phone.read(message)["notification"]["body"] for message in phone.received} == {"Time for your check-in", "Time for today's plan"}
    assert len({message.topic for message in phone.received}) == 2
