"""The clinician tells *not asked* from *asked, not answered*."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backstory.reminders.models import PushSubscription
from tests.reminders.conftest import NOW, TONIGHT, Phone, phone, push, push_service, rule, settings, work_at  # noqa: F401
from tests.reminders.diary import settings_of, writes
from tests.support.push_records import Behaviour
from tests.timeline.test_timeline import timeline

DAY = timedelta(days=1)
# ruff: noqa: F811  # fixtures of the reminders' tests


def prompts(clara, pat, days=1):
    found = timeline(clara, pat, **{"from": f"{TONIGHT:%Y-%m-%d}", "to": f"{TONIGHT + (days - 1) * DAY:%Y-%m-%d}"})
    return [day["checkin_prompt"] for day in found["days"]]


def test_asked_and_not_answered_then_answered(pat, clara, phone, rule, work_at):
    work_at(TONIGHT)
    assert prompts(clara, pat) == [{"asked": True, "answered": False, "reason": None}]
    writes(pat, TONIGHT + DAY / 24, "checkin", average=0)
    assert prompts(clara, pat) == [{"asked": True, "answered": True, "reason": None}]


def test_not_asked_and_why(pat, clara, rule, work_at):
    settings_of(pat, away_until=f"{TONIGHT:%Y-%m-%d}")
    work_at(TONIGHT)
    work_at(TONIGHT + DAY)
    assert prompts(clara, pat, 3) == [{"asked": False, "answered": False, "reason": reason} for reason in ("away", "no_device")] + [None]


def test_answered_without_being_asked(pat, clara, phone, rule, work_at):
    writes(pat, TONIGHT, "checkin", average=0)
    work_at(TONIGHT)
    assert prompts(clara, pat) == [{"asked": False, "answered": True, "reason": "logged"}]


def test_a_follow_up_that_was_not_needed_or_did_not_arrive_does_not_unask(pat, clara, phone, rule, work_at):
    settings_of(pat, follow_up_minutes=30)
    work_at(TONIGHT)
    phone.service.behave(Behaviour(status=413), phone.endpoint)
    work_at(TONIGHT + DAY / 24)
    assert prompts(clara, pat) == [{"asked": True, "answered": False, "reason": None}]


def test_other_kinds_ask_for_something_else(pat, clara, phone, rule, work_at):
    rule.change(paused=True)
    work_at(TONIGHT)
    assert prompts(clara, pat) == [None]


def off(clara, pat):
    [item] = clara.client.get("/api/v1/patients").json["items"]
    return item["reminders_off"]


def reach(clara, pat):
    return timeline(clara, pat)["reminders"]


def test_whether_reminders_reach_somebody_is_seen_at_a_glance(pat, clara, phone, rule, database):
    assert (off(clara, pat), reach(clara, pat)) == (None, {"on": True, "trouble": None})
    for change, trouble in (({"unshown": 3}, "quiet"), ({"retired_at": NOW, "retired_reason": "gone"}, "gone")):
        with database.transaction() as session:
            for name, value in change.items():
                setattr(session.get(PushSubscription, (pat.person_id, phone.id)), name, value)
        assert (off(clara, pat), reach(clara, pat)) == (trouble, {"on": True, "trouble": trouble})


@pytest.mark.parametrize("how", ["paused", "ended", "away"])
def test_paused_ended_and_away_are_off(pat, clara, phone, rule, how):
    if how == "paused":
        rule.change(paused=True)
    elif how == "ended":
        pat.client.delete(rule.url)
    else:
        settings_of(pat, away_from=f"{NOW - DAY:%Y-%m-%d}", away_until=f"{NOW + DAY:%Y-%m-%d}")
    assert (off(clara, pat), reach(clara, pat)) == ("paused", {"on": False, "trouble": None})


def test_who_is_new_is_not_paused(pat, clara):
    assert off(clara, pat) == "no_device"
    assert reach(clara, pat) == {"on": True, "trouble": "no_device"}


def test_a_stranger_sees_nothing_of_it(stranger, mallory, pat, phone, rule, work_at):
    work_at(TONIGHT)
    assert stranger.client.get("/api/v1/patients").json["items"] == []
    assert mallory.client.get(f"{pat.url}/timeline").status_code == 404
