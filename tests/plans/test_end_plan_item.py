"""DELETE: a prescription ends, and stays readable."""

from __future__ import annotations

from backstory.kernel.ids import new_id

BRIDGE = {"exercise": "bridge", "sets": 2, "reps": 8}


def prescribed(clara, pat):
    url = f"{pat.url}/plan/{new_id()}"
    assert clara.client.put(url, json=BRIDGE).status_code == 201
    return url


def test_what_clara_ends_leaves_the_plan_and_stays_readable(pat, clara):
    url = prescribed(clara, pat)
    assert clara.client.delete(url).status_code == 204
    assert pat.client.get(f"{pat.url}/plan").json["items"] == []
    item = pat.client.get(url).json
    assert (item["exercise"], item["reps"]) == ("bridge", 8)
    assert item["ended_at"] >= item["prescribed_at"]


def test_what_has_ended_does_not_end_again_or_come_back(pat, clara):
    url = prescribed(clara, pat)
    clara.client.delete(url)
    assert clara.client.delete(url).status_code == 404
    answer = clara.client.put(url, json=BRIDGE)
    assert (answer.status_code, answer.json["code"]) == (409, "not_current")


def test_a_patient_ends_nothing(pat, clara):
    url = prescribed(clara, pat)
    assert pat.client.delete(url).status_code == 403
    assert pat.client.get(url).json["ended_at"] is None


def test_another_practice_ends_nothing(pat, clara, stranger, mallory):
    url = prescribed(clara, pat)
    assert stranger.client.delete(url).status_code == mallory.client.delete(url).status_code == 404
    pat.client.post("/api/v1/grants", json={"practice": "Elsewhere"})
    assert stranger.client.delete(url).status_code == 403


def test_what_never_was_cannot_end(pat, clara):
    assert clara.client.delete(f"{pat.url}/plan/{new_id()}").status_code == 404
    assert clara.client.get(f"{pat.url}/plan/{new_id()}").status_code == 404
