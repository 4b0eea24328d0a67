"""A clinician enrols; the patient joins by a code and chooses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import time_machine

from backstory.kernel import clock

JOIN = {"name": "Pia Nowak", "login": "pia", "password": "long enough words", "share": True, "zone": "Europe/Warsaw"}


def code_of(clara):
    answer = clara.client.post("/api/v1/enrolments", json={})
    assert answer.status_code == 201
    return answer.json


def test_the_code_is_text_address_and_picture(clara):
    enrolment = code_of(clara)
    assert enrolment["url"] == f"http://127.0.0.1:8000/join/{enrolment['code']}"
    assert enrolment["qr"].startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert enrolment["practice"]["name"] == "Clinic"


def test_a_code_needs_no_body(clara):
    assert clara.client.post("/api/v1/enrolments").status_code == 201


def test_a_patient_joins_is_signed_in_and_shared_by_choice(app, clara):
    code = code_of(clara)["code"]
    client = app.test_client()
    invitation = client.get(f"/api/v1/enrolments/{code}").json
    assert (invitation["practice"]["name"], invitation["clinician"]) == ("Clinic", "Clara")
    joined = client.post(f"/api/v1/enrolments/{code}", json=JOIN)
    assert joined.status_code == 201
    assert client.get("/api/v1/session").json == joined.json
    assert [patient["name"] for patient in clara.client.get("/api/v1/patients").json["items"]] == ["Pia Nowak"]


def test_a_patient_who_does_not_share_is_not_seen(app, clara):
    client = app.test_client()
    joined = client.post(f"/api/v1/enrolments/{code_of(clara)['code']}", json=JOIN | {"share": False}).json
    assert clara.client.get("/api/v1/patients").json["items"] == []
    assert clara.client.get(f"/api/v1/patients/{joined['person']['patient_id']}/entries").status_code == 404


def test_a_code_works_typed_small_and_without_its_dash(app, clara):
    code = code_of(clara)["code"].replace("-", "").lower()
    assert app.test_client().post(f"/api/v1/enrolments/{code}", json=JOIN).status_code == 201


def test_a_used_an_old_and_an_unknown_code_are_404(app, clara):
    code = code_of(clara)["code"]
    assert app.test_client().post(f"/api/v1/enrolments/{code}", json=JOIN).status_code == 201
    assert app.test_client().post(f"/api/v1/enrolments/{code}", json=JOIN | {"login": "second"}).status_code == 404
    assert app.test_client().get(f"/api/v1/enrolments/{code}").status_code == 404
    assert app.test_client().get("/api/v1/enrolments/AAAAA-AAAAA").status_code == 404
    old = code_of(clara)["code"]
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        assert app.test_client().get(f"/api/v1/enrolments/{old}").status_code == 404


def test_one_code_twenty_times_in_parallel_makes_one_patient(app, clara):
    code = code_of(clara)["code"]

    def join(number):
        return app.test_client().post(f"/api/v1/enrolments/{code}", json=JOIN | {"login": f"pia{number}"}).status_code

    with ThreadPoolExecutor(20) as pool:
        codes = sorted(pool.map(join, range(20)))
    assert codes == [201] + [404] * 19
    assert len(clara.client.get("/api/v1/patients").json["items"]) == 1


def test_a_taken_login_is_told_at_its_field_and_the_code_still_works(app, clara, mallory):
    code = code_of(clara)["code"]
    answer = app.test_client().post(f"/api/v1/enrolments/{code}", json=JOIN | {"login": "Mallory"})
    assert (answer.status_code, answer.json["errors"]) == (422, [{"path": "login", "code": "login_taken"}])
    assert app.test_client().post(f"/api/v1/enrolments/{code}", json=JOIN).status_code == 201


def test_a_patient_cannot_enrol(pat):
    assert pat.client.post("/api/v1/enrolments", json={}).status_code == 403


def test_a_short_password_and_an_unknown_zone_are_422(app, clara):
    code = code_of(clara)["code"]
    assert app.test_client().post(f"/api/v1/enrolments/{code}", json=JOIN | {"password": "short"}).status_code == 422
    assert app.test_client().post(f"/api/v1/enrolments/{code}", json=JOIN | {"zone": "Mars/Olympus"}).status_code == 422
