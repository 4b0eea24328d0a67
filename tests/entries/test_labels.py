"""Honest time labels: late, clock_wrong, and a local day that stays (DOMAIN 2)."""

from __future__ import annotations

from datetime import timedelta

from backstory.kernel import clock
from backstory.kernel.ids import new_id

CHECKIN = {"kind": "checkin", "average": 4}


def times(captured_at, occurred_at="2026-11-20T20:00:00+01:00"):
    return {"captured_at": captured_at, "occurred_at": occurred_at}


def test_a_score_captured_more_than_36_hours_later_is_late(pat):
    assert pat.put_entry(CHECKIN, **times("2026-11-22T07:00:00Z")).json["late"] is False
    assert pat.put_entry(CHECKIN, **times("2026-11-22T07:00:01Z")).json["late"] is True


def test_editing_a_note_days_later_does_not_make_the_score_late(pat):
    entry_id = new_id()
    pat.put_entry(CHECKIN, entry_id=entry_id, **times("2026-11-20T19:00:00Z"))
    edited = pat.put_entry(CHECKIN | {"note": "words"}, entry_id=entry_id, base_version=1, **times("2026-11-28T19:00:00Z"))
    assert edited.json["late"] is False


def test_changing_the_score_days_later_makes_it_late_and_a_note_keeps_it_so(pat):
    entry_id = new_id()
    pat.put_entry(CHECKIN, entry_id=entry_id, **times("2026-11-20T19:00:00Z"))
    edited = pat.put_entry(CHECKIN | {"average": 5}, entry_id=entry_id, base_version=1, **times("2026-11-28T19:00:00Z"))
    assert edited.json["late"] is True
    noted = pat.put_entry(CHECKIN | {"average": 5, "note": "words"}, entry_id=entry_id, base_version=2, **times("2026-11-20T19:00:00Z"))
    assert noted.json["late"] is True


def test_moving_an_entry_to_a_day_long_ago_makes_it_late(pat):
    entry_id = new_id()
    pat.put_entry(CHECKIN, entry_id=entry_id, **times("2026-11-20T19:00:00Z"))
    moved = pat.put_entry(CHECKIN, entry_id=entry_id, base_version=1, **times("2026-11-20T19:10:00Z", "2026-11-10T20:00:00+01:00"))
    assert moved.json["late"] is True


def test_a_capture_in_the_servers_future_is_kept_and_marked(pat):
    ahead = (clock.now() + timedelta(days=1)).isoformat()
    answer = pat.put_entry(CHECKIN, captured_at=ahead, occurred_at=ahead)
    assert (answer.status_code, answer.json["clock_wrong"]) == (201, True)


def test_two_weeks_offline_is_not_late_when_captured_on_time(pat):
    answer = pat.put_entry(CHECKIN, **times("2026-11-08T19:05:00Z", "2026-11-08T20:00:00+01:00"))
    assert (answer.json["late"], answer.json["clock_wrong"]) == (False, False)


def test_the_wall_clock_and_offset_are_kept_as_sent(pat):
    for sent in ("2026-11-22T00:15:00+05:45", "2026-11-21T23:59:59.250-03:30", "2026-11-22T00:15:00Z"):
        assert pat.put_entry(CHECKIN, occurred_at=sent).json["occurred_at"].replace("250000", "250") == sent


def test_times_without_offset_or_out_of_the_calendar_are_422(pat):
    for sent in (
        "2026-11-22T20:15:00",
        "2026-11-22",
        "0001-01-01T00:00:00+10:00",
        "2026-02-30T00:00:00Z",
        1700000000,
        "2026-11-22T20:15:00+23:59",
    ):
        assert pat.put_entry(CHECKIN, occurred_at=sent).status_code == 422, sent
