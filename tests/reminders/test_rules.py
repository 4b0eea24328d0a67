"""A patient's own rules."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine

from backstory.kernel import clock
from backstory.reminders import defaults, rules
from tests.reminders.conftest import rule_of

WANTED = {"kind": "checkin", "at": "07:30", "zone": "America/Santiago", "days": ["we", "mo"], "paused": False}


def url(reminder_id=None):
    return f"/api/v1/reminders/{reminder_id or uuid4()}"


def items(someone, kind=None):
    return [one for one in someone.client.get("/api/v1/reminders").json["items"] if kind in (None, one["kind"])]


def test_everybody_starts_with_a_check_in_at_eight_in_the_evening(pat):
    first, second = (items(pat) for _ in range(2))
    assert first == second
    reminder = first[0]
    assert (reminder["kind"], reminder["at"], reminder["paused"], len(reminder["days"])) == ("checkin", "20:00", False, 7)
    assert pat.client.get(url(reminder["id"])).json == reminder


def test_the_default_is_in_the_zone_that_the_patient_joined_from(clara, app):
    code = clara.client.post("/api/v1/enrolments", json={}).json["code"]
    client = app.test_client()
    client.post(f"/api/v1/enrolments/{code}", json={"name": "P", "login": "p", "password": "long enough words", "share": True, "zone": "Asia/Kathmandu"})
    reminder = client.get("/api/v1/reminders").json["items"][0]
    assert reminder["zone"] == "Asia/Kathmandu"
    due = datetime.fromisoformat(reminder["next_due_at"]).astimezone(ZoneInfo("Asia/Kathmandu"))
    assert (due.hour, due.minute) == (20, 0) and timedelta() < due - datetime.now(UTC) <= timedelta(days=1)


def test_the_worker_makes_the_default_of_who_never_looked_and_only_once(pat, mallory, database):
    for _ in range(2):
        with database.transaction() as session:
            defaults.add_defaults(session, limit=100, now=clock.now())
    for someone in (pat, mallory):
        assert [one["kind"] for one in items(someone)] == ["checkin", "soreness", "appointment", "peg", "exercise"]


def test_who_ended_the_reminders_keeps_none(pat, work_at):
    rule = rule_of(pat)
    for one in items(pat):
        assert pat.client.delete(url(one["id"])).status_code == 204
    assert pat.client.delete(rule.url).status_code == 404
    work_at(clock.now())
    assert items(pat) == []
    assert pat.client.get(rule.url).status_code == pat.client.get(f"{rule.url}/deliveries").status_code == 404
    assert rule.change().status_code == 201
    assert len(items(pat)) == 1


def test_put_makes_changes_and_repeats(pat):
    address = url()
    made, again = (pat.client.put(address, json=WANTED) for _ in range(2))
    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json == again.json
    assert made.json["days"] == ["mo", "we"]
    changed = pat.client.put(address, json=WANTED | {"at": "09:00", "days": ["su", "su"]}).json
    assert (changed["at"], changed["days"]) == ("09:00", ["su"])


def test_the_same_put_ten_times_at_once_makes_one(app, pat):
    address = url()

    def put(_number):
        client = app.test_client()
        client.set_cookie("backstory", pat.token)
        return client.put(address, json=WANTED).status_code

    with ThreadPoolExecutor(10) as threads:
        codes = sorted(threads.map(put, range(10)))
    assert codes == [200] * 9 + [201]
    assert len(items(pat, "checkin")) == 1


def test_paused_waits_for_nothing_and_going_on_waits_for_the_next(pat):
    rule = rule_of(pat)
    assert rule.change(paused=True).json["next_due_at"] is None
    assert pat.client.get(rule.url).json["paused"] is True
    assert rule.change(paused=False).json["next_due_at"] is not None


@pytest.mark.parametrize(("now", "wanted"), [("18:59:59", "2026-11-22T19:00:00Z"), ("19:00:00", "2026-11-23T19:00:00Z"), ("23:30:00", "2026-11-23T19:00:00Z")])
def test_when_today_is_past_the_next_is_tomorrow(pat, now, wanted):
    with time_machine.travel(f"2026-11-22T{now}Z", tick=False):
        address = url()
        assert pat.client.put(address, json=WANTED | {"at": "20:00", "zone": "Europe/Warsaw", "days": ["su", "mo"]}).json["next_due_at"] == wanted


def test_a_day_that_was_asked_about_is_not_asked_about_again(pat, rule, work_at):
    with time_machine.travel("2026-11-22T08:00:00Z", tick=False):
        rule.change()
        work_at(datetime(2026, 11, 22, 19, 0, 5, tzinfo=UTC))
    with time_machine.travel("2026-11-22T19:10:00Z", tick=False):
        assert rule.change(at="21:00").json["next_due_at"] == "2026-11-23T20:00:00Z"


def test_what_makes_no_sense_is_422_and_changes_nothing(pat):
    clocks = [{"at": at} for at in ("24:00", "7:30", "20:00:00", "20:00\n", "", 20)]
    zones = [{"zone": zone} for zone in ("Mars/Olympus", "../../etc/passwd", "", None)]
    days = [{"days": days} for days in ([], ["monday"], "mo", None)]
    for change in (*clocks, *zones, *days, {"kind": "spam"}, {"paused": "no"}, {"paused": None}, {"more": 1}):
        answer = pat.client.put(url(), json=WANTED | change)
        assert (answer.status_code, answer.json["code"]) == (422, "not_valid"), change
    assert [item["at"] for item in items(pat, "checkin")] == ["20:00"]


def test_not_more_than_anybody_needs(pat):
    room = rules.RULES_AT_MOST - len(items(pat))
    codes = [pat.client.put(url(), json=WANTED).status_code for _ in range(room + 1)]
    assert codes == [201] * room + [422]
    assert len(items(pat)) == rules.RULES_AT_MOST


def test_mallory_and_clara_do_not_reach_pats(pat, clara, mallory):
    rule = rule_of(pat)
    for other in (mallory, clara):
        for method, address in (("GET", rule.url), ("PUT", rule.url), ("DELETE", rule.url), ("GET", f"{rule.url}/deliveries")):
            assert other.client.open(address, method=method, json=WANTED if method == "PUT" else None).status_code == 404, (other.name, method)
    assert pat.client.get(rule.url).json["at"] == "20:00"


def test_a_clinician_has_no_reminders_of_her_own(clara):
    for answer in (clara.client.get("/api/v1/reminders"), clara.client.put(url(), json=WANTED)):
        assert (answer.status_code, answer.json["code"]) == (403, "not_yours_to_do")
