"""Signing in and out."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest
from sqlalchemy import text

from backstory.accounts import service
from tests.conftest import PASSWORD

WRONG = "not the password at all"


def sign_in(app, login, password=PASSWORD, **more):
    return app.test_client().post("/api/v1/session", json={"login": login, "password": password}, **more)


def test_pat_signs_in_and_is_told_who_she_is(app, pat):
    answer = sign_in(app, "pat")
    assert answer.status_code == 201
    assert answer.json == {"person": {"id": str(pat.person_id), "name": "Pat", "role": "patient", "patient_id": str(pat.patient_id), "practice": None}}
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("backstory=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_login_is_the_same_in_any_case(app, pat):
    assert sign_in(app, "PAT").status_code == 201


def test_a_wrong_password_and_an_unknown_login_look_the_same(app, pat):
    wrong, unknown = sign_in(app, "pat", WRONG), sign_in(app, "nobody", WRONG)
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json == unknown.json


def test_a_copied_cookie_is_dead_after_sign_out(app, pat):
    copy = app.test_client()
    copy.set_cookie("backstory", pat.token)
    assert copy.get("/api/v1/session").status_code == 200
    assert pat.client.delete("/api/v1/session").status_code == 204
    assert copy.get("/api/v1/session").status_code == 401


def test_a_device_signed_out_from_another_one_is_dead(app, pat):
    other = app.test_client()
    assert other.post("/api/v1/session", json={"login": "pat", "password": PASSWORD}).status_code == 201
    devices = pat.client.get("/api/v1/sessions").json["items"]
    assert sorted(device["current"] for device in devices) == [False, True]
    [another] = [device["id"] for device in devices if not device["current"]]
    assert pat.client.delete(f"/api/v1/sessions/{another}").status_code == 204
    assert other.get("/api/v1/session").status_code == 401


def test_mallory_cannot_end_pats_device(pat, mallory):
    [device] = pat.client.get("/api/v1/sessions").json["items"]
    assert mallory.client.delete(f"/api/v1/sessions/{device['id']}").status_code == 404
    assert pat.client.get("/api/v1/session").status_code == 200


def test_too_many_failures_are_throttled_by_login_and_address_and_told_when_to_return(app, pat, monkeypatch):
    monkeypatch.setattr(service, "password_fits", lambda *_: False)  # argon2 would make this test slow
    for _ in range(service.TRIES_FOR_ONE_LOGIN_AND_ADDRESS):
        assert sign_in(app, "pat", WRONG).status_code == 401
    answer = sign_in(app, "pat")
    assert (answer.status_code, answer.json["code"], answer.headers["Retry-After"]) == (429, "too_many_tries", "900")
    assert sign_in(app, "pat", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 401, "another address is not shut out"


def test_successes_do_not_count_towards_throttling(app, pat, monkeypatch):
    monkeypatch.setattr(service, "password_fits", lambda *_: True)
    assert {sign_in(app, "pat").status_code for _ in range(service.TRIES_FOR_ONE_LOGIN_AND_ADDRESS + 2)} == {201}


def test_the_database_holds_no_cookie_and_no_login_that_failed(app, pat, database):
    sign_in(app, "my-password-in-the-wrong-field", WRONG)
    with database.engine.connect() as connection:
        held = str(connection.exec_driver_sql("SELECT * FROM sign_in").all()) + str(connection.exec_driver_sql("SELECT * FROM sign_in_failure").all())
    assert pat.token not in held
    assert "my-password" not in held


def test_unsafe_requests_from_another_site_are_refused(pat):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        answer = pat.client.delete("/api/v1/session", headers=headers)
        assert (answer.status_code, answer.json["code"]) == (403, "cross_site"), headers
    assert pat.client.get("/api/v1/session", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
    assert pat.client.delete("/api/v1/session", headers={"Origin": "http://localhost"}).status_code == 204


def test_foreign_remember_me_cookie_is_ignored_instead_of_crashing(app, pat):
    pat.client.set_cookie("remember_token", "somebody|else")
    stranger = app.test_client()
    stranger.set_cookie("remember_token", "somebody|else")
    assert pat.client.get("/api/v1/session").status_code == 200
    assert stranger.get("/api/v1/session").status_code == 401


def test_signing_out_clears_the_pages_that_the_back_button_would_show(pat):
    assert pat.client.delete("/api/v1/session").headers["Clear-Site-Data"] == '"cache"'


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_was_not_seen_for_long_reads_while_somebody_else_holds_the_lock(app, pat, database_url):
    with app.extensions["database"].transaction() as session:
        session.execute(text("UPDATE sign_in SET last_seen_at = '2026-01-01 00:00:00.000000'"))
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert pat.client.get(f"{pat.url}/entries").status_code == 200
        assert time.monotonic() - began < 4, "it waited for the lock"
        other.execute("ROLLBACK")
    pat.client.get(f"{pat.url}/entries")
    [device] = pat.client.get("/api/v1/sessions").json["items"]
    assert not device["last_seen_at"].startswith("2026-01")
