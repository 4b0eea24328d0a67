"""Deny by default, proved over the whole URL map: nothing answers somebody who is not signed in, except a reviewed list;
nothing of pat's answers a stranger. A route that is new and not thought about fails here."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from backstory.kernel.ids import new_id

# Reviewed: the shell and its files hold no data; health says yes or no; metrics and the calendar have tokens of their own; about names the version;
# joining and signing in are how one gets in.
PUBLIC = {
    "shell",
    "healthz",
    "readyz",
    "metrics",
    "calendar",
    "openapi_json",
    "about.about",
    "accounts.sign_in",
    "sharing.read_invitation",
    "sharing.join",
}
ENTRY = {"base_version": 0, "occurred_at": "2026-11-22T20:15:00+01:00", "captured_at": "2026-11-22T19:16:00Z", "payload": {"kind": "note", "text": "x"}}
BODIES: dict[str, Any] = {
    "entries.put_entry": ENTRY,
    "entries.sync_entries": {"epoch": None, "cursor": 0, "ops": []},
    "sharing.give_grant": {"practice": "Clinic"},
    "plans.put_item": {"exercise": "pelvic-tilt", "sets": 2, "reps": 10, "days": ["mo"], "note": ""},
    "plans.put_appointment": {"starts_at": "2026-12-01T10:00:00+01:00", "minutes": 45, "note": ""},
    "reminders.put_reminder": {"kind": "checkin", "at": "20:00", "zone": "Europe/Warsaw", "days": ["mo"], "paused": False},
    "reminders.put_settings": {
        "quiet_from": "22:00",
        "quiet_to": "07:00",
        "away_from": None,
        "away_until": None,
        "follow_up_minutes": None,
        "zone": "Europe/Warsaw",
        "follow_zone": False,
    },
    "reminders.put_snooze": {"until": "2026-11-22T20:15:00+01:00"},
    "reminders.note_shown": {"at": "2026-11-22T20:15:00+01:00"},
    "reminders.note_opened": {"at": "2026-11-22T20:15:00+01:00"},
    "reminders.put_subscription": {
        "endpoint": "https://fcm.googleapis.com/fcm/send/x",
        "expirationTime": None,
        "keys": {"p256dh": "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM", "auth": "tBHItJI5svbpez7KI4CCXg"},
        "name": "Phone",
    },
    "reminders.put_email": {"address": "pat@example.org"},
    "reminders.confirm_email": {"code": "123456"},
    "reminders.activate_subscription": {"token": "x" * 20},
}


def operations(app):
    return app.extensions["operations"]


def url_of(operation, patient_id, own):
    """The address of pat's own thing: the patient in the path, or an id of something of hers."""
    url = "/api/v1" + operation.path
    url = url.replace("<uuid:patient_id>", str(patient_id)).replace("<code>", "AAAAA-AAAAA")
    for argument, value in own.items():
        url = url.replace(f"<uuid:{argument}>", str(value))
    while "<" in url:
        start, end = url.index("<"), url.index(">")
        url = url[:start] + str(uuid4()) + url[end + 1 :]
    return url


def test_the_public_routes_are_the_reviewed_ones(app):
    assert app.extensions["public_endpoints"] == PUBLIC


def test_every_other_route_needs_sign_in(app):
    client, tried = app.test_client(), 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC:
            continue
        url = rule.build({argument: uuid4() for argument in rule.arguments})[1]
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = client.open(url, method=method, json=BODIES.get(rule.endpoint))
            assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in"), (method, url)
            tried += 1
    assert tried > 15


def test_an_unknown_api_address_tells_a_stranger_nothing(app):
    for method in ("GET", "PUT", "POST", "DELETE"):
        assert app.test_client().open("/api/v1/anything/at/all", method=method).status_code in (401, 405)


def test_every_body_that_an_operation_needs_is_listed_here(app):
    assert {o.name for o in operations(app) if o.body and not o.public} == set(BODIES)


@pytest.fixture
def pats_things(pat, clara):
    """Something of pat's behind every kind of id in a path."""
    entry_id, item_id, appointment_id = new_id(), new_id(), new_id()
    pat.put_entry({"kind": "note", "text": "x"}, entry_id=entry_id)
    clara.client.put(f"{pat.url}/plan/{item_id}", json=BODIES["plans.put_item"])
    clara.client.put(f"{pat.url}/appointments/{appointment_id}", json=BODIES["plans.put_appointment"])
    reminders = pat.client.get("/api/v1/reminders").json["items"]
    [grant] = pat.client.get("/api/v1/grants").json["items"]
    [device] = pat.client.get("/api/v1/sessions").json["items"]
    return {
        "entry_id": entry_id,
        "item_id": item_id,
        "appointment_id": appointment_id,
        "grant_id": grant["id"],
        "sign_in_id": device["id"],
        "reminder_id": reminders[0]["id"],
    }


def test_a_stranger_gets_404_for_every_address_of_pats_with_a_valid_body(app, pat, mallory, stranger, pats_things):
    tried = 0
    for operation in operations(app):
        if "patient_id" not in operation.path:
            continue
        url = url_of(operation, pat.patient_id, pats_things)
        for other in (mallory, stranger):
            answer = other.client.open(url, method=operation.method, json=BODIES.get(operation.name))
            assert (answer.status_code, answer.json["code"]) == (404, "not_found"), (other.name, operation.method, url)
            tried += 1
    assert tried >= 24


def test_mallory_cannot_reach_what_is_pats_by_its_own_id(app, pat, mallory, pats_things):
    """PUT of an id of one's own choosing makes one's own thing, so there the proof is that pat's is untouched."""
    before = {url: pat.client.get(url).json for url in ("/api/v1/reminders", "/api/v1/grants", "/api/v1/sessions")}
    for operation in operations(app):
        if "<uuid:" not in operation.path or "patient_id" in operation.path:
            continue
        url = url_of(operation, pat.patient_id, pats_things)
        answer = mallory.client.open(url, method=operation.method, json=BODIES.get(operation.name))
        wanted = {404} | ({200, 201, 422} if operation.method == "PUT" else set())
        assert answer.status_code in wanted, (operation.name, answer.json)
    after = {url: pat.client.get(url).json for url in before}
    assert after == before


def test_a_missing_thing_and_a_strangers_thing_answer_alike(app, pat, mallory, pats_things):
    there = mallory.client.get(f"{pat.url}/entries/{pats_things['entry_id']}")
    missing = mallory.client.get(f"/api/v1/patients/{uuid4()}/entries/{uuid4()}")
    assert (there.status_code, there.json) == (missing.status_code, missing.json)


def test_a_revoked_practice_gets_404_for_every_address_on_the_next_request(app, pat, clara, pats_things):
    pat.client.delete(f"/api/v1/grants/{pats_things['grant_id']}")
    for operation in operations(app):
        if "patient_id" in operation.path:
            answer = clara.client.open(url_of(operation, pat.patient_id, pats_things), method=operation.method, json=BODIES.get(operation.name))
            assert answer.status_code == 404, operation.name


def test_whose_it_is_comes_before_what_is_sent(pat, mallory):
    answer = mallory.client.put(f"{pat.url}/entries/{uuid4()}", data="{", content_type="application/json")
    assert answer.status_code == 404


def test_every_answer_carries_the_security_headers(app, pat):
    for url in ("/", "/check-in", "/healthz", "/api/v1/session", "/api/v1/nothing"):
        answer = pat.client.get(url)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], url
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert pat.client.get("/api/v1/session").headers["Cache-Control"] == "no-store"
