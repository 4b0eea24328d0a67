"""The push service judges our server, so it is judged first."""

import time
from collections.abc import Iterator

import pytest
import requests

from tests.support.push_device import PushDevice
from tests.support.push_records import Behaviour
from tests.support.push_sender import PushSender
from tests.support.push_service import PushService


@pytest.fixture(scope="module")
def push() -> Iterator[PushService]:
    with PushService() as service:
        yield service


@pytest.fixture
def sender() -> PushSender:
    return PushSender()


@pytest.fixture
def device(push: PushService, sender: PushSender) -> PushDevice:
    return PushDevice(push, sender.key)


def test_device_reads_what_was_sent(device: PushDevice, sender: PushSender) -> None:
    answer = sender.send(device.subscription, '{"title": "evening"}', Urgency="high", Topic="abc")
    [message] = device.received
    assert (answer.status_code, message.status) == (201, 201)
    assert answer.headers["Location"].endswith(message.version)
    assert (message.ttl, message.urgency, message.topic) == (60, "high", "abc")
    assert device.read(message) == {"title": "evening"}


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "http://127.0.0.1:1"},
        {"exp": int(time.time()) - 60},
        {"exp": int(time.time()) + 25 * 3600},
    ],
)
def test_service_refuses_wrong_claims(device: PushDevice, sender: PushSender, claims: dict[str, object]) -> None:
    assert sender.send(device.subscription, "{}", claims).status_code == 401


def test_service_refuses_another_key_than_subscribed_with(device: PushDevice) -> None:
    assert PushSender().send(device.subscription, "{}").status_code == 403


def test_service_refuses_a_signature_of_another_token(device: PushDevice, sender: PushSender) -> None:
    sent = sender.prepare(device.subscription, "{}")
    head, claims, signature = str(sent.headers["Authorization"]).split(",")[0].removeprefix("vapid t=").split(".")
    forged = f"vapid t={head}.{claims[:-4]}AAAA.{signature},k={sender.key}"
    answer = requests.post(device.endpoint, headers={"Authorization": forged, "TTL": "60"}, timeout=5)
    assert (answer.status_code, answer.text) == (401, "signature or key")


def test_service_refuses_no_ttl_and_over_4096_bytes(device: PushDevice, sender: PushSender) -> None:
    assert sender.send(device.subscription, "{}", TTL="").status_code == 400
    assert sender.send(device.subscription, "x" * 4096).status_code == 413


def test_service_misbehaves_as_often_as_told(push: PushService, device: PushDevice, sender: PushSender) -> None:
    push.behave(Behaviour(429, {"Retry-After": "7"}, times=2), device.endpoint)
    answers = [sender.send(device.subscription, "{}") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 201]
    assert answers[0].headers["Retry-After"] == "7"


def test_service_answers_late_and_without_end(push: PushService, device: PushDevice, sender: PushSender) -> None:
    push.behave(Behaviour(delay=0.3, times=1), device.endpoint)
    started = time.monotonic()
    sender.send(device.subscription, "{}")
    assert time.monotonic() - started >= 0.3

    push.behave(Behaviour(drip=0.05, times=1), device.endpoint)
    with requests.Session() as session:  # its timeout limits a pause only, which a drip never makes
        answer = session.send(sender.prepare(device.subscription, "{}"), stream=True, timeout=1)
        assert [answer.raw.read(1) for _ in range(5)] == [b" "] * 5
        answer.close()
