"""Where a person's reminders go: offered, proved by a token that came by push, ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from backstory.reminders import devices
from backstory.reminders.models import PushSubscription
from tests.reminders.conftest import Phone
from tests.support.push_records import Behaviour

FCM = "https://fcm.googleapis.com/fcm/send/x"


@pytest.fixture
def offered(push, pat):
    made = Phone(push, pat)
    assert made.offer().status_code == 201
    return made


def test_a_phone_is_active_only_after_it_echoed_what_came_by_push(pat, offered):
    assert not offered.active
    activation = f"{offered.url}/activation"
    token = offered.token()
    wrong = pat.client.post(activation, json={"token": "guess"})
    assert (wrong.status_code, wrong.json["errors"]) == (422, [{"path": "token", "code": "wrong_token"}])
    assert not offered.active
    assert [pat.client.post(activation, json={"token": token}).status_code for _ in range(2)] == [204, 204]
    assert offered.active


def test_only_the_tokens_hash_is_kept(pat, offered, database):
    with database.reading() as session:
        row = session.get(PushSubscription, (pat.person_id, offered.id))
    assert offered.token() not in str(row.model_dump())


def test_the_same_offer_again_is_200_and_says_nothing_to_an_active_phone(pat, phone):
    assert phone.offer("New name").status_code == 200
    assert phone.active and not phone.received
    assert [item["name"] for item in pat.client.get("/api/v1/push/subscriptions").json["items"]] == ["New name"]


def test_an_inactive_phone_that_offers_again_gets_another_token(pat, offered):
    first = offered.token()
    assert offered.offer().status_code == 200
    second = offered.token(2)
    assert first != second
    answers = [pat.client.post(f"{offered.url}/activation", json={"token": token}).status_code for token in (first, second)]
    assert answers == [422, 204]


def test_another_endpoint_under_the_same_id_must_prove_itself(push, pat, phone):
    moved = Phone(push, pat)
    moved.id, moved.url = phone.id, phone.url
    assert moved.offer().status_code == 200
    assert not phone.active
    pat.client.post(f"{phone.url}/activation", json={"token": moved.token()})
    assert phone.active


def test_a_test_message_says_nothing_about_health_and_asks_for_the_screen(pat, phone):
    answer = pat.client.post(f"{phone.url}/test")
    assert (answer.status_code, answer.data) == (202, b"")
    phone.service.wait_until(lambda: phone.received)
    [message] = phone.received
    said = phone.read(message)
    assert said["notification"]["body"] == "This is a test"
    assert said["notification"]["navigate"].endswith("/more/reminders")
    assert (message.status, message.urgency, message.ttl) == (201, "high", 300)


def test_a_test_of_a_phone_that_is_not_active_sends_its_token_again(pat, offered):
    offered.token()  # the first has arrived: two that are under way at once may overtake each other
    assert pat.client.post(f"{offered.url}/test").status_code == 202
    assert pat.client.post(f"{offered.url}/activation", json={"token": offered.token(2)}).status_code == 204


def test_an_ended_phone_is_forgotten(pat, phone, database):
    assert pat.client.delete(phone.url).status_code == 204
    assert pat.client.delete(phone.url).status_code == 404
    assert pat.client.post(f"{phone.url}/test").status_code == 404
    with database.reading() as session:
        assert session.get(PushSubscription, (pat.person_id, phone.id)) is None


def test_a_phone_whose_service_says_gone_is_retired_and_can_come_back(pat, phone):
    phone.service.behave(Behaviour(status=410, times=1), phone.endpoint)
    pat.client.post(f"{phone.url}/test")
    phone.service.wait_until(lambda: phone.told["retired"])
    assert not phone.active
    assert pat.client.post(f"{phone.url}/test").status_code == 404
    phone.service.received.clear()
    phone.activate()
    assert phone.active


def test_who_signs_in_on_a_shared_phone_takes_it_over(push, pat, mallory, phone):
    taken = Phone(push, mallory)
    taken.endpoint, taken._key, taken._auth = phone.endpoint, phone._key, phone._auth
    taken.activate()
    assert taken.active and not phone.active


def test_ten_phones_and_no_more(push, pat):
    codes = [Phone(push, pat).offer().status_code for _ in range(devices.DEVICES_AT_MOST + 1)]
    assert codes == [201] * devices.DEVICES_AT_MOST + [422]


def test_mallory_does_not_reach_pats_phone(mallory, phone):
    token = {"token": "x"}
    calls = [("GET", phone.url, None), ("PUT", phone.url, phone.subscription | {"name": "Mine"}), ("DELETE", phone.url, None)]
    calls += [("POST", f"{phone.url}/activation", token), ("POST", f"{phone.url}/test", None)]
    for method, url, body in calls:
        assert mallory.client.open(url, method=method, json=body).status_code == 404, (method, url)
    assert phone.active and not phone.received
    assert mallory.client.get("/api/v1/push/subscriptions").json["items"] == []


def test_clinicians_have_phones_too(push, clara):
    made = Phone(push, clara)
    made.activate()
    assert made.active


def test_any_other_host_is_422_push_host_not_allowed_and_nothing_is_kept(pat, push):
    made = Phone(push, pat)
    for endpoint in ("http://127.0.0.1:1/x", "https://evil.example/x", "https://127.0.0.1/x", "", "x" * 3000, FCM + "#", "https://a@fcm.googleapis.com/"):
        answer = made.offer(endpoint=endpoint)
        assert (answer.status_code, answer.json["code"]) == (422, "push_host_not_allowed")
        assert endpoint not in answer.text or not endpoint
    assert pat.client.get("/api/v1/push/subscriptions").json["items"] == []


def test_a_listed_host_that_does_not_resolve_now_is_kept_inactive(monkeypatch, pat, push):
    monkeypatch.setattr("backstory.reminders.push_routes.address_of", lambda _endpoint: "unknown")
    made = Phone(push, pat)
    made.endpoint = FCM
    assert made.offer().status_code == 201
    assert not made.active


def test_a_listed_host_that_leads_to_a_private_address_is_refused(monkeypatch, pat, push):
    monkeypatch.setattr("backstory.reminders.push_routes.address_of", lambda _endpoint: "refused")
    answer = Phone(push, pat).offer(endpoint=FCM)
    assert (answer.status_code, answer.json["code"]) == (422, "push_host_not_allowed")


def test_keys_that_cannot_be_encrypted_to_are_refused(pat, push):
    made = Phone(push, pat)
    good = made.subscription["keys"]
    for bad in ({"p256dh": good["p256dh"][:-4] + "AAAA"}, {"p256dh": "x"}, {"p256dh": ""}, {"auth": "short"}, {"auth": "!" * 22}, {"auth": "é" * 22}):
        answer = made.offer(keys=good | bad)
        assert (answer.status_code, answer.json["code"]) == (422, "not_valid"), bad
        assert answer.json["errors"][0]["path"] == f"keys.{next(iter(bad))}"


def test_the_key_is_a_point_that_browsers_take(pat):
    key = pat.client.get("/api/v1/push/key").json["key"]
    assert len(key) == 87 and key[0] == "B"


def test_an_id_of_nobody_is_404(pat):
    url = f"/api/v1/push/subscriptions/{uuid4()}"
    assert [pat.client.get(url).status_code, pat.client.delete(url).status_code, pat.client.post(f"{url}/test").status_code] == [404] * 3


def test_a_phone_tells_when_it_was_last_seen_and_which_key_it_has(pat, phone, database):
    first = phone.told["seen_at"]
    key = pat.client.get("/api/v1/push/key").json["key"]
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=1)):
        assert phone.offer(key=key).status_code == 200
    assert phone.told["seen_at"] > first and phone.active
    with database.reading() as session:
        assert session.get(PushSubscription, (pat.person_id, phone.id)).key_id == key
    assert phone.offer(key=key + "=").status_code == 200


def test_a_phone_that_subscribed_with_another_key_is_told_so(push, pat):
    other = "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM"
    answer = Phone(push, pat).offer(key=other)
    assert (answer.status_code, answer.json["errors"]) == (422, [{"path": "key", "code": "wrong_key"}])
    assert pat.client.get("/api/v1/push/subscriptions").json["items"] == []


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_refused_keeps_the_phone_and_raises_an_alarm(pat, phone, logged, status):
    phone.service.behave(Behaviour(status=status, times=1), phone.endpoint)
    pat.client.post(f"{phone.url}/test")
    phone.service.wait_until(lambda: phone.told["failing"])
    assert (phone.told["failing"], phone.active) == ("refused", True)
    (said,) = [line for line in logged if line["event"] == "push_key_refused"]
    assert said["level"] == "critical" and phone.endpoint not in str(said)
    phone.service.received.clear()
    pat.client.post(f"{phone.url}/test")
    phone.service.wait_until(lambda: not phone.told["failing"])


def test_a_phone_that_is_gone_is_told_for_two_weeks(pat, phone, database):
    for days, told in ((13, True), (15, False)):
        with database.transaction() as session:
            found = session.get(PushSubscription, (pat.person_id, phone.id))
            found.retired_at, found.retired_reason = datetime.now(UTC) - timedelta(days=days), "gone"
        assert [item["retired"] for item in pat.client.get("/api/v1/push/subscriptions").json["items"]] == [True] * told


def test_a_phone_that_shows_nothing_of_three_is_quiet(pat, phone, database):
    for unshown, quiet in ((2, False), (3, True)):
        with database.transaction() as session:
            session.get(PushSubscription, (pat.person_id, phone.id)).unshown = unshown
        assert phone.told["quiet"] is quiet
