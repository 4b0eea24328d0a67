"""PUT: a clinician prescribes an exercise, and changes its dose."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from backstory.kernel.ids import new_id

BRIDGE = {"exercise": "bridge", "sets": 2, "reps": 8, "days": ["we", "mo"], "note": "slowly"}


def prescribe(by, pat, body=BRIDGE, item_id=None):
    return by.client.put(f"{pat.url}/plan/{item_id or new_id()}", json=body)


def test_clara_prescribes_and_pat_reads_it(pat, clara):
    made = prescribe(clara, pat)
    assert made.status_code == 201
    assert pat.client.get(f"{pat.url}/plan").json["items"] == [made.json]
    item = made.json
    assert (item["exercise"], item["name"], item["sets"], item["reps"], item["minutes"]) == ("bridge", "Bridge", 2, 8, None)
    assert (item["days"], item["note"], item["ended_at"]) == (["mo", "we"], "slowly", None)
    assert item["prescribed_by"] == {"id": str(clara.person_id), "name": "Clara", "role": "clinician"}


def test_days_left_out_mean_every_day(pat, clara):
    assert prescribe(clara, pat, {"exercise": "easy-walk", "minutes": 20}).json["days"] == ["mo", "tu", "we", "th", "fr", "sa", "su"]


def test_the_same_put_again_changes_nothing(pat, clara):
    item_id = new_id()
    first = prescribe(clara, pat, item_id=item_id)
    again = prescribe(clara, pat, item_id=item_id)
    assert (again.status_code, again.json) == (200, first.json)


def test_the_same_put_ten_times_in_parallel_makes_one(app, pat, clara):
    item_id = new_id()

    def put(_):
        client = app.test_client()
        client.set_cookie("backstory", clara.token)
        return client.put(f"{pat.url}/plan/{item_id}", json=BRIDGE).status_code

    with ThreadPoolExecutor(10) as pool:
        assert sorted(pool.map(put, range(10))) == [200] * 9 + [201]
    assert len(pat.client.get(f"{pat.url}/plan").json["items"]) == 1


def test_a_colleague_changes_the_dose_and_stands_for_it(pat, clara, enter):
    item_id = new_id()
    prescribe(clara, pat, item_id=item_id)
    cora = enter("cora", "clinician", practice="Clinic")
    changed = prescribe(cora, pat, BRIDGE | {"reps": 12}, item_id)
    assert (changed.status_code, changed.json["reps"], changed.json["prescribed_by"]["name"]) == (200, 12, "Cora")


def test_a_patient_prescribes_nothing(pat):
    answer = prescribe(pat, pat)
    assert (answer.status_code, answer.json["code"]) == (403, "not_yours_to_do")
    assert pat.client.get(f"{pat.url}/plan").json["items"] == []


def test_another_practice_may_not_change_what_it_can_see(pat, clara, stranger):
    pat.client.post("/api/v1/grants", json={"practice": "Elsewhere"})
    item_id = new_id()
    made = prescribe(clara, pat, item_id=item_id)
    assert prescribe(stranger, pat, BRIDGE | {"reps": 12}, item_id).status_code == 403
    assert stranger.client.get(f"{pat.url}/plan/{item_id}").json == made.json


def test_strangers_and_a_practice_without_a_grant_find_nothing(pat, clara, mallory, stranger):
    grant = pat.client.get("/api/v1/grants").json["items"][0]["id"]
    pat.client.delete(f"/api/v1/grants/{grant}")
    for other in (mallory, stranger, clara):
        assert prescribe(other, pat).status_code == 404
        assert other.client.get(f"{pat.url}/plan").status_code == 404


def test_two_patients_may_hold_the_same_id_and_never_meet(pat, clara, enter):
    item_id = new_id()
    paul = enter("paul", "patient", share_with="Clinic")
    prescribe(clara, pat, item_id=item_id)
    assert prescribe(clara, paul, {"exercise": "pelvic-tilt"}, item_id).status_code == 201
    assert pat.client.get(f"{pat.url}/plan/{item_id}").json["exercise"] == "bridge"


@pytest.mark.parametrize(
    ("wrong", "path", "code"),
    [
        ({"exercise": "juggling"}, "exercise", "unknown_exercise"),
        ({"days": []}, "days", "too_short"),
        ({"days": ["mo", "mo"]}, "days", "repeated"),
        ({"days": ["monday"]}, "days.0", "literal_error"),
        ({"reps": 0}, "reps", "greater_than_equal"),
        ({"reps": "8"}, "reps", "int_type"),
        ({"name": "Bridge"}, "name", "extra_forbidden"),
    ],
)
def test_what_makes_no_sense_is_422(pat, clara, wrong, path, code):
    answer = prescribe(clara, pat, BRIDGE | wrong)
    assert (answer.status_code, answer.json["errors"]) == (422, [{"path": path, "code": code}])
