"""GET /patients: everybody at a glance."""

from __future__ import annotations

from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import event

from backstory.kernel.ids import new_id
from backstory.timeline.routes import Caseload
from tests.conftest import op

AREA = {"region": "lumbar", "side": "left", "tool": "fingers", "seconds": 20, "pressure": 3}


def at_a_glance(by, patient=None):
    answer = by.client.get("/api/v1/patients")
    assert answer.status_code == 200
    Caseload.model_validate_json(answer.data)
    [found] = [item for item in answer.json["items"] if patient is None or item["id"] == str(patient.patient_id)]
    return found


def treat(clara, pat, at, *areas):
    answer = clara.put_entry({"kind": "treatment", "areas": list(areas)}, patient_id=pat.patient_id, occurred_at=at)
    assert answer.status_code == 201


@contextmanager
def statements(database):
    seen = []
    listen = ("before_cursor_execute", lambda *given: seen.append(given[2]))
    event.listen(database.engine, *listen)
    yield seen
    event.remove(database.engine, *listen)


def test_somebody_new_is_there_with_nothing_yet(pat, clara):
    assert at_a_glance(clara) == {
        "id": str(pat.patient_id),
        "name": "Pat",
        "last_entry_at": None,
        "last_checkin": None,
        "open_spasms": 0,
        "last_treatment_at": None,
        "next_appointment_at": None,
        "entries_7_days": 0,
        "redflag": False,
        "too_much": False,
        "sparkline": [None] * 28,
        "reminders_off": "no_device",
    }


def test_a_patient_sees_themselves_and_a_clinician_only_who_shares(pat, clara, mallory, stranger, enter):
    assert at_a_glance(pat)["id"] == str(pat.patient_id)
    assert [item["name"] for item in clara.client.get("/api/v1/patients").json["items"]] == ["Pat"]
    for other in (stranger, enter("ada", "admin", practice="Clinic")):
        assert other.client.get("/api/v1/patients").json["items"] == []


def test_a_revoked_grant_takes_the_patient_away_at_once(pat, clara):
    at_a_glance(clara)
    grant = pat.client.get("/api/v1/grants").json["items"][0]["id"]
    pat.client.delete(f"/api/v1/grants/{grant}")
    assert clara.client.get("/api/v1/patients").json["items"] == []


def test_the_last_checkin_is_there_late_or_not_with_its_wall_clock(pat, clara):
    pat.sync(
        op({"kind": "checkin", "average": 5}, occurred_at="2026-11-18T20:00:00+01:00", captured_at="2026-11-18T20:00:00+01:00"),
        op({"kind": "checkin", "average": 0}, occurred_at="2026-11-19T20:00:00+01:00"),
    )
    glance = at_a_glance(clara)
    assert glance["last_checkin"] == {"average": 0, "occurred_at": "2026-11-19T20:00:00+01:00", "late": True}
    assert glance["last_entry_at"] == "2026-11-19T20:00:00+01:00"


def test_the_sparkline_is_28_local_days_and_the_checkin_that_counts(pat, clara):
    pat.sync(
        op({"kind": "checkin", "average": 9}, occurred_at="2026-10-25T20:00:00+01:00"),
        op({"kind": "checkin", "average": 1}, occurred_at="2026-10-26T00:10:00+01:00"),
        op({"kind": "checkin", "average": 7}, occurred_at="2026-11-21T21:00:00+01:00"),
        op({"kind": "checkin", "average": 2}, occurred_at="2026-11-21T08:00:00+01:00"),
        op({"kind": "checkin", "average": 3}, occurred_at="2026-11-22T08:00:00+01:00"),
        op({"kind": "checkin", "average": 0}, occurred_at="2026-11-22T08:00:00+01:00"),
    )
    assert at_a_glance(clara)["sparkline"] == [1, *[None] * 25, 7, 0]


def test_who_writes_from_ahead_of_their_zone_has_their_own_today(pat, clara):
    pat.sync(op({"kind": "checkin", "average": 4}, occurred_at="2026-11-23T08:00:00+13:00"))
    assert at_a_glance(clara)["sparkline"][-2:] == [None, 4]


