"""GET /patients/{p}/timeline: day by day."""

from __future__ import annotations

import pytest

from backstory.kernel.ids import new_id
from backstory.timeline.routes import TimelineOut
from tests.conftest import op

EMPTY = {
    "average": None,
    "worst": None,
    "late": False,
    "checkin_id": None,
    "spasms": 0,
    "soreness": None,
    "exercises_done": 0,
    "exercises_skipped": 0,
    "treatments": 0,
    "checkin_prompt": None,
}


def timeline(by, pat, **query):
    answer = by.client.get(f"{pat.url}/timeline", query_string=query)
    assert answer.status_code == 200
    TimelineOut.model_validate_json(answer.data)
    return answer.json


def test_the_usual_window_is_28_local_days_and_every_one_is_there(pat, clara):
    found = timeline(clara, pat)
    assert found["patient"] == {"id": str(pat.patient_id), "name": "Pat"}
    assert (found["from"], found["to"], len(found["days"])) == ("2026-10-26", "2026-11-22", 28)
    assert found["days"][0] == {"date": "2026-10-26", **EMPTY}
    assert [day["date"] for day in found["days"]] == sorted({day["date"] for day in found["days"]})


def test_a_day_holds_what_happened_on_it(pat, clara):
    first, counts = new_id(), new_id()
    pat.sync(
        op({"kind": "checkin", "average": 8}, entry_id=first, occurred_at="2026-11-20T08:00:00+01:00"),
        op({"kind": "checkin", "average": 0, "worst": 6}, entry_id=counts, occurred_at="2026-11-20T21:00:00+01:00", captured_at="2026-11-20T21:00:00+01:00"),
        op({"kind": "spasm", "peak": 7}, occurred_at="2026-11-20T09:00:00+01:00"),
        op({"kind": "spasm", "peak": 7}, occurred_at="2026-11-20T10:00:00+01:00"),
        op({"kind": "soreness", "score": 4}, occurred_at="2026-11-20T11:00:00+01:00"),
        op({"kind": "soreness", "score": 1}, occurred_at="2026-11-20T19:00:00+01:00"),
        op({"kind": "exercise", "name": "Bridge"}, occurred_at="2026-11-20T12:00:00+01:00"),
        op({"kind": "exercise", "name": "Bridge", "skipped": True}, occurred_at="2026-11-20T13:00:00+01:00"),
        op({"kind": "note", "text": "x"}, occurred_at="2026-11-20T14:00:00+01:00"),
    )
    clara.put_entry({"kind": "treatment"}, patient_id=pat.patient_id, occurred_at="2026-11-20T16:00:00+01:00")
    found = timeline(clara, pat)
    [day] = [day for day in found["days"] if day != {"date": day["date"], **EMPTY}]
    assert day == {
        "date": "2026-11-20",
        "average": 0,
        "worst": 6,
        "late": False,
        "checkin_id": str(counts),
        "spasms": 2,
        "soreness": 4,
        "exercises_done": 1,
        "exercises_skipped": 1,
        "treatments": 1,
        "checkin_prompt": None,
    }
    assert [entry["occurred_at"] for entry in found["entries"]] == sorted((entry["occurred_at"] for entry in found["entries"]), reverse=True)
    assert len(found["entries"]) == 10


def test_a_soreness_of_zero_is_an_answer(pat):
    pat.put_entry({"kind": "soreness", "score": 0})
    assert timeline(pat, pat)["days"][-1]["soreness"] == 0


def test_a_late_checkin_is_shown_and_says_so(pat, clara):
    pat.put_entry({"kind": "checkin", "average": 6}, occurred_at="2026-11-18T20:00:00+01:00")
    [day] = timeline(clara, pat, **{"from": "2026-11-18", "to": "2026-11-18"})["days"]
    assert (day["average"], day["late"]) == (6, True)


def test_a_day_is_that_of_the_entrys_own_offset(pat, clara):
    pat.sync(
        op({"kind": "spasm", "peak": 3}, occurred_at="2026-11-19T23:30:00-10:00"),
        op({"kind": "spasm", "peak": 3}, occurred_at="2026-11-19T00:30:00+14:00"),
        op({"kind": "spasm", "peak": 3}, occurred_at="2026-11-20T00:30:00+01:00"),
    )
    found = timeline(clara, pat, **{"from": "2026-11-18", "to": "2026-11-20"})
    assert [day["spasms"] for day in found["days"]] == [0, 2, 1]
    assert len(timeline(clara, pat, **{"from": "2026-11-19", "to": "2026-11-19"})["entries"]) == 2


def test_plan_and_appointments_stand_beside_it(pat, clara):
    item, ended, appointment = (str(new_id()) for _ in range(3))
    for one in (item, ended):
        clara.client.put(f"{pat.url}/plan/{one}", json={"exercise": "bridge"})
    clara.client.delete(f"{pat.url}/plan/{ended}")
    clara.client.put(f"{pat.url}/appointments/{appointment}", json={"starts_at": "2026-12-01T09:00:00+01:00"})
    clara.client.put(f"{pat.url}/appointments/{new_id()}", json={"starts_at": "2026-10-25T09:00:00+01:00"})
    found = timeline(clara, pat)
    assert {(one["id"], one["ended_at"] is None) for one in found["plan"]} == {(item, True), (ended, False)}
    assert [one["id"] for one in found["appointments"]] == [appointment]
    later = timeline(clara, pat, **{"from": "2026-11-25", "to": "2026-11-26"})
    assert [one["id"] for one in later["plan"]] == [item]


def test_a_private_note_of_another_practice_is_not_there(pat, clara, stranger):
    pat.client.post("/api/v1/grants", json={"practice": "Elsewhere"})
    stranger.put_entry({"kind": "note", "text": "ours", "private": True}, patient_id=pat.patient_id)
    assert [len(timeline(someone, pat)["entries"]) for someone in (stranger, clara, pat)] == [1, 0, 0]


def test_strangers_and_a_practice_without_a_grant_find_nothing(pat, clara, mallory, stranger):
    grant = pat.client.get("/api/v1/grants").json["items"][0]["id"]
    pat.client.delete(f"/api/v1/grants/{grant}")
    for other in (mallory, stranger, clara):
        assert other.client.get(f"{pat.url}/timeline").status_code == 404


def test_400_days_are_the_most(pat):
    assert len(timeline(pat, pat, **{"from": "2025-10-19", "to": "2026-11-22"})["days"]) == 400


@pytest.mark.parametrize(
    ("query", "path", "code"),
    [
        ({"from": "2025-10-18", "to": "2026-11-22"}, "from", "too_many_days"),
        ({"from": "2024-01-01"}, "from", "too_many_days"),
        ({"from": "2026-11-22", "to": "2026-11-21"}, "from", "after_to"),
        ({"from": "0"}, "from", "date"),
        ({"to": "2026-02-30"}, "to", "date_from_datetime_parsing"),
        ({"to": "0001-01-01"}, "to", "greater_than_equal"),
        ({"since": "2026-11-22"}, "since", "extra_forbidden"),
    ],
)
def test_a_window_that_makes_no_sense_is_422(pat, query, path, code):
    answer = pat.client.get(f"{pat.url}/timeline", query_string=query)
    assert (answer.status_code, answer.json["errors"]) == (422, [{"path": path, "code": code}])
