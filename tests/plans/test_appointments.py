"""Appointments: made, moved, cancelled."""

from __future__ import annotations

import pytest

from backstory.kernel.ids import new_id

MONDAY = {"starts_at": "2026-11-23T09:30:00+01:00", "minutes": 60, "note": "bring shorts"}


def arrange(by, pat, body=MONDAY, appointment_id=None):
    return by.client.put(f"{pat.url}/appointments/{appointment_id or new_id()}", json=body)


def test_clara_makes_one_and_it_keeps_its_wall_clock(pat, clara):
    made = arrange(clara, pat)
    assert made.status_code == 201
    assert {name: made.json[name] for name in MONDAY} == MONDAY
    assert made.json["practice"]["name"] == "Clinic"
    assert pat.client.get(f"{pat.url}/appointments").json["items"] == [made.json]
    assert pat.client.get(f"{pat.url}/appointments/{made.json['id']}").json == made.json


def test_the_earliest_comes_first_and_45_minutes_are_usual(pat, clara):
    arrange(clara, pat)
    arrange(clara, pat, {"starts_at": "2026-11-23T08:00:00Z"})
    items = pat.client.get(f"{pat.url}/appointments").json["items"]
    assert [(item["starts_at"], item["minutes"], item["note"]) for item in items] == [
        ("2026-11-23T08:00:00Z", 45, ""),
        ("2026-11-23T09:30:00+01:00", 60, "bring shorts"),
    ]


def test_the_same_put_again_changes_nothing_and_another_time_moves_it(pat, clara):
    appointment_id = new_id()
    first = arrange(clara, pat, appointment_id=appointment_id)
    again = arrange(clara, pat, appointment_id=appointment_id)
    assert (again.status_code, again.json) == (200, first.json)
    moved = arrange(clara, pat, MONDAY | {"starts_at": "2026-11-24T09:30:00+01:00"}, appointment_id)
    assert (moved.status_code, moved.json["starts_at"]) == (200, "2026-11-24T09:30:00+01:00")
    assert pat.client.get(f"{pat.url}/appointments").json["items"] == [moved.json]


def test_the_same_instant_in_another_offset_is_a_change_of_the_wall_clock(pat, clara):
    appointment_id = new_id()
    arrange(clara, pat, appointment_id=appointment_id)
    moved = arrange(clara, pat, MONDAY | {"starts_at": "2026-11-23T08:30:00Z"}, appointment_id)
    assert moved.json["starts_at"] == "2026-11-23T08:30:00Z"


def test_a_cancelled_one_is_gone_and_does_not_come_back(pat, clara):
    appointment_id = new_id()
    arrange(clara, pat, appointment_id=appointment_id)
    url = f"{pat.url}/appointments/{appointment_id}"
    assert clara.client.delete(url).status_code == 204
    assert pat.client.get(f"{pat.url}/appointments").json["items"] == []
    assert pat.client.get(url).status_code == clara.client.delete(url).status_code == 404
    assert arrange(clara, pat, appointment_id=appointment_id).status_code == 409


def test_a_patient_neither_makes_nor_cancels(pat, clara):
    made = arrange(clara, pat).json
    assert arrange(pat, pat).status_code == 403
    assert pat.client.delete(f"{pat.url}/appointments/{made['id']}").status_code == 403


def test_another_practice_sees_it_with_a_grant_and_moves_nothing(pat, clara, stranger):
    made = arrange(clara, pat).json
    url = f"{pat.url}/appointments/{made['id']}"
    assert stranger.client.get(url).status_code == 404
    pat.client.post("/api/v1/grants", json={"practice": "Elsewhere"})
    assert stranger.client.get(url).json == made
    assert arrange(stranger, pat, MONDAY | {"minutes": 30}, made["id"]).status_code == 403
    assert stranger.client.delete(url).status_code == 403


def test_mallory_finds_nothing(pat, clara, mallory):
    made = arrange(clara, pat).json
    url = f"{pat.url}/appointments/{made['id']}"
    assert {mallory.client.get(url).status_code, mallory.client.delete(url).status_code, arrange(mallory, pat).status_code} == {404}
    assert mallory.client.get(f"{mallory.url}/appointments/{made['id']}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "path", "code"),
    [
        ({"starts_at": "2026-11-23T09:30:00"}, "starts_at", "rfc3339"),
        ({"minutes": 0}, "minutes", "greater_than_equal"),
        ({"minutes": 481}, "minutes", "less_than_equal"),
        ({"ends_at": "2026-11-23T10:30:00Z"}, "ends_at", "extra_forbidden"),
    ],
)
def test_what_makes_no_sense_is_422(pat, clara, wrong, path, code):
    answer = arrange(clara, pat, MONDAY | wrong)
    assert (answer.status_code, answer.json["errors"]) == (422, [{"path": path, "code": code}])