def test_only_spasms_without_an_end_are_open(pat, clara):
    gone = new_id()
    pat.sync(
        op({"kind": "spasm", "peak": 7}, occurred_at="2026-09-01T20:00:00+02:00"),
        op({"kind": "spasm", "peak": 6}),
        op({"kind": "spasm", "peak": 5}, ended_at="2026-11-22T20:30:00+01:00"),
        op({"kind": "spasm", "peak": 4}, entry_id=gone),
        op(None, entry_id=gone, base_version=1),
    )
    assert at_a_glance(clara)["open_spasms"] == 2


def test_too_much_is_that_of_the_last_treatment_only(pat, clara):
    treat(clara, pat, "2026-11-10T10:00:00+01:00", AREA, AREA | {"response": "too_much"})
    assert at_a_glance(clara)["too_much"] is True
    treat(clara, pat, "2026-11-17T10:00:00+01:00", AREA | {"response": "ok"}, AREA)
    glance = at_a_glance(clara)
    assert (glance["too_much"], glance["last_treatment_at"]) == (False, "2026-11-17T10:00:00+01:00")


def test_a_redflag_stands_until_it_is_cleared(pat, clara):
    entry_id = new_id()
    pat.put_entry({"kind": "redflag", "acknowledged": True}, entry_id=entry_id)
    assert at_a_glance(clara)["redflag"] is True
    pat.put_entry({"kind": "redflag", "acknowledged": True, "cleared": True}, entry_id=entry_id, base_version=1)
    assert at_a_glance(clara)["redflag"] is False


def test_a_week_counts_what_happened_in_it(pat, clara):
    pat.sync(*(op({"kind": "note", "text": "x"}, occurred_at=f"2026-11-{day:02}T20:30:00Z") for day in range(10, 20)))
    assert at_a_glance(clara)["entries_7_days"] == 5


def test_the_next_appointment_is_the_earliest_not_long_begun_or_cancelled(pat, clara):
    def arrange(at, cancelled=False):
        url = f"{pat.url}/appointments/{new_id()}"
        clara.client.put(url, json={"starts_at": at})
        if cancelled:
            clara.client.delete(url)

    arrange("2026-11-20T09:00:00+01:00")
    arrange("2026-11-23T08:00:00+01:00", cancelled=True)
    arrange("2026-11-25T09:00:00+01:00")
    assert at_a_glance(clara)["next_appointment_at"] == "2026-11-25T09:00:00+01:00"
    arrange("2026-11-22T20:30:00+01:00")
    assert at_a_glance(clara)["next_appointment_at"] == "2026-11-22T20:30:00+01:00"


def test_a_private_note_of_another_practice_never_counts(pat, clara, stranger):
    pat.client.post("/api/v1/grants", json={"practice": "Elsewhere"})
    stranger.put_entry({"kind": "note", "text": "ours", "private": True}, patient_id=pat.patient_id)
    assert at_a_glance(stranger)["entries_7_days"] == 1
    for other in (clara, pat):
        glance = at_a_glance(other)
        assert (glance["entries_7_days"], glance["last_entry_at"]) == (0, None)


def test_fifty_patients_cost_as_many_statements_as_one(pat, clara, enter, database):
    with statements(database) as for_one:
        assert len(clara.client.get("/api/v1/patients").json["items"]) == 1
    for number in range(50):
        other = enter(f"patient-{number}", "patient", share_with="Clinic")
        other.put_entry({"kind": "checkin", "average": number % 11})
    with statements(database) as for_many:
        items = clara.client.get("/api/v1/patients").json["items"]
    assert len(for_many) == len(for_one)
    assert [item["name"] for item in items] == sorted(item["name"] for item in items)
    assert {UUID(item["id"]) for item in items} >= {pat.patient_id} and len(items) == 51
    assert [item["sparkline"][-1] for item in items if item["name"] == "Patient-7"] == [7]
